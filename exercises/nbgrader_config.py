"""nbgrader's settings for this course; `nbgrader` reads this file when it runs in the folder exercises/."""

import os
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import course  # the line above makes it importable

c = get_config()  # nbgrader provides it
about = course.load(HERE / "course.toml")
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "neural-networks"
c.LateSubmissionPlugin.penalty_method = about.late_policy
# Plain nbgrader learns due dates and extensions from the course file by this; `autograder` does so by itself.
c.Autograde.autograde_preprocessors.prepend(["autograder.extensions.Extensions"])

# The kernels of `nbgrader autograde` inherit these two: where the hidden checks find the instructor's
# definitions, and the seed of this run, the same for every student. A given seed repeats an old run.
# Plain nbgrader runs students' code in that same kernel, where it can read both; `autograder` never lets it.
os.environ["VERDICT_SOURCES"] = str(HERE)
os.environ.setdefault("VERDICT_SEED", str(secrets.randbelow(2**31)))
# A new gradebook needs `alembic`, which lies beside the Python that runs this.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
