"""What only the first time costs, paid once by a warm parent: a traceback takes 0.2 s, a figure 0.1 s."""

import contextlib
import functools
import inspect
import io
import sys


def pay():
    """Do once what most submissions will do. Nothing of it stays in sight."""
    from .shell import Shell  # a user namespace takes no threads: what is big is imported after it was made

    _traceback(Shell.instance())
    if "matplotlib.pyplot" in sys.modules:
        _figure()
        _inline(Shell.instance())


def _traceback(shell):
    """IPython's colours, its search for sources and its list of modules' files."""
    with contextlib.suppress(Exception):  # whatever a lazy module raises when it is asked for its file
        inspect.getmodule(compile("", "<in no module>", "exec"))  # sought in all of them, the latest too

    def inner(text):
        return 1 / text

    try:
        inner(0)
    except ZeroDivisionError as error:
        with contextlib.suppress(Exception):  # a shell that cannot show it now will say so later
            shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__, tb_offset=0)


def _inline(shell):
    """The backend for notebooks, as a kernel has it from the first figure on.

    It shows a cell's figures and closes them before pyplot would draw them for nobody to see.
    """
    from matplotlib_inline.backend_inline import flush_figures

    after = shell.events.callbacks["post_execute"]
    after.sort(key=lambda function: function is not flush_figures)


@functools.cache
def _figure():
    """matplotlib's fonts and its grammar of formulas; no backend is chosen by it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1], [1, 100], label="$x_1$")
    axes.set(xlabel="$x_1$", title="x", yscale="log")
    axes.legend()
    FigureCanvasAgg(figure).print_figure(io.BytesIO(), bbox_inches="tight")
