"""Curves over one axis: yours over the true ones, tangents, points and a band."""

import numpy as np
from traitlets import Float, List, Unicode, validate

from nnkit.figures._compare import Comparison, joined, on_both_sides
from nnkit.figures._figure import Figure, _Numbers, _Pair, bundle, numbers


class CurveFigure(Figure):
    """Curves over one axis, with a cursor that reads their values.

    x: (n,), increasing. curves: dicts {"name", "y": (n,), "role"}; role, "yours", "truth", "given", "second"
    or "", picks the stroke; nan is a gap; with "step": True the value holds until the next x, and whole
    numbers are read without decimals; "dash": 1 or 2 breaks the stroke, for a second and third curve of one
    role. tangents: dicts {"at", "value", "slope", "role"}, each a line through (at, value) with a bead.
    dots: dicts {"name", "rows": (k, 2) of (x, y), "role"}. bands: dicts {"name", "low": (n,), "high": (n,)},
    filled. at: the cursor's place, or None for no cursor. xlim, ylim: None fits them to the data, to the
    truth before all where there is one.
    """

    part = "curve"
    drawn = "curve"
    _esm = bundle("curve.js")

    x = _Numbers().tag(sync=True)
    curves = List().tag(sync=True)
    tangents = List().tag(sync=True)
    dots = List().tag(sync=True)
    bands = List().tag(sync=True)
    at = Float(None, allow_none=True).tag(sync=True)
    xlim = _Pair(None, allow_none=True).tag(sync=True)
    ylim = _Pair(None, allow_none=True).tag(sync=True)
    xlabel = Unicode("x").tag(sync=True)
    ylabel = Unicode("y").tag(sync=True)

    @validate("curves", "tangents", "dots", "bands")
    def _plain(self, proposal):
        return [
            {"role": "", **{k: v if k in _WORDS else numbers(v) for k, v in item.items()}}
            for item in proposal["value"]
        ]

    def unseen(self):
        """role -> why nothing of that role is to be seen, for "truth" and "yours"."""
        low, high = self.ylim or (-np.inf, np.inf)
        heights = [(curve["role"], curve["y"]) for curve in self.curves]
        heights += [(tangent["role"], [tangent["value"]]) for tangent in self.tangents]
        heights += [(dots["role"], [y for _, y in dots["rows"]]) for dots in self.dots]
        seen = {role for role, ys in heights if any(y is not None and low <= y <= high for y in ys)}
        return {role: "it lies outside the picture" for role, _ in heights if role not in seen}

    @classmethod
    def compare(
        cls, x, y=None, *, tangent=None, knots=None, given=None, points=None, band=None, step=False, **options
    ):
        """A comparison for `explore`: your curve, tangent or knots over the true ones.

        What is drawn of the function's output, once for the truth and once for yours:
        x: (n,), or a callable x(*args) -> (n,).
        y(output, *args): (n,), or a dict name -> (n,) for several curves; None: the output itself, or no
        curve if there is a tangent or there are knots.
        tangent(output, *args): (at, value, slope), or rows of these.
        knots(output, *args): rows (x, y) of beads.

        What lies under both, of the arguments alone:
        given(*args): dict name -> (n,), thin curves, the second dashed, the third dotted.
        points(*args): dict name -> rows (x, y).
        band(*args): dict name -> (low, high), each (n,) or a number.

        step: are the curves staircases? Further keywords are traits, for example xlabel, ylabel, ylim.
        """
        drawn = _whole if y is None and tangent is None and knots is None else y

        def curves(role, output, *args):
            found = drawn(output, *args)
            several = found if isinstance(found, dict) else {"": found}
            return [
                {
                    "name": f"{role} {name}".strip(),
                    "role": role,
                    "y": numbers(values),
                    "dash": i,
                    "step": step,
                }
                for i, (name, values) in enumerate(several.items())
            ]

        def tangents(role, output, *args):
            rows = np.atleast_2d(np.asarray(tangent(output, *args), dtype=float))
            return [{"role": role, **dict(zip(_TANGENT, row, strict=True))} for row in rows]

        def dots(role, output, *args):
            return {"name": "", "role": role, "rows": _rows(knots(output, *args))}

        def traits(yours, truth, args):
            both = (yours, truth, args)
            places = numbers(x(*args) if callable(x) else x)
            under = [_given(name, values, i) for i, (name, values) in enumerate(_of(given, args))]
            marked = [
                {"name": name, "role": "given", "rows": _rows(rows)} for name, rows in _of(points, args)
            ]
            return {
                "x": places,
                "curves": under + joined(on_both_sides(drawn and curves, *both)),
                "tangents": joined(on_both_sides(tangent and tangents, *both)),
                "dots": marked + on_both_sides(knots and dots, *both),
                "bands": [_band(name, ends, len(places)) for name, ends in _of(band, args)],
            }

        return Comparison(cls, traits, options)


_WORDS = ("name", "role", "step", "dash")
_TANGENT = ("at", "value", "slope")


def _whole(output, *args):
    """The function's output as it is."""
    return output


def _of(draw, args):
    return [] if draw is None else draw(*args).items()


def _rows(values):
    return numbers(np.reshape(np.asarray(values, dtype=float), (-1, 2)))


def _given(name, values, dash):
    return {"name": name, "role": "given", "y": numbers(values), "dash": dash}


def _band(name, ends, count):
    low, high = (np.broadcast_to(np.asarray(end, dtype=float), (count,)) for end in ends)
    return {"name": name, "low": numbers(low), "high": numbers(high)}
