// On paper nothing can be unfolded: hints, solutions and hidden code are open while the page is printed.
const opened = new Set();
addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((details) => {
    details.open = true;
    opened.add(details);
  });
});
addEventListener("afterprint", () => {
  opened.forEach((details) => { details.open = false; });
  opened.clear();
});
