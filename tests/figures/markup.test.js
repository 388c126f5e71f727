import assert from "node:assert/strict";
import { test } from "node:test";

import { html } from "../../nnkit/figures/src/core/html.js";
import { attributesIn, decode, read } from "../../nnkit/figures/src/core/markup.js";
import { node } from "../../nnkit/figures/src/core/svg.js";

test("markup is read as elements and texts, each with its source", () => {
  const field = html("label", {}, "x", html("input", { type: "range" }), html("b", {}, "y"));
  const [label, group, ...others] = read(field + node("g", { class: "a" }, node("text", { x: 1 }, "1 &lt; 2")));
  assert.deepEqual([label.source, label.children.map(({ name }) => name)], [field, ["", "input", "b"]]);
  assert.deepEqual([group.name, group.given], ["g", ' class="a"']);
  assert.equal(group.children[0].children[0].source, "1 &lt; 2");
  assert.deepEqual(others, []);
});

test("attributes are read back as they were given", () => {
  const given = { class: "a b", "aria-label": '"1 < 2" & 3 > 2', d: "M0 0h=", checked: true };
  const [{ given: written }] = read(html("input", given));
  assert.deepEqual(Object.fromEntries(attributesIn(written)), { ...given, checked: "" });
});

test("what is escaped is decoded once", () => assert.equal(decode("&amp;lt; &quot;&lt;&gt;"), '&lt; "<>'));

test("lists in lists come out without commas, and nothing comes of what is not there", () => {
  assert.equal(node("g", { x: 0.126, y: null, class: "<" }, ["a", ["b", null]], "c"), '<g x="0.13" class="&lt;">abc</g>');
  assert.equal(html("p", { hidden: true, id: 1 }, [["a"], "b"], undefined), '<p hidden id="1">ab</p>');
});
