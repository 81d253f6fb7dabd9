"""House rules as TOML text: read with messages that tell the way out, written for a person to edit."""

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from core.errors import DefinitionError
from core.settings import KEYS, ChannelRule, QueueRule, Settings, WatchRule

TABLES = {"queues": QueueRule, "channels": ChannelRule}
"""The tables of tables, and what each holds."""

LISTS = {"watch": WatchRule}
"""The lists of tables, and what each table holds; what it leaves out is empty."""

Value = str | int | float | bool | tuple[str, ...] | tuple[date, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; the defaults when there is no file.

    Raises:
        DefinitionError: unreadable TOML, an unknown key or a value of the wrong type; the message names the file.
    """
    if not path.exists():
        return Settings()
    try:
        return parse_settings(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise DefinitionError(f"{path}: {problem.strerror}; house rules are read from a text file there.") from problem
    except (DefinitionError, UnicodeDecodeError) as problem:
        told = problem if isinstance(problem, DefinitionError) else f"not readable as TOML ({problem})."
        raise DefinitionError(f"{path}: {told}") from problem


# Pages ask for the rules hundreds of times; the same text says the same.
@lru_cache(maxsize=8)
def parse_settings(text: str) -> Settings:
    """The settings that a TOML text writes down.

    Raises:
        DefinitionError: as `read_settings`, without a file to name.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise DefinitionError(f"not readable as TOML ({problem}).") from problem
    return settings_from(given)


def settings_from(given: Mapping[str, Any]) -> Settings:
    """The settings out of what TOML reads.

    Raises:
        DefinitionError: an unknown key, or a value that cannot be used.
    """
    return Settings(**{name: _read(name, value) for name, value in given.items()})


def settings_text(settings: Settings, names: Collection[str] = KEYS) -> str:
    """Settings as TOML that a person can edit.

    Args:
        names: only these of them.
    """
    single = [name for name in KEYS if name not in TABLES and name not in LISTS and name in names]
    lines = [f"{name} = {value_text(getattr(settings, name))}" for name in single]
    for table in TABLES:
        for rule in getattr(settings, table) if table in names else ():
            own = [field.name for field in fields(rule) if field.name != "name"]
            values = {name: getattr(rule, name) for name in own}
            lines += ["", f"[{table}.{key_text(rule.name)}]"]
            lines += [f"{name} = {value_text(value)}" for name, value in values.items() if value is not None]
    for table in LISTS:
        for rule in getattr(settings, table) if table in names else ():
            told = {name: value for name, value in asdict(rule).items() if value}
            lines += ["", f"[[{table}]]", *(f"{name} = {value_text(value)}" for name, value in told.items())]
    return "\n".join(lines) + "\n"


def key_text(name: str) -> str:
    """A key as TOML writes it: bare where that can be, quoted otherwise."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def value_text(value: Value | date) -> str:
    """A value as TOML writes it; several as an array, days as local dates."""
    if isinstance(value, tuple):
        return f"[{', '.join(value_text(one) for one in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, and one sign more has to be escaped there.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def _wanted(kind: Any) -> dict[str, Any]:
    """The type of each key of a table; of one that may be left out, the type that it has when it is there."""
    hints = get_type_hints(kind)
    named = {field.name: hints[field.name] for field in fields(kind) if field.name != "name"}
    return {name: next((one for one in get_args(hint) if _is_left_out(hint)), hint) for name, hint in named.items()}


def _is_left_out(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _read(name: str, value: Any) -> Any:
    if name not in KEYS:
        raise DefinitionError(f"unknown setting {name!r}; known: {', '.join(KEYS)}.")
    if name in LISTS:
        return _listed(name, value)
    if name not in TABLES:
        return _typed(name, value, _wanted(Settings)[name])
    if not isinstance(value, dict):
        raise DefinitionError(f'{name} is {value!r}; write a table for each, such as [{name}."Support"].')
    return tuple(_rule(name, own, given) for own, given in value.items())


def _rule(table: str, name: str, given: Any) -> QueueRule | ChannelRule:
    """One table of a queue or a channel."""
    kind: Any = TABLES[table]
    where = f'[{table}."{name}"]'
    if not isinstance(given, dict):
        raise DefinitionError(f"{table}: {name} is {given!r}; write a table {where} with the keys in it.")
    wanted = _wanted(kind)
    for key in given:
        if key not in wanted:
            raise DefinitionError(f"{where}: unknown key {key!r}; known: {', '.join(wanted)}.")
    values = {key: _typed(f"{where} {key}", value, wanted[key]) for key, value in given.items()}
    rule: QueueRule | ChannelRule = kind(name, **values)
    return rule


def _listed(table: str, given: Any) -> tuple[WatchRule, ...]:
    """A list of tables, in its order."""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise DefinitionError(f"{table} is {given!r}; write each as a table, [[{table}]], with the keys in it.")
    kind = LISTS[table]
    wanted = {field.name: str for field in fields(kind)}
    for one in given:
        for key in one:
            if key not in wanted:
                raise DefinitionError(f"[[{table}]]: unknown key {key!r}; known: {', '.join(wanted)}.")
        if next(iter(wanted)) not in one:
            raise DefinitionError(f"[[{table}]] {one} lacks {next(iter(wanted))}; name it.")
    return tuple(
        kind(**{key: _typed(f"[[{table}]] {key}", value, wanted[key]) for key, value in one.items()}) for one in given
    )


def _typed(name: str, value: Any, wanted: Any) -> Any:
    """The value when it is of the wanted type; an array as a tuple."""
    if get_origin(wanted) is tuple:
        inner = get_args(wanted)[0]
        if type(value) is not list:
            raise DefinitionError(f"{name} is {value!r}; give an array such as {_EXAMPLES[inner]}.")
        return tuple(_day(name, one) if inner is date else _typed(name, one, inner) for one in value)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise DefinitionError(f"{name} is {value!r}; give a value of type {wanted.__name__}.")
    return value


_EXAMPLES = {date: "[2026-12-25]", str: '["one", "two"]'}


def _day(name: str, value: Any) -> date:
    """A TOML date, or the same in quotes."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise DefinitionError(f"{name} holds {value!r}; give days such as 2026-12-25.")
    return day
