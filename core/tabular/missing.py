"""Which spellings of a column mean that there is no value."""

import polars as pl

from core.tabular.form import note
from core.tabular.guess import Guess, given

INSTANTS, IDS, DURATIONS, NUMBERS, TEXTS = "instants", "ids", "durations", "numbers", "texts"
KINDS = (INSTANTS, IDS, DURATIONS, NUMBERS, TEXTS)

SPELLINGS = (
    *(
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "?",
        "null",
        "(null)",
        "<null>",
        "nil",
        "none",
        "n/a",
        "#n/a",
        "#n/d",
        "n/d",
        "na",
        "nan",
    ),
    *("nat", "#value!", "#ref!", "#div/0!", "#num!", "#name?", "#null!", "\\n", "undefined", "(blank)", "(vacío)"),
    *(
        "sin dato",
        "sin datos",
        "ninguno",
        "no aplica",
        "not available",
        "not set",
        "unknown",
        "0000-00-00",
        "0000-00-00 00:00:00",
    ),
)
"""Lower case; found in any case."""
DOUBTFUL = ("unknown", "na", "none", "ninguno", ".", "?")
"""Spellings that may be a value among texts, such as a queue's name."""
ZEROS = ("0", "00:00", "00:00:00", "0:00:00", "0.0", "0,0", "-1")
"""Mean nothing among instants and ids; a duration or count of zero is a value."""


def guess_missing(values: pl.Series, kind: str) -> list[Guess]:
    """Spellings in this column that mean a missing value, the likeliest first; `style` is the spelling as written.

    Evidence: `missing_spelling` (spelling, count), `missing_zero` (spelling, count).

    Args:
        values: text.
        kind: one of KINDS, what the column's values are taken for. `0` is proposed for instants and ids alone.
    """
    found = given(values).drop_nulls().alias("spelling")
    counts = found.value_counts().sort("count", "spelling", descending=[True, False])
    lower = counts["spelling"].str.to_lowercase()
    likely = counts.filter(lower.is_in(list(SPELLINGS) + (list(ZEROS) if kind in (INSTANTS, IDS) else [])))
    guesses = []
    for spelling, count in likely.iter_rows():
        is_zero = spelling in ZEROS
        is_doubtful = kind == TEXTS and spelling.lower() in DOUBTFUL
        key = "missing_zero" if is_zero else "missing_spelling"
        confidence = 0.9 if is_zero else 0.3 if is_doubtful else 0.97
        if is_zero and count == found.len():
            confidence = 0.5
        guesses.append(Guess(spelling, confidence, (note(key, spelling=spelling, count=count),)))
    return sorted(guesses, key=lambda each: -each.confidence)
