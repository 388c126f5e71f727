"""An IPython shell without kernel: runs a cell, keeps its outputs in the notebook format, and caps them."""

import contextlib
import io
import linecache

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .tracebacks import Compiler

OUTPUTS = 200
OUTPUT_BYTES = 2 * 2**20
TEXT = 100_000  # characters printed: more than anybody reads on a feedback page
CUT = "\n... the rest of the output was cut off ..."
CELL = "<ipython-input-"  # how IPython names the "file" of a cell


class Recorder:
    """The outputs of one cell, at most OUTPUTS of them with OUTPUT_BYTES in all; of what is printed TEXT.

    brief: a function of a text (or None) that tells what may be known of an output that is hidden, and None
    of one that is not; hidden ones are marked with it.
    """

    def __init__(self, brief=lambda text: None):
        self.outputs, self.left, self.text_left, self.brief = [], OUTPUT_BYTES, TEXT, brief

    def add(self, output, size):
        if size > self.left or len(self.outputs) >= OUTPUTS:
            self.left = -1
            return
        self.left -= size
        self.outputs.append(output)

    def text(self, name, text):
        if self.text_left < 0 or len(self.outputs) >= OUTPUTS:
            return
        brief = self.brief(text)
        self.text_left -= len(text)
        if self.text_left < 0:
            text = text[: self.text_left] + CUT
        stream = self._stream(name, brief is not None)
        stream["parts"].append(text)
        if brief is not None:
            stream["hidden"].append(brief)

    def _stream(self, name, hidden):
        """The last output where it is such a stream, else a new one."""
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") != "stream" or last["name"] != name or ("hidden" in last) != hidden:
            last = {"output_type": "stream", "name": name, "parts": []} | ({"hidden": []} if hidden else {})
            self.outputs.append(last)
        return last

    def data(self, kind, data, metadata, **more):
        texts = {key: value for key, value in data.items() if isinstance(value, str | dict | list)}
        size = sum(len(str(value)) for value in texts.values())
        brief = self.brief(None)
        more |= {} if brief is None else {"hidden": brief}
        self.add({"output_type": kind, "data": texts, "metadata": metadata or {}, **more}, size)

    def finished(self):
        """The outputs, streams joined."""
        return [_joined(output) for output in self.outputs]


def _joined(output):
    if "parts" not in output:
        return output
    hidden = {"hidden": "".join(output["hidden"])} if "hidden" in output else {}
    return {"output_type": "stream", "name": output["name"], "text": "".join(output["parts"]), **hidden}


class _Stream(io.TextIOBase):
    encoding, errors = "utf-8", "replace"

    def __init__(self, shell, name):
        self.shell, self.name = shell, name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shell.recorder.text(self.name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **more):
        if not update:
            self.shell.recorder.data("display_data", data, metadata)

    def clear_output(self, wait=False):
        self.shell.recorder.outputs.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        count = self.shell.execution_count
        self.shell.recorder.data("execute_result", format_dict, md_dict, execution_count=count)

    def finish_displayhook(self):
        self._is_active = False


class Shell(InteractiveShell):
    """`Shell.instance().run(source)` returns outputs; `error` and `value` are what the cell ended with."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    compiler_class = Type(Compiler)

    def __init__(self, **settings):
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        self.recorder, self.error, self.value = Recorder(), None, None
        super().__init__(config=config, **settings)

    def _format_exception_for_storage(self, *arguments, **keywords):
        """IPython formats each error once more for a history, which is not kept here."""
        return {}

    def _showtraceback(self, etype, evalue, stb):
        lines = [str(line) for line in stb]
        name, text = str(etype.__name__), str(evalue)[:20_000]
        size = len(text) + sum(map(len, lines))
        error = {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}
        if size > self.recorder.left:
            error["traceback"] = []
        self.recorder.outputs.append(error)

    def ask_exit(self):
        """`exit` in a notebook ends nothing."""

    def enable_gui(self, gui=None):
        """`%matplotlib inline` asks for the loop of no window: there is none."""

    def run(self, source, **recording):
        """Run one cell; returns its outputs in the notebook format. recording: settings of the Recorder."""
        self.recorder = recorder = Recorder(**recording)
        streams = _Stream(self, "stdout"), _Stream(self, "stderr")
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            result = self.run_cell(source, store_history=True, silent=False)
        self.error, self.value = result.error_before_exec or result.error_in_exec, result.result
        return _with_error(recorder.finished(), self.error)


def _with_error(outputs, error):
    """IPython may lose an error while it formats it; a test that failed without one would count as passed."""
    if error is None or any(output["output_type"] == "error" for output in outputs):
        return outputs
    name = str(type(error).__name__)
    return [*outputs, {"output_type": "error", "ename": name, "evalue": "", "traceback": [name]}]


def student_line(error):
    """(line number, text) of the last frame of error's traceback that lies in a cell; None when none does."""
    found, trace = None, error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(CELL):
            found = trace.tb_lineno, linecache.getline(name, trace.tb_lineno).strip()
        trace = trace.tb_next
    if found is None and isinstance(error, SyntaxError) and error.lineno:
        found = error.lineno, (error.text or "").strip()
    return found
