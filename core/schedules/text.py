"""The file of schedules: TOML that a person writes, read with messages that name the line; what is wrong in one
schedule leaves the others at work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.errors import DefinitionError
from core.metrics.mistakes import among
from core.notebooks.scope_table import address_value, flat
from core.period import zones
from core.reports.files import FORMATS
from core.schedules.mistakes import Mistake, Wrong
from core.schedules.period import WORDS, is_period
from core.schedules.places import NAME, line_of_text, read_place, texts
from core.schedules.schedule import KEEP_FILES, WATCH_DAYS, Schedule, Schedules
from core.schedules.times import check_cron
from core.toml_lines import Lines, Unreadable, find_lines, read_toml
from core.words import LANGUAGES

TOP = {"keep_files": (KEEP_FILES, 1, 100_000), "watch_days": (WATCH_DAYS, 1, 10_000)}
"""Keys of the file itself: what holds without them, the least and the most."""

KEYS = ("notebook", "cron", "zone", "set", "language", "formats", "paused", "to")
"""What a schedule may hold."""


@dataclass(frozen=True)
class Read:
    """What a text says, and what in it cannot be used.

    Args:
        schedules: those that can be run.
        mistakes: by line.
    """

    schedules: Schedules
    mistakes: tuple[Mistake, ...] = ()


# Read by every run of the page; the same bytes say the same.
@lru_cache(maxsize=8)
def read_schedules(content: bytes) -> Read:
    """The schedules of a file."""
    text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").replace("\r\n", "\n")
    lines = find_lines(text)
    try:
        given = read_toml(text, lines)
    except Unreadable as problem:
        wrong = Wrong("toml", value=problem.what) if problem.what else Wrong("encoding")
        return Read(Schedules(), (Mistake(problem.line, "", wrong.told),))
    mistakes: list[Mistake] = []
    top = {key: _limit(key, given.pop(key), lines, mistakes) for key in TOP if key in given}
    schedules = [_read(name, value, lines, mistakes) for name, value in given.items()]
    found = tuple(schedule for schedule in schedules if schedule)
    return Read(Schedules(found, **top), tuple(sorted(mistakes, key=lambda one: one.line)))


def _limit(key: str, value: Any, lines: Lines, mistakes: list[Mistake]) -> int:
    default, least, most = TOP[key]
    if type(value) is int and least <= value <= most:
        return value
    wrong = Wrong("whole", key, key=key, value=value, other=f"{least} … {most}")
    mistakes.append(Mistake(lines.of(key), "", wrong.told))
    return default


def _read(name: str, given: Any, lines: Lines, mistakes: list[Mistake]) -> Schedule | None:
    """One schedule; None when anything in it cannot be used, and all that is wrong with it is told."""
    found: dict[str, Any] = {}
    before = len(mistakes)
    if not isinstance(given, dict):
        wrong = Wrong("top", name, value=name, other=among(name, TOP))
        mistakes.append(Mistake(lines.of(name), "", wrong.told))
        return None
    for key, read in _READERS.items():
        try:
            found[key] = read(given, (name,))
        except Wrong as wrong:
            mistakes.append(Mistake(lines.of(*wrong.path, value=wrong.at), name, wrong.told))
    if len(mistakes) > before:
        return None
    return Schedule(**found)


def _name(given: dict[str, Any], path: tuple[str, ...]) -> str:
    if not NAME.fullmatch(path[0]):
        raise Wrong("name", *path, value=path[0])
    for key in given:
        if key not in KEYS:
            raise Wrong("key", *path, key, value=key, other=among(key, KEYS))
    return path[0]


def _notebook(given: dict[str, Any], path: tuple[str, ...]) -> str:
    return line_of_text(given, "notebook", path)


def _cron(given: dict[str, Any], path: tuple[str, ...]) -> str:
    cron = line_of_text(given, "cron", path)
    if problem := check_cron(cron):
        raise Wrong("never" if problem == "never" else "cron", *path, "cron", value=cron, other=problem)
    return cron


def _zone(given: dict[str, Any], path: tuple[str, ...]) -> str:
    zone = line_of_text(given, "zone", path, "")
    if zone and zone not in zones():
        raise Wrong("zone", *path, "zone", value=zone)
    return zone


def _parameters(given: dict[str, Any], path: tuple[str, ...]) -> dict[str, str]:
    values = given.get("set", {})
    if not isinstance(values, dict):
        raise Wrong("set", *path, "set", value=values)
    found: dict[str, str] = {}
    for key, value in flat(values).items():
        if key == "period":
            if not isinstance(value, str) or not is_period(value):
                raise Wrong("period", *path, "set", key, value=value, other=", ".join(WORDS))
            found[key] = value
            continue
        try:
            found[key] = address_value(key, value)
        except DefinitionError as problem:
            raise Wrong("word", *path, "set", key, value=str(problem)) from problem
    return found


def _language(given: dict[str, Any], path: tuple[str, ...]) -> str:
    language = given.get("language", "en")
    if not isinstance(language, str) or language not in LANGUAGES:
        raise Wrong("choice", *path, "language", key="language", value=language, other=among("", LANGUAGES))
    return language


def _formats(given: dict[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
    formats = texts({"formats": ["html"]} | given, "formats", path, "html")
    for one in formats:
        if one not in FORMATS:
            raise Wrong("choice", *path, "formats", at=one, key="formats", value=one, other=among(one, FORMATS))
    return formats


def _is_paused(given: dict[str, Any], path: tuple[str, ...]) -> bool:
    value = given.get("paused", False)
    if type(value) is not bool:
        raise Wrong("truth", *path, "paused", key="paused", value=value)
    return value


def _to(given: dict[str, Any], path: tuple[str, ...]) -> tuple[Any, ...]:
    to = given.get("to")
    if not isinstance(to, dict) or not to:
        raise Wrong("nowhere", *path, "to", value=path[0])
    return tuple(read_place(name, place, (*path, "to", name)) for name, place in to.items())


_READERS: dict[str, Callable[[dict[str, Any], tuple[str, ...]], Any]] = {
    "name": _name,
    "notebook": _notebook,
    "cron": _cron,
    "zone": _zone,
    "parameters": _parameters,
    "language": _language,
    "formats": _formats,
    "is_paused": _is_paused,
    "to": _to,
}
"""Field of a schedule → what reads it out of the file."""
