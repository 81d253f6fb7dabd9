"""A cell of a notebook: a text, a figure, a question in SQL, or a line between what is above and below."""

import re
from dataclasses import dataclass, replace

from core.errors import DefinitionError, UnknownName
from core.figures import LOOKS, Figure
from core.notebooks.spoken import NOTHING_SAID, Spoken

KINDS = ("text", "tiles", "chart", "table", "map", "sql", "divider")
"""What a cell can be."""

LOOKS_OF = {
    "tiles": ("headline",),
    "table": ("table", "pivot"),
    "map": ("map",),
    "chart": tuple(look for look in LOOKS if look not in ("headline", "table", "pivot", "map")),
}
"""The looks of each kind of cell that shows a figure; the first is what is meant without one, but that of a chart is
the one that suits, and a table with columns is a pivot."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
"""Names of notebooks and of cells: they are parts of addresses and of file names."""


@dataclass(frozen=True)
class Cell:
    """One cell.

    Args:
        kind: one of `KINDS`.
        name: its own within the notebook, so that it is the same cell wherever it is moved.
        title: above it; empty for what a figure says of itself.
        text: of a text cell in Markdown; of others a note below the title.
        figure: of tiles, charts, tables and maps; its own title is always empty, the cell's counts.
        sql: of an SQL cell.

    Raises:
        DefinitionError: its parts contradict its kind.
    """

    kind: str
    name: str
    title: Spoken = NOTHING_SAID
    text: Spoken = NOTHING_SAID
    figure: Figure | None = None
    sql: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DefinitionError(str(UnknownName.among("kind of cell", self.kind, KINDS)))
        if not NAME.fullmatch(self.name):
            raise DefinitionError(
                f"A cell cannot be called {self.name!r}; use small letters, digits and -, at most 60 in all."
            )
        if (self.figure is None) == (self.kind in LOOKS_OF):
            raise DefinitionError(f"Cell {self.name}: of kind {self.kind}, it {self._wanted}.")
        if self.figure is not None:
            self._settle(self.figure)

    @property
    def _wanted(self) -> str:
        return "needs metrics to show" if self.kind in LOOKS_OF else "shows no metrics; use tiles, chart, table or map"

    def _settle(self, figure: Figure) -> None:
        """Bring the figure into the form in which it is equal to the one that the file gives."""
        look, looks = figure.look or meant_look(self.kind, figure), LOOKS_OF[self.kind]
        if look and look not in looks:
            raise DefinitionError(
                f"look is {look!r}, but a cell of kind {self.kind} shows {', '.join(looks)}; a cell of kind "
                f"{kind_of_look(look)} shows {look}."
            )
        title = self.title or Spoken.of(figure.title)
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "figure", figure.with_(look=look, title=""))

    def named(self, name: str) -> "Cell":
        """The same under another name."""
        return replace(self, name=name)

    def figure_told(self, language: str) -> Figure:
        """Its figure under the cell's title, as a reader of that language sees it.

        Raises:
            DefinitionError: it has none.
        """
        if self.figure is None:
            raise DefinitionError(f"Cell {self.name} of kind {self.kind} has no figure.")
        return self.figure.with_(title=self.title.told(language))


def meant_look(kind: str, figure: Figure) -> str:
    """The look that is meant where none is written; empty for the one that suits."""
    if kind == "table" and figure.columns:
        return "pivot"
    return "" if kind == "chart" else LOOKS_OF[kind][0]


def kind_of_look(look: str) -> str:
    """The kind of cell that shows a look; a chart where the look is left to what suits."""
    return next((kind for kind, looks in LOOKS_OF.items() if look in looks), "chart")


def figure_cell(figure: Figure, name: str) -> Cell:
    """The cell that shows a figure as it looks.

    Args:
        name: of the cell within its notebook.
    """
    return Cell(kind_of_look(figure.look), name, figure=figure)
