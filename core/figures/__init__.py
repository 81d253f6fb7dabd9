"""Figures: from a question and a way of looking to a laid-out table or a picture."""

from core.figures.figure import LOOKS, Figure, Highlight
from core.figures.ground import Ground
from core.figures.lay import lay
from core.figures.work import Worked, work

__all__ = ["LOOKS", "Figure", "Ground", "Highlight", "Worked", "lay", "work"]
