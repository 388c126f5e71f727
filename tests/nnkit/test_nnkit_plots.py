"""Plots: what is drawn equals the numbers, and can be read on any background by any reader."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from nnkit import plots
from nnkit.layers import Activation, Linear, Sequential
from nnkit.network import lecture_network
from nnkit.neuron import Neuron, fit_logistic
from nnkit.optim import descend
from nnkit.plots import style
from nnkit.scalar import Value

X = np.array([[1.0, 1.0], [-1.0, -1.0], [-3.0, 1.0], [2.0, -2.0]])
TARGET = np.array([1, 0, 0, 0])
NEURON = Neuron([3, 4], 5)
NETWORK = Sequential(
    Linear.from_weight([[3.0, 1.0], [-1.0, 2.0]]), Activation("tanh"), Linear.from_weight([[1.0, -2.0]])
)
IMAGE, KERNEL = np.eye(4), np.ones((3, 3))


def bowl(w):
    return w @ w


def value():
    w, x = Value(-0.5, "w"), Value(2.0, "x")
    z = w * x + 0.3
    z.label = "z"
    output = (z.sigmoid() - 1) ** 2
    output.backward()
    return output


DRAW = {
    "decision_boundary": lambda ax=None: plots.decision_boundary(NEURON, X, TARGET, ax=ax),
    "decision_regions": lambda ax=None: plots.decision_regions(NETWORK, X, TARGET, ax=ax),
    "loss_surface": lambda ax=None: plots.loss_surface(
        bowl, {"a descent": descend(bowl, lambda w: 2 * w, [1.0, 1.5], lr=0.1)}, ax=ax
    ),
    "warped_grid": lambda ax=None: plots.warped_grid(NETWORK, X, TARGET, ax=ax),
    "activation": lambda ax=None: plots.activation("gelu", ax=ax),
    "fit_1d": lambda ax=None: plots.fit_1d(np.sin, {"cubic": lambda x: x - x**3 / 6}, (-2, 2), ax=ax),
    "training_curves": lambda ax=None: plots.training_curves({"one": fit_logistic(X, TARGET)}, ax=ax),
    "network": lambda ax=None: plots.network(lecture_network(), [1.0, -0.5, 2.0], ax=ax),
    "computation_graph": lambda ax=None: plots.computation_graph(value(), ax=ax),
    "jacobian": lambda ax=None: plots.jacobian([[1.0, -2.5], [0.0, 100.0]], ax=ax),
}
WITH_LEGEND = [name for name in DRAW if name not in ("network", "computation_graph", "jacobian")]
WITHOUT_AXES = ("network", "computation_graph")
EACH = pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
BACKGROUNDS = ["white", "#14181e", "#111111", "#151b22"]


def contrast(colour, background):
    """WCAG 2 contrast ratio of two colours."""
    lightest, darkest = sorted(map(luminance, (colour, background)), reverse=True)
    return (lightest + 0.05) / (darkest + 0.05)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


def texts_of(ax):
    """All texts that are seen."""
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else ())]
    if ax.axison:
        texts += [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels()]
    return [text for text in texts if text.get_text()]


@EACH
def test_draws_into_the_axes_given_and_returns_them(draw):
    _, (first, second) = plt.subplots(1, 2)
    assert draw(ax=first) is first
    assert first.has_data()
    assert not second.has_data()
    assert len(plt.get_fignums()) == 1
    assert draw() not in (first, second)


@EACH
def test_never_shows(draw, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda *_: pytest.fail("show was called"))
    draw()


@EACH
def test_background_is_transparent(draw):
    picture = io.BytesIO()
    ax = draw()
    ax.figure.savefig(picture, format="png", bbox_inches=None)
    picture.seek(0)
    assert plt.imread(picture)[0, 0, 3] == 0
    assert ax.patch.get_alpha() == 0


@pytest.mark.parametrize("name", WITH_LEGEND)
def test_legend_stands_above_and_is_transparent(name):
    ax = DRAW[name]()
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    assert legend.get_frame().get_alpha() == 0
    assert legend.get_window_extent().y0 >= ax.get_window_extent().y1


def test_without_names_there_is_no_legend():
    assert plots.loss_surface(bowl).get_legend() is None


@pytest.mark.parametrize("name", [name for name in DRAW if name not in WITHOUT_AXES])
def test_axes_are_labelled(name):
    ax = DRAW[name]()
    assert ax.get_xlabel()
    assert ax.get_ylabel()


@EACH
def test_text_is_ink_or_stands_on_a_cell(draw):
    colours = {to_hex(text.get_color()) for text in texts_of(draw())}
    assert colours <= {style.INK, style.ON_CELLS}


@EACH
def test_text_is_legible_on_a_phone(draw):
    ax = draw()
    shrunk = 358 / (ax.figure.get_figwidth() * 72)  # pixels of a phone's column per point
    assert min(text.get_size() for text in texts_of(ax)) * shrunk >= 11


@EACH
def test_no_text_is_cut_off(draw):
    ax = draw()
    ax.figure.draw_without_rendering()
    box, page = ax.get_tightbbox(), ax.figure.bbox
    assert page.contains(box.x0, box.y0)
    assert page.contains(box.x1, box.y1)


def test_ink_is_read_easily_on_white():
    assert contrast(style.INK, "white") >= 4.5


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_contrast_on_light_and_dark_pages(background):
    assert contrast(style.INK, background) >= 3.8
    for colour, _ in (*style.LABELS, *style.LINES):
        assert contrast(colour, background) >= 2.9, colour


@pytest.mark.parametrize("brightness", [1, 1.25])  # as the website shows it on light and on dark pages
def test_contrast_of_numbers_on_cells(brightness):
    number = np.multiply(to_rgb(style.ON_CELLS), brightness)
    for share in np.linspace(0, 1, 21):
        cell = np.minimum(1, np.multiply(style.CELLS(share)[:3], brightness))
        assert contrast(number, cell) >= 6


def test_labels_and_lines_differ_in_shape_too():
    markers, styles = ([shape for _, shape in looks] for looks in (style.LABELS, style.LINES))
    assert len(set(markers)) == len(markers) == 6
    assert len(set(styles)) == len(styles)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (1, "1"), (0.5, "0.5"), (-0.123, "−0.12"), (12.34, "12"), (99.4, "99"),
        (99.6, "99.6"), (123.4, "123.4"), (-1234.5, "−1234"), (12345, "1e4"), (-0.00456, "−0.005"),
        (0.000456, "0.0005"), (-0.000456, "−5e−4"), (1e-300, "1e−300"), (-2.5e17, "−2e17"), (1e100, "1e100"),
    ],
)  # fmt: skip
def test_numbers_are_short(value, text):
    assert style.number(value) == text


def test_numbers_have_the_digits_asked_for():
    assert [style.number(0.1234567, digits) for digits in (1, 2, 3, 4)] == ["0.1", "0.12", "0.123", "0.1235"]


def test_a_notebook_draws_the_same_svg_each_time():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    plots.use_svg()
    formatter = shell.display_formatter.formatters["image/svg+xml"]
    first, second = (formatter(DRAW["activation"]().figure) for _ in range(2))
    InteractiveShell.clear_instance()
    assert first.startswith("<?xml")
    assert first == second


def test_after_use_svg_own_axes_have_the_one_look(monkeypatch):
    """Axes of plt.subplots had a white ground and black letters on a dark page."""
    monkeypatch.setattr("matplotlib_inline.backend_inline.set_matplotlib_formats", lambda *_, **__: None)
    with plt.rc_context():
        plots.use_svg()
        _, ax = plt.subplots()
        ax.plot([0, 1], label="a line")
        ax.set(title="title", xlabel="x", ylabel="y")
        ax.legend()
        picture = io.BytesIO()
        ax.figure.savefig(picture, format="png")
    picture.seek(0)
    assert (plt.imread(picture)[..., 3] == 0).mean() > 0.8
    assert {text.get_color() for text in texts_of(ax)} == {plots.INK}


@EACH
def test_draws_into_a_part_of_a_figure(draw):
    left, _ = plt.figure(layout="constrained", figsize=(8, 4)).subfigures(1, 2)
    ax = left.subplots()
    assert draw(ax=ax) is ax
    ax.figure.figure.draw_without_rendering()
