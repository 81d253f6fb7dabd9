"""Read yes and no in English and Spanish."""

from collections.abc import Sequence

import polars as pl

from core.tabular.form import note
from core.tabular.guess import Guess, given, measured

YES = ("yes", "y", "true", "t", "1", "1.0", "on", "x", "✓", "sí", "si", "s", "verdadero", "v", "cierto")
NO = ("no", "n", "false", "f", "0", "0.0", "off", "falso")
STYLE = "yes_no"


def read_booleans(values: pl.Series, missing: Sequence[str] = ()) -> tuple[pl.Series, pl.Series]:
    """What the values say, in any case: null where there is none or it cannot be read; and which are bad."""
    cleaned = given(values, missing).str.to_lowercase()
    meaning = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    said = cleaned.replace_strict(meaning, default=None, return_dtype=pl.Boolean)
    return said, (cleaned.is_not_null() & said.is_null()).alias("is_bad")


def guess_booleans(values: pl.Series, missing: Sequence[str] = ()) -> list[Guess]:
    """Whether the values are yes and no; none when next to nothing is. Evidence: `yes_no` (yes, no)."""
    cleaned = given(values, missing)
    said, is_bad = read_booleans(cleaned)
    readable, unreadable = measured(cleaned, is_bad)
    if not readable:
        return []
    are_numbers = bool(cleaned.drop_nulls().is_in(["0", "1", "0.0", "1.0"]).all())
    told = note("yes_no", yes=int(said.sum()), no=int((~said).sum()))
    confidence = (0.6 if are_numbers else 0.95) * readable**2
    return [Guess(STYLE, round(confidence, 3), (told,), readable, unreadable)]
