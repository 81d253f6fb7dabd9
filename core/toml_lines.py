"""Where the keys of a TOML text stand: the reader of the standard library tells no lines of what it has read."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

_PART = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_PATH})\s*\]")
_KEY = re.compile(rf"\s*({_PATH})\s*=(.*)", re.DOTALL)
_QUOTES = ('"""', "'''")
_LINE_OF = re.compile(r"\(?at line (\d+), column \d+\)?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """A text that is no TOML.

    Args:
        line: where, from 1.
        what: why, as the reader of the standard library tells it; empty when it is no UTF-8.
    """

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line, self.what = line, what


@dataclass(frozen=True)
class Lines:
    """The lines of a text, and where each key of it is given first.

    Args:
        texts: the lines without their ends; line 1 is `texts[0]`.
        keys: path of a table or a key → number of its line, from 1. Members of an array of tables are counted in the
            path, from "0".
        headers: the lines on which a table begins, in their order, with its path.
    """

    texts: tuple[str, ...]
    keys: dict[tuple[str, ...], int]
    headers: dict[int, tuple[str, ...]]

    def of(self, *path: str, value: str = "") -> int:
        """The line of a key; of one within braces that of the key before them; the first when there is no such key.

        Args:
            value: text of an array that may go over several lines; then its own line.
        """
        known = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in self.keys), ())
        line = self.keys.get(known, 1)
        within = range(line, len(self.texts) + 1) if value else ()
        return next((number for number in within if value in self.texts[number - 1]), line)


def find_lines(text: str) -> Lines:
    """Where the keys stand; of a text that is no TOML, wherever they seem to."""
    texts = tuple(text.split("\n"))
    keys: dict[tuple[str, ...], int] = {}
    headers: dict[int, tuple[str, ...]] = {}
    members: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    open_quotes = ""
    for number, line in enumerate(texts, start=1):
        if open_quotes:
            open_quotes = "" if open_quotes in line else open_quotes
        elif header := _HEADER.match(line):
            table = _within(_path(header[2]), members)
            if header[1] == "[[":
                keys.setdefault(table, number)
                members[table] = members.get(table, -1) + 1
                table = (*table, str(members[table]))
            keys.setdefault(table, number)
            headers[number] = table
        elif key := _KEY.match(line):
            keys.setdefault(table + _path(key[1]), number)
            open_quotes = next((quotes for quotes in _QUOTES if key[2].count(quotes) % 2), "")
    return Lines(texts, keys, headers)


def read_toml(text: str, lines: Lines) -> dict[str, Any]:
    """What the text says.

    Args:
        text: bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
        lines: of the text.

    Raises:
        Unreadable: it is no TOML.
    """
    for number, line in enumerate(lines.texts, start=1):
        if _SURROGATE.search(line):
            raise Unreadable(number, "")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Unreadable(1, "too deeply nested") from None
    except ValueError as problem:
        found = _LINE_OF.search(str(problem))
        told = _LINE_OF.sub("", str(problem)).strip().rstrip(".:")
        raise Unreadable(int(found[1]) if found else len(lines.texts), told) from problem


def _path(written: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, written))


def _within(path: tuple[str, ...], members: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """The path of a header, which means the last member of each array of tables that it goes through."""
    full: tuple[str, ...] = ()
    for place, part in enumerate(path):
        full = (*full, part)
        if full in members and place < len(path) - 1:
            full = (*full, str(members[full]))
    return full
