"""Where the keys of a TOML text stand: the reader of the standard library tells no lines of what it has read."""

import re
from dataclasses import dataclass

_PART = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_PATH})\s*\]")
_KEY = re.compile(rf"\s*({_PATH})\s*=(.*)", re.DOTALL)
_QUOTES = ('"""', "'''")


@dataclass(frozen=True)
class Lines:
    """The lines of a text, and where each key of it is given first.

    Args:
        texts: the lines without their ends; line 1 is `texts[0]`.
        keys: path of a table or a key → number of its line, from 1.
    """

    texts: tuple[str, ...]
    keys: dict[tuple[str, ...], int]

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
    table: tuple[str, ...] = ()
    open_quotes = ""
    for number, line in enumerate(texts, start=1):
        if open_quotes:
            open_quotes = "" if open_quotes in line else open_quotes
        elif header := _HEADER.match(line):
            table = _path(header[1])
            keys.setdefault(table, number)
        elif key := _KEY.match(line):
            keys.setdefault(table + _path(key[1]), number)
            open_quotes = next((quotes for quotes in _QUOTES if key[2].count(quotes) % 2), "")
    return Lines(texts, keys)


def _path(written: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, written))
