"""The line on other pages: that their numbers stand on data with grave findings, and the way to these.

Nobody waits for it: what a period has is examined beside the pages, once in a while, and told from the next click on.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock
from time import monotonic

import streamlit as st

from core.quality import HIGH, examine
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.quality.asked import FINDING, question, title
from ui.sitemap import Place, place
from ui.words import say

AGAIN_AFTER_S = 600.0
"""Newer data of a period are examined again so long after the last time; what was found until then stays told."""

MOST_CONVERSATIONS = 300_000
"""Of longer periods only the page Data quality tells: to examine them takes too long to be done unasked."""

MOST_PERIODS = 32
OWN = "data_quality"

Key = tuple[str, Query]


class _Told:
    """What is known of a period: the names of the grave findings, as of a version."""

    def __init__(self) -> None:
        self.grave: tuple[str, ...] = ()
        self.version = -1
        self.begun_at = 0.0
        self.work: Future[tuple[str, ...]] | None = None


_told: dict[Key, _Told] = {}
_guard = Lock()


def show(view: Scope, here: Place) -> None:
    """The line, where something grave is known of the period."""
    grave = () if here.name == OWN else _grave(snapshot(), question(view).with_(where=()), settings())
    if not grave:
        return
    words = say("quality.line_one", title=title(grave[0])) if len(grave) == 1 else say("quality.line", count=len(grave))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="quality-line"):
        st.caption(f":material/warning: {words}", width="content")
        st.page_link(
            place(OWN).page(),
            label=say("quality.line_link"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=view.params(**{FINDING: grave[0]}),
        )


def _grave(now: Snapshot, query: Query, rules: Settings) -> tuple[str, ...]:
    """The grave findings as far as they are known; begins to look when that is long ago or was never done."""
    if not now.version or now.rows(CONVERSATIONS, query.since, query.until) > MOST_CONVERSATIONS:
        return ()
    with _guard:
        told = _told.setdefault((str(now.files.root), query), _Told())
        if told.work and told.work.done():
            told.grave = () if told.work.exception() else told.work.result()
            told.work = None
        is_time = told.version < 0 or monotonic() - told.begun_at > AGAIN_AFTER_S
        if told.work is None and told.version != now.version and is_time:
            told.version, told.begun_at = now.version, monotonic()
            told.work = _workers().submit(_examined, now, query, rules)
        while len(_told) > MOST_PERIODS:
            _told.pop(next(iter(_told)))
        return told.grave


def _examined(now: Snapshot, query: Query, rules: Settings) -> tuple[str, ...]:
    found = examine(now, query, rules)
    return tuple(one.check.name for one in found.of(HIGH) if one.check.metrics)


@cache
def _workers() -> ThreadPoolExecutor:
    """One at a time: pages go before."""
    return ThreadPoolExecutor(1, "quality")
