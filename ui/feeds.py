"""The feeds on the page Data: whether what comes is taken in by itself, what waits, what cannot be read, how fresh."""

from datetime import UTC, datetime, timedelta

import polars as pl
import streamlit as st
from babel.numbers import format_percent
from babel.units import format_unit

from core.errors import AtalayaError
from core.format import moment, number, spoken
from core.jobs import REFRESH, RUNNING, Task, job_now
from core.live import Heard, Look, Refresh, Waits, heard_lately, is_followed, last_refresh, waits
from core.scope import Scope
from ui.answers import house, snapshot, workspace
from ui.fresh import heard_of
from ui.grid import counts, grid, moments
from ui.labels import plain
from ui.upload import begin
from ui.words import in_words, language, say

LOOK_EVERY_S = 5.0
MOST_UNREAD, MOST_HELD = 100, 3


def show(view: Scope) -> None:
    """State, button and tables; what changes by itself is drawn again now and then."""
    job = job_now(workspace())
    is_at_work = job is not None and job.state == RUNNING
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("live.title"), anchor=False, width="stretch")
        st.button(
            say("live.refresh"),
            key="refresh-now",
            icon=":material/sync:",
            help=say("live.refresh_wait" if is_at_work else "live.refresh_help"),
            disabled=is_at_work,
            on_click=begin,
            args=(Task(REFRESH),),
        )
    _state(view)
    _fresh(view)


@st.fragment(run_every=LOOK_EVERY_S)
def _state(view: Scope) -> None:
    home = workspace()
    try:
        waiting, last = waits(home), last_refresh(home)
        st.caption(_following())
    except AtalayaError as problem:
        st.error(say("frame.problem", problem=plain(in_words(problem), most=1_000)), icon=":material/error:")
        return
    if last:
        _told(last, view)
    if waiting.looks or waiting.journal:
        _table(waiting)
    else:
        st.caption(say("live.none_yet"))
    for look in waiting.looks:
        if look.trouble:
            st.warning(plain(in_words(look.trouble), most=1_000), icon=":material/folder_off:")
    _unread(waiting, view)


def _following() -> str:
    every_s = house().refresh_every_s
    if not every_s:
        return say("live.switched_off")
    if not is_followed(workspace()):
        return say("live.not_followed")
    return say("live.followed", every=_duration(timedelta(seconds=every_s)))


def _told(last: Refresh, view: Scope) -> None:
    """What the last refresh did, or how far this one is."""
    if last.trouble:
        st.warning(plain(in_words(last.trouble), most=1_000), icon=":material/inventory_2:")
    if last.is_at_work:
        share = min(int(last.progress.share * 100), 99) / 100
        st.progress(last.progress.share, text=say("live.at_work", share=format_percent(share, locale=language())))
        return
    when = moment(last.ended_at or last.began_at, view.zone, language(), seconds=False)
    if last.problem:
        problem = plain(in_words(last.problem), most=1_000)
        st.warning(say("live.last_failed", when=when, problem=problem), icon=":material/sync_problem:")
    elif last.ended_at is None:
        st.warning(say("live.last_ended", when=when), icon=":material/sync_problem:")
    else:
        st.caption(say("live.last", when=when, files=_count(last.files), kept=_count(last.kept)))


def _table(waiting: Waits) -> None:
    rows = [
        {
            "feed": say("live.inbox") if look.feed.is_inbox else look.feed.name,
            "folder": str(look.feed.folder),
            "taken": look.taken,
            "ready": len(look.ready),
            "growing": len(look.growing),
            "unread": len(look.unread),
            "state": _state_of(look),
        }
        for look in waiting.looks
    ]
    if waiting.journal:
        told = {"taken": 0, "ready": waiting.journal, "growing": 0, "unread": 0, "state": say("live.has_waiting")}
        rows.append({"feed": say("live.collector"), "folder": str(workspace().home / "journal"), **told})
    numbers = ("taken", "ready", "growing", "unread")
    columns = {
        name: st.column_config.Column(say(f"live.column_{name}"), alignment="right" if name in numbers else None)
        for name in ("feed", "folder", *numbers, "state")
    }
    alt = say("live.table_alt")
    grid(pl.DataFrame(rows), columns, {name: counts() for name in numbers}, key="feeds", alt=alt)


def _state_of(look: Look) -> str:
    if look.trouble:
        return say("live.not_watched")
    if look.unread:
        return say("live.has_unread")
    return say("live.has_waiting" if look.ready or look.growing else "live.well")


def _unread(waiting: Waits, view: Scope) -> None:
    """Files that were not taken in, the latest first, each with its reason."""
    if not waiting.unread:
        return
    latest = sorted(waiting.unread, key=lambda note: (note.at, note.path), reverse=True)[:MOST_UNREAD]
    st.markdown(f"**{say('live.unread_title')}**", help=say("live.unread_help"))
    rows = pl.DataFrame(
        {
            "file": [note.path for note in latest],
            "problem": [in_words(note.problem) for note in latest],
            "since": [datetime.fromisoformat(note.at) for note in latest],
        }
    )
    columns = {name: st.column_config.Column(say(f"live.column_{name}")) for name in rows.columns}
    grid(rows, columns, {"since": moments(view.zone, seconds=False)}, key="unread", alt=say("live.unread_alt"))
    # Somebody has to decide about these: why, and the ways out, are more than a cell shows.
    for note in [note for note in latest if note.contents][:MOST_HELD]:
        file, why = plain(note.path, most=400), plain(in_words(note.problem), most=2_000)
        st.warning(say("upload.failure", file=file, message=why), icon=":material/front_hand:")


def _fresh(view: Scope) -> None:
    """Each platform: its latest event, when it was last heard of, and whether it is silent for too long."""
    platforms = heard_of()
    if not platforms:
        return
    lately = heard_lately(snapshot(), datetime.now(UTC))
    st.subheader(say("live.fresh_title"), anchor=False)
    rows = pl.DataFrame(
        {
            "platform": [one.platform for one in platforms],
            "last_event": [one.last_event_at for one in platforms],
            "heard": [one.heard_at for one in platforms],
            "lag": [_duration(one.lag) for one in platforms],
            "hour": [lately.get(one.platform, 0) for one in platforms],
            "silence": [_silence(one) for one in platforms],
        },
        schema_overrides={"last_event": pl.Datetime("ms", "UTC"), "heard": pl.Datetime("ms", "UTC")},
    )
    columns = {
        name: st.column_config.Column(say(f"live.column_{name}"), alignment="right" if name == "hour" else None)
        for name in rows.columns
    }
    when = moments(view.zone, seconds=False)
    readers = {"last_event": when, "heard": when, "hour": counts()}
    grid(rows, columns, readers, key="fresh", alt=say("live.fresh_alt"))


def _silence(one: Heard) -> str:
    if one.usual is None:
        return say("live.unknown")
    if not one.is_silent:
        return say("live.usual")
    return say("live.silent", silence=_duration(one.silent_for), usual=_duration(one.usual))


def _duration(time: timedelta | None) -> str:
    """In words, in the largest unit that says enough; an en dash for none."""
    if time is None:
        return "–"
    if time >= timedelta(days=2):
        return str(format_unit(time.days, "duration-day", "long", locale=language()))
    seconds = max(0, round(time.total_seconds()))
    step = 1 if seconds < 120 else 60 if seconds < 36_000 else 3_600
    return spoken(seconds // step * step * 1000, "ms", language())


def _count(value: int) -> str:
    return number(value, "count", language())
