"""What the file's own words mean: how a contact went, who began it, by which channel, what happened."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.profiles import Mapped, suggest_mapped
from core.profiles.schema import targets_of
from core.profiles.targets import CHOICE, LEFT_OUT
from core.words import known
from ui.importing.draft import Draft, draft_now, put
from ui.importing.field import choose
from ui.importing.samples import distinct_values, target_label
from ui.labels import plain, value_label
from ui.words import say

CHANNELS = ("voice", "chat", "email", "sms", "whatsapp", "video", "facebook", "web")
MOST = 40
"""Different words that can be told apart here; more in the profile's text."""


def show(draft: Draft, target: str, mapped: Mapped) -> None:
    """The words of a column that means one of few things, each with a list of what it can mean."""
    choices = choices_of(draft.profile.kind, target)
    if not choices:
        return
    if not mapped.columns:
        if target == "channel":
            key = f"map-{draft.number}-{target}-always"
            choose(say("importing.value"), choices, mapped.always, key, lambda ours: _always(target, ours))
        return
    told = {_key(word): ours for word, ours in mapped.values}
    found = [word for word in distinct_values(draft, mapped.columns, MOST) if word not in mapped.missing]
    with st.popover(
        say("importing.words", column=target_label(target)),
        icon=":material/translate:",
        key=f"words-{draft.number}-{target}",
    ):
        nothing = say("importing.word_refused" if _is_choice(draft.profile.kind, target) else "importing.word_itself")
        for place, word in enumerate(found):
            own = next((ours for ours in choices if ours.casefold() == word.casefold()), "")
            choose(
                plain(word, 60),
                {"": nothing, **choices},
                told.get(_key(word), mapped.otherwise or own),
                f"map-{draft.number}-{target}-word-{place}",
                lambda ours, word=word: _means(target, word, ours),  # type: ignore[misc]
            )


def choices_of(kind: str, target: str) -> Mapping[str, str]:
    """What values of a target can be → what each is called; nothing when they can be anything."""
    target_of = targets_of(kind)[target]
    if target == "channel":
        return {name: value_label("channel", name) for name in CHANNELS}
    if target == "direction":
        return {name: value_label("direction", name) for name in target_of.choices}
    if target == "event":
        return {name: _event(name) for name in target_of.choices}
    return {name: say(f"importing.state.{name}") for name in target_of.choices}


def _event(name: str) -> str:
    if name == LEFT_OUT:
        return say(f"importing.state.{LEFT_OUT}")
    return say(f"event_type.{name}") if known(f"event_type.{name}") else name


def guessed(draft: Draft, target: str, name: str) -> Mapped:
    """How a column that somebody has chosen is probably to be read."""
    return suggest_mapped(draft.sample, dict(draft.table.units), draft.profile.kind, target, name)


def _is_choice(kind: str, target: str) -> bool:
    return targets_of(kind)[target].takes == CHOICE


def _always(target: str, ours: str) -> None:
    put(target, Mapped(always=ours))


def _means(target: str, word: str, ours: str) -> None:
    draft = draft_now()
    if draft is None:
        return
    mapped = draft.profile.mapped[target]
    others = tuple(pair for pair in mapped.values if _key(pair[0]) != _key(word))
    put(target, replace(mapped, values=(*others, (word, ours)) if ours else others))


def _key(word: str) -> str:
    return " ".join(word.split()).lower()
