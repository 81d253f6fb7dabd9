"""Where our columns come from: each with the file's column, how sure that is, what tells it, and samples."""

from dataclasses import replace

import streamlit as st

from core.profiles import Mapped
from core.profiles.schema import targets_of
from core.profiles.styles import STYLES
from ui.importing import unmapped, words
from ui.importing.draft import Draft, draft_now, is_unnamed, put
from ui.importing.field import choose
from ui.importing.samples import column_name, samples_of, target_label
from ui.labels import plain
from ui.words import language, say

NOWHERE = ""
SURE, LIKELY = 0.9, 0.7
ABREAST, WIDE_PIXELS = 2, 420
MARKS = {"sure": ":material/check_circle:", "likely": ":material/help:", "unsure": ":material/warning:"}
PERSONAL = ("customer_id", "customer_name", "customer_phone", "customer_email", "from", "to")


def missing(draft: Draft) -> None:
    """What every row needs and nothing tells, each with the list of the file's columns."""
    for target in draft.missing:
        st.error(say("importing.missing", column=target_label(target)), icon=":material/error:")
        _source(draft, target, Mapped())


def show(draft: Draft) -> None:
    """The mapping, and what is left over."""
    st.subheader(say("importing.columns"), anchor=False)
    with st.grid(ABREAST, min_column_width=WIDE_PIXELS, gap="small", key="importing-columns"):
        for target, mapped in draft.profile.columns:
            with st.container(border=True, key=f"importing-target-{target}", gap="xsmall"):
                _one(draft, target, mapped)
    _more(draft)
    unmapped.show(draft)


def _one(draft: Draft, target: str, mapped: Mapped) -> None:
    """Each list below the other, as wide as there is room: names of columns and of ways of writing are long."""
    _source(draft, target, mapped)
    styles = STYLES.get(targets_of(draft.profile.kind)[target].takes, ())
    if styles and mapped.columns:
        names = {"": say("importing.style_usual")} if not mapped.style else {}
        names |= {style: say(f"importing.style.{style}") for style in styles}
        choose(
            say("importing.style_label", column=target_label(target)),
            names,
            mapped.style,
            f"map-{draft.number}-{target}-style",
            lambda style: _restyle(target, style),
        )
    words.show(draft, target, mapped)
    st.caption(_told(draft, target, mapped))


def _source(draft: Draft, target: str, mapped: Mapped) -> None:
    """The list of the file's columns."""
    now = _named(mapped)
    names = {
        NOWHERE: say("importing.always", value=_always(draft, target, mapped))
        if mapped.always
        else say("importing.nowhere")
    }
    called = column_name if is_unnamed(draft) else str
    names |= {name: called(name) for name in draft.table.columns}
    if now not in names:
        names[now] = called(now)
    choose(
        target_label(target),
        names,
        now,
        f"map-{draft.number}-{target}",
        lambda name: _remap(target, name),
    )


def _always(draft: Draft, target: str, mapped: Mapped) -> str:
    """The value of all rows, as it is called."""
    return words.choices_of(draft.profile.kind, target).get(mapped.always, mapped.always)


def _named(mapped: Mapped) -> str:
    """The columns as one choice."""
    return " + ".join((*mapped.columns, *mapped.time_columns))


def _told(draft: Draft, target: str, mapped: Mapped) -> str:
    """How sure it is, what tells it, and samples."""
    found = draft.suggested.get(target)
    if found is None or found.mapped.read != mapped.read or draft.chosen:
        parts = [say("importing.by_hand")] if not draft.chosen else []
    else:
        how = "sure" if found.confidence >= SURE else "likely" if found.confidence >= LIKELY else "unsure"
        why = " ".join(note.said(language()) for note in found.why)
        why = column_name(why) if is_unnamed(draft) else why
        parts = [f"{MARKS[how]} {say(f'importing.confidence.{how}')}", plain(why, 400)]
    samples = samples_of(draft, mapped.read, is_personal=target in PERSONAL)
    if samples:
        parts.append(say("importing.samples", samples=samples))
    return " · ".join(part for part in parts if part)


def _remap(target: str, name: str) -> None:
    draft = draft_now()
    if draft is None:
        return
    if not name:
        put(target, None)
        return
    suggested = draft.suggested.get(target)
    if suggested and _named(suggested.mapped) == name:
        put(target, suggested.mapped)
        return
    if name in draft.table.columns:
        put(target, words.guessed(draft, target, name))


def _restyle(target: str, style: str) -> None:
    draft = draft_now()
    if draft:
        put(target, replace(draft.profile.mapped[target], style=style))


def _more(draft: Draft) -> None:
    """One more of our columns."""
    used = draft.profile.mapped
    free = {target: target_label(target) for target in targets_of(draft.profile.kind) if target not in used}
    with st.grid(ABREAST, min_column_width=WIDE_PIXELS, gap="small", key="importing-more"):
        target = st.selectbox(
            say("importing.more"),
            list(free),
            index=None,
            format_func=free.__getitem__,
            key=f"more-{draft.number}-{len(used)}",
            placeholder=say("importing.more_which"),
        )
        if target:
            _source(draft, target, Mapped())
