// Search results quote the pages' text; a formula's MathML and TeX would stand in it beside its letters.
addEventListener("DOMContentLoaded", () => {
  const textOf = Search.htmlToText;
  const withoutMathML = (html) => html.replace(/<math.*?<\/math>/gs, "");
  Search.htmlToText = (html, anchor) => textOf(withoutMathML(html), anchor).replace(/\s+/g, " ");
});
