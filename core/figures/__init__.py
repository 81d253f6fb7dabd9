"""Figures: from a question and a way of looking to a laid-out table or a picture."""

from core.figures.cells import cell_query
from core.figures.check import check_figure
from core.figures.figure import LOOKS, Figure, Highlight
from core.figures.ground import Ground, ground_of
from core.figures.lay import lay
from core.figures.offered import Offer, Offered, offered
from core.figures.params import read_params, write_params
from core.figures.picture import INKS, Ink, Picture, picture
from core.figures.refused import Refused
from core.figures.suggest import suggest
from core.figures.tones import tones
from core.figures.work import Worked, work

__all__ = [
    "INKS",
    "LOOKS",
    "Figure",
    "Ground",
    "Highlight",
    "Ink",
    "Offer",
    "Offered",
    "Picture",
    "Refused",
    "Worked",
    "cell_query",
    "check_figure",
    "ground_of",
    "lay",
    "offered",
    "picture",
    "read_params",
    "suggest",
    "told",
    "tones",
    "work",
    "write_params",
]
