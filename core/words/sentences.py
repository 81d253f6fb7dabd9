"""Messages of errors in the reader's language: recognised by their sentence, as they are said in one language.

Code says what went wrong in English, where it is found: for the command line, for logs, for what is kept in files. A
catalogue beside this module has each of those sentences in Spanish, with `{}` for every value that code fills in. A
text is told by the sentence that it is an instance of; so texts that were kept long ago are told too.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from core.words import LANGUAGES, catalogue

SAID_IN = "en"
"""The language in which code says what went wrong."""

BY_KEY = (
    "corrections.wrong.",
    "figure.refused.",
    "mistake.",
    "report.bad_value",
    "report.merge_split",
    "report.sql_not_merged",
    "report.too_small",
    "reported.refused.",
    "sql.place",
    "sql.refused.",
    "tabular.day_first",
    "tabular.decimal_comma",
    "tabular.decimal_point",
    "tabular.hardly_any",
    "tabular.month_first",
    "tabular.order_close",
    "tabular.order_future",
    "tabular.order_gap",
    "tabular.order_mixed",
    "tabular.order_together",
    "tabular.round_thousands",
    "tabular.unit_longer",
    "tabular.unit_shorter",
    "views.wrong.",
)
"""Keys of the catalogues of words whose sentences errors are made of as well."""

MOST_TOLD = 5_000
"""Characters of a text that is looked at: what is longer holds somebody's data."""

MOST_PARTS = 12
"""Places at most at which a text is tried to be parted."""

MOST_DEEP = 8
"""Messages within each other at most: names with marks between them could be taken for hundreds."""

MOST_READ = 300
"""Pieces of a text that are looked at; those that are left stay as they are."""

_PARTED = re.compile(r"(?:(?<=[.?!:])|;)\s+|\n+")
_LETTERS = re.compile(r"[^\W\d_]")
_VALUES = {
    "!r": r"""(b?'(?:[^'\\]|\\.)*'|b?"(?:[^"\\]|\\.)*"|[\[({<].*?[\])}>]|['"].*?|[-+\w.]+(?:\(.*?\))?)""",
    ":,": r"(-?\d{1,3}(?:,\d{3})*)",
}
"""What a value looks like, by how it is written."""


@dataclass(frozen=True)
class Sentence:
    """What code says, and the same in another language.

    Args:
        said: with `{}`, or `{name}`, for each value; `{!r}` for one as Python writes it, most often in quotes,
            and `{:,}` for a whole number.
        told: with the same values: `{}` in the same order, or `{0}`, `{1}` …, or by their names.
    """

    said: str
    told: str

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The words before, between and after the values: one more than there are values."""
        words = [""]
        for literal, name, _, _ in Formatter().parse(self.said):
            words[-1] += literal
            if name is not None:
                words.append("")
        return tuple(words)

    @cached_property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Name and way of writing of each value; the name is its place where it has none."""
        found = [
            (name, f"!{conversion}" if conversion else f":{spec}" if spec else "")
            for _, name, spec, conversion in Formatter().parse(self.said)
            if name is not None
        ]
        return tuple((name or str(place), how) for place, (name, how) in enumerate(found))

    @cached_property
    def weight(self) -> int:
        """How many characters are its own; none of one that has marks only."""
        return 0 if self.is_glue else sum(map(len, self.literals))

    @cached_property
    def is_glue(self) -> bool:
        """Whether it has no words of its own, so that it says nothing unless one of its values does."""
        return not _LETTERS.search("".join(self.literals))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What recognises it."""
        words = [re.escape(literal) for literal in self.literals]
        values = [_VALUES.get(how, "(.*?)") for _, how in self.values]
        return re.compile(
            "".join(f"{word}{value}" for word, value in zip(words, [*values, ""], strict=True)), re.DOTALL
        )

    def taken_from(self, text: str) -> tuple[str, ...] | None:
        """The values of a text that is this sentence; None for another text."""
        # Most sentences are ruled out by how they begin and end, long before any pattern has to be made; and patterns
        # take long to find that words are missing, or in another order.
        if not text.startswith(self.literals[0]) or not text.endswith(self.literals[-1]):
            return None
        at = 0
        for words in self.literals:
            at = text.find(words, at) + len(words)
            if at < len(words):
                return None
        found = self.pattern.fullmatch(text)
        return found.groups() if found else None

    def filled(self, values: Mapping[str, str]) -> str:
        """It in the other language."""
        told, place = "", 0
        for literal, name, _, _ in Formatter().parse(self.told):
            told += literal
            if name is not None:
                told += values[name or str(place)]
                place += 1
        return told


@lru_cache(maxsize=8_192)
def in_language(language: str, text: str) -> str:
    """A message in a language, with its values; as it is where no sentence of the catalogue is recognised in it.

    Args:
        language: a code of `LANGUAGES`.
        text: what code said, now or earlier: one sentence, several after each other, or one with others as values.
    """
    if language == SAID_IN or language not in LANGUAGES:
        return text
    found = _Reading(language).recognised(text)
    return found.text if found else text


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """All that can be told in a language; those with most words of their own first."""
    told = tomllib.loads((Path(__file__).parent / f"sentences.{language}.toml").read_text(encoding="utf-8"))
    own = [Sentence(said, words) for table in told.values() for said, words in table.items()]
    return tuple(sorted((*own, *_by_key(language)), key=lambda one: -one.weight))


def _by_key(language: str) -> Iterator[Sentence]:
    there = catalogue(language)
    for key, said in catalogue(SAID_IN).items():
        # A single word is no sentence: somebody's queue may be called so.
        if key.startswith(BY_KEY) and " " in said:
            yield Sentence(said, there[key])


class _Told(NamedTuple):
    """A text in the language.

    Args:
        weight: how many characters of it are words that were recognised.
        begins: whether it begins with such words.
    """

    text: str
    weight: int = 0
    begins: bool = False


class _Reading:
    """One text that is being told, with what is known of its pieces."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[tuple[str, int], _Told | None] = {}

    def recognised(self, text: str, deep: int = 0) -> _Told | None:
        """The reading in which most is recognised, among equals one that begins with what is; None when nothing is."""
        if not text or len(text) > MOST_TOLD or deep > MOST_DEEP:
            return None
        if (text, deep) not in self._known:
            if len(self._known) == MOST_READ:
                return None
            self._known[text, deep] = None
            readings = [*self._as_one(text, deep + 1), *self._as_several(text, deep + 1)]
            self._known[text, deep] = max(readings, key=lambda one: (one.weight, one.begins), default=None)
        return self._known[text, deep]

    def _as_one(self, text: str, deep: int) -> Iterator[_Told]:
        """The text as each sentence that it can be."""
        for sentence in sentences(self._language):
            values = sentence.taken_from(text)
            if values is None:
                continue
            given = zip(sentence.values, values, strict=True)
            told = {name: self._value(how, value, deep) for (name, how), value in given}
            nested = sum(one.weight for one in told.values())
            if nested or not sentence.is_glue:
                filled = sentence.filled({name: one.text for name, one in told.items()})
                yield _Told(filled, sentence.weight + nested, bool(sentence.literals[0]))

    def _as_several(self, text: str, deep: int) -> Iterator[_Told]:
        """The text as messages after each other, each told."""
        for parted in islice(_PARTED.finditer(text), MOST_PARTS):
            first = self.recognised(text[: parted.start()], deep)
            rest = self.recognised(text[parted.end() :], deep) if first else None
            if first and rest:
                yield _Told(f"{first.text}{parted[0]}{rest.text}", first.weight + rest.weight, first.begins)

    def _value(self, how: str, value: str, deep: int) -> _Told:
        """A value as it is told: numbers grouped as the language does it, messages within a message told as well."""
        if how in _VALUES:
            return _Told(value.replace(",", ".") if how == ":," else value)
        return self.recognised(value, deep) or _Told(value)
