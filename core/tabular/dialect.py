"""How a CSV text separates and quotes its fields, told by which way makes a regular table of its beginning."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from core.sources.text import RECORD_LIMIT_BYTES
from core.tabular.form import DELIMITERS, Note, note

SAMPLE_RECORDS = 300
SAMPLE_CHARACTERS = 400_000
PREFERENCE = ("\t", ";", "|", ",")
"""Of equals the first: a comma may be a decimal sign in a text that is regular both ways."""

_declared = re.compile(r"\ufeff?\"?sep=(.)\"?\n", re.IGNORECASE)
_apostrophes = re.compile(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\n]|$)", re.MULTILINE)


def detect(text: str) -> tuple[str, str, tuple[Note, ...]]:
    """The delimiter, the quote and what tells them.

    Args:
        text: the beginning of the file, line feeds alone.
    """
    sample = text[:SAMPLE_CHARACTERS]
    quote = '"' if '"' in sample or len(_apostrophes.findall(sample)) < 3 else "'"
    declared = declared_delimiter(sample)
    if declared:
        return declared, quote, (note("delimiter_declared", delimiter=_name(declared)),)
    is_whole = len(text) <= SAMPLE_CHARACTERS
    regular = {each: _regularity(parsed(sample, each, quote, whole=is_whole)) for each in PREFERENCE}
    best = max(PREFERENCE, key=lambda each: (round(regular[each][0], 2), -PREFERENCE.index(each)))
    share, width = regular[best]
    if not share:
        return ",", quote, (note("one_column"),)
    return best, quote, (note("delimiter", delimiter=_name(best), columns=width, share=round(100 * share)),)


def declared_delimiter(text: str) -> str:
    """What a first line such as `sep=;` says, which spreadsheets write and obey."""
    match = _declared.match(text)
    return match[1] if match and match[1] in DELIMITERS else ""


def parsed(text: str, delimiter: str, quote: str, *, whole: bool = True) -> list[list[str]]:
    """The first records of a text, blank ones as empty lists; the last is left out when the text is cut."""
    csv.field_size_limit(RECORD_LIMIT_BYTES)
    records: list[list[str]] = []
    lines = text.split("\n")
    reader = csv.reader(
        (line + "\n" for line in lines[: len(lines) if whole else -1]), delimiter=delimiter, quotechar=quote
    )
    try:
        for record in reader:
            records.append([] if record == [""] else record)
            if len(records) >= SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    if whole and records and not records[-1]:
        records.pop()
    return records


def _regularity(records: Sequence[list[str]]) -> tuple[float, int]:
    """Share of the records that are as wide as the most, and that width; none when that is one field."""
    widths = Counter(len(record) for record in records if record)
    if not widths:
        return 0.0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 1
    width = max(several, key=lambda each: (several[each], each))
    return several[width] / widths.total(), width


def _name(delimiter: str) -> str:
    return "⇥" if delimiter == "\t" else delimiter
