"""Styles: how a profile says that instants, durations and numbers are written, and how they are read."""

from collections.abc import Sequence

import polars as pl

from core.errors import UnknownName
from core.profiles.targets import DURATION, INSTANT, NUMBER, SHARE
from core.tabular import durations, instants, numbers

STYLES: dict[str, Sequence[str]] = {
    INSTANT: instants.STYLES,
    DURATION: durations.STYLES,
    NUMBER: numbers.STYLES,
    SHARE: (*numbers.STYLES, *(f"percent_{style}" for style in numbers.STYLES)),
}
"""What a style can be, by what a target takes; other targets have none."""

_PERCENT = "percent_"
"""Before the decimal sign of shares that are written as percentages without a sign."""

USUAL = {INSTANT: instants.YMD, DURATION: "seconds", NUMBER: numbers.POINT, SHARE: numbers.POINT}
"""The style where a profile says none."""


def check_style(takes: str, style: str) -> None:
    """Raise an `UnknownName` unless there is such a style."""
    if style and style not in STYLES.get(takes, ()):
        raise UnknownName.among("style", style, STYLES.get(takes, ()))


def read_moments(values: pl.Series, style: str, time_zone: str, times: pl.Series | None = None) -> instants.Instants:
    """Instants.

    Args:
        values: text; null where nothing is given.
        style: one of STYLES; the usual one when empty.
        time_zone: of instants that name none.
        times: times of day, where `values` are dates alone.
    """
    return instants.read_instants(values, style or USUAL[INSTANT], time_zone, (), times)


def read_styled(takes: str, values: pl.Series, style: str) -> tuple[pl.Series, pl.Series]:
    """Durations in whole milliseconds, numbers, or shares as parts of 1; and which values cannot be read.

    Args:
        takes: DURATION, NUMBER or SHARE.
        values: text; null where nothing is given.
        style: one of STYLES; the usual one when empty.
    """
    chosen = style or USUAL[takes]
    if takes == DURATION:
        return durations.read_durations(values, chosen)
    if takes == SHARE and chosen.startswith(_PERCENT):
        read_values, is_bad = numbers.read_numbers(values, chosen.removeprefix(_PERCENT))
        told = values.str.contains("%", literal=True).fill_null(value=False)
        return read_values.zip_with(told, (read_values / 100).round(12)), is_bad
    return numbers.read_numbers(values, chosen)
