"""A sheet as CSV: as it is read, or for machines; never with a formula in it."""

import csv
from datetime import date, datetime
from io import StringIO
from typing import Any

from core.exports.cells import told_cells, told_heading
from core.exports.machine import machine_sheet
from core.labels import Labels
from core.sheet import Sheet
from core.spreadsheet import harmless

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that a file is UTF-8."""

SEPARATORS = {"en": ",", "es": ";"}
"""Where the comma stands between a number's digits, it cannot stand between cells."""


def write_csv(sheet: Sheet, labels: Labels, zone: str) -> bytes:
    """As people of the language read it: texts as on the screen, with the separator of their spreadsheets."""
    texts = told_cells(sheet, labels, zone)
    is_text = [not one.unit for one in sheet.headings]
    lines = [[_safe(told_heading(one)) for one in sheet.headings]]
    lines += [
        [_safe(cell) if guarded else cell for cell, guarded in zip(row, is_text, strict=True)] for row in texts.rows()
    ]
    return (BYTE_ORDER_MARK + _joined(lines, SEPARATORS[labels.language])).encode()


def write_machine_csv(sheet: Sheet) -> bytes:
    """As programs read it: ids of columns, milliseconds, ISO instants with their offset; nothing for null."""
    told = machine_sheet(sheet)
    lines = [[_safe(one.key) for one in told.headings], *(list(map(plain, row)) for row in told.rows.rows())]
    return _joined(lines, ",").encode()


def plain(value: Any) -> str:
    """One value for machines."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, list):
        return _safe(", ".join(map(plain, value)))
    return value.isoformat() if isinstance(value, date) else _safe(value) if isinstance(value, str) else str(value)


def instant(value: datetime) -> str:
    """An instant in ISO 8601, with its offset."""
    return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")


def _safe(text: str) -> str:
    return str(harmless(text))


def _joined(lines: list[list[str]], separator: str) -> str:
    written = StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return written.getvalue()
