// "Predict first": the reader commits to an answer, then reads its feedback; see _ext/predict.py.
// Without this script the style sheet shows the chosen answer's feedback at once.

const veilNext = (form) => {
  const next = form.nextElementSibling;
  const wrap = document.createElement("div");
  wrap.className = "predict-veil";
  next.before(wrap);
  wrap.append(next);
  next.inert = true; // neither the keyboard nor a screen reader gets the answer early
  const show = document.createElement("button");
  show.type = "button";
  show.textContent = "Show it without a prediction";
  wrap.append(show);
  const lift = () => {
    next.inert = false;
    wrap.classList.add("predict-lifted");
    show.remove();
  };
  show.addEventListener("click", () => {
    lift();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  return lift;
};

const start = (form) => {
  const lift = "veil" in form.dataset ? veilNext(form) : () => {};
  const answer = form.querySelector(".predict-answer");
  const check = document.createElement("button");
  check.type = "submit";
  check.textContent = "Check my prediction";
  check.disabled = true;
  answer.before(check);
  form.classList.add("predict-ready");
  form.addEventListener("change", () => {
    check.disabled = false;
    answer.replaceChildren(); // a new choice is a new prediction
    form.querySelectorAll(".predict-choice").forEach((choice) => choice.classList.remove("predict-checked"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = form.querySelector("input:checked").closest(".predict-choice");
    choice.classList.add("predict-checked");
    const feedback = choice.querySelector(".predict-feedback").cloneNode(true);
    feedback.prepend(Object.assign(document.createElement("strong"), {
      textContent: choice.dataset.verdict === "right" ? "Right. " : "Not quite. ",
    }));
    answer.replaceChildren(feedback);
    lift();
  });
};

document.querySelectorAll("form.predict").forEach(start);
