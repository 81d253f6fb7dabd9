"""Addresses as they are given to a command: on the line itself, in files, on standard input."""

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from core.commands.console import tell
from core.errors import SourceError

HERE = "-"
"""Stands for standard input."""

SHEETS = (".csv", ".tsv")
_FILE_NAME = re.compile(r"[^:@]*(?:/[^:@]*[^\W\d_][^:@]*|\.(?:csv|tsv|txt))", re.IGNORECASE)


def read_addresses(words: Sequence[str]) -> list[str]:
    """One address a word; of a file one a line, or of CSV one a row in its first column. Empty lines are addresses too.

    Raises:
        SourceError: a file that is not there or holds no text; the message names it.
    """
    return [address for word in words for address in _addresses(word)]


def _addresses(word: str) -> list[str]:
    if word == HERE:
        return sys.stdin.read().splitlines()
    path = Path(word).expanduser()
    if _is_file(path):
        text = _text(path)
        return _first_column(path, text) if path.suffix.lower() in SHEETS else text.splitlines()
    if _FILE_NAME.fullmatch(word):
        raise SourceError(f"{word} is not there, or is no file; give a number, a text file or a CSV file.")
    return [word]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long for a name, say: then it is an address
        return False


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise SourceError(f"{path}: cannot be read ({problem.strerror or problem}).") from problem
    except UnicodeDecodeError as problem:
        raise SourceError(f"{path} is no text in UTF-8; save it as text or CSV in UTF-8.") from problem


def _first_column(path: Path, text: str) -> list[str]:
    """The first cell of each row; a heading is left out and said."""
    found = re.search(r"[,;\t]", text.partition("\n")[0])
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=found[0] if found else ","))
    except csv.Error as problem:
        raise SourceError(f"{path}: cannot be read as CSV ({problem}).") from problem
    cells = [row[0] if row else "" for row in rows]
    if cells and _is_heading(cells[0]):
        tell(f"{path}: the first line is taken for a heading ({cells[0]}).")
        return cells[1:]
    return cells


def _is_heading(cell: str) -> bool:
    from core.geo.address import ANONYMOUS_WORDS

    return re.fullmatch(r"[^\d@:+]*[^\W\d_][^\d@:+]*", cell) is not None and cell.lower() not in ANONYMOUS_WORDS
