"""Read durations, whatever way they are written: clocks, counts of a unit, words, ISO 8601, day fractions."""

from collections.abc import Sequence

import polars as pl

from core.tabular.guess import given
from core.tabular.numbers import COMMA, POINT, read_numbers

CLOCK_HMS, CLOCK_MS, CLOCK_HM = "h:m:s", "m:s", "h:m"
WORDS, ISO = "words", "iso"
UNITS_MS = {"seconds": 1_000, "milliseconds": 1, "minutes": 60_000, "hours": 3_600_000, "days": 86_400_000}
"""Numbers that count a unit; `days` are the day fractions of spreadsheets."""
COUNTS = tuple(f"{unit}{decimal}" for unit in UNITS_MS for decimal in ("", "_comma"))
STYLES = (CLOCK_HMS, CLOCK_MS, CLOCK_HM, WORDS, ISO, *COUNTS)

LIMIT_MS = 10 * 365 * 86_400_000

_CLOCK = r"^(-?)(?:(\d{1,4})[d. ] ?)?(?:(\d{1,7}):)?(\d{1,7}):(\d{1,2})(?:[.,](\d{1,9}))?$"
_ISO = r"^(-?)p(?:(\d+)d)?(?:t(?:([\d.,]+)h)?(?:([\d.,]+)m)?(?:([\d.,]+)s)?)?$"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_WORDS = {
    86_400_000: rf"{_NUMBER} ?(?:d|days?|d[ií]as?)\b",
    3_600_000: rf"{_NUMBER} ?(?:h|hrs?|hours?|horas?)(?:\b|\d)",
    60_000: rf"{_NUMBER} ?(?:m|mins?|minutes?|minutos?|'|′)(?:\b|\d|$|[^a-z])",
    1_000: rf"{_NUMBER} ?(?:s|secs?|seconds?|segs?|segundos?|''|\"|″)(?:\b|$|[^a-z])",
    1: rf"{_NUMBER} ?(?:ms|millis|milliseconds?|milisegundos?)\b",
}
_ALL_WORDS = (
    r"^(?:\d+(?:[.,]\d+)? ?(?:d|days?|d[ií]as?|h|hrs?|hours?|horas?|m|mins?|minutes?|minutos?|'|′|s|secs?|seconds?"
    r"|segs?|segundos?|''|\"|″|ms|millis|milliseconds?|milisegundos?)\.?(?:,? (?:and |y )?)?)+$"
)


def read_durations(values: pl.Series, style: str, missing: Sequence[str] = ()) -> tuple[pl.Series, pl.Series]:
    """The durations that the values say, and which of them say none; never raises for a value.

    Args:
        values: text.
        style: one of STYLES. `h:m:s` reads clocks of three parts, with fractions and days before them
            (`1.02:03:04`), and of two parts as minutes and seconds; `m:s` and `h:m` say what two parts are and read
            three parts too. `seconds`, `milliseconds` … are numbers that count them, with a decimal point, or with a
            decimal comma as `seconds_comma`. `words` is `2m 23s`, also in Spanish; `iso` is `PT2M23S`.
        missing: spellings of a missing value.

    Returns:
        Whole milliseconds (Int64), null where there is none or it cannot be read; and Boolean, true where something
        is written that cannot be read. Negative durations are read: whether they can be is for others to say.
    """
    cleaned = given(values, missing).alias("value")
    if style in COUNTS:
        unit, _, decimal = style.partition("_")
        number, _ = read_numbers(cleaned, COMMA if decimal else POINT)
        length = pl.col("number") * UNITS_MS[unit]
        read = number.alias("number").to_frame()
    else:
        length = _clock(style) if ":" in style else _iso() if style == ISO else _words()
        read = cleaned.str.to_lowercase().to_frame()
    is_sane = length.abs() <= LIMIT_MS
    whole = read.select(pl.when(is_sane).then(length.round()).cast(pl.Int64).alias("length")).to_series()
    return whole, (cleaned.is_not_null() & whole.is_null()).alias("is_bad")


def _clock(style: str) -> pl.Expr:
    parts = pl.col("value").str.extract_groups(_CLOCK)
    sign, days, first, second, third = (parts.struct.field(str(at)) for at in range(1, 6))
    fraction = parts.struct.field("6").str.slice(0, 3).str.pad_end(3, "0").cast(pl.Int64).fill_null(0)
    leading, middle, last = (each.cast(pl.Int64) for each in (first, second, third))
    is_two = first.is_null()
    has_hours = style == CLOCK_HM
    two = (middle * 60 + last) * (60_000 if has_hours else 1_000)
    three = ((leading * 60 + middle) * 60 + last) * 1_000
    is_sane = (last < 60) & (is_two | (middle < 60)) & (days.is_null() | is_two.not_() & (leading < 24))
    length = pl.when(is_two).then(two).otherwise(three + days.cast(pl.Int64).fill_null(0) * 86_400_000)
    length = length + (pl.when(is_two).then(0).otherwise(fraction) if has_hours else fraction)
    return pl.when(is_sane).then(pl.when(sign == "-").then(-length).otherwise(length))


def _iso() -> pl.Expr:
    parts = pl.col("value").str.extract_groups(_ISO)
    units = (86_400_000, 3_600_000, 60_000, 1_000)
    given_parts = [parts.struct.field(str(at)) for at in range(2, 6)]
    lengths = [
        part.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).fill_null(0) * unit
        for part, unit in zip(given_parts, units, strict=True)
    ]
    length = pl.sum_horizontal(lengths)
    signed = pl.when(parts.struct.field("1") == "-").then(-length).otherwise(length)
    return pl.when(pl.any_horizontal(part.is_not_null() for part in given_parts)).then(signed)


def _words() -> pl.Expr:
    text = pl.col("value")
    lengths = [
        text.str.extract(pattern, 1).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).fill_null(0)
        * unit
        for unit, pattern in _WORDS.items()
    ]
    return pl.when(text.str.contains(_ALL_WORDS)).then(pl.sum_horizontal(lengths))
