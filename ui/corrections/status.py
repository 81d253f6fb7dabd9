"""The form for ending a status of an agent: which one, and when it ended; and what would follow from it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.corrections import Correction
from core.format import moment, number
from core.preview_status import StatusPreview, preview_status
from core.scope import Scope
from core.status_ends import ENDS, StatusEnd
from ui.answers import settings, snapshot
from ui.corrections.held import agents_by_id, statuses_of
from ui.corrections.previewed import moved_line
from ui.labels import plain, value_label
from ui.words import language, say

AGENT, BEGAN = "of_agent", "began"
"""In the address: the agent and, in UTC, the beginning of a status that is to be ended."""

AT, DAY, AFTER = "end_at", "end_day", "end_after"
USUAL_HOURS = 8.0
MOST_HOURS = 24.0 * 400


def is_asked() -> bool:
    """Whether the reader comes from a status to end it."""
    return bool(st.query_params.get(AGENT))


def fields(view: Scope) -> dict[str, object]:
    """Which status, and when it ended; `_stop` where there is none to choose."""
    agents = agents_by_id()
    asked = st.query_params.get(AGENT, "")
    ids = list(agents) if asked in agents or not asked else [asked, *agents]
    if not ids:
        st.info(say("corrections.status_none"), icon=":material/info:")
        return {"_stop": True}
    names = {one: agents.get(one, one) for one in ids}
    agent = st.selectbox(
        say("corrections.status_agent"),
        ids,
        index=ids.index(asked) if asked else 0,
        format_func=names.__getitem__,
        key="status-agent",
    )
    statuses = _statuses(view, agent)
    if not statuses:
        st.info(say("corrections.status_none"), icon=":material/info:")
        return {"_stop": True}
    began = list(statuses)
    wanted = _asked_start()
    started_at = st.selectbox(
        say("corrections.status"),
        began,
        index=began.index(wanted) if wanted in statuses and agent == asked else 0,
        format_func=statuses.__getitem__,
        key=f"status-began-{agent}",
    )
    return {"agent_id": agent, "started_at": started_at, "ended_at": _end(view, started_at)}


def _asked_start() -> datetime | None:
    try:
        return datetime.fromisoformat(st.query_params.get(BEGAN, ""))
    except ValueError:
        return None


def _statuses(view: Scope, agent: str) -> dict[datetime, str]:
    """The agent's statuses that last longest, and the one asked for, by their beginnings; each called otherwise."""
    told: dict[datetime, str] = {}
    for row in statuses_of(agent, _asked_start()).iter_rows(named=True):
        length = number(row["length_ms"], "ms", language())
        lasted = length if row["ended_at"] else say("corrections.status_open", length=length)
        activity = value_label("activity", row["activity"])
        name = f"{moment(row['started_at'], view.zone, language())} · {activity} · {lasted}"
        # Two that begin within a second look alike.
        same = name in told.values()
        told[row["started_at"]] = f"{name} ({row['started_at'].isoformat(timespec='milliseconds')})" if same else name
    return told


def _end(view: Scope, started_at: datetime) -> datetime:
    """The instant that is chosen in one of three ways, on the page's clock."""
    zone = ZoneInfo(view.zone)
    began = started_at.astimezone(zone)
    names = {way: say(f"corrections.{way}") for way in (AT, DAY, AFTER)}
    way = st.radio(
        say("corrections.end_way"), list(names), format_func=names.__getitem__, horizontal=True, key="status-way"
    )
    midnight = datetime.combine(began.date() + timedelta(days=1), time(), zone)
    if way == DAY:
        return midnight
    key = started_at.isoformat()
    if way == AFTER:
        hours = st.number_input(
            say("corrections.end_hours"), 0.01, MOST_HOURS, USUAL_HOURS, step=0.5, key=f"status-hours-{key}"
        )
        return started_at + timedelta(hours=hours)
    usual = min(began + timedelta(hours=USUAL_HOURS), midnight - timedelta(minutes=1))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(say("corrections.end_date"), usual.date(), key=f"status-day-{key}", format="YYYY-MM-DD")
        clock = st.time_input(
            say("corrections.end_time"),
            usual.time().replace(second=0, microsecond=0),
            step=60,
            key=f"status-time-{key}",
        )
    st.caption(say("corrections.end_zone", zone=view.zone))
    chosen = day if isinstance(day, date) else usual.date()
    return datetime.combine(chosen, clock or usual.time(), zone)


def previewed(view: Scope, draft: Correction) -> bool:
    """What the draft would do; whether it would do anything."""
    found: StatusPreview = preview_status(snapshot(), draft, settings())
    end = found.end
    if end.unknown:
        st.warning(plain(end.unknown.told(language()), most=1_000), icon=":material/search_off:")
        return False
    words = words_of(view, draft, end)
    st.markdown(say("corrections.would_end", **words))
    told = moment(end.told_end, view.zone, language())
    if end.state != ENDS:
        if end.told_end:
            st.markdown(say("corrections.told_at", at=told))
        st.info(say("corrections.would_not_end"), icon=":material/info:")
        return False
    st.markdown(say("corrections.told_later", at=told) if end.told_end else say("corrections.told_open"))
    if found.data_end and draft.ended_at and draft.ended_at >= found.data_end:
        at = moment(found.data_end, view.zone, language())
        st.info(say("corrections.beyond", at=at), icon=":material/info:")
    elif found.numbers:
        st.markdown(say("corrections.agent_numbers"))
        st.markdown("\n".join(f"- {moved_line(one)}" for one in found.numbers))
    else:
        st.caption(say("corrections.agent_same"))
    return True


def words_of(view: Scope, one: Correction, end: StatusEnd) -> Mapping[str, Any]:
    """The status of a correction in words: its agent, its activity, when it began and ended."""
    return {
        "agent": plain(end.agent_name or one.agent_id),
        "activity": plain(value_label("activity", end.activity)),
        "began": moment(one.started_at, view.zone, language()),
        "ended": moment(one.ended_at, view.zone, language()),
    }


def state_in_words(view: Scope, one: Correction, end: StatusEnd) -> str:
    """What became of a correction on the data as they are: it ends the status, or is needless."""
    words = words_of(view, one, end)
    if end.state == ENDS:
        if end.told_end is None:
            return say("corrections.ended.open", **words)
        return say("corrections.ended.later", at=moment(end.told_end, view.zone, language()), **words)
    if end.told_end is None or (one.ended_at and end.told_end > one.ended_at):
        return say("corrections.ended.twice", **words)
    return say("corrections.ended.needless", at=moment(end.told_end, view.zone, language()), **words)
