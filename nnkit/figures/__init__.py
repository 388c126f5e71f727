"""Live figures: ipywidgets in Jupyter, the same parts on the website (_ext/figures.py). Chapter 1.

A part is a front-end module in src/, bundled by build.js into static/. It draws and computes; the classes
here only hold its state as traits, so that Python can set, link and observe it.
"""

from nnkit.figures._compare import Comparison
from nnkit.figures._explore import explore
from nnkit.figures._figure import CurveFigure, Figure, NeuronFigure, PlaneFigure

__all__ = ["Comparison", "CurveFigure", "Figure", "NeuronFigure", "PlaneFigure", "explore"]
