"""The line on other pages: that their numbers stand on data with grave findings, and the way to these.

Nobody waits for it: what a period has is examined beside the pages, once in a while, and told from the next click on.
It follows the page's filters by what the rows of findings have; until that is known, it tells of the whole period.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock
from time import monotonic

import streamlit as st

from core.quality import HIGH, NARROWING, check_named, examine
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from core.scope_words import part_in_words
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.labels import filter_label, labels, plain
from ui.quality.asked import FINDING, question, title
from ui.sitemap import Place, place
from ui.words import say

AGAIN_AFTER_S = 600.0
"""Newer data of a period are examined again so long after the last time; what was found until then stays told."""

MOST_CONVERSATIONS = 300_000
"""Of longer periods only the page Data quality tells: to examine them takes too long to be done unasked."""

MOST_QUESTIONS = 64
OWN = "data_quality"

Key = tuple[str, Query]


class _Told:
    """What is known of a question: the names of the grave findings, as of a version."""

    def __init__(self) -> None:
        self.grave: tuple[str, ...] = ()
        self.is_known = False
        self.version = -1
        self.begun_at = 0.0
        self.work: Future[tuple[str, ...]] | None = None

    def take(self) -> None:
        """Take up what was found meanwhile."""
        if self.work and self.work.done():
            self.grave = () if self.work.exception() else self.work.result()
            self.is_known, self.work = True, None

    def drop(self) -> None:
        """Forget work that has not begun; whoever asks again begins it anew."""
        if self.work and self.work.cancel():
            self.version, self.work = -1, None


_told: dict[Key, _Told] = {}
_guard = Lock()


def show(view: Scope, here: Place) -> None:
    """The line, where something grave is known of the period, or of what the page's filters leave of it."""
    if here.name == OWN:
        return
    asked = question(view)
    period = asked.with_(where=())
    of_period = _grave(snapshot(), period, settings()) or ()
    narrowed = period.with_(where=tuple(one for one in asked.where if one.column in NARROWING))
    within = _grave(snapshot(), narrowed, settings()) if narrowed.where else None
    grave = of_period if within is None else within
    if not grave:
        return
    words = _in_words(of_period) if within is None else _within_filters(view, within)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="quality-line"):
        st.caption(f":material/warning: {words}", width="content")
        st.page_link(
            place(OWN).page(),
            label=say("quality.line_link"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=view.params(**{FINDING: grave[0]}),
        )


def _in_words(grave: Sequence[str]) -> str:
    """Of the whole period."""
    return say("quality.line_one", title=title(grave[0])) if len(grave) == 1 else say("quality.line", count=len(grave))


def _within_filters(view: Scope, grave: Sequence[str]) -> str:
    """Of what the filters leave, with these filters; and what is so whatever they are."""
    asked = [name for name, _ in (*view.filters, *view.parts) if name in NARROWING]
    follow = [name for name in grave if set(asked) <= set(check_named(name).narrowed_by)]
    filters = [
        *(filter_label(name, values) for name, values in view.filters if name in asked),
        *(plain(part_in_words(name, text, labels())) for name, text in view.parts if name in asked),
    ]
    told = {"count": len(grave), "own": len(follow), "filters": "; ".join(filters)}
    if len(grave) > 1:
        key = "line_whatever" if not follow else "line_all_within" if len(follow) == len(grave) else "line_within"
        return say(f"quality.{key}", **told)
    key = "quality.line_one_within" if follow else "quality.line_one_whatever"
    return say(key, title=title(grave[0]), **told)


def _grave(now: Snapshot, query: Query, rules: Settings) -> tuple[str, ...] | None:
    """The grave findings; None while nothing is known. Begins to look when that is long ago or was never done."""
    if not now.version or now.rows(CONVERSATIONS, query.since, query.until) > MOST_CONVERSATIONS:
        return None
    with _guard:
        told = _told.setdefault((str(now.files.root), query), _Told())
        told.take()
        is_time = told.version < 0 or monotonic() - told.begun_at > AGAIN_AFTER_S
        if told.work is None and told.version != now.version and is_time:
            if query.where:
                _drop_others()
            told.version, told.begun_at = now.version, monotonic()
            told.work = _workers().submit(_examined, now, query, rules)
        while len(_told) > MOST_QUESTIONS:
            _told.pop(next(iter(_told))).drop()
        return told.grave if told.is_known else None


def _drop_others() -> None:
    """Of filters that somebody has clicked through only the last ones are worth the work."""
    for (_, query), told in _told.items():
        if query.where:
            told.drop()


def _examined(now: Snapshot, query: Query, rules: Settings) -> tuple[str, ...]:
    found = examine(now, query, rules)
    return tuple(one.check.name for one in found.of(HIGH) if one.check.metrics)


@cache
def _workers() -> ThreadPoolExecutor:
    """One at a time: pages go before."""
    return ThreadPoolExecutor(1, "quality")
