// A static page is built once and read for months: what is over is told by the reader's clock, not by the build's.
// Without this script all dates and notices stand there, each with its dates.
const now = new Date();
const moment = (time) => new Date(time.dateTime);
const local = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

// The reader's own time, where their clock shows another one than the course's.
function addLocal(time) {
  const [, sign, hours, minutes] = time.dateTime.match(/([+-])(\d\d):(\d\d)$/);
  const offset = Number(`${sign}1`) * (60 * Number(hours) + Number(minutes));
  if (offset === -moment(time).getTimezoneOffset()) return;
  const note = document.createElement("span");
  note.className = "course-local";
  note.textContent = ` (${local.format(moment(time))} your time)`;
  time.after(note);
}

function distance(milliseconds) {
  const hours = milliseconds / 3_600_000;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  return hours < 48 ? words.format(Math.floor(hours), "hour") : words.format(Math.floor(hours / 24), "day");
}

function showNext(place, next) {
  const link = document.createElement("a");
  link.href = "#get-the-assignments";
  link.textContent = next.dataset.due;
  place.append("Next due: ", link, ", ", next.cloneNode(true), `, ${distance(moment(next) - now)}`);
}

function showNews(news) {
  for (const notice of news.querySelectorAll(".course-notice")) {
    const [since, until] = notice.querySelectorAll(".course-aside time");
    notice.hidden = now < moment(since) || now > moment(until);
  }
}

const dues = [...document.querySelectorAll("time[data-due]")];
const next = dues.filter((time) => moment(time) > now).sort((a, b) => moment(a) - moment(b))[0];
document.querySelectorAll(".course-news").forEach(showNews);
document.querySelectorAll(".course-schedule tbody tr").forEach((row) => {
  row.classList.toggle("course-past", moment(row.querySelector("time")) < now);
});
next?.closest("tr")?.classList.add("course-soon");
if (next) document.querySelectorAll(".course-next").forEach((place) => showNext(place, next));
document.querySelectorAll("time").forEach(addLocal);
