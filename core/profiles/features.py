"""Features: what a column's header and values show, before anybody says what it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.profiles import spoken
from core.profiles.typed import times_of_day
from core.profiles.vocabulary import PHRASES, normal, without_unit
from core.tabular import Rows
from core.tabular.guess import Guess, given
from core.tabular.missing import DURATIONS, IDS, INSTANTS, TEXTS
from core.tabular.values import guess_durations, guess_instants, guess_missing, guess_numbers

FEW = 60
"""More different values than this are no categories."""
SAMPLES = 3
SURE = 0.7

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_PHONE = r"^(?:tel:|sip:)?\+?[\d\s().\-]{7,20}(?:x\d+)?$"
_CLOCK = r"(?i)^\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?)?$"
_DAY_FRACTION = r"^0?[.,]\d{3,}$"
_WEAK = frozenset(
    {
        *("time", "hora", "date", "fecha", "total", "name", "nombre", "type", "tipo", "call", "number", "numero"),
        *("start", "end", "inicio", "fin"),
    }
)
"""Words that alone within others say little."""


@dataclass(frozen=True)
class Column:
    """One column of a sample.

    Args:
        name: as the file has it.
        values: as text, trimmed, null where there is nothing.
        unit: what a line of units says of it.
    """

    name: str
    values: pl.Series
    unit: str = ""

    @cached_property
    def words(self) -> str:
        """The header as words, without a unit at its end."""
        return without_unit(normal(self.name))

    @cached_property
    def given(self) -> pl.Series:
        """The values without those that spell a missing one."""
        spelled = [guess.style for guess in guess_missing(self.values, TEXTS) if guess.confidence > 0.5]
        return self.values.set(self.values.is_in(spelled).fill_null(value=False), None).drop_nulls()

    @cached_property
    def distinct(self) -> list[str]:
        """The different values, in order."""
        return sorted(self.given.unique().to_list())

    @cached_property
    def is_unique(self) -> bool:
        """Whether (nearly) every value stands once."""
        return bool(self.given.len()) and len(self.distinct) >= 0.98 * self.given.len()

    @cached_property
    def has_digits(self) -> bool:
        """Whether so many values have a digit that it can be read as instants, durations or numbers for sure."""
        return self.share(r"[0-9]") >= SURE

    @cached_property
    def instants(self) -> Guess | None:
        """The likeliest way of reading it as instants with a time of day."""
        if not self.has_digits:
            return None
        return _sure(guess_instants(self.values, self.missing(INSTANTS)))

    @cached_property
    def durations(self) -> Guess | None:
        """The likeliest way of reading it as durations."""
        if not self.has_digits:
            return None
        return _sure(guess_durations(self.values, self.missing(DURATIONS), self.name, self.unit))

    @cached_property
    def numbers(self) -> Guess | None:
        """The likeliest way of reading it as numbers."""
        if not self.has_digits:
            return None
        return _sure(guess_numbers(self.values, self.missing(DURATIONS)))

    @cached_property
    def is_unnamed(self) -> bool:
        """Whether its name only counts columns."""
        return re.fullmatch(r"column \d+", self.name) is not None

    @cached_property
    def is_date(self) -> bool:
        """Whether it has dates without a time of day."""
        if self.instants is None:
            return False
        if self.instants.style.startswith("excel"):
            return not self.given.str.contains(r"[.,]\d*[1-9]").any()
        clock = r"\d[:h]\d{2}|(?i)\d\s?[ap]\.?m"
        no_clock = ~self.given.str.contains(clock) | self.given.str.contains(r"[ T]00:00(?::00(?:\.0+)?)?$")
        return not self.instants.style.startswith("epoch") and bool(no_clock.all())

    @cached_property
    def is_clock(self) -> bool:
        """Whether it has times of day, or fractions of a day, that a date could go with."""
        text = times_of_day(self.given.str.replace(r"^1899-12-3[01][ T]", ""))
        if self.numbers is not None and self.share(_DAY_FRACTION) < 1 and self.named("start_time")[0] < 1:
            return False
        is_clock = text.str.contains(_CLOCK) | text.str.contains(_DAY_FRACTION)
        return share_of(is_clock) >= SURE

    def missing(self, kind: str) -> tuple[str, ...]:
        """The spellings by which it leaves something open, were it of this kind."""
        return tuple(sorted(guess.style for guess in guess_missing(self.values, kind) if guess.confidence >= 0.5))

    def share(self, pattern: str) -> float:
        """Share of its values that look like this."""
        return share_of(self.given.str.contains(pattern))

    @cached_property
    def emails(self) -> float:
        """Share of e-mail addresses."""
        return self.share(_EMAIL)

    @cached_property
    def phones(self) -> float:
        """Share of what may be telephone numbers."""
        digits = self.given.str.replace_all(r"\D", "").str.len_chars()
        looks = self.given.str.contains(_PHONE) & digits.is_between(7, 15)
        return share_of(looks)

    def known(self, words: Mapping[str, str]) -> dict[str, str]:
        """Those of its values that are known words, with what they are in ours; none of a column of many values."""
        return spoken.translate(self.distinct, words) if len(self.distinct) <= FEW else {}

    @cached_property
    def states(self) -> dict[str, str]:
        """Those of its values that say how a contact went."""
        return spoken.translate_states(self.distinct, self.words) if len(self.distinct) <= FEW else {}

    @cached_property
    def samples(self) -> tuple[str, ...]:
        """Some of its values, different ones."""
        return tuple(self.given.unique(maintain_order=True).head(SAMPLES).to_list())

    def named(self, target: str) -> tuple[float, str]:
        """How well the header names a target, 0 to 1, and the words that do."""
        own = {normal(self.name), self.words}
        best = (0.0, "")
        for phrase in PHRASES.get(target, ()):
            if phrase in own:
                return 1.0, phrase
            if _contains(self.words, phrase):
                best = max(best, (_partly(self.words, phrase), phrase))
        return best


def share_of(is_so: pl.Series) -> float:
    """Share of the rows for which it is true; 0 when there are none."""
    return int(is_so.fill_null(value=False).sum()) / is_so.len() if is_so.len() else 0.0


def columns_of(rows: Rows, units: Mapping[str, str]) -> list[Column]:
    """The columns of a sample, in the file's order."""
    return [Column(each.name, given(each), units.get(each.name, "")) for each in rows.fields]


def best_named(columns: list[Column], most: int) -> list[Column]:
    """At most so many of the columns: those whose headers say most, else the first, in the file's order."""
    if len(columns) <= most:
        return columns
    said = [max(column.named(target)[0] for target in PHRASES) for column in columns]
    best = sorted(range(len(columns)), key=lambda place: -said[place])[:most]
    return [columns[place] for place in sorted(best)]


def is_id(column: Column) -> bool:
    """Whether the values could name rows: no spaces within most, not all empty."""
    return bool(column.given.len()) and column.share(r"^\S+$") > 0.9


def id_missing(column: Column) -> tuple[str, ...]:
    """The spellings by which a column of ids leaves them open."""
    return column.missing(IDS)


def _sure(guesses: list[Guess]) -> Guess | None:
    return guesses[0] if guesses and guesses[0].readable >= SURE else None


def _contains(words: str, phrase: str) -> bool:
    return f" {phrase} " in f" {words} "


def _partly(words: str, phrase: str) -> float:
    """A phrase among other words: the more of them it is, the surer."""
    parts = phrase.split()
    if len(parts) == 1 and (len(phrase) < 4 or phrase in _WEAK):
        return 0.0
    return 0.4 + 0.45 * len(parts) / len(words.split())
