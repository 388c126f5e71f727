// Search results quote the pages' text; a formula's MathML and TeX would stand in it beside its letters.
addEventListener("DOMContentLoaded", () => {
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => textOf(html.replace(/<math.*?<\/math>/gs, ""), anchor);
});
