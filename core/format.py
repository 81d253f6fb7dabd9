"""How values are shown to people: by unit and grain, in English and Spanish; the only place that rounds."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_quarter_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

NOTHING = "–"
"""What stands for null: not known, or nothing to divide by."""

LANGUAGES = ("en", "es")
KEPT = 20_000
"""Numbers and dates, as they are written."""

_POINTS = {"en": "pp", "es": "p. p."}
_CALENDAR = {
    "en": {"week": "Week of {}", True: "Yes", False: "No"},
    "es": {"week": "Semana del {}", True: "Sí", False: "No"},
}


def number(value: float | None, unit: str, language: str) -> str:
    """A metric's value by its unit: `12,345`, `81.9%`, `4:32`, `1:02:03`; en dash for null.

    Args:
        value: a count, milliseconds, a share from 0 to 1, or any other quotient.
        unit: `count`, `ms` or `%`; a `ratio` is shown with two decimals, so that a column of them lines up, and what
            has another unit or none with as many as it needs, up to two.
        language: `en` or `es`.
    """
    # What is nothing has no sign; and a page writes the same numbers again at each click.
    return _number(value or 0, unit, language) if value is not None else NOTHING


@lru_cache(maxsize=KEPT)
def _number(value: float, unit: str, language: str) -> str:
    if unit == "ms":
        return _clock(value)
    if unit == "%":
        return format_percent(value, format=_percent_pattern(language), locale=language)
    pattern = {"count": "#,##0", "ratio": "#,##0.00"}.get(unit, "#,##0.##")
    return format_decimal(value, format=pattern, locale=language)


def difference(value: float | None, unit: str, language: str) -> str:
    """How much more or less: `+12`, `-0:35`, of shares in points `+1.3 pp`; what rounds to nothing has no sign.

    Args:
        value: in the unit of the numbers that are compared.
    """
    if value is None:
        return NOTHING
    size = number(abs(value), unit, language)
    if unit == "%":
        size = f"{format_decimal(100 * abs(value), format='0.0', locale=language)} {_POINTS[language]}"
    return _signed(value, size)


def growth(value: float | None, language: str) -> str:
    """A relative change: `+12.5%`; what rounds to nothing has no sign."""
    return NOTHING if value is None else _signed(value, number(abs(value), "%", language))


def spoken(value: float | None, unit: str, language: str) -> str:
    """The same for ears and screen readers: `4 minutes and 32 seconds`; what is no duration is shown as by `number`."""
    if value is None or unit != "ms":
        return number(value, unit, language)
    hours, minutes, seconds = _parts(value)
    told = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    words = [format_unit(count, f"duration-{name}", "long", locale=language) for count, name in told if count]
    return (
        format_list(words, style="standard", locale=language)
        if words
        else format_unit(0, "duration-second", "long", locale=language)
    )


def group(value: Any, name: str, language: str) -> str:
    """A group's name: a grain's value as a date, an hour or a weekday, anything else as its text; en dash for null.

    Args:
        value: as `answer` gives it.
        name: the grain or column that it is a group of.
        language: `en` or `es`.
    """
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _CALENDAR[language][value]
    if name == "hour_of_day":
        return f"{value:02}:00"
    if name == "weekday":
        return str(Locale(language).days["stand-alone"]["wide"][value - 1]).capitalize()
    if isinstance(value, datetime):
        return _interval(value, language)
    if isinstance(value, date):
        return day(value, name, language)
    return format_decimal(value, locale=language) if isinstance(value, int | float) else str(value)


def day(value: date, grain: str, language: str) -> str:
    """A day, or the week, month, quarter or year that begins with it."""
    if grain == "week":
        return _CALENDAR[language]["week"].format(_date(value, language))
    if grain == "quarter":
        quarter = get_quarter_names("abbreviated", locale=language)[(value.month + 2) // 3]
        return f"{quarter} {value.year}"
    if grain == "year":
        return str(value.year)
    if grain == "month":
        return format_skeleton("yMMMM", value, locale=language).capitalize()
    return _date(value, language)


def moment(value: datetime | None, zone: str, language: str, *, seconds: bool = True) -> str:
    """An instant on the clock of a zone."""
    if value is None:
        return NOTHING
    local = value.astimezone(ZoneInfo(zone))
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{_date(local.date(), language)}, {clock}"


@lru_cache(maxsize=KEPT)
def _date(value: date, language: str) -> str:
    return str(format_date(value, "medium", locale=language))


def _signed(value: float, size: str) -> str:
    is_nothing = not any(sign in size for sign in "123456789")
    return size if is_nothing else f"{'+' if value > 0 else '-'}{size}"


def _interval(start: datetime, language: str) -> str:
    """The beginning of an interval; an hour that a clock change repeats says which of the two it is."""
    shown = f"{_date(start.date(), language)}, {start:%H:%M}"
    repeated = start.replace(fold=1 - start.fold).utcoffset() != start.utcoffset()
    return f"{shown} {start.tzname()}" if repeated else shown


def _parts(milliseconds: float) -> tuple[int, int, int]:
    """Hours, minutes and seconds, rounded to the nearest second."""
    seconds = int(milliseconds / 1000 + 0.5)
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def _clock(milliseconds: float) -> str:
    if milliseconds < 0:
        return f"-{_clock(-milliseconds)}"
    hours, minutes, seconds = _parts(milliseconds)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@cache
def _percent_pattern(language: str) -> str:
    """The language's own pattern (Spanish sets a space before the sign) with one decimal."""
    return str(Locale(language).percent_formats[None].pattern).replace("#,##0", "#,##0.0")
