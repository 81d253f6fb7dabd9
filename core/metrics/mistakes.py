"""Mistakes in a file that a house writes: each with its line, the value and the way out, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from core.metrics.metric import Text
from core.words.sentences import in_language

_HINTS = {
    "near": Text("did you mean {other}?", "¿quería decir {other}?"),
    "known": Text("known: {other}.", "hay: {other}."),
}
_MOST = 40
"""Names that one message lists."""


@dataclass(frozen=True)
class Mistake:
    """Something in a file that cannot be used.

    Args:
        line: its number in the file, from 1.
        entry: the table that it keeps from being used; empty when it is the whole file's.
        told: what is wrong and the way out.
    """

    line: int
    entry: str
    told: Text

    file: ClassVar[str]
    """What the file is called."""

    def __str__(self) -> str:
        return self.said_in("en")

    def said_in(self, language: str) -> str:
        """The sentence in a language, with its place."""
        return in_language(language, f"{self.file}, line {self.line}: {getattr(self.told, language)}")


class Wrong(Exception):
    """What cannot be used, before its line is known.

    Args:
        what: one of `words`.
        path: keys that lead to it.
        at: text by which its line is found, in a value that may go over several.
        other: what is wanted, in both languages.
        values: `value` and `key` of the message; what a reader of TOML said of it is told in either language.
    """

    words: ClassVar[Mapping[str, Text]]
    """What is told of each kind: `{value}` is what the file says, for `{key}`; `{other}` is wanted."""

    def __init__(self, what: str, *path: str, at: str = "", other: Text | str = "", **values: object) -> None:
        super().__init__(what)
        self.path, self.at = path, at
        wanted = other if isinstance(other, Text) else Text(other, other)
        words = self.words[what]
        spoken = {name: in_language("es", value) if isinstance(value, str) else value for name, value in values.items()}
        self.told = Text(words.en.format(**values, other=wanted.en), words.es.format(**spoken, other=wanted.es))


def among(name: str, known: Iterable[str]) -> Text:
    """The way out of a wrong name: the names nearest to it, else all of them."""
    names = sorted(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    hint = _HINTS["near" if near else "known"]
    listed = ", ".join(near or names[:_MOST])
    return Text(hint.en.format(other=listed), hint.es.format(other=listed))
