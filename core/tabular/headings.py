"""Where the names of the columns are, and where the values begin, told by the first rows of a table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.tabular.form import Note, note

WIDE_SHARE = 0.6
"""A header names at least this share of the columns; what fills less, above it, are title lines."""
COMPARED_ROWS = 50
VALUE_LENGTH = 60
"""What is longer is neither a value nor a unit."""

Row = Sequence[str]

_value = re.compile(
    r"""\s*(?:
      [-+−]?[€$£]?\s*[\d.,\u00a0'’ ]*\d\s*[%€$£]?       # a number, a percentage, an amount
    | \d{1,4}\s*[-/.:]\s*[\w]{1,9}\s*[-/.: ,]\s*.*\d.*     # a date, a time, or both
    | PT?[\d.,DHMS]+                                        # a duration of ISO 8601
    | (?:\d+\s*(?:h|m|s|min|ms|d)\.?\s*)+                   # 2m 23s
    | true|false|yes|no|sí|si|null|n/a|\#n/a|nan|-
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_unit = re.compile(
    r"""[\[(]?\s*(?:
      s|sec|secs|seconds?|seg|segs|segundos?|ms|millis|milliseconds?|milisegundos?|m|min|mins|minutes?|minutos?
    | h|hrs?|hours?|horas?|days?|d[ií]as?|%|percent|pct|porcentaje|por\s+ciento|n|nº|no\.|\#|count|calls|llamadas|número
    | (?:[hms]{1,2}[:.])+[hms]{1,2}(?:[.,]s+)?|mm?[:]ss|hh?[:]mm
    | (?:dd?|mm?|yy(?:yy)?|aa(?:aa)?)(?:[-/.](?:dd?|mm?|yy(?:yy)?|aa(?:aa)?)){1,2}.*
    | utc|gmt|local|text|texto|date|fecha|time|hora|usd|eur|€|\$|£|-
    )\s*[\])]?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """The top of a table.

    Args:
        header_row: the row that names the columns, from 1; 0 when none does.
        first_row: the first row of values.
        names: of the columns, unique and trimmed; a column that has none is called `column N`.
        units: what a line of units says, by column name.
        notes: what tells the header, title lines and units.
    """

    header_row: int
    first_row: int
    names: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def detect(rows: Sequence[Row], *, skipped: int = 0) -> Heading:
    """The top of the table that begins with these rows; blank rows are empty.

    Args:
        rows: the first rows of the file, in order.
        skipped: rows at the very top that are known to be no table, such as `sep=;`.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual, full = _usual(filled[skipped:]), _full(rows[skipped:], filled[skipped:])
    start = _first_wide(filled, skipped, usual)
    top = _first_wide(filled, skipped, full)
    if start is None or top is None:
        return Heading(0, 1, names_of([], body_width(rows)), (), (note("no_header"),))
    below = [row for row, count in zip(rows[top + 1 :], filled[top + 1 :], strict=True) if count >= _needed(usual)]
    told = _told(rows[top], below[:COMPARED_ROWS])
    top = start if told.key == "no_header" else top
    titles = [at for at in range(skipped, top) if filled[at]]
    notes = [note("title_lines", lines=len(titles), text=_text(rows[titles[0]]))] if titles else []
    notes.append(told)
    if told.key == "no_header":
        return Heading(0, top + 1, names_of([], body_width(rows[top:])), (), tuple(notes))
    names = names_of(rows[top], body_width(below))
    has_units = bool(below) and _is_units(below[0], len(below))
    if not has_units:
        return Heading(top + 1, top + 2, names, (), tuple(notes))
    first = next(at for at in range(top + 1, len(rows)) if rows[at] is below[0]) + 2
    units = tuple((name, cell.strip()) for name, cell in zip(names, below[0], strict=False) if cell.strip())
    notes.append(note("units_line", row=first - 1, text=_text(below[0])))
    return Heading(top + 1, first, names, units, tuple(notes))


def names_of(cells: Row, width: int) -> tuple[str, ...]:
    """Unique, trimmed names for the cells of a header and for as many columns as there are.

    Trailing columns without a name beyond `width` are dropped; one name twice is numbered: `Time`, `Time (2)`.
    """
    given = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while len(given) > width and not given[-1]:
        given.pop()
    given += [""] * (width - len(given))
    taken = set(given)
    unique: dict[str, None] = {}
    for index, name in enumerate(given, start=1):
        base = chosen = name or f"column {index}"
        again = 2
        while chosen in unique or (chosen != name and chosen in taken):
            chosen, again = f"{base} ({again})", again + 1
        unique[chosen] = None
    return tuple(unique)


def _usual(filled: Sequence[int]) -> int:
    """How many cells most rows fill; of equals, the more."""
    counts = Counter(count for count in filled if count)
    return max(counts, key=lambda each: (counts[each] * min(each, 4), each), default=0)


def _full(rows: Sequence[Row], filled: Sequence[int]) -> int:
    """The most cells that a row fills which is as long as most: a header fills as many, where values may be missing."""
    lengths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    usual = max(lengths, key=lambda each: (lengths[each], each), default=0)
    return max((count for row, count in zip(rows, filled, strict=True) if len(row) == usual), default=0)


def _needed(cells: int) -> float:
    return max(2, WIDE_SHARE * cells) if cells > 1 else 1


def _first_wide(filled: Sequence[int], start: int, cells: int) -> int | None:
    return next((at for at in range(start, len(filled)) if filled[at] >= _needed(cells)), None)


def body_width(rows: Sequence[Row]) -> int:
    """Columns of the rows that are as long as most, up to the last one in which any of them has something."""
    lengths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    usual = max(lengths, key=lambda each: (lengths[each], each), default=0)
    return max((at + 1 for row in rows if len(row) == usual for at, cell in enumerate(row) if cell.strip()), default=0)


def _told(first: Row, below: Sequence[Row]) -> Note:
    """Whether the first full row is a header: its cells are words, and differ from what is below them."""
    cells = [cell.strip() for cell in first]
    words = [bool(cell) and not _is_value(cell) for cell in cells]
    given = sum(map(bool, cells))
    if not below:
        return note("header_alone" if sum(words) == given else "no_header")
    differs = repeats = same = 0
    for at, cell in enumerate(cells):
        under = [row[at].strip() for row in below if at < len(row) and row[at].strip()]
        if not cell or not under:
            continue
        values_under = sum(map(_is_value, under)) / len(under)
        differs += words[at] and values_under > 0.6
        same += not words[at] and values_under > 0.6
        repeats += words[at] and values_under <= 0.6 and under.count(cell) > 0
    if (same and same >= differs) or (sum(words) < given and not differs):
        return note("no_header", columns=same)
    if differs:
        return note("header_words", columns=differs)
    distinct = len({cell.casefold() for cell in cells if cell}) == given
    return note("header_distinct") if distinct and not repeats else note("no_header")


def _is_units(row: Row, rows_below: int) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return rows_below > 1 and bool(cells) and all(map(_is_unit, cells)) and set(cells) != {"-"}


def _is_value(cell: str) -> bool:
    return len(cell) <= VALUE_LENGTH and _value.fullmatch(cell) is not None


def _is_unit(cell: str) -> bool:
    return len(cell) <= VALUE_LENGTH and _unit.fullmatch(cell) is not None


def _text(row: Row) -> str:
    return " · ".join(cell.strip() for cell in row if cell.strip())[:120]
