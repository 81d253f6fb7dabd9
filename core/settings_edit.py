"""Single house rules changed within the text of their file; everything else in it stays as somebody wrote it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import DefinitionError
from core.settings import KEPT_APART, Settings
from core.settings_text import Value, key_text, parse_settings, settings_from, settings_text, value_text

Key = tuple[str, ...]
"""Where a rule stands: `("answer_within_s",)`, or `("queues", "Support", "answer_within_s")`."""

Changes = Mapping[Key, Value | None]
"""New values; None takes a rule out, so that what is otherwise said holds."""


@dataclass(frozen=True)
class _Statement:
    """One statement of the text: the lines from `first` to before `end`.

    Args:
        key: whole, with its table's; of a table's heading, the table's.
    """

    first: int
    end: int
    key: Key
    is_heading: bool


def value_at(settings: Settings, key: Key) -> Any:
    """The value of a rule; None where a queue or channel has none of its own."""
    if len(key) == 1:
        return getattr(settings, key[0])
    table, name, rule = key
    return getattr(settings.queue(name) if table == "queues" else settings.channel(name), rule)


def changed(settings: Settings, changes: Changes) -> Settings:
    """The rules with other values.

    Raises:
        DefinitionError: a value cannot be one of that rule.
    """
    given = tomllib.loads(settings_text(settings))
    for (*tables, rule), value in changes.items():
        table = given
        for name in tables:
            table = table.setdefault(name, {})
        table.pop(rule, None)
        if value is not None:
            table[rule] = tomllib.loads(f"value = {value_text(value)}")["value"]
    return replace(settings_from(given), **{name: getattr(settings, name) for name in KEPT_APART})


def edited(text: str, changes: Changes) -> str:
    """The text with other values, its comments and its order kept.

    Where rules are written in a way that single lines cannot change (a table within a line), all of it is written anew.

    Raises:
        DefinitionError: the text or a new value cannot be used.
    """
    wanted = changed(parse_settings(text), changes)
    lines = text.splitlines()
    for key, value in changes.items():
        lines = _removed(lines, key) if value is None else _set(lines, key, f"{key[-1]} = {value_text(value)}")
    found = (("\r\n" if "\r\n" in text else "\n").join([*lines, ""])) if lines else ""
    return found if _says(found, wanted) else settings_text(wanted)


def _says(text: str, wanted: Settings) -> bool:
    try:
        return parse_settings(text) == wanted
    except DefinitionError:
        return False


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """Headings and rules, in order; a rule may go over several lines."""
    table: Key = ()
    line = 0
    while line < len(lines):
        first, is_heading = line, lines[line].lstrip().startswith("[")
        while (found := _parsed(lines[first : line + 1])) is None and line + 1 < len(lines):
            line += 1
        line += 1
        if is_heading:
            table = _path(found or {})
        if found:
            yield _Statement(first, line, table if is_heading else (*table, *_path(found)), is_heading)


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _path(found: dict[str, Any]) -> Key:
    """The key of the only value in a statement."""
    path: list[str] = []
    inner: Any = found
    while isinstance(inner, dict) and len(inner) == 1:
        name, inner = next(iter(inner.items()))
        path.append(name)
    return tuple(path)


def _removed(lines: list[str], key: Key) -> list[str]:
    gone = {number for one in _statements(lines) if _is(one, key) for number in range(one.first, one.end)}
    return [line for number, line in enumerate(lines) if number not in gone]


def _set(lines: list[str], key: Key, statement: str) -> list[str]:
    statements = list(_statements(lines))
    for one in statements:
        if _is(one, key):
            return [*lines[: one.first], statement + _comment(lines[one.first : one.end]), *lines[one.end :]]
    table = key[:-1]
    ends = [
        one.end for one in statements if one.key[: len(table)] == table and len(one.key) == len(key) - one.is_heading
    ]
    if ends or not table:
        end = max(ends) if ends else _before_tables(lines, statements)
        return [*lines[:end], statement, *lines[end:]]
    gap = [""] if lines and lines[-1].strip() else []
    return [*lines, *gap, f"[{'.'.join(map(key_text, table))}]", statement]


def _before_tables(lines: list[str], statements: list[_Statement]) -> int:
    """The line of the first heading, and of the comment above it."""
    end = min((one.first for one in statements if one.is_heading), default=len(lines))
    while 0 < end < len(lines) and lines[end - 1].strip():
        end -= 1
    return end


def _is(one: _Statement, key: Key) -> bool:
    return one.key == key and not one.is_heading


def _comment(lines: list[str]) -> str:
    """What follows the value on its line."""
    line = lines[-1]
    whole = _parsed(lines)
    for at, sign in enumerate(line):
        if sign == "#" and _parsed([*lines[:-1], line[:at]]) == whole:
            return f"  {line[at:]}"
    return ""
