"""Every time a customer was passed on, or those of one flow; each opens its conversation."""

import polars as pl
import streamlit as st

from core.flows import AGENT, QUEUE, Flow, of_flow
from core.format import number
from core.scope import Scope
from ui import empty
from ui.grid import choice, durations, moments
from ui.labels import plain
from ui.paging import page_asked, turn_pages
from ui.show.card import stamp
from ui.sitemap import place
from ui.transfers.passed import asked_flow, end_label, look_away, passed_on
from ui.words import language, say

ROWS = 10
COLUMNS = ("started_at", "source", "sender", "target", "receiver", "way", "wait_ms")


def behind(view: Scope, what: str) -> None:
    """The list, latest first; narrowed to the flow that was clicked.

    Args:
        what: whether overflows are counted; one of `WHAT`.
    """
    flow = asked_flow()
    passed = passed_on(view, what)
    found = (of_flow(passed, flow) if flow else passed).sort("started_at", "conversation_id", descending=[True, False])
    with st.container(border=True, key="passed-on"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(say("transfers.list"), anchor=False, width="stretch")
            if flow:
                st.button(say("transfers.all_flows"), key="all-flows", icon=":material/close:", on_click=look_away)
        told = number(found.height, "count", language())
        st.caption(say("transfers.listed", count=told, flow=plain(_named(flow)) if flow else say("transfers.any_flow")))
        if found.is_empty():
            empty.no_rows()
            return
        page, pages = page_asked("page", found.height, ROWS)
        _table(view, found.slice((page - 1) * ROWS, ROWS), f"{what}-{page}")
        turn_pages("page", page, pages)


def _named(flow: Flow) -> str:
    ends = (end_label(flow.source_kind, flow.source), end_label(flow.target_kind, flow.target))
    return f"{' → '.join(ends)}, {say(f'transfers.how.{flow.how}')}"


def _table(view: Scope, rows: pl.DataFrame, name: str) -> None:
    words = {
        "source": [end_label(QUEUE, queue) for queue in rows["source_queue"]],
        "target": [
            end_label(AGENT if kind == AGENT else QUEUE, queue)
            for kind, queue in rows.select("target_kind", "target_queue").iter_rows()
        ],
        "way": [_way(*way) for way in rows.select("how", "end").iter_rows()],
    }
    shown = rows.with_columns(pl.Series(column, values, dtype=pl.String) for column, values in words.items())
    columns = {column: st.column_config.Column(say(f"transfers.column_{column}")) for column in COLUMNS}
    picked = choice(
        shown.select(COLUMNS),
        columns,
        {"started_at": moments(view.zone), "wait_ms": durations()},
        key=f"passed-on-{stamp(view, name, *map(str, st.query_params.to_dict().items()))}",
        alt=say("transfers.list"),
        called=("started_at", "source", "target"),
        label=say("transfers.choose"),
    )
    if picked is not None:
        found = rows["conversation_id"][picked]
        st.switch_page(place("conversation").page(), query_params=view.params(id=found))


def _way(how: str, end: str) -> str:
    """How it was passed on; of what has no end yet, or went on, that too."""
    told = say(f"transfers.how.{how}")
    is_said = end == "answered" or end == how
    return told if is_said else f"{told} · {say(f'transfers.end.{end}')}"
