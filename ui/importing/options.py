"""What the file's times and counts mean where several readings are usual; each choice is shown where it applies."""

from collections.abc import Sequence

import streamlit as st

from core.profiles import Profile
from core.profiles.profile import BELIEVE, END_IS
from core.profiles.reading import SHARE_OF
from core.profiles.targets import CONVERSATIONS, INTERVALS
from ui.importing.draft import Draft, change
from ui.importing.field import choose
from ui.importing.samples import target_label
from ui.words import say

INSTANTS = {"queue_entry", "answer", "end"}
DURATIONS = {"wait_time", "queue_time", "abandon_time", "talk_time"}
AFTER = {"wrap_up_time", "handling_time"}
IN_TIME = {"service_level", "answered_within"}
WHOLES = (("offered",), ("handled",), ("handled", "abandoned"))
"""Of what a service level is usually a share."""

MOST_SECONDS = 86_400
ABREAST, WIDE_PIXELS = 2, 340


def show(draft: Draft) -> None:
    """Those of the choices on which this file's numbers depend."""
    profile = draft.profile
    shown = [option for applies, option in OPTIONS if applies(profile, set(profile.mapped))]
    if not shown:
        return
    with st.grid(ABREAST, min_column_width=WIDE_PIXELS, gap="small", key="importing-options"):
        for option in shown:
            with st.container(gap="xxsmall"):
                option(draft)


def _believe(draft: Draft) -> None:
    _one_of("believe", BELIEVE, draft)


def _end_is(draft: Draft) -> None:
    _one_of("end_is", END_IS, draft)


def _one_of(field: str, choices: Sequence[str], draft: Draft) -> None:
    """A field of the profile that is one of several words."""
    choose(
        say(f"importing.{field}_label"),
        {name: say(f"importing.{field}.{name}") for name in choices},
        getattr(draft.profile, field),
        f"option-{draft.number}-{field}",
        lambda name: change(**{field: name}),
    )
    st.caption(say(f"importing.{field}_help"))


def _threshold(draft: Draft) -> None:
    key = f"option-{draft.number}-threshold"
    st.session_state[key] = round(draft.profile.threshold_s) or None
    st.number_input(
        say("importing.threshold_label"),
        min_value=1,
        max_value=MOST_SECONDS,
        step=5,
        key=key,
        placeholder=say("importing.threshold_unknown"),
        on_change=lambda: change(threshold_s=float(st.session_state[key] or 0)),
    )
    st.caption(say("importing.threshold_help"))


def _share_of(draft: Draft) -> None:
    now = draft.profile.share_of or WHOLES[0]
    names = {whole: " + ".join(target_label(name) for name in whole) for whole in dict.fromkeys((*WHOLES, now))}
    choose(
        say("importing.share_label"),
        names,
        now,
        f"option-{draft.number}-share",
        lambda whole: change(share_of=() if whole == WHOLES[0] else whole),
    )
    st.caption(say("importing.share_help"))


def _contradicts(profile: Profile, mapped: set[str]) -> bool:
    return profile.kind == CONVERSATIONS and bool(mapped & INSTANTS) and bool(mapped & DURATIONS)


def _ends(profile: Profile, mapped: set[str]) -> bool:
    return profile.kind == CONVERSATIONS and "end" in mapped and bool(mapped & AFTER)


def _has_no_threshold(profile: Profile, mapped: set[str]) -> bool:
    return profile.kind == INTERVALS and bool(mapped & IN_TIME) and "threshold" not in mapped


def _has_no_whole(profile: Profile, mapped: set[str]) -> bool:
    counts = bool(mapped & set(SHARE_OF))
    return profile.kind == INTERVALS and bool(mapped & IN_TIME) and counts and "answerable" not in mapped


OPTIONS = ((_contradicts, _believe), (_ends, _end_is), (_has_no_threshold, _threshold), (_has_no_whole, _share_of))
"""Where each applies, and how it is shown."""
