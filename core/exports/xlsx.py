"""Sheets as a workbook: typed cells, and a last sheet with everything that has to be known of them."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from core.errors import QueryError
from core.exports.facts import Facts
from core.exports.formats import Cell, cell_of, machine_cell
from core.exports.machine import machine_sheet
from core.labels import Labels
from core.sheet import ROW, TOTAL, Heading, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS, MOST_NAME = 1_048_576, 16_384, 32_767, 31
"""What the format can hold: rows and columns of a sheet, letters of a cell and of a sheet's name."""

MEASURED_ROWS, NARROWEST, WIDEST = 200, 9, 48
"""Rows that a column is made wide enough for; its width in letters."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_xlsx(
    sheets: Sequence[Sheet], facts: Facts, labels: Labels, *, is_machine: bool = False, pictures: Sequence[bytes] = ()
) -> bytes:
    """A workbook with a sheet for each, and one of facts.

    Args:
        is_machine: ids of columns, milliseconds and ISO instants in place of words, clocks and dates.
        pictures: PNG images of charts, of as many of the sheets as there are; empty bytes for none.

    Raises:
        QueryError: more rows or columns than the format holds.
    """
    from xlsxwriter import Workbook

    for sheet in sheets:
        _check(sheet)
    written = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = Workbook(written, options)
    book.set_properties({"title": facts.title[:250], "comments": "Atalaya"})
    pen = _Pen(book, labels, facts.zone, is_machine=is_machine)
    about = labels.say("export.about")
    names = sheet_names([*(sheet.title for sheet in sheets), about])
    for number, (sheet, name) in enumerate(zip(sheets, names, strict=False)):
        page = book.add_worksheet(name)
        pen.sheet(page, sheet)
        if number < len(pictures) and pictures[number]:
            column = len(sheet.headings) + 1
            page.insert_image(
                0, column, "chart.png", {"image_data": BytesIO(pictures[number]), "description": sheet.title}
            )
    pen.facts(book.add_worksheet(names[-1]), facts, sheets)
    book.close()
    return written.getvalue()


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Titles as names of sheets: without what cannot be in one, short, and each another one."""
    names: list[str] = []
    for title in titles:
        plain = _FORBIDDEN.sub(" ", title).strip(" '")[:MOST_NAME].strip(" '") or "Sheet"
        plain = f"{plain} 1" if plain.casefold() == "history" else plain
        name, number = plain, 1
        while name.casefold() in {one.casefold() for one in names}:
            number += 1
            ending = f" ({number})"
            name = f"{plain[: MOST_NAME - len(ending)].rstrip()}{ending}"
        names.append(name)
    return names


def _check(sheet: Sheet) -> None:
    head = max((len(one.under) for one in sheet.headings), default=0) + 1
    if sheet.rows.height + head > MOST_ROWS:
        raise QueryError(
            f"{sheet.title}: {sheet.rows.height:,} rows; a sheet of XLSX holds {MOST_ROWS - head:,}. "
            "Take CSV or Parquet, or narrow the period or the filters."
        )
    if len(sheet.headings) > MOST_COLUMNS:
        raise QueryError(
            f"{sheet.title}: {len(sheet.headings):,} columns; a sheet of XLSX holds {MOST_COLUMNS:,}. "
            "Take CSV or Parquet, or split by fewer columns."
        )


class _Pen:
    """Writes into one workbook, whose formats it keeps."""

    def __init__(self, book: "Workbook", labels: Labels, zone: str, *, is_machine: bool) -> None:
        self._book = book
        self._labels = labels
        self._zone = zone
        self._is_machine = is_machine
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cut = 0

    def sheet(self, page: "Worksheet", sheet: Sheet) -> None:
        """Headings, rows, and what makes them handy: frozen heads, filters, widths."""
        sheet = machine_sheet(sheet) if self._is_machine else sheet
        head = 0 if self._is_machine else max((len(one.under) for one in sheet.headings), default=0)
        self._headings(page, sheet.headings, head)
        widths = [len(one.label) for one in sheet.headings]
        columns = [self._column(sheet, place, one) for place, one in enumerate(sheet.headings)]
        for row, kind in enumerate(sheet.kinds):
            for place, cells in enumerate(columns):
                self._write(page, head + 1 + row, place, cells[row], is_bold=kind == TOTAL)
                if row < MEASURED_ROWS:
                    widths[place] = max(widths[place], cells[row].letters)
        for place, width in enumerate(widths):
            page.set_column(place, place, min(WIDEST, max(NARROWEST, width + 2)))
        groups = sum(one.is_group for one in sheet.headings)
        page.freeze_panes(head + 1, groups if groups < len(sheet.headings) else 0)
        body = sum(kind == ROW for kind in sheet.kinds)
        if body and sheet.headings:
            page.autofilter(head, 0, head + body, len(sheet.headings) - 1)
        page.repeat_rows(0, head)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _column(self, sheet: Sheet, place: int, heading: Heading) -> list[Cell]:
        values = sheet.rows[heading.key].to_list()
        if self._is_machine:
            return [machine_cell(value) for value in values]
        make = cell_of(heading, self._labels, self._zone)
        return [
            Cell(self._labels.say(f"export.{kind}") if place == 0 else None)
            if heading.is_group and value is None and kind != ROW
            else make(value)
            for value, kind in zip(values, sheet.kinds, strict=True)
        ]

    def _headings(self, page: "Worksheet", headings: Sequence[Heading], head: int) -> None:
        """One line a level; what stands above several columns is merged over them."""
        looks: dict[str, Any] = {
            "bold": True,
            "bg_color": "#E7EFF0",
            "bottom": 1,
            "text_wrap": True,
            "valign": "vcenter",
        }
        for level in range(head):
            start = 0
            while start < len(headings):
                above = headings[start].under[: level + 1]
                end = start
                while above and end + 1 < len(headings) and headings[end + 1].under[: level + 1] == above:
                    end += 1
                text = self._text(above[level] if len(above) > level else "")
                if end > start:
                    page.merge_range(level, start, level, end, "", self._format(**looks, align="center"))
                page.write_string(level, start, text, self._format(**looks, align="center"))
                start = end + 1
        for place, one in enumerate(headings):
            align = {"align": "right"} if one.unit else {}
            text = one.key if self._is_machine else one.label
            page.write_string(head, place, self._text(text), self._format(**looks, **align))

    def _write(self, page: "Worksheet", row: int, place: int, cell: Cell, *, is_bold: bool) -> None:
        looks: dict[str, Any] = {"num_format": cell.pattern} if cell.pattern else {}
        look = self._format(**looks, **({"bold": True, "top": 1} if is_bold else {}))
        if cell.value is None:
            page.write_blank(row, place, None, look)
        elif isinstance(cell.value, bool):
            page.write_boolean(row, place, cell.value, look)
        elif isinstance(cell.value, int | float):
            page.write_number(row, place, cell.value, look)
        elif isinstance(cell.value, str):
            page.write_string(row, place, self._text(cell.value), look)
        else:
            page.write_datetime(row, place, cell.value, look)

    def _text(self, text: str) -> str:
        """Text as a cell holds it."""
        # An emoji counts as two letters there.
        if len(text) <= MOST_LETTERS // 2 or len(text.encode("utf-16-le")) // 2 <= MOST_LETTERS:
            return text
        self._cut += 1
        kept = text.encode("utf-16-le")[: (MOST_LETTERS - 1) * 2].decode("utf-16-le", errors="ignore")
        return f"{kept}…"

    def _format(self, **looks: Any) -> "Format":
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(looks)
        return self._formats[key]

    def facts(self, page: "Worksheet", facts: Facts, sheets: Sequence[Sheet]) -> None:
        """What the numbers are: the question, the rules, the definitions, the data."""
        say = self._labels.say
        bold, wrapped = self._format(bold=True, valign="top"), self._format(text_wrap=True, valign="top")
        page.write_string(0, 0, self._text(facts.title), self._format(bold=True, font_size=14))
        lines = [*facts.lines, *((sheet.title, note) for sheet in sheets for note in sheet.notes)]
        if self._cut:
            lines.append((say("export.fact_cut"), say("export.cut", count=self._cut, most=MOST_LETTERS)))
        row = 2
        for label, text in lines:
            page.write_string(row, 0, self._text(label), bold)
            page.write_string(row, 1, self._text(text), wrapped)
            row += 1
        if facts.definitions:
            row += 1
            for place, name in enumerate(("metric", "meaning", "formula", "rules", "name")):
                page.write_string(row, place, say(f"export.head_{name}"), bold)
            for one in facts.definitions:
                row += 1
                for place, text in enumerate((one.label, one.meaning, one.formula, one.rules, one.name)):
                    page.write_string(row, place, self._text(text), wrapped)
            row += 1
        if facts.settings:
            page.write_string(row + 1, 0, say("export.settings"), bold)
            page.write_string(row + 1, 1, self._text(facts.settings), wrapped)
        page.set_column(0, 0, 28)
        page.set_column(1, 2, 70)
        page.set_column(3, 4, 40)
