"""The text of a region file: its header, and the cells of each line that is neither blank nor a comment."""

import csv
import io
from dataclasses import dataclass

import polars as pl

COLUMNS = ("country", "state", "area_code", "region")
CELLS = pl.Schema({"line": pl.Int64, "text": pl.String, "fields": pl.Int64} | dict.fromkeys(COLUMNS, pl.String))
DELIMITERS = (",", ";")
"""The second is what spreadsheets write where the comma is the decimal sign."""


@dataclass(frozen=True)
class Sheet:
    """A region file, taken apart.

    Args:
        lines: its lines without their ends; line 1 is `lines[0]`.
        delimiter: one of `DELIMITERS`.
        header: the columns in the file's order; empty when there is no header with exactly `COLUMNS`.
        header_line: number of the first line with anything in it, where the header belongs; 0 when there is none.
        cells: one row a line after the header: `line`, its `text`, `fields` (how many; -1 when quotes do not match),
            and the trimmed text of each of `COLUMNS`, empty where there is nothing.
    """

    lines: tuple[str, ...]
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    cells: pl.DataFrame

    def written(self, cells: dict[str, str]) -> str:
        """A line of this file with those cells."""
        text = io.StringIO()
        order = self.header or COLUMNS
        csv.writer(text, delimiter=self.delimiter, lineterminator="").writerow([cells[name] for name in order])
        return text.getvalue()


def read_sheet(text: str) -> Sheet:
    """Take a region file apart; never fails, what is wrong is told by `core.regions.mistakes`."""
    lines = tuple(text.removeprefix("\ufeff").splitlines())
    told = [(number, line) for number, line in enumerate(lines, start=1) if line.strip(' \t,;"')]
    begun = [(number, line) for number, line in told if not _is_comment(line)]
    if not begun:
        return Sheet(lines, DELIMITERS[0], (), 0, CELLS.to_frame())
    header_line, head = begun[0]
    delimiter = max(DELIMITERS, key=head.count)
    header = tuple(name.strip().lower().replace(" ", "_") for name in _split(head, delimiter) or ())
    known = header[: len(COLUMNS)] if sorted(header[: len(COLUMNS)]) == sorted(COLUMNS) else ()
    is_header = bool(known) and not any(header[len(COLUMNS) :])
    rows = [_cells(number, line, delimiter, known or COLUMNS) for number, line in begun[1:]]
    return Sheet(lines, delimiter, known if is_header else (), header_line, pl.DataFrame(rows, CELLS, orient="row"))


def _is_comment(line: str) -> bool:
    # A spreadsheet quotes a comment that has a comma in it.
    return line.lstrip(' \t"').startswith("#")


def _split(line: str, delimiter: str) -> list[str] | None:
    """The fields; None when the quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None


def _cells(number: int, line: str, delimiter: str, header: tuple[str, ...]) -> tuple[object, ...]:
    """A row of `CELLS`; empty fields beyond the last column, as spreadsheets write them, do not count."""
    fields = [" ".join(field.split()) for field in _split(line, delimiter) or ()]
    while len(fields) > len(header) and not fields[-1]:
        fields.pop()
    found = dict(zip(header, fields, strict=False))
    return number, line.strip(), len(fields) or -1, *(found.get(name, "") for name in COLUMNS)
