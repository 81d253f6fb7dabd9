"""A guess at how a column writes its values: the style, how sure it is, and by what that was told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from core.tabular.form import Note

EXAMPLES = 5
OTHER_DIGITS = r"[\p{Nd}--[0-9]]"
"""Digits of other scripts are not read: they must not pass for what a pattern calls a digit."""


@dataclass(frozen=True)
class Guess:
    """One way of reading a column.

    Args:
        style: what the reader of that kind of values takes, a short text that a profile can keep.
        confidence: 0 (no) to 1 (sure).
        evidence: what tells it.
        readable: share of the values given that the style can read; values missing are not counted.
        unreadable: row within the column, from 0, and text of some values that it cannot read.
    """

    style: str
    confidence: float
    evidence: tuple[Note, ...] = ()
    readable: float = 1.0
    unreadable: tuple[tuple[int, str], ...] = ()


def given(values: pl.Series, missing: Sequence[str] = ()) -> pl.Series:
    """The values trimmed, no-break spaces made plain; null where there is none or a spelling of a missing one."""
    cleaned = values.cast(pl.String).str.replace_all(r"[\u00a0\u202f\u2009]", " ").str.strip_chars()
    cleaned = cleaned.str.replace_all(OTHER_DIGITS, "\ufffd")
    return cleaned.set(cleaned.is_in(["", *missing]).fill_null(True), None)


def measured(values: pl.Series, is_bad: pl.Series) -> tuple[float, tuple[tuple[int, str], ...]]:
    """Share of the given values that are not bad, and examples of the bad."""
    count = values.len() - values.null_count()
    rows = is_bad.arg_true()
    examples = tuple((int(row), str(values[int(row)])[:80]) for row in rows.head(EXAMPLES))
    return (1 - rows.len() / count if count else 0.0), examples


def ranked(guesses: Sequence[Guess]) -> list[Guess]:
    """The likeliest first; without those that read next to nothing."""
    worthwhile = [each for each in guesses if each.readable > 0 and each.confidence > 0.02]
    return sorted(worthwhile, key=lambda each: (-each.confidence, -each.readable))


Reader = Callable[[pl.Series, str], tuple[pl.Series, pl.Series]]
"""Values and style → what they mean, null where there is none or it is bad, and which are bad."""
