"""Guess how a column writes its durations, and by what that is told."""

import re
from collections.abc import Sequence

import polars as pl

from core.tabular.durations import CLOCK_HM, CLOCK_HMS, CLOCK_MS, ISO, WORDS, read_durations
from core.tabular.form import Note, note
from core.tabular.guess import Guess, given, measured, ranked
from core.tabular.numbers import guess_numbers, read_numbers

LONG_CLOCK_HOURS = 24
TYPICAL_MS_COUNT = 5_000
"""A usual value beyond this, in seconds, would be well over an hour: the number rather counts milliseconds."""

_NAMED_UNITS = (
    ("milliseconds", r"\b(?:ms|msec|millis|milli ?seconds?|milisegundos?)\b"),
    ("seconds", r"\b(?:s|secs?|seconds?|segs?|segundos?)\b"),
    ("minutes", r"\b(?:mins?|minutes?|minutos?)\b"),
    ("hours", r"\b(?:hrs?|hours?|horas)\b"),
    ("days", r"\b(?:days?|d[ií]as)\b"),
)


def guess_durations(values: pl.Series, missing: Sequence[str] = (), name: str = "", unit: str = "") -> list[Guess]:
    """Ways of reading the values as durations, the likeliest first; none when next to nothing can be one.

    Evidence: `three_parts`, `minutes_reach` (reaches: the first of two parts goes beyond the hours of a day),
    `fractions_of_seconds`, `two_parts_ambiguous`, `unit_seconds`, `unit_m_s` … (name), `day_fractions`,
    `round_thousands` (typical), `large_numbers` (typical), `unit_untold`, `duration_words`, `duration_iso`, and those
    of `guess_numbers`.

    Args:
        values: text; a sample is enough.
        missing: spellings of a missing value.
        name: of the column, which may name the unit: `wait_s`, `Talk time (min)`.
        unit: what a line of units says of the column.
    """
    cleaned = given(values, missing)
    if cleaned.null_count() == cleaned.len():
        return []
    candidates = [*_clocks(cleaned, f"{name} {unit}"), *_counts(cleaned, name, unit)]
    candidates += [(WORDS, 0.97, (note("duration_words"),)), (ISO, 0.98, (note("duration_iso"),))]
    guesses = []
    for style, confidence, told in candidates:
        readable, unreadable = measured(cleaned, read_durations(cleaned, style)[1])
        guesses.append(Guess(style, round(confidence * readable**2, 3), told, readable, unreadable))
    return ranked(guesses)


def _clocks(values: pl.Series, name: str) -> list[tuple[str, float, tuple[Note, ...]]]:
    two = values.drop_nulls().str.extract(r"^-?(\d{1,7}):\d{1,2}(?:[.,]\d+)?$", 1).cast(pl.Int64).drop_nulls()
    has_three = bool(values.str.contains(r"\d:\d{1,2}:\d").any())
    if not two.len():
        return [(CLOCK_HMS, 0.97, (note("three_parts"),))] if has_three else []
    if has_three:
        return [(CLOCK_HMS, 0.9, (note("three_parts"),)), (CLOCK_HM, 0.1, (note("two_parts_ambiguous"),))]
    pattern = _clock_named(name)
    if pattern:
        return [(pattern, 0.95, (note(f"unit_{pattern.replace(':', '_')}", name=name.strip()),))]
    reaches = int(two.to_frame().to_series().sort()[-1])
    if reaches >= LONG_CLOCK_HOURS:
        return [(CLOCK_MS, 0.9, (note("minutes_reach", reaches=reaches),)), (CLOCK_HM, 0.1, ())]
    if values.str.contains(r"^-?\d+:\d{2}[.,]\d").any():
        return [(CLOCK_MS, 0.95, (note("fractions_of_seconds"),))]
    unclear = (note("two_parts_ambiguous"),)
    return [(CLOCK_MS, 0.6, unclear), (CLOCK_HM, 0.4, unclear)]


def _clock_named(name: str) -> str:
    lower = name.lower()
    if re.search(r"\bh{1,2}:m{1,2}(?!:)", lower):
        return CLOCK_HM
    return CLOCK_MS if re.search(r"(?<!:)\bm{1,2}:s{1,2}\b", lower) else ""


def _counts(values: pl.Series, name: str, unit: str) -> list[tuple[str, float, tuple[Note, ...]]]:
    numbers = guess_numbers(values)
    if not numbers:
        return []
    best = numbers[0]
    ending = "_comma" if best.style == "comma" else ""
    named = _unit_named(unit) or _unit_named(name)
    if named:
        told = note(f"unit_{named}", name=(unit or name).strip())
        return [(named + ending, 0.95 * best.confidence, (told, *best.evidence))]
    kinds = _untold_unit(read_numbers(values, best.style)[0].drop_nulls())
    return [(kind + ending, sure * best.confidence, (told, *best.evidence)) for kind, sure, told in kinds]


def _unit_named(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", name).lower()
    return next((unit for unit, pattern in _NAMED_UNITS if re.search(pattern, words)), "")


def _untold_unit(numbers: pl.Series) -> list[tuple[str, float, Note]]:
    """What numbers without a unit count: told by how large they are and whether they are whole."""
    some = numbers.filter(numbers > 0)
    if not some.len():
        return [("seconds", 0.5, note("unit_untold"))]
    typical = float(some.quantile(0.5) or 0)
    is_whole = bool((some % 1 == 0).all())
    if not is_whole and typical < 0.2 and bool((some < 2).all()):
        return [("days", 0.9, note("day_fractions")), ("seconds", 0.1, note("unit_untold"))]
    if typical >= TYPICAL_MS_COUNT:
        key = "round_thousands" if bool((some % 1000 == 0).all()) else "large_numbers"
        return [("milliseconds", 0.85, note(key, typical=round(typical))), ("seconds", 0.15, note("unit_untold"))]
    return [
        ("seconds", 0.7, note("unit_untold")),
        ("minutes", 0.2, note("unit_untold")),
        ("milliseconds", 0.05, note("unit_untold")),
    ]
