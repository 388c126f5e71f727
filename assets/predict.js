// "Predict first": the reader commits to an answer, then reads its feedback; see _ext/predict.py.
// Without this script the style sheet shows the chosen answer's feedback at once.

/** Seals what follows the question, if it is veiled; returns how to lift the veil. */
const seal = (veil) => {
  const answer = veil.firstElementChild;
  veil.classList.add("predict-sealed");
  answer.inert = true; // neither the keyboard nor a screen reader gets the answer early
  const show = document.createElement("button");
  show.type = "button";
  show.textContent = "Show it without a prediction";
  veil.prepend(show);
  const lift = () => {
    answer.inert = false;
    veil.classList.remove("predict-sealed");
    show.remove();
  };
  show.addEventListener("click", () => {
    lift();
    answer.tabIndex = -1;
    answer.focus({ preventScroll: true });
  });
  return lift;
};

const start = (form) => {
  const veil = form.nextElementSibling;
  const lift = veil?.matches(".predict-veil") ? seal(veil) : () => {};
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
