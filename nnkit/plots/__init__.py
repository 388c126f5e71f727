"""Pictures: of neurons and networks in the plane, of curves, diagrams, graphs and arrays of numbers.

Every function takes `ax=None` (a new figure) and returns the axes, those of `convolution` an array of three;
none calls `show`, and none does mathematics: what is drawn is what the model or the arrays say. A model is
only asked, as a copy in eval mode: its gradients and what it remembers stay as they were.

Chapter: A single neuron. Source of the colours: Okabe and Ito, Color Universal Design (2008).
"""

from nnkit.plots.curves import activation, fit_1d, training_curves
from nnkit.plots.diagrams import network
from nnkit.plots.graphs import computation_graph
from nnkit.plots.maps import convolution, jacobian
from nnkit.plots.plane import decision_boundary, decision_regions, loss_surface, warped_grid
from nnkit.plots.style import BLUE, BROWN, GREEN, INK, PHONE, PURPLE, VERMILION, use_svg

# One name a line would be longer than all the rest.
__all__ = [
    "BLUE", "BROWN", "GREEN", "INK", "PHONE", "PURPLE", "VERMILION", "activation", "computation_graph",
    "convolution", "decision_boundary", "decision_regions", "fit_1d", "jacobian", "loss_surface", "network",
    "training_curves", "use_svg", "warped_grid",
]  # fmt: skip
