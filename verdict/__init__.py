"""What a check is: cases, comparison, slips with messages, shortcuts. Knows no neural networks, no grading.

An assignment's source describes each task once (`Task`, `Slip`, `Slider`); a student's cell, the grading and
the tests all use it through `Checks`. A release carries the numbers that come out, never the code.
"""

from verdict.checks import CheckFailed, Checks, prepare
from verdict.shortcuts import Forbidden
from verdict.task import Slider, Slip, Task

__all__ = ["CheckFailed", "Checks", "Forbidden", "Slider", "Slip", "Task", "prepare"]
