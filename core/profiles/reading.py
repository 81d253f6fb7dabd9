"""Reading a profile's file: the profile, or what is wrong with which line."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import DefinitionError, UnknownName
from core.profiles.profile import NAME, Mapped, Profile
from core.profiles.schema import COLUMN_KEYS, PROFILE_KEYS, takes, targets_of
from core.profiles.styles import check_style
from core.profiles.targets import CHOICE, CONVERSATIONS, NEEDED, Target
from core.tabular import Form
from core.toml_told import Wrong, check_keys, read_told, told_at

READ_APART = ("kind", "form", "columns", "keep", "share_of", "volumes")
SHARE_OF = ("offered", "handled", "abandoned", "flowed_out")
"""Counts of which a service level can be a share."""


def read_profile(text: str, name: str) -> Profile:
    """The profile that a text says.

    Args:
        text: of the file; bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
        name: of the file, without its ending.

    Raises:
        DefinitionError: it says something that cannot be used; the message names the file, the line and the way out.
    """
    check_name(name)
    return read_told(text, name, lambda given: _profile(given, name))


def check_name(name: str) -> None:
    """Raise a `DefinitionError` unless the name can be that of a profile's file."""
    if not NAME.fullmatch(name):
        raise DefinitionError(
            f"{name}.toml: a profile's file is called by small letters, digits and -, at most 60; rename it."
        )


def _profile(given: Mapping[str, Any], name: str) -> Profile:
    check_keys(given, PROFILE_KEYS, takes)
    kind = given.get("kind", CONVERSATIONS)
    for key in given:
        if kind not in PROFILE_KEYS[key].kinds:
            raise Wrong(f"a profile of kind {kind} has no {key}; leave it out.", key)
    targets = targets_of(kind)
    told = given.get("columns", {})
    columns = tuple((target, _mapped(target, told[target], targets)) for target in told)
    missing = next((target for target in NEEDED.get(kind, ()) if target not in told), "")
    if missing:
        raise Wrong(f"columns.{missing} is missing; name the column that tells it.", "columns")
    zone = given.get("time_zone", "")
    told_at(lambda: _check_zone(zone), "time_zone")
    for count in _texts(given.get("share_of", [])):
        if count not in SHARE_OF:
            raise Wrong(str(UnknownName.among("count", count, SHARE_OF)), "share_of", at=count)
    return Profile(
        name,
        kind=kind,
        form=told_at(lambda: Form.from_dict(given["form"]), "form") if "form" in given else None,
        columns=columns,
        keep=_texts(given.get("keep", [])),
        share_of=_texts(given.get("share_of", [])),
        volumes=_volumes(given.get("volumes", {})),
        **{key: value for key, value in given.items() if key not in READ_APART},
    )


def _volumes(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    from core.profiles.intervals import COUNTED, SUMMED

    for time, count in given.items():
        for what, name, known in (("time", time, SUMMED), ("count", count, COUNTED)):
            if name not in known:
                raise Wrong(str(UnknownName.among(what, str(name), known)), "volumes", time)
    return tuple(given.items())


def _mapped(target: str, given: Any, targets: Mapping[str, Target]) -> Mapped:
    path = ("columns", target)
    if target not in targets:
        raise Wrong(str(UnknownName.among("column", target, targets)), *path)
    if isinstance(given, str | list):
        given = {"from": given}
    if not isinstance(given, dict):
        raise Wrong(f"columns.{target} is {given!r}; give the name of a column, or a table with `from`.", *path)
    check_keys(given, COLUMN_KEYS, takes, *path)
    known = targets[target]
    told_at(lambda: check_style(known.takes, given.get("style", "")), *path, "style")
    values = tuple((word, _value(target, known, ours, *path, "values", word)) for word, ours in _words(given, *path))
    for key in ("otherwise", "always"):
        if given.get(key):
            _value(target, known, given[key], *path, key)
    columns = _texts(given.get("from", []))
    if not columns and "always" not in given:
        raise Wrong(f"columns.{target} says neither `from` nor `always`; name the column that tells it.", *path)
    return Mapped(
        columns,
        _texts(given.get("time_from", [])),
        given.get("style", ""),
        _texts(given.get("missing", [])),
        values,
        given.get("otherwise", ""),
        given.get("always", ""),
    )


def _words(given: Mapping[str, Any], *path: str) -> list[tuple[str, str]]:
    words = given.get("values", {})
    for word, ours in words.items():
        if not isinstance(ours, str):
            raise Wrong(f"values: {word!r} is {ours!r}; give a text in quotes.", *path, "values", word)
    return list(words.items())


def _value(target: str, known: Target, ours: str, *path: str) -> str:
    if known.takes == CHOICE and ours not in known.choices:
        raise Wrong(str(UnknownName.among(target, ours, known.choices)), *path)
    return ours


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise DefinitionError(f"time_zone is {zone!r}; give an IANA zone such as Europe/Madrid.") from problem


def _texts(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
