"""How fresh the data are, of each platform: told in a line at the side of every page."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from core.format import moment, spoken
from core.live import Heard, heard
from core.scope import Scope
from core.store.snapshot import Snapshot
from ui.answers import horizon, house, snapshot
from ui.kept import kept
from ui.labels import plain
from ui.words import language, say

STEP = timedelta(minutes=5)
"""Whether a platform is silent is looked at again after so long, or with new data."""

TOLD_MOST = 3
"""Platforms in the line; the page Data has all."""


def heard_of() -> tuple[Heard, ...]:
    """Every platform that ever told something, the one heard of last first."""
    now = datetime.now(UTC)
    return _heard(snapshot(), now - timedelta(seconds=now.timestamp() % STEP.total_seconds()), house().time_zone)


@kept(20)
def _heard(shown: Snapshot, now: datetime, zone: str) -> tuple[Heard, ...]:
    return heard(shown, now, zone)


def show(view: Scope) -> None:
    """When the data were committed, up to when they go, and who is silent."""
    data = horizon()
    if data is None:
        st.caption(say("frame.no_data"))
        return
    committed = moment(snapshot().committed_at, view.zone, language(), seconds=False)
    platforms = heard_of()
    if len(platforms) > 1:
        more = f" · +{len(platforms) - TOLD_MOST}" if len(platforms) > TOLD_MOST else ""
        up_to = " · ".join(_up_to(one, view) for one in platforms[:TOLD_MOST]) + more
    else:
        up_to = say("frame.up_to", when=moment(data.last, view.zone, language(), seconds=False))
    st.caption(f"{say('frame.data_as_of', when=committed)}  \n{up_to}")
    for one in platforms:
        if one.is_silent:
            seconds = round(one.silent_for.total_seconds())
            silence = spoken((seconds - seconds % 60) * 1000, "ms", language())
            told = say("live.silent_line", platform=plain(one.platform), silence=silence)
            st.caption(f":material/notifications_paused: {told}")


def _up_to(one: Heard, view: Scope) -> str:
    when = moment(one.last_event_at, view.zone, language(), seconds=False)
    return say("live.platform_up_to", platform=plain(one.platform), when=when)
