"""Notebooks: ordered lists of cells, each notebook one readable text file."""

from core.notebooks.cell import KINDS, Cell, figure_cell
from core.notebooks.notebook import Notebook, read_notebook, write_notebook
from core.notebooks.spoken import Spoken

__all__ = ["KINDS", "Cell", "Notebook", "Spoken", "figure_cell", "read_notebook", "write_notebook"]
