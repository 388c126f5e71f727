"""Live figures: ipywidgets in Jupyter, the same parts on the website (_ext/figures.py). Chapter 1.

A part is a front-end module in src/, bundled by build.js into static/. It draws and computes; the classes
here only hold its state as traits, so that Python can set, link and observe it.
"""

from nnkit.figures._approximation import ApproximateFigure, DesignFigure, StaircaseFigure
from nnkit.figures._assumptions import AssumptionsFigure
from nnkit.figures._compare import Comparison
from nnkit.figures._compare_arrays import ArrayFigure
from nnkit.figures._compare_curves import CurveFigure
from nnkit.figures._compare_planes import PlaneFigure
from nnkit.figures._convolution import ConvolutionFigure
from nnkit.figures._curves import ActivationFigure, LossFigure, OverfitFigure, SoftmaxFigure
from nnkit.figures._descent import DescentFigure
from nnkit.figures._explore import explore
from nnkit.figures._figure import Figure, NeuronFigure
from nnkit.figures._graph import GraphFigure
from nnkit.figures._networks import BackpropFigure, CollapseFigure, NetworkFigure
from nnkit.figures._planes import GaussianFigure, PerceptronFigure
from nnkit.figures._playground import Playground
from nnkit.figures._regions import PolygonsFigure, RegionsFigure

__all__ = [
    "ActivationFigure",
    "ApproximateFigure",
    "ArrayFigure",
    "AssumptionsFigure",
    "BackpropFigure",
    "CollapseFigure",
    "Comparison",
    "ConvolutionFigure",
    "CurveFigure",
    "DescentFigure",
    "DesignFigure",
    "Figure",
    "GaussianFigure",
    "GraphFigure",
    "LossFigure",
    "NetworkFigure",
    "NeuronFigure",
    "OverfitFigure",
    "PerceptronFigure",
    "PlaneFigure",
    "Playground",
    "PolygonsFigure",
    "RegionsFigure",
    "SoftmaxFigure",
    "StaircaseFigure",
    "explore",
]
