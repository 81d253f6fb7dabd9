"""Tables of a web page: many programs call a page `.xls`, and Excel opens it as a workbook."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.sources.containers import CHUNK_BYTES
from core.tabular import encodings

CELLS_LIMIT = 20_000_000
"""Filled and spanned over, rows counted too; far more than a program shows on a page."""

COLUMNS_LIMIT = 16_384
"""As many as a sheet of Excel has."""

TABLES_LIMIT = 100_000

UNREAD_LIMIT = 8 << 20
"""Characters of one tag, comment or script: they are looked at from the beginning until their end has come."""

SPAN_LIMIT = 1_000
"""Columns or rows that a cell spans at most; browsers have the same limit for columns."""

NOT_SHOWN = ("script", "style", "title")
CELLS = ("td", "th")
PARTING = ("br", "p", "div", "li")
"""What stands in the same cell in another line."""


@dataclass(frozen=True)
class Page:
    """The tables of a page, as the sheets of a workbook.

    Args:
        name: what messages call the file.
        sheets: name and rows of each table, in order.
        tables: the cells of each, row by row.
    """

    name: str
    sheets: tuple[tuple[str, int], ...]
    tables: tuple[list[list[str]], ...]

    def cells(self, sheet: str, rows: int | None = None) -> pl.DataFrame:
        """A table as text, its first row first; columns are called `column_0` and on.

        Args:
            sheet: its name; the first when empty.
            rows: at most so many; all when None.

        Raises:
            SourceError: no such table.
        """
        names = [each for each, _ in self.sheets]
        chosen = sheet or names[0]
        if chosen not in names:
            raise SourceError(f"{self.name} has no sheet {chosen!r}; it has {', '.join(map(repr, names))}.")
        lines = self.tables[names.index(chosen)][:rows]
        width = max(map(len, lines), default=0)
        padded = [line + [""] * (width - len(line)) for line in lines]
        return pl.DataFrame(padded, {f"column_{at}": pl.String() for at in range(width)}, orient="row")


def opened(path: Path, name: str) -> Page:
    """The tables in a page, but those that only hold others.

    Raises:
        SourceError: it has none, or one beyond all measure.
    """
    reader = _Tables(name)
    try:
        for text in _texts(path, name):
            reader.read(text)
        reader.finish()
    except (AssertionError, ValueError) as problem:  # what the standard parser raises at marks beyond its measure
        raise SourceError(
            f"{name} is a damaged web page; open it in Excel or LibreOffice, and save it as .xlsx."
        ) from problem
    found = [table.lines for table in reader.tables if table.lines and not table.has_inner]
    for lines in found:
        width = max(map(len, lines))
        if width > COLUMNS_LIMIT or width * len(lines) > CELLS_LIMIT:
            raise _too_large(name)
    if not found:
        raise SourceError(f"{name} is a web page without a table; export the table itself, as CSV or Excel.")
    sheets = tuple((f"table {number}", len(lines)) for number, lines in enumerate(found, start=1))
    return Page(name, sheets, tuple(found))


def _texts(path: Path, name: str) -> Iterator[str]:
    encoding, _, _ = encodings.detect(_chunks(path), name)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in encodings.as_utf8(_chunks(path), encoding, name):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK_BYTES), b"")


@dataclass
class _Table:
    """A table while it is read.

    Args:
        lines: its rows so far.
        cell: pieces of the text of the cell at hand; null between cells.
        across: how many columns that one spans.
        down: how many rows.
        open_below: for columns, the text of a cell that reaches down into further rows, and into how many.
        has_inner: another table stands within it.
    """

    lines: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None
    across: int = 1
    down: int = 1
    open_below: dict[int, tuple[str, int]] = field(default_factory=dict)
    has_inner: bool = False

    def begin_row(self) -> None:
        """A row; cells that reach down from above stand in it already."""
        self.end_cell()
        self.lines.append([])
        self._from_above()

    def begin_cell(self, across: int, down: int) -> None:
        """A cell; one without a row begins it, as in pages that nobody has checked."""
        self.end_cell()
        if not self.lines:
            self.begin_row()
        self.cell, self.across, self.down = [], across, down

    def end_cell(self) -> None:
        """Put the cell at hand into its row: its text stands in each row that it spans, and in its first column."""
        if self.cell is None:
            return
        line, text, self.cell = self.lines[-1], " ".join("".join(self.cell).split()), None
        for value in (text, *[""] * (self.across - 1)):
            if self.down > 1:
                self.open_below[len(line)] = (value, self.down - 1)
            line.append(value)
        self._from_above()

    def _from_above(self) -> None:
        line = self.lines[-1]
        while len(line) in self.open_below:
            value, rows = self.open_below.pop(len(line))
            if rows > 1:
                self.open_below[len(line)] = (value, rows - 1)
            line.append(value)


class _Tables(HTMLParser):
    """Reads the tables of a page, those within others too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cells = 0
        self._unseen = 0

    def read(self, text: str) -> None:
        """Read on.

        Raises:
            SourceError: more than a page has, or a tag without an end.
        """
        self.feed(text)
        if len(self.rawdata) > UNREAD_LIMIT:
            raise SourceError(
                f"{self.name} is a web page with a tag, comment or script that does not end; export it as CSV."
            )

    def finish(self) -> None:
        """The end of the file ends what is still open; a tag that is cut there says nothing.

        Not by `close`, which looks through the rest of the page for each tag that never ends.
        """
        if "<" not in self.rawdata:
            self.handle_data(unescape(self.rawdata))
        for table in self._open:
            table.end_cell()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            if len(self.tables) >= TABLES_LIMIT:
                raise _too_large(self.name)
            if self._open:
                self._open[-1].has_inner = True
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag in NOT_SHOWN:
            self._unseen += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._count(1)
            self._open[-1].begin_row()
        elif tag in CELLS:
            told = dict(attrs)
            across, down = _span(told.get("colspan")), _span(told.get("rowspan"))
            self._count(across * down)
            self._open[-1].begin_cell(across, down)
        elif tag in PARTING:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in NOT_SHOWN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in (*CELLS, "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        """Text belongs to the cell in which it stands."""
        if self._open and not self._unseen and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > CELLS_LIMIT:
            raise _too_large(self.name)


def _too_large(name: str) -> SourceError:
    return SourceError(
        f"{name} is a web page with more than {CELLS_LIMIT:,} cells, {COLUMNS_LIMIT:,} columns or {TABLES_LIMIT:,} "
        "tables; export it as CSV."
    )


def _span(told: str | None) -> int:
    """What is no number counts as nothing said, as in browsers."""
    if not told or not told.isascii() or not told.isdigit():
        return 1
    digits = told.lstrip("0")
    return min(int(digits or 1), SPAN_LIMIT) if len(digits) < len(str(CELLS_LIMIT)) else SPAN_LIMIT
