"""What was passed on within a scope, and which flow of it the address asks for."""

import polars as pl
import streamlit as st

from core.flows import AGENT, HOW, OTHERS, QUEUE, Flow, between, passings
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.kept import kept
from ui.labels import value_label
from ui.words import say

METRIC = "transfers"
MOST_QUEUES = 8
"""As many as can be told apart on one side of the picture."""

WHAT = ("transfers", "all")
"""What is counted: transfers alone, or overflows too."""

PARAMS = ("from", "to", "how")
"""In the address: the flow that is looked at."""

KEPT = 100


def passed_on(view: Scope, what: str) -> pl.DataFrame:
    """Every time that a customer was passed on, small queues put together."""
    rows = _passings(snapshot(), view.query(METRIC), settings())
    return between(rows if what == "all" else rows.filter(pl.col("how") != "overflow"), MOST_QUEUES)


def asked_flow() -> Flow | None:
    """The flow in the address; None when it names none."""
    source, target, how = (st.query_params.get(name, "") for name in PARAMS)
    (source_kind, source_name), (target_kind, target_name) = map(_read_end, (source, target))
    if how not in HOW or source_kind not in (QUEUE, OTHERS) or target_kind not in (QUEUE, OTHERS, AGENT):
        return None
    return Flow(source_kind, source_name, target_kind, target_name, how)


def look_at(flow: Flow) -> None:
    """Put a flow into the address, and begin its list at its first page."""
    ends = (_written(flow.source_kind, flow.source), _written(flow.target_kind, flow.target), flow.how)
    st.query_params.update(dict(zip(PARAMS, ends, strict=True)))
    st.query_params.pop("page", None)


def look_away() -> None:
    """All flows again; for callbacks."""
    for name in (*PARAMS, "page"):
        st.query_params.pop(name, None)


def end_label(kind: str, queue: str | None) -> str:
    """What stands at an end of a flow."""
    return value_label("queue_name", queue) if kind == QUEUE else say(f"transfers.{kind}")


def _written(kind: str, queue: str | None) -> str:
    return kind if queue is None else f"{kind}:{queue}"


def _read_end(text: str) -> tuple[str, str | None]:
    kind, colon, queue = text.partition(":")
    return kind, queue if colon else None


@kept(KEPT)
def _passings(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return passings(now, query, rules)
