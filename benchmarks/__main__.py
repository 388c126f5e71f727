"""Run all benchmarks, or those named; print a table and write results.json beside this file."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from . import book, figures, grade, grade_eight, imports, scalar, sliders, steps, stubs

ALL = {
    "steps": steps.rows,
    "scalar": scalar.rows,
    "imports": imports.rows,
    "grade": grade.rows,
    "grade-eight": grade_eight.rows,
    "sliders": sliders.rows,
    "figures": figures.rows,
    "stubs": stubs.rows,
    "book": book.rows,
}


def main(chosen):
    """Measure; rows are {id, ours, peer, ratio, better, unit, note}; ratio is ours / peer."""
    unknown = sorted(set(chosen) - set(ALL))
    if unknown:
        print(f"benchmarks: there is no {', '.join(unknown)}; there are: {', '.join(ALL)}", file=sys.stderr)
        return 2
    rows = [row for name in chosen or ALL for row in ALL[name]()]
    path = Path(__file__).parent / "results.json"
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    Console(width=None if sys.stdout.isatty() else 170).print(table(rows))  # a log has no width
    print(f"written to {path}")
    return 0


def table(rows):
    """The rows as a rich Table."""
    made = Table(title="Measured in turn, in one run; ratio = ours / peer")
    for heading in ("id", "ours", "peer", "ratio", "better", "unit", "note"):
        made.add_column(heading, justify="right" if heading in ("ours", "peer", "ratio") else "left")
    for row in rows:
        numbers = [f"{row['ours']:.3g}", f"{row['peer']:.3g}", f"{row['ratio']:.3g}"]
        made.add_row(row["id"], *numbers, row["better"], row["unit"], row["note"])
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
