"""Cells of a workbook: typed values, with the pattern by which a spreadsheet shows them as the screen does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from core.exports.cells import reader_of
from core.exports.csv import instant
from core.grains import GRAINS
from core.labels import Labels
from core.sheet import Heading

CELL_FORMATS = {"count": "#,##0", "ms": "[h]:mm:ss", "%": "0.0%", "ratio": "#,##0.00"}
SIGNED = {
    "count": "+#,##0;-#,##0;0",
    # A spreadsheet shows no negative clock: differences of durations are seconds.
    "ms": '+#,##0" s";-#,##0" s";0" s"',
    "%": "+0.0%;-0.0%;0.0%",
    "ratio": "+#,##0.00;-#,##0.00;0.00",
}
DAYS = {"en": "[$-409]mmm d, yyyy", "es": "[$-C0A]d mmm yyyy"}
WEEKS = {"en": '"Week of "', "es": '"Semana del "'}
MONTHS = {"en": "[$-409]mmmm yyyy", "es": '[$-C0A]mmmm" de "yyyy'}
DAY_MS = 86_400_000
FIRST_DAY = date(1900, 3, 1)
"""Days before it are told as text: spreadsheets know none, or count them wrongly."""


@dataclass(frozen=True)
class Cell:
    """What is written into one.

    Args:
        value: a number, a date, a text, a truth, or None for an empty cell.
        pattern: how a spreadsheet shows it; empty for its own way.
        letters: about how many letters wide it is.
    """

    value: Any
    pattern: str = ""
    letters: int = 0


def cell_of(heading: Heading, labels: Labels, zone: str) -> Callable[[Any], Cell]:
    """How the values of a column are written for people.

    Args:
        zone: the clock of instants.
    """
    read = reader_of(heading, labels, zone)
    language, unit = labels.language, "%" if heading.told in ("share", "change") else heading.unit
    patterns = SIGNED if heading.told in ("difference", "change") else CELL_FORMATS
    by_milliseconds = 1000 if heading.told == "difference" else DAY_MS

    def make(value: Any) -> Cell:
        if value is None and unit:
            return Cell(None)
        told = read(value)
        if unit and isinstance(value, int | float) and isfinite(value):
            is_time = unit == "ms"
            return Cell(value / by_milliseconds if is_time else value, patterns.get(unit, "#,##0.##"), len(told) + 2)
        if isinstance(value, bool) or value is None or heading.name in ("weekday", "hour_of_day"):
            return Cell(told, "", len(told))
        if isinstance(value, int | float) and isfinite(value):
            return Cell(value, "#,##0.###" if isinstance(value, float) else "#,##0", len(told))
        return _dated(value, heading.name, zone, language, told)

    return make


def _dated(value: Any, name: str, zone: str, language: str, told: str) -> Cell:
    """Days and moments as spreadsheets count them, where those can show them as the screen does; else as texts."""
    if isinstance(value, datetime):
        is_grain = name in GRAINS
        local = value if is_grain or value.tzinfo is None else value.astimezone(ZoneInfo(zone))
        wall = local.replace(tzinfo=None)
        is_repeated = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
        if is_repeated or wall.date() < FIRST_DAY:
            return Cell(told, "", len(told))
        clock = "hh:mm" if is_grain else "hh:mm:ss"
        return Cell(wall.replace(microsecond=0), f"{DAYS[language]}, {clock}", len(told))
    if isinstance(value, date) and value >= FIRST_DAY and name != "quarter":
        pattern = {
            "week": WEEKS[language] + DAYS[language], "month": MONTHS[language], "year": "yyyy",
        }.get(name, DAYS[language])  # fmt: skip
        return Cell(datetime.combine(value, time()), pattern, len(told))
    return Cell(told, "", len(told))


def machine_cell(value: Any) -> Cell:
    """A value for programs: numbers as they are, instants and days in ISO 8601."""
    if isinstance(value, datetime):
        value = instant(value)
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    elif isinstance(value, timedelta):
        value = int(value / timedelta(milliseconds=1))
    elif isinstance(value, float) and not isfinite(value):
        value = None
    return Cell(value, "", len(str(value if value is not None else "")))
