"""An open notebook in JupyterLab, in the terms of the one who works in it."""

import time
from contextlib import contextmanager

from playwright.sync_api import expect

READY = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
SHOW = """async (i) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.deselectAll();
  content.activeCellIndex = i;
  await content.scrollToItem(i, "start");
}"""
ALL_HAVE_RUN = """() => {
  const cells = jupyterapp.shell.currentWidget.content.widgets.map(({ model }) => model);
  const stopped = cells.find(({ outputs, sharedModel }) =>
    !sharedModel.metadata.tags?.includes("raises-exception")
    && outputs?.toJSON().some(({ output_type }) => output_type === "error"));
  if (stopped) return stopped.outputs.toJSON().map(({ ename, evalue }) => `${ename}: ${evalue}`).join();
  return cells.every(({ type, sharedModel, executionCount }) =>
    type !== "code" || !sharedModel.source.trim() || executionCount !== null) && "all";
}"""
COUNT = "(i) => jupyterapp.shell.currentWidget.content.model.cells.get(i).executionCount"
HAS_RUN_AGAIN = """([i, before]) => {
  const { executionCount } = jupyterapp.shell.currentWidget.content.model.cells.get(i);
  return executionCount !== null && executionCount !== before;
}"""
OUTPUTS = "(i) => jupyterapp.shell.currentWidget.content.model.cells.get(i).outputs.toJSON()"
RUN = """async (code) => {
  const { content } = jupyterapp.shell.currentWidget;
  const last = content.widgets.length - 1;
  content.model.sharedModel.cells[last].setSource(code);
  content.deselectAll();
  content.activeCellIndex = last;
  await jupyterapp.commands.execute("notebook:run-cell");
  return content.model.cells.get(last).outputs.toJSON();
}"""
MOST = 60_000  # ms for what takes a busy machine long
ANSWER = 20  # seconds for a change in the page to arrive in Python there


class Notebook:
    """A notebook whose kernel is up."""

    def __init__(self, page):
        self.page = page
        page.wait_for_function(READY, timeout=MOST)

    def run_all(self):
        """Run → Run All Cells, and all have run; none has stopped the others by an error."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        ran = self.page.wait_for_function(ALL_HAVE_RUN, timeout=MOST).json_value()
        assert ran == "all", ran

    def cell(self, i):
        """Scrolls to a cell, selects it. -> the cell"""
        self.page.evaluate(SHOW, i)
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{i}"]')

    def figure(self, i):
        """Scrolls to a cell. -> the figure in its output"""
        return self.cell(i).locator(".nn-root")

    def write(self, i, text):
        """Replaces what stands in a cell by what is pasted, as those do who write elsewhere."""
        self.cell(i).locator(".cm-content").click()
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("ControlOrMeta+v")

    def run(self, i):
        """Control + Enter in a cell, and it has run. -> the cell"""
        cell, before = self.cell(i), self.page.evaluate(COUNT, i)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+Enter")
        self.page.wait_for_function(HAS_RUN_AGAIN, arg=[i, before], timeout=MOST)
        return cell

    def outputs(self, i):
        """What a cell has given, as the notebook's file would hold it."""
        return self.page.evaluate(OUTPUTS, i)

    def ask(self, code):
        """Runs code in the last cell, which is for that. -> what it prints"""
        outputs = self.page.evaluate(RUN, code)
        assert not [out for out in outputs if out["output_type"] == "error"], outputs
        return "".join("".join(out.get("text", "")) for out in outputs).strip()

    def ask_until(self, code, answer):
        """Asks until it is answered so: a change in the page is on its way to Python for a moment."""
        end = time.monotonic() + ANSWER
        while (said := self.ask(code)) != answer:
            assert time.monotonic() < end, f"{code} still gives {said}, not {answer}"

    def command(self, name, **arguments):
        """One of JupyterLab's own commands, for what lies deep in its menus."""
        self.page.evaluate("([name, given]) => jupyterapp.commands.execute(name, given)", [name, arguments])

    @contextmanager
    def output_view(self):
        """Create New View for Cell Output, of the selected cell -> the view; it is closed afterwards."""
        self.command("notebook:create-output-view")
        try:
            yield self.page.locator(".jp-LinkedOutputView")
        finally:
            self.command("application:close")

    def validate(self):
        """Presses nbgrader's button in the toolbar. -> what its dialogue says"""
        self.page.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate", exact=True).click()
        dialogue = self.page.locator(".jp-Dialog")
        expect(dialogue).to_be_visible(timeout=MOST)
        return dialogue.inner_text()

    def end(self):
        """Ends the kernel, so that it takes no memory from the next one."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")

    @property
    def selected(self):
        """The place of the selected cell."""
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex")
