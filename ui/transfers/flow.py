"""The flow between queues: a ribbon for each pair and way of passing on; a click lists what is behind it."""

from dataclasses import astuple

import polars as pl
import streamlit as st

from core.charts.sankey import sankey_rows, sankey_spec
from core.flows import FLOW, HOW, QUEUE, Flow, flows
from core.format import number
from core.scope import Scope
from ui import empty
from ui.grid import counts, grid
from ui.show.card import card, draw, ink, stamp
from ui.show.choice import choice
from ui.show.narrow import narrow_to
from ui.transfers.passed import METRIC, MOST_QUEUES, PARAMS, WHAT, asked_flow, end_label, look_at, passed_on
from ui.words import language, say

COLOURS = {
    "light": ("#0072B2", "#00855F", "#D55E00", "#7A8A92"),
    "dark": ("#56B4E9", "#2FB890", "#F07F3C", "#8FA3AC"),
}
"""Of the ways of passing on, in the order of `HOW`; told apart by people who see fewer colours too."""


def flow(view: Scope) -> str:
    """Draw the flow, and let the reader choose whether overflows are in it; what was chosen."""
    with card("flow", say("transfers.flow"), view, METRIC, help=say("transfers.flow_help")):
        what = choice("what", WHAT, lambda one: say(f"transfers.what_{one}"), label=say("transfers.what"))
        counted = flows(passed_on(view, what))
        if counted.is_empty():
            empty.no_rows()
            return what
        picked = _draw(view, counted, what)
        st.caption(say("transfers.how_to_read", most=MOST_QUEUES))
        opened = st.expander(say("transfers.as_table"), key="open-flows", on_change="rerun")
        if opened.open:
            with opened:
                _table(view, counted, what)
        if picked is not None:
            _follow(view, picked, counted)
    return what


def _draw(view: Scope, counted: pl.DataFrame, what: str) -> dict[str, object] | None:
    """The chart; the row of `sankey_rows` that was clicked."""
    named = _named(counted)
    asked_for = asked_flow()
    shown = counted.select(FLOW).rows()
    chosen = shown.index(astuple(asked_for)) if asked_for and astuple(asked_for) in shown else None
    rows = sankey_rows(named, language(), chosen)
    kinds = [how for how in HOW if how in set(counted["how"])]
    colours = dict(zip(HOW, COLOURS[st.context.theme.type or "light"], strict=True))
    spec = sankey_spec(
        language(),
        tuple(say(f"transfers.how.{how}") for how in kinds),
        tuple(colours[how] for how in kinds),
        tuple(say(f"transfers.{name}") for name in ("source", "target", "way", "times")),
        ink(),
    )
    first = named.row(0, named=True)
    told = say("transfers.alt", count=named.height, **{name: first[name] for name in ("source", "target", "value")})
    # What the address asks for is part of the key: a click is forgotten once it has been followed.
    asked = stamp(view, what, *(st.query_params.get(name, "") for name in PARAMS))
    picked = draw(f"flow-{asked}", view, rows, spec, told)
    return None if picked is None else rows.filter(pl.col("row") == picked).row(0, named=True)


def _named(counted: pl.DataFrame) -> pl.DataFrame:
    """The flows as they are to be read; what is no queue stands below the queues."""
    ends = {
        side: pl.Series(side, [end_label(*end) for end in counted.select(f"{side}_kind", side).iter_rows()], pl.String)
        for side in ("source", "target")
    }
    return counted.select(
        *ends.values(),
        pl.Series("kind", [say(f"transfers.how.{how}") for how in counted["how"]], dtype=pl.String),
        value="count",
        source_last=pl.col("source_kind") != QUEUE,
        target_last=pl.col("target_kind") != QUEUE,
    )


def _follow(view: Scope, picked: dict[str, object], counted: pl.DataFrame) -> None:
    """A ribbon: list what is behind it. A bar: narrow to its queue."""
    if picked["part"] == "ribbon":
        look_at(Flow(*counted.select(FLOW).row(int(str(picked["row"])))))
        st.rerun()
    queues = {end_label(QUEUE, queue): queue for queue in _queues(counted)}
    if picked["name"] in queues:
        narrow_to(view, {"queue_name": queues[str(picked["name"])]}, "transfers")


def _queues(counted: pl.DataFrame) -> list[str | None]:
    """The queues that have a bar of their own."""
    ends = [counted.filter(pl.col(f"{end}_kind") == QUEUE)[end] for end in ("source", "target")]
    return pl.concat([one.alias("queue") for one in ends]).unique(maintain_order=True).to_list()


def _table(view: Scope, counted: pl.DataFrame, what: str) -> None:
    """The same numbers: a row a pair of ends, a column a way of passing on."""
    kinds = [how for how in HOW if how in set(counted["how"])]
    wide = (
        counted.pivot("how", index=list(FLOW[:-1]), values="count", aggregate_function="sum")
        .with_columns(pl.col(kinds).fill_null(0))
        .with_columns(total=pl.sum_horizontal(kinds))
        .sort("total", *FLOW[:-1], descending=[True, False, False, False, False])
    )
    rows = wide.with_columns(
        pl.Series(side, [end_label(*end) for end in wide.select(f"{side}_kind", side).iter_rows()], pl.String)
        for side in ("source", "target")
    )
    columns = {
        "source": st.column_config.TextColumn(say("transfers.source"), pinned=True),
        "target": st.column_config.TextColumn(say("transfers.target"), pinned=True),
        **{how: st.column_config.Column(say(f"transfers.how.{how}"), alignment="right") for how in kinds},
        "total": st.column_config.Column(say("transfers.total"), alignment="right"),
    }
    readers = dict.fromkeys((*kinds, "total"), counts())
    grid(rows, columns, readers, key=f"flows-{stamp(view, what)}", alt=say("transfers.flow"))
    st.caption(say("transfers.sum", count=number(int(counted["count"].sum()), "count", language())))
