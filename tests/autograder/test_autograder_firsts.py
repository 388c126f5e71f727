"""What a warm parent has done once leaves nothing behind but speed."""

import subprocess
import sys

import pytest

PAID = """
import sys
{imports}
from autograder import firsts
from autograder.shell import Shell
shell = Shell.instance()
before = set(shell.user_ns)
firsts.pay()
assert set(shell.user_ns) == before and shell.execution_count == 1 and not shell.recorder.outputs
assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
assert "pygments.lexers.python" in sys.modules
assert ("matplotlib.mathtext" in sys.modules) == ("matplotlib.pyplot" in sys.modules)
{after}
"""
INLINE = "out = shell.run('%matplotlib inline\\nimport matplotlib.pyplot as plt\\nplt.plot([1]);')"
PICTURE = "assert 'image/png' in out[-1]['data'], out"


@pytest.mark.parametrize(
    ("imports", "after"),
    [("", ""), ("import matplotlib.pyplot", f"{INLINE}\n{PICTURE}")],
    ids=["bare", "plots"],
)
def test_nothing_stays_in_sight(tmp_path, imports, after):
    script = PAID.format(imports=imports, after=after)
    environment = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


DRAWN = """
import sys
import matplotlib.pyplot as plt
from autograder import firsts
from autograder.shell import Shell
from matplotlib.backends.backend_agg import FigureCanvasAgg
shell, unseen = Shell.instance(), []
if sys.argv[1:]:
    firsts.pay()
FigureCanvasAgg.draw_idle = lambda canvas: unseen.append(canvas)
for cell in ("plt.plot([1]);", "%matplotlib inline\\nplt.figure(); plt.plot([2]); plt.show()"):
    (picture,) = shell.run("import matplotlib.pyplot as plt\\n" + cell)
    assert picture["output_type"] == "display_data" and "image/png" in picture["data"], picture
    assert not plt.get_fignums()
print(len(unseen))
"""


@pytest.mark.parametrize(("paid", "unseen"), [([], 1), (["paid"], 0)], ids=["as in a kernel", "paid"])
def test_no_figure_is_drawn_for_nobody_to_see(tmp_path, paid, unseen):
    environment = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", DRAWN, *paid]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == unseen


LATE = """
import inspect
from autograder import firsts
inspect.getmodule(compile("", "<in no module>", "exec"))  # as torch does while it is imported
import wave
firsts.pay()
assert wave.__file__ in inspect.modulesbyfile
"""


def test_the_files_of_modules_that_came_late_are_known(tmp_path):
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
