"""The declared schema of a notebook's file: its keys, what each means and what it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from core.figures import LOOKS
from core.figures.figure import SHARES, TONES
from core.notebooks.cell import KINDS, LOOKS_OF
from core.words import LANGUAGES

TEXT, TRUTH, WHOLE, NUMBER = "a text in quotes", "true or false", "a whole number", "a number"
TEXTS = "a list of texts"
SPOKEN = "a text in quotes, or one in each language: { en = …, es = … }"
TABLE, TABLES = "a table", "a list of tables"
FIGURES = tuple(LOOKS_OF)

MOST_CELLS = 200
PARAMETERS = ("period", "tz", "vs")
"""What a reader may change where a file does not say it."""


@dataclass(frozen=True)
class Key:
    """One key of the file.

    Args:
        takes: what its value has to be.
        meaning: in the manual.
        kinds: the kinds of cell that have it; none for all, and for keys outside of cells.
        choices: the only values that there are; none for any.
    """

    takes: str
    meaning: str
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


NOTEBOOK_KEYS: Mapping[str, Key] = {
    "title": Key(SPOKEN, "What the notebook is called in lists, on the page and in reports."),
    "description": Key(SPOKEN, "What it is for, in a sentence."),
    "parameters": Key(
        TEXTS,
        "The words of the address that a reader may change, and that `--set` may set. "
        "Without it: `period`, `tz`, `vs`.",
    ),
    "scope": Key(
        TABLE,
        "What the notebook speaks of: words of the address and their values, as the page's address has them or as "
        "lists. Without a word, all conversations count.",
    ),
    "cell": Key(TABLES, "The cells from top to bottom, each beginning with `[[cell]]`."),
}
"""At the top of the file."""

CELL_KEYS: Mapping[str, Key] = {
    "kind": Key(TEXT, "What the cell is.", choices=KINDS),
    "name": Key(
        TEXT,
        "Its name within the notebook: small letters, digits and `-`. Without it: `cell-1` for the first, and so on. "
        "A name keeps it the same cell wherever it is moved.",
    ),
    "title": Key(SPOKEN, "What stands above it; without it, a figure says what it shows."),
    "text": Key(
        SPOKEN,
        "Markdown: the content of a text cell, a note below the title of another.",
        tuple(kind for kind in KINDS if kind != "divider"),
    ),
    "sql": Key(TEXT, "The question of an SQL cell.", ("sql",)),
    "metrics": Key(TEXTS, "What is shown: 1 to 20 names of metrics.", FIGURES),
    "rows": Key(TEXTS, "How it is split downwards: columns and time grains, outermost first.", FIGURES),
    "columns": Key(TEXTS, "How it is split across.", FIGURES),
    "look": Key(TEXT, "How it is looked at; without it, the look that suits.", ("chart", "table"), choices=LOOKS),
    "where": Key(TEXTS, "Conditions beyond the notebook's scope, such as `channel=voice`.", FIGURES),
    "sort": Key(TEXT, "A metric or one of `rows` to sort by.", FIGURES),
    "ascending": Key(TRUTH, "Sorted from the lowest.", FIGURES),
    "top": Key(WHOLE, "At most so many groups of the first of `rows`.", FIGURES),
    "others": Key(TRUTH, "With `top`: a row for all other groups together.", FIGURES),
    "totals": Key(TRUTH, "With rows and columns for the whole.", FIGURES),
    "share": Key(TEXT, "Numbers as parts of the total, of their row or of their column.", FIGURES, SHARES[1:]),
    "running": Key(TRUTH, "Each row tells the sum up to it.", FIGURES),
    "compared": Key(TRUTH, "Each number stands beside that of the earlier period.", FIGURES),
    "highlights": Key(TABLES, "Conditional formats: cells within bounds get a tone.", FIGURES),
}
"""Within `[[cell]]`."""

HIGHLIGHT_KEYS: Mapping[str, Key] = {
    "metric": Key(TEXT, "One of the cell's metrics."),
    "tone": Key(TEXT, "How it is coloured.", choices=TONES),
    "at_least": Key(NUMBER, "From this value on, in the metric's unit."),
    "below": Key(NUMBER, "Only under this value."),
}
"""Within `highlights`."""

CELL_OWN = ("kind", "name", "title", "text", "sql")
"""Keys of a cell that are none of its figure."""


KINDS_AND_KEYS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(name for name, key in CELL_KEYS.items() if not key.kinds or kind in key.kinds) for kind in KINDS
}
"""The keys that each kind of cell has."""


def unnamed(place: int) -> str:
    """What a cell without a name is called, by its place from 1."""
    return f"cell-{place}"


def takes(key: Key, value: Any) -> bool:
    """Whether a value is what a key takes."""
    return _CHECKS[key.takes](value)


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _is_spoken(value: Any) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    return bool(value) and all(code in LANGUAGES and isinstance(text, str) for code, text in value.items())


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    TRUTH: lambda value: isinstance(value, bool),
    WHOLE: lambda value: type(value) is int,
    NUMBER: lambda value: type(value) in (int, float) and isfinite(value),
    TEXTS: lambda value: isinstance(value, str) or _is_list(value, str),
    SPOKEN: _is_spoken,
    TABLE: lambda value: isinstance(value, dict),
    TABLES: lambda value: _is_list(value, dict),
}
