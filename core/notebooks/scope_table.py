"""The scope of a notebook's file: words of the address and their values, written as in an address or as lists."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from core.address import NOTHING, read_part, read_values, write_values
from core.comparison import KINDS
from core.custom import is_custom
from core.errors import DefinitionError, UnknownName
from core.horizon import EPOCH, Horizon
from core.period import PRESETS, zones
from core.query import ATTRIBUTIONS
from core.scope import FILTERS, Problem, read_scope

OWN_WORDS = ("period", "tz", "vs", "time")
"""Words of the address that are no filters; the language is the reader's and never a notebook's."""

WORDS = (*OWN_WORDS, *FILTERS)
"""What a scope can say, beside filters on custom columns under their own names."""


class _Anything(Collection[str | None]):
    """The values of a column while there are no data to look into."""

    def __contains__(self, value: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


def is_word(word: str) -> bool:
    """Whether an address has such a word."""
    return word in WORDS or is_custom(word)


def check_word(word: str) -> None:
    """Raise a `DefinitionError` unless an address has such a word."""
    if not is_word(word):
        raise DefinitionError(str(UnknownName.among("word of an address", word, WORDS)))


def address_value(word: str, given: Any) -> str:
    """The value of a word as an address has it.

    Args:
        given: as the file has it: a text as in an address, a number, a day, or a list of these, in which `~` is the
            group without a name.

    Raises:
        DefinitionError: no address could have it.
    """
    check_word(word)
    several = given if isinstance(given, list) else None
    values = [_text(one) for one in several or [given]]
    if several is not None and word not in OWN_WORDS:
        text = write_values(tuple(None if value == NOTHING else value for value in values))
    elif len(values) == 1:
        is_whole = word in OWN_WORDS or read_part(values[0])
        text = values[0] if is_whole else write_values(read_values(values[0]))
    else:
        raise DefinitionError(f"{word} is {given!r}; give one text in quotes.")
    if not text.strip():
        raise DefinitionError(f"{word} is empty; give a value, or leave it out.")
    problems = read_scope({word: text}, Horizon(EPOCH, EPOCH), "UTC", "", lambda _: _Anything()).problems
    if problems:
        raise DefinitionError(f"{word} is {problems[0].value!r}; {_way_out(problems[0])}")
    return text


def file_value(word: str, text: str) -> str | list[str]:
    """A value of an address as a file has it: several as a list, so that it can be read."""
    values = read_values(text)
    if word in OWN_WORDS or read_part(text) or len(values) < 2 or NOTHING in values:
        return text
    return [NOTHING if value is None else value for value in values]


def flat(given: Mapping[str, Any]) -> dict[str, Any]:
    """A scope whose custom columns may be written without quotes, as TOML then takes them for tables."""
    found: dict[str, Any] = {}
    for word, value in given.items():
        inner = {f"{word}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {}
        found |= flat(inner) if any(map(is_custom, inner)) else {word: value}
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise DefinitionError(f"{value!r} cannot be a value of an address; give a text in quotes, or a list of texts.")
    return value.isoformat() if isinstance(value, date) else str(value)


def _way_out(problem: Problem) -> str:
    match problem.key:
        case "scope.bad_period":
            return f"give one of {', '.join(PRESETS)}, a day such as 2026-03-01, or two as 2026-03-01..2026-03-31."
        case "scope.bad_zone":
            return str(UnknownName.among("time zone", problem.value, (*zones(), "browser", "customer")))
        case "scope.bad_comparison":
            return f"give one of {', '.join(KINDS)}."
        case "scope.bad_attribution":
            return f"give one of {', '.join(ATTRIBUTIONS)}."
    return "that cannot be a value there."
