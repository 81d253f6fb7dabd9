"""House rules, asked when a question is asked: history follows them, no table is rewritten for them."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import DefinitionError
from core.hours import parse_hours


@dataclass(frozen=True)
class RegionRule:
    """One rule of a house's own regions: the customers of that place belong to the region `label`.

    Args:
        label: the region's name.
        country: ISO 3166-1 alpha-2; empty in a rule by area code.
        state: code of a state of that country; empty for the whole country.
        area_code: three digits of the North American plan; empty for countries and states.
    """

    label: str
    country: str = ""
    state: str = ""
    area_code: str = ""


@dataclass(frozen=True)
class Settings:
    """The house rules of one workspace, in `settings.toml`; every key is optional.

    Args:
        time_zone: the house's IANA zone, used where a question names none.
        answer_within_s: an answer counts as in time when the wait is *less* than this (seconds).
        short_abandon_s: whoever gives up within this is not counted against service level (seconds).
        repeat_within_days: it is a repeat contact when the customer's conversation before began at most so long ago.
        default_country: ISO code assumed for numbers written in national form; empty for none.
        opening_hours: when the house is open, on its own clock, such as `Mon-Fri 09:00-18:00; Sat 10:00-14:00`; empty
            for always. `core.hours` tells what can be written.
        waking_hours: when customers may be reached, each on the customer's own clock; written in the same way.
        regions: the house's own regions, in order, the first rule that fits a customer wins; kept in `regions.csv`.
    """

    time_zone: str = "UTC"
    answer_within_s: int = 60
    short_abandon_s: int = 5
    repeat_within_days: int = 7
    default_country: str = ""
    opening_hours: str = "Mon-Fri 09:00-18:00"
    waking_hours: str = "08:00-22:00"
    regions: tuple[RegionRule, ...] = ()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise DefinitionError(
                f"time_zone is {self.time_zone!r}; give an IANA zone such as Europe/Madrid."
            ) from problem
        for name in ("answer_within_s", "short_abandon_s"):
            if getattr(self, name) < 0:
                raise DefinitionError(f"{name} is {getattr(self, name)}; give seconds, 0 or more.")
        if self.repeat_within_days < 1:
            raise DefinitionError(f"repeat_within_days is {self.repeat_within_days}; give days, 1 or more.")
        for name in ("opening_hours", "waking_hours"):
            try:
                parse_hours(getattr(self, name))
            except DefinitionError as problem:
                raise DefinitionError(f"{name}: {problem}") from problem


KEYS = tuple(field.name for field in fields(Settings) if field.name != "regions")
"""What `settings.toml` may hold."""


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; the defaults when there is no file.

    Raises:
        DefinitionError: unreadable TOML, an unknown key or a value of the wrong type; the message names the file.
    """
    if not path.exists():
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DefinitionError(f"{path}: not readable as TOML ({problem}).") from problem
    types = {name: type(getattr(Settings, name)) for name in KEYS}
    for name, value in given.items():
        if name not in types:
            raise DefinitionError(f"{path}: unknown setting {name!r}; known: {', '.join(types)}.")
        if type(value) is not types[name]:
            raise DefinitionError(f"{path}: {name} is {value!r}; give a value of type {types[name].__name__}.")
    try:
        return Settings(**given)
    except DefinitionError as problem:
        raise DefinitionError(f"{path}: {problem}") from problem


def write_settings(path: Path, settings: Settings) -> None:
    """Write all settings as TOML that a person can edit."""
    lines = [f"{name} = {getattr(settings, name)!r}".replace("'", '"') for name in KEYS]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
