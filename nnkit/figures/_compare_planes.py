"""The plane: lines, regions, arrows, paths, warped grids and points, yours over the true ones."""

import numpy as np
from traitlets import Bool, Float, Int, List, TraitError, Unicode, validate

from nnkit.figures._compare import Comparison, on_both_sides
from nnkit.figures._figure import Figure, _Numbers, _Pair, _Points, bundle, numbers


class PlaneFigure(Figure):
    """Lines and labelled points in the plane; regions, paths, arrows and labelled places beside each other.

    lines: dicts {"name", "weight": (w1, w2), "bias", "role"}, each the line w·x + b = 0; role, "yours",
    "truth", "before" or "", picks the stroke; with "normal": True the direction of w is drawn too. points:
    rows (x1, x2, label), shape (n, 3). movable: may the reader move the points?

    surfaces: dicts {"values": (rows, columns), "role"}, values on a grid over the whole picture, the first
    row at the lowest x2: for "yours" bands between `levels` (nine or fewer, increasing) and a line at
    `level`, for "truth" that line alone, for "given" lines at `levels`. paths: dicts {"name", "rows": (n, 2),
    "role"}; nan parts a path; "dots": True marks its places, "fine": True draws it thin. arrows: dicts
    {"rows": (n, 4) of (x1, x2, dx1, dx2), "role"}. places: dicts {"rows": (n, 3) of (x1, x2, label),
    "role"}, points that a function made.
    """

    part = "plane"
    _esm = bundle("plane.js")

    lines = List().tag(sync=True)
    points = _Points().tag(sync=True)
    surfaces = List().tag(sync=True)
    level = Float(0.5).tag(sync=True)
    levels = _Numbers(default_value=[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]).tag(sync=True)
    paths = List().tag(sync=True)
    arrows = List().tag(sync=True)
    places = List().tag(sync=True)
    selected = Int(-1).tag(sync=True)
    movable = Bool(False).tag(sync=True)
    xlim = _Pair((-3.0, 3.0)).tag(sync=True)
    ylim = _Pair((-3.0, 3.0)).tag(sync=True)
    xlabel = Unicode("x1").tag(sync=True)
    ylabel = Unicode("x2").tag(sync=True)

    @validate("lines")
    def _plain_lines(self, proposal):
        return [
            {"role": "", **line, "weight": numbers(line["weight"]), "bias": numbers(line["bias"])}
            for line in proposal["value"]
        ]

    @validate("levels")
    def _few_levels(self, proposal):
        levels = proposal["value"]
        if not 1 <= len(levels) <= 9 or not (np.diff(levels) > 0).all():
            raise TraitError(f"levels are one to nine increasing numbers, not {levels}")
        return levels

    @validate("surfaces")
    def _plain_surfaces(self, proposal):
        return [{**surface, "values": _surface(surface["values"])} for surface in proposal["value"]]

    @validate("paths", "arrows", "places")
    def _plain_rows(self, proposal):
        columns = {"paths": 2, "arrows": 4, "places": 3}[proposal["trait"].name]
        return [{"role": "", **item, "rows": _rows(item["rows"], columns)} for item in proposal["value"]]

    @property
    def drawn(self):
        """The word for what is drawn."""
        return "line" if self.lines else "drawing"

    def unseen(self):
        """role -> why nothing of that role is to be seen, for "truth" and "yours"."""
        reasons = {line["role"]: self._why_unseen(line) for line in self.lines}
        for item in [*self.paths, *self.arrows, *self.places]:
            inside = any(self._holds(*row[:2]) for row in item["rows"])
            reasons[item["role"]] = "" if inside else "it lies outside the picture"
        return reasons

    def _why_unseen(self, line):
        if all(weight == 0 for weight in line["weight"]):
            return "all weights are 0"
        corners = np.array([(x1, x2) for x1 in self.xlim for x2 in self.ylim])
        scores = corners @ np.array(line["weight"], dtype=float) + np.array(line["bias"], dtype=float)
        return "it lies outside the picture" if abs(np.sign(scores).sum()) == len(scores) else ""

    def _holds(self, x1, x2):
        """Does the place lie in the picture? One that is not finite does not."""
        known = x1 is not None and x2 is not None
        return known and self.xlim[0] <= x1 <= self.xlim[1] and self.ylim[0] <= x2 <= self.ylim[1]

    @staticmethod
    def grid(columns=25, xlim=(-3.0, 3.0), ylim=(-3.0, 3.0)):
        """The places of a surface, (columns², 2), row by row from the lowest x2, for use as an argument."""
        x1, x2 = np.meshgrid(np.linspace(*xlim, columns), np.linspace(*ylim, columns))
        return np.column_stack([x1.ravel(), x2.ravel()])

    @staticmethod
    def ellipse(mean, covariance, count=48):
        """One standard deviation around a Gaussian's mean (2,), covariance (2, 2) -> a path (count + 1, 2).

        All nan where the covariance is none (not symmetric, or with a negative eigenvalue).
        """
        covariance = np.asarray(covariance, dtype=float)
        angle = np.linspace(0, 2 * np.pi, count + 1)
        variances, axes = np.linalg.eigh(covariance)
        if variances[0] < 0 or not np.allclose(covariance, covariance.T):
            return np.full((count + 1, 2), np.nan)
        around = np.column_stack([np.cos(angle), np.sin(angle)])  # (count + 1, 2)
        return np.asarray(mean) + around * np.sqrt(variances) @ axes.T

    @classmethod
    def compare(
        cls,
        line=None,
        points=None,
        before=None,
        normal=True,
        *,
        surface=None,
        path=None,
        mesh=None,
        arrows=None,
        places=None,
        ground=None,
        dots=True,
        **options,
    ):
        """A comparison for `explore`: what your function makes in the plane over what it should.

        What is drawn of the function's output, once for the truth and once for yours:
        line(output, *args): (w1, w2, b); normal: draw the direction of w too?
        surface(output, *args): values at the places of `PlaneFigure.grid`, (n, n) or (n²,): yours as bands
        with a line at the trait `level`, the truth as that line alone.
        path(output, *args): (n, 2), a way through these places, dotted if `dots`; nan parts it.
        mesh(output, *args): (rows, columns, 2), where a grid's nodes have gone.
        arrows(output, *args): rows (x1, x2, dx1, dx2). places(output, *args): rows (x1, x2, label).

        What lies under both, of the arguments alone: points(*args): rows (x1, x2, label). before(*args):
        (w1, w2, b), drawn dashed. ground(*args): values at the places of a grid, as lines at `levels`.
        Further keywords are traits, for example xlim, ylim, level, levels.
        """

        def named(name, values):
            *weight, bias = values
            own = {"weight": weight, "bias": bias, "normal": normal and name != "before"}
            return {"name": name, "role": name, **own}

        def lines(role, output, *args):
            return named(role, line(output, *args))

        def surfaces(role, output, *args):
            return {"role": role, "values": surface(output, *args)}

        def paths(role, output, *args):
            return {"name": role, "role": role, "rows": path(output, *args), "dots": dots}

        def meshes(role, output, *args):
            return {"name": role, "role": role, "rows": _threads(mesh(output, *args)), "fine": True}

        def rows_of(draw):
            return draw and (lambda role, output, *args: {"role": role, "rows": draw(output, *args)})

        def traits(yours, truth, args):
            both = (yours, truth, args)
            under = [] if ground is None else [{"role": "given", "values": ground(*args)}]
            return {
                "lines": ([named("before", before(*args))] if before else [])
                + on_both_sides(line and lines, *both),
                "points": [] if points is None else points(*args),
                "surfaces": under + on_both_sides(surface and surfaces, *both),
                "paths": on_both_sides(path and paths, *both) + on_both_sides(mesh and meshes, *both),
                "arrows": on_both_sides(rows_of(arrows), *both),
                "places": on_both_sides(rows_of(places), *both),
            }

        return Comparison(cls, traits, options)


def _rows(values, columns):
    return numbers(np.reshape(np.asarray(values, dtype=float), (-1, columns)))


def _surface(values):
    """Values on a grid as JSON-ready rows; (n²,) becomes (n, n)."""
    array = np.asarray(values, dtype=float)
    side = round(np.sqrt(array.size))
    if array.ndim != 2 and array.size != side * side:
        raise TraitError(f"a surface has values of shape (rows, columns) or (n²,), not {array.shape}")
    return numbers(array if array.ndim == 2 else array.reshape(side, side))


def _threads(nodes):
    """A grid's nodes (rows, columns, 2) as one path along its rows, then its columns, parted by nan."""
    nodes = np.asarray(nodes, dtype=float)
    both = (nodes, nodes.swapaxes(0, 1))
    return np.concatenate(
        [np.pad(way, ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2) for way in both]
    )
