"""Demand by time zone along the hours of UTC, before the hours in which the house is open."""

from typing import Any

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.charts import demand_rows, demand_spec, open_shares, stack
from core.format import number
from core.scope import Scope
from ui import empty
from ui.answers import ask, house
from ui.grid import counts, grid
from ui.labels import column_label, metric_help, metric_label
from ui.show.card import card, draw, ink, stamp
from ui.show.clock import CLOCK_BOUND
from ui.show.narrow import narrow_to
from ui.words import language, say

VOLUME = "conversations_offered"
MOST_ZONES = 6
"""As many as there are colours that can be told apart, beside two greys."""

COLOURS = {
    "light": ("#0072B2", "#D55E00", "#00855F", "#B0568A", "#A87300", "#8B4A2B", "#87969C", "#4D6570"),
    "dark": ("#56B4E9", "#F07F3C", "#2FB890", "#E08CBD", "#E6B020", "#D49A7A", "#6F8188", "#C3D0D5"),
}
"""Of the zones that stand apart, then of all others, then of the customers without a clock."""


def demand(view: Scope) -> None:
    """The conversations of each hour of UTC by the customer's time zone; a click narrows to a zone."""
    whole = view if view.clock == "UTC" else view.narrowed(**dict.fromkeys(CLOCK_BOUND, ()))
    title = say("hours.demand")
    with card("demand", title, whole, VOLUME, help=metric_help(VOLUME)):
        answers = ask(whole.query(VOLUME, by=("hour_of_day", "time_zone")).with_(zone="UTC"))
        if answers.is_empty():
            empty.no_rows()
            return
        if whole != view:
            st.caption(say("hours.all_week"))
        names, other = _names(whole), say("hours.other_zones")
        rows = demand_rows(answers, VOLUME, names, other, _opening(whole), language())
        series = tuple(name for name in stack(names, other) if name in rows["series"])
        picked = draw("demand", whole, rows, _spec(series, names, other), say("hours.alt_demand"))
        st.caption(say("hours.how_open"))
        with st.expander(say("show.as_table")):
            _table(whole, rows, series)
        zones = {name: zone for zone, name in names.items()}
        if picked is not None and rows["series"][picked] in zones:
            narrow_to(view, {"time_zone": zones[rows["series"][picked]]}, VOLUME)


def _names(view: Scope) -> dict[str | None, str]:
    """What the largest zones are called, and the customers without a clock."""
    zones = ask(view.query(VOLUME, by="time_zone", sort=VOLUME, descending=True))["time_zone"].drop_nulls()
    return {zone: str(zone) for zone in zones.head(MOST_ZONES)} | {None: say("hours.no_clock")}


def _spec(series: tuple[str, ...], names: dict[str | None, str], other: str) -> dict[str, Any]:
    theme = st.context.theme.type or "light"
    *zones, others, unknown = COLOURS[theme]
    greys = {other: others, names[None]: unknown}
    colours = (*zones[: sum(name not in greys for name in series)], *(greys[name] for name in series if name in greys))
    labels = (column_label("time_zone"), metric_label(VOLUME), say("hours.of_hour"), say("hours.utc"))
    accent = str(st.get_option(f"theme.{theme}.primaryColor"))
    return demand_spec(language(), series, colours, labels, ink(), accent)


def _opening(view: Scope) -> pl.DataFrame:
    since, until = view.instants()
    if since is None or until is None:
        return pl.DataFrame(schema={"hour_of_day": pl.Int64, "open_share": pl.Float64})
    return open_shares(since, until, house())


def _table(view: Scope, rows: pl.DataFrame, series: tuple[str, ...]) -> None:
    """The numbers of the picture for those who cannot see it."""
    demand_of = rows.filter(kind="demand").pivot("series", index="hour", values="value")
    opened = rows.filter(kind="open").select("hour", open="value")
    shown = opened.join(demand_of, on="hour", how="left").sort("hour").with_columns(pl.col(series).fill_null(0))
    columns: dict[str, ColumnConfig] = {
        "hour": st.column_config.TextColumn(say("hours.utc"), pinned=True),
        "open": st.column_config.Column(say("hours.open_share")),
        **{name: st.column_config.Column(name) for name in series},
    }
    readers = {"open": lambda share: number(share, "%", language()), **dict.fromkeys(series, counts())}
    grid(shown, columns, readers, key=f"demand-table-{stamp(view)}", alt=say("hours.demand"))
