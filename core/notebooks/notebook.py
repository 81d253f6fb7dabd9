"""A notebook as a frozen value, read from its text file and written into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.errors import DefinitionError, UnknownName
from core.notebooks.cell import Cell
from core.notebooks.reading import read_parts
from core.notebooks.schema import MOST_CELLS, PARAMETERS, unnamed
from core.notebooks.scope_table import file_value
from core.notebooks.spoken import NOTHING_SAID, Spoken
from core.notebooks.writing import fresh_text, merged_text

__all__ = ["Cell", "Notebook", "read_notebook", "write_notebook"]


@dataclass(frozen=True)
class Notebook:
    """An ordered list of cells and what they speak of.

    Args:
        name: of its file, without the ending; its part of an address.
        title: in lists and above it; empty for its name.
        description: what it is for.
        scope: words of the address and their values, as `core.scope.read_scope` takes them.
        parameters: words of the address that a reader may change.
        cells: from top to bottom.

    Raises:
        DefinitionError: two cells of one name, or too many cells.
    """

    name: str
    title: Spoken = NOTHING_SAID
    description: Spoken = NOTHING_SAID
    scope: Mapping[str, str] = field(default_factory=dict, hash=False)
    parameters: tuple[str, ...] = PARAMETERS
    cells: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cells) > MOST_CELLS:
            raise DefinitionError(f"{self.name} has {len(self.cells)} cells; {MOST_CELLS} are the most.")
        names = [cell.name for cell in self.cells]
        for name in names:
            if names.count(name) > 1:
                raise DefinitionError(f"{self.name}: two cells are called {name!r}; give each a name of its own.")

    def headline(self, language: str) -> str:
        """What it is called."""
        return self.title.told(language) or self.name

    def cell(self, name: str) -> Cell:
        """The cell of that name.

        Raises:
            UnknownName: there is none.
        """
        for one in self.cells:
            if one.name == name:
                return one
        raise UnknownName.among("cell", name, [one.name for one in self.cells])

    def with_(self, **changes: Any) -> "Notebook":
        """The same with other fields."""
        return replace(self, **changes)


def read_notebook(text: str, name: str) -> Notebook:
    """The notebook that a file says.

    Whether its metrics and columns are there is the house's affair, and told by the cell that asks for them.

    Args:
        text: of the file; bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
        name: of the file, without its ending.

    Raises:
        DefinitionError: the text says something that cannot be used; the message names file, line, value and way out.
    """
    return Notebook(name, **read_parts(text, name))


def write_notebook(notebook: Notebook, before: str = "") -> str:
    """The text of a notebook.

    Args:
        before: the present text of its file: comments, order and form of what has not changed stay as they are.
    """
    told = told_in_file(notebook)
    try:
        text = merged_text(told, told_in_file(read_notebook(before, notebook.name)), before)
        if before.strip() and read_notebook(text, notebook.name) == notebook:
            return text
    except DefinitionError:
        pass  # What cannot be read or merged is no text to keep.
    return fresh_text(told)


def told_in_file(notebook: Notebook) -> dict[str, Any]:
    """What the file says, as plain values; what goes without saying is left out."""
    told: dict[str, Any] = {}
    for key in ("title", "description"):
        if spoken := getattr(notebook, key):
            told[key] = _spoken_told(spoken)
    if notebook.parameters != PARAMETERS:
        told["parameters"] = list(notebook.parameters)
    if notebook.scope:
        told["scope"] = {word: file_value(word, value) for word, value in notebook.scope.items()}
    if notebook.cells:
        told["cell"] = [_cell_told(cell, place) for place, cell in enumerate(notebook.cells, start=1)]
    return told


def _cell_told(cell: Cell, place: int) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": cell.kind}
    if cell.name != unnamed(place):
        told["name"] = cell.name
    for key in ("title", "text"):
        if spoken := getattr(cell, key):
            told[key] = _spoken_told(spoken)
    if cell.sql:
        told["sql"] = cell.sql
    if cell.figure is None:
        return told
    figure = cell.figure.to_dict()
    if Cell(cell.kind, cell.name, figure=cell.figure.with_(look="")).figure == cell.figure:
        figure.pop("look", None)
    return told | figure


def _spoken_told(spoken: Spoken) -> Any:
    return spoken.en if spoken.is_one else spoken.by_code
