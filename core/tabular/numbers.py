"""Read numbers as people write them: decimal comma or point, thousands marks, percentages, amounts of money."""

from collections.abc import Sequence

import polars as pl

from core.tabular.form import Note, note
from core.tabular.guess import Guess, given, measured, ranked

POINT, COMMA = "point", "comma"
STYLES = (POINT, COMMA)

_CURRENCY = r"(?i)^\s*(?:us\$|\$|€|£|usd|eur|gbp|mxn|cop)\s*|\s*(?:\$|€|£|usd|eur|gbp|mxn|cop|euros?)\s*$"
_GROUPED = {POINT: r"^-?[1-9]\d{0,2}(?:[,' ]\d{3})+(?:\.\d*)?$", COMMA: r"^-?[1-9]\d{0,2}(?:[.' ]\d{3})+(?:,\d*)?$"}
"""Thousands that are parted begin with no nought: `0.083` with a decimal comma is a number written otherwise."""
_PLAIN = {POINT: r"^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$", COMMA: r"^-?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d{1,3})?$"}


def read_numbers(values: pl.Series, style: str, missing: Sequence[str] = ()) -> tuple[pl.Series, pl.Series]:
    """What the values say, and which of them say no number.

    Signs of currency are ignored; `85 %` is 0.85; `(12)` and `12-` are −12, as accountants write.

    Args:
        values: text.
        style: `point` or `comma`, the decimal sign; the other one, blanks and apostrophes may part thousands.
        missing: spellings of a missing value.

    Returns:
        Float64, null where there is none or it cannot be read; and Boolean, true where it cannot be read.
    """
    cleaned = given(values, missing).alias("value")
    text = pl.col("value").str.replace_all("−", "-", literal=True).str.replace_all(_CURRENCY, "")
    text = text.str.replace(r"^\((.*)\)$", "-$1").str.replace(r"^([\d.,]+)-$", "-$1").str.replace(r"^\+", "")
    is_percent = text.str.ends_with("%")
    text = text.str.strip_chars("% ").str.replace_all(_CURRENCY, "")
    grouped = text.str.contains(_GROUPED[style])
    plain = text.str.contains(_PLAIN[style])
    digits = pl.when(grouped).then(text.str.replace_all(r"[' ,]" if style == POINT else r"[' .]", "")).otherwise(text)
    digits = digits if style == POINT else digits.str.replace(",", ".", literal=True)
    number = pl.when(grouped | plain).then(digits).cast(pl.Float64, strict=False)
    number = pl.when(number.is_finite()).then(number)
    read = cleaned.to_frame().select(
        pl.when(is_percent).then(number / 100).otherwise(number).alias("number"),
        pl.col("value").is_not_null().alias("given"),
    )
    return read["number"], (read["given"] & read["number"].is_null()).alias("is_bad")


def guess_numbers(values: pl.Series, missing: Sequence[str] = ()) -> list[Guess]:
    """Ways of reading the values as numbers, the likeliest first; none when next to nothing is a number.

    Evidence: `decimal_comma`/`decimal_point` (count, example), `thousands` (example), `whole_numbers`, `percent`,
    `decimal_ambiguous` when `1,234` could be either and nothing else tells.
    """
    cleaned = given(values, missing)
    guesses = []
    for style in STYLES:
        _, is_bad = read_numbers(cleaned, style)
        readable, unreadable = measured(cleaned, is_bad)
        told = _evidence(cleaned, style)
        sure = 0.95 if told[0].key != "decimal_ambiguous" else 0.5
        sure = sure - (0.01 if style == COMMA and told[0].key == "whole_numbers" else 0)
        guesses.append(Guess(style, round(sure * readable**2, 3), told, readable, unreadable))
    return ranked(guesses)


def _evidence(values: pl.Series, style: str) -> tuple[Note, ...]:
    sign, other = (r"\.", ",") if style == POINT else (",", r"\.")
    percent = (note("percent"),) if values.str.ends_with("%").any() else ()
    fraction = rf"(?:^\D*0{sign}\d+|(?:^|[^\d.,]|\d){sign}(?:\d{{1,2}}|\d{{4,}})|{other}\d{{3}}{sign}\d+)[^\d.,]*$"
    certain = values.filter(values.str.contains(fraction).fill_null(False))
    if certain.len():
        return (note(f"decimal_{style}", count=certain.len(), example=str(certain[0])[:40]), *percent)
    either = values.filter(values.str.contains(r"[,.]\d{3}\b").fill_null(False))
    repeated = values.filter(values.str.contains(rf"{other}\d{{3}}{other}\d{{3}}").fill_null(False))
    if repeated.len():
        return (note("thousands", example=str(repeated[0])[:40]), *percent)
    if either.len():
        return (note("decimal_ambiguous", example=str(either[0])[:40]), *percent)
    return (note("whole_numbers"), *percent)
