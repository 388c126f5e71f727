// On paper nothing can be unfolded: hints, solutions and hidden code are open while the page is printed. And paper is
// white, so what is drawn on it is drawn in the light colours.
const opened = new Set();
const page = document.documentElement.dataset;
let theme;
addEventListener("beforeprint", () => {
  theme = page.theme;
  page.theme = "light";
  document.querySelectorAll("details:not([open])").forEach((details) => {
    details.open = true;
    opened.add(details);
  });
});
addEventListener("afterprint", () => {
  page.theme = theme;
  opened.forEach((details) => { details.open = false; });
  opened.clear();
});
