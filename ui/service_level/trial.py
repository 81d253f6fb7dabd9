"""The trial: rules that are tried and not saved. The address holds what differs from the house's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core.errors import AtalayaError
from core.settings import Settings
from core.settings_edit import Changes, Key, changed, value_at
from core.settings_text import Value
from core.store.settings_file import SettingsFile
from ui.answers import settings, workspace
from ui.links import MOVED, TRIED
from ui.words import in_words

*_SINGLE, OWN = TRIED
SINGLE: Mapping[str, Key] = dict(
    zip(_SINGLE, (("service_level_variant",), ("answer_within_s",), ("short_abandon_s",)), strict=True)
)
"""Name in the address → rule of the house; `OWN` has those of single queues and channels, as JSON:
`[["queues", "VIP", "answer_within_s", 20]]`."""

TOLD = "service-level-told"
OWN_RULES = ("answer_within_s", "short_abandon_s")
MOST_DIGITS = 9
"""Of seconds in the address: longer numbers are nobody's target, and no browser could show them in a field."""


@dataclass(frozen=True)
class Trial:
    """What is tried.

    Args:
        house: the rules in force.
        changes: what is otherwise; nothing of it is the house's already.
        rules: the house's rules with these changes.
        problem: what of the address could not be used, in words; empty when all of it could.
    """

    house: Settings
    changes: tuple[tuple[Key, Value | None], ...]
    rules: Settings
    problem: str = ""


def trial() -> Trial:
    """What the address asks for; parts that cannot be used are left out and told."""
    house = settings()
    usable: dict[Key, Value | None] = {}
    problems: list[str] = []
    for key, value in _asked(problems):
        try:
            changed(house, {key: value})
        except AtalayaError as problem:
            problems.append(in_words(problem))
            continue
        if value_at(house, key) != value:
            usable[key] = value
    return Trial(house, tuple(usable.items()), changed(house, usable), " ".join(problems))


def put(key: Key, value: Value | None) -> None:
    """Try another value of one rule; for callbacks. What was listed has no meaning any more."""
    now = trial()
    changes = dict(now.changes) | {key: value}
    kept = {one: new for one, new in changes.items() if value_at(now.house, one) != new}
    forget()
    for name, single in SINGLE.items():
        if single in kept:
            st.query_params[name] = str(kept[single])
    own = [[*one, new] for one, new in kept.items() if len(one) > 1]
    if own:
        st.query_params[OWN] = json.dumps(own, ensure_ascii=False, separators=(",", ":"))


def forget() -> None:
    """Back to the house's rules; for callbacks."""
    for name in (*TRIED, MOVED, "page"):
        st.query_params.pop(name, None)


def save(seen: Settings, changes: Changes) -> None:
    """Make what is tried the house's rules; what came of it is told on the page. For callbacks."""
    try:
        SettingsFile(workspace().files).change(seen, changes)
    except AtalayaError as problem:
        st.session_state[TOLD] = in_words(problem)
        return
    forget()
    st.session_state[TOLD] = ""


def told() -> str | None:
    """What came of saving: empty when it went well, None when nothing was saved; told once."""
    outcome: str | None = st.session_state.pop(TOLD, None)
    return outcome


def _asked(problems: list[str]) -> list[tuple[Key, Value | None]]:
    asked: list[tuple[Key, Value | None]] = []
    for name, key in SINGLE.items():
        if text := st.query_params.get(name, ""):
            asked.append((key, int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else text))
    if text := st.query_params.get(OWN, ""):
        try:
            for table, name, rule, value in json.loads(text):
                is_rule = table in ("queues", "channels") and rule in OWN_RULES and isinstance(name, str)
                if not is_rule or not (value is None or (type(value) is int and value < 10**MOST_DIGITS)):
                    raise ValueError(table)
                asked.append(((table, name, rule), value))
        except (ValueError, TypeError):
            problems.append(f"{OWN}={text}")
    return asked
