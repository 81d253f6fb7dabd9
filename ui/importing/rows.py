"""What a row is: its kind, the platform's name, the time zone of its times, and the order of its dates."""

from dataclasses import replace

import streamlit as st

from core.intervals.roles import LENGTHS
from core.period import zones
from core.profiles.schema import targets_of
from core.profiles.targets import INSTANT, INTERVALS, KINDS
from core.tabular import Note
from ui.answers import house
from ui.importing.draft import Draft, change, draft_now, hold, is_unnamed, read_anew
from ui.importing.field import choose, write
from ui.importing.samples import column_name
from ui.labels import plain
from ui.words import language, say

ORDERS = ("dmy", "mdy", "ymd")
AMBIGUOUS = ("order_ambiguous", "order_mixed")


def show(draft: Draft) -> None:
    """The choices, with what tells them."""
    profile, key = draft.profile, f"row-{draft.number}"
    st.subheader(say("importing.row"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = {kind: say(f"importing.kind.{kind}") for kind in KINDS}
        choose(say("importing.kind_label"), kinds, profile.kind, f"{key}-kind", _of_kind, width=260)
        write(
            say("importing.platform"),
            profile.told_platform,
            f"{key}-platform",
            lambda name: change(platform=name.strip() or profile.told_platform),
            width=220,
            max_chars=60,
            help=say("importing.platform_help"),
        )
        named = {"": say("importing.house_zone", zone=house().time_zone), **{name: name for name in zones()}}
        choose(
            say("importing.zone"),
            named,
            profile.time_zone,
            f"{key}-zone",
            lambda name: change(time_zone=name),
            width=260,
        )
        if profile.kind == INTERVALS:
            lengths = {"": say("importing.length.row"), **{name: say(f"importing.length.{name}") for name in LENGTHS}}
            choose(
                say("importing.length_label"),
                lengths,
                profile.interval,
                f"{key}-length",
                lambda name: change(interval=name),
                width=220,
            )
        _order(draft)
    if is_asked(draft):
        st.warning(say("importing.which_order", sample=plain(_sample(draft))), icon=":material/help:")
    notes = [] if draft.chosen else [*draft.suggestion.notes, *_told_of_order(draft)]
    if notes:
        told = " ".join(note.said(language()) for note in notes)
        st.caption(plain(column_name(told) if is_unnamed(draft) else told, 1_000))
    if is_unnamed(draft) and not draft.chosen:
        st.info(say("importing.unnamed_columns"), icon=":material/info:")


def is_asked(draft: Draft) -> bool:
    """Whether somebody has to say what comes first in a date, because nothing in the file does."""
    if draft.chosen or draft.is_date_order_told:
        return False
    used = [draft.suggested[name] for name, _ in draft.profile.columns if name in draft.suggested]
    return any(note.key in AMBIGUOUS for each in used for note in each.why)


def _told_of_order(draft: Draft) -> list[Note]:
    """What tells the order of the dates."""
    dated = [draft.suggested[name] for name in _dated(draft) if name in draft.suggested]
    told = [note for each in dated[:1] for note in each.why if note.key not in ("header", "header_part")]
    return told if told and not draft.is_date_order_told else []


def _dated(draft: Draft) -> list[str]:
    """Targets whose dates have an order."""
    targets = targets_of(draft.profile.kind)
    return [
        name
        for name, mapped in draft.profile.columns
        if targets[name].takes == INSTANT and mapped.style in ORDERS and mapped.columns
    ]


def _order(draft: Draft) -> None:
    dated = _dated(draft)
    if dated:
        now = "" if is_asked(draft) else draft.profile.mapped[dated[0]].style
        names = {"": say("importing.choose_order")} if not now else {}
        names |= {order: say(f"importing.style.{order}") for order in ORDERS}
        choose(say("importing.order"), names, now, f"row-{draft.number}-order", _ordered, width=220)


def _ordered(order: str) -> None:
    draft = draft_now()
    if draft is None or not order:
        return
    dated = _dated(draft)
    columns = tuple(
        (name, replace(mapped, style=order) if name in dated else mapped) for name, mapped in draft.profile.columns
    )
    hold(replace(draft, profile=draft.profile.with_(columns=columns), is_date_order_told=True))


def _sample(draft: Draft) -> str:
    dated = _dated(draft)
    found = draft.suggested.get(dated[0]) if dated else None
    return found.samples[0] if found and found.samples else ""


def _of_kind(kind: str) -> None:
    draft = draft_now()
    if draft:
        form = draft.table.form
        read_anew(draft.file, form, kind=kind, platform=draft.profile.platform, fits=False)
