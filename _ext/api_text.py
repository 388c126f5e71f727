"""A docstring as nodes: plain text in, paragraphs, lists and code spans out. See _ext/api.py.

An argument's line begins with its name, "x (N, 2): the points"; a list's item with "- "; a block that is
indented by four spaces stays as it is written; "Chapter: ..." begins the last line.
"""

import re

from docutils import nodes

TAIL = re.compile(r"Chapter: ([^.]*)\.\s*(.*)$")
ITEM = re.compile("- ")
SHAPE = r"(?: \([^()]*(?:\([^()]*\)[^()]*)*\))?"


class chapter_title(nodes.inline):  # noqa: N801 - docutils names its nodes in lower case
    """A chapter's title, linked to the chapter once all pages are known."""


class Text:
    """Docstrings as nodes; `targets` holds the names that code spans may link to: {as written: id}."""

    def __init__(self, targets):
        self.targets = targets

    def blocks(self, doc, arguments=()):
        """A docstring as body elements; `arguments` are the names with which an argument's line begins."""
        lines = Lines(arguments)
        return [self.block(paragraph, lines) for paragraph in lines.paragraphs(doc)]

    def block(self, paragraph, lines):
        text = " ".join(line.strip() for line in paragraph)
        tail = TAIL.match(text)
        if tail:
            return self.tail(*tail.groups())
        if all(map(is_indented, paragraph)):
            code = "\n".join(line[4:] for line in paragraph)
            return nodes.literal_block(code, code, language="none")
        if ITEM.match(paragraph[0].strip()):
            return self.listed(self.inline(ITEM.sub("", item, count=1)) for item in joined(paragraph, ITEM))
        if lines.argument.match(paragraph[0]):
            return self.arguments(joined(paragraph, lines.argument), lines.argument)
        return nodes.paragraph("", "", *self.inline(text))

    def arguments(self, items, argument):
        """Lines of the form "name (shape): what it is", the name in bold type."""
        names = [argument.match(item)[1] for item in items]
        listed = self.listed(
            [nodes.strong("", name), *self.inline(item[len(name) :])]
            for name, item in zip(names, items, strict=True)
        )
        listed["classes"] = ["api-arguments"]
        return listed

    def listed(self, items):
        """A bullet list of paragraphs, given as the nodes of each."""
        paragraphs = [nodes.paragraph("", "", *item) for item in items]
        return nodes.bullet_list("", *(nodes.list_item("", one) for one in paragraphs), bullet="-")

    def tail(self, title, rest):
        line = nodes.paragraph("", "", nodes.Text("Chapter: "), classes=["api-tail"])
        line += [chapter_title("", title, title=title), nodes.Text(". "), *self.inline(rest)]
        return line

    def inline(self, text):
        """Text and code spans; the spans that are public names are links."""
        for k, part in enumerate(re.split(r"(?<!`)`([^`]+)`(?!`)", text)):
            if k % 2:
                code = nodes.literal(part, part)
                target = self.targets.get(part.removesuffix("()"))
                yield nodes.reference("", "", code, refid=target, internal=True) if target else code
            elif part:
                yield nodes.Text(part.replace("->", "→"))


class Lines:
    """How a docstring's lines make paragraphs; `arguments` are the names that may begin an item."""

    def __init__(self, arguments):
        one = "|".join(rf"`?\*{{0,2}}{re.escape(name)}`?" for name in arguments) or "(?!)"
        self.argument = re.compile(rf"((?:{one})(?:, (?:{one}))*{SHAPE}): (?=\S)")

    def paragraphs(self, doc):
        """The lines of each paragraph; lists, indented blocks and the last line stand by themselves."""
        found = [[]]
        for line in doc.splitlines():
            if not line.strip():
                found.append([])
            elif self.begins_block(found[-1], line):
                found.append([line])
            else:
                found[-1].append(line)
        return [lines for lines in found if lines]

    def begins_block(self, lines, line):
        """Whether `line` does not belong to the paragraph of the `lines` before it."""
        if not lines or line.startswith("Chapter: "):
            return True
        if self.starts_list(lines[0]):  # below a list, a new sentence on a new line is text again
            return lines[-1].endswith(".") and line[0].isupper() and not self.starts_list(line)
        return self.starts_list(line) or is_indented(line) != is_indented(lines[-1])

    def starts_list(self, line):
        return bool(ITEM.match(line) or self.argument.match(line))


def is_indented(line):
    return line.startswith("    ")


def joined(lines, start):
    """Lines joined into items: one begins where `start` matches."""
    items = []
    for line in lines:
        if not items or (start.match(line.strip()) and not is_indented(line)):
            items.append(line.strip())
        else:
            items[-1] += " " + line.strip()
    return items
