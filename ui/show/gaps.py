"""Where to hire: customers and agents by place, and where each text of an agent's location was found to be."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import NOTHING, number
from core.hiring import LEVELS, Hiring, hiring
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.grid import Reader, choice, counts, durations, grid
from ui.kept import kept
from ui.labels import column_label, value_label
from ui.show.card import card, stamp
from ui.show.change import change
from ui.show.narrow import narrow_to
from ui.words import language, say

VOLUME = "conversations_offered"
NUMBERS = (
    *("gap", "offered", "share_of_volume", "agents", "share_of_agents"),
    *("offered_per_agent", "handling_time_ms", "hours"),
)
PLACE_PIXELS = 190
MOST = 100
KEPT = 200


def gaps(view: Scope, level: str) -> None:
    """A row a place, the largest gap between its share of customers and of agents first; a click narrows to it."""
    found = _hiring(snapshot(), view.query(VOLUME), level, settings())
    title = say("hiring.title", level=column_label(level).lower())
    with card("hiring", title, view, VOLUME):
        st.caption(_left_out(found, level))
        rows = _shown(found.places)
        if rows.is_empty():
            st.caption(say("hiring.nobody"))
            return
        picked = choice(
            _cells(rows, level),
            _columns(level),
            _readers(),
            key=f"hiring-{stamp(view, level)}",
            alt=title,
            called=("place",),
            label=say("hiring.choose"),
        )
        if rows.height < found.places.height:
            st.caption(say("hiring.largest_of", shown=MOST, count=found.places.height))
        if picked is not None:
            place = rows.select(LEVELS[level]).row(picked, named=True)
            narrow_to(view, {column: value for column, value in place.items() if value is not None}, VOLUME)


def sites(view: Scope, level: str) -> None:
    """A row a text of an agent's location: the place it was taken for, or why it stands for none."""
    found = _hiring(snapshot(), view.query(VOLUME), level, settings()).sites
    with st.container(border=True, key="sites"):
        st.subheader(say("hiring.sites"), anchor=False)
        st.caption(say("hiring.sites_help"))
        shown = found.select(
            pl.col("location").fill_null(NOTHING),
            "agents",
            pl.Series("place", [_site(row) for row in found.iter_rows(named=True)], dtype=pl.String),
            pl.col("time_zone").fill_null(NOTHING),
        )
        names = {name: say(f"hiring.column_{name}") for name in shown.columns if name != "time_zone"}
        columns: dict[str, ColumnConfig] = {
            name: st.column_config.Column(label)
            for name, label in {**names, "time_zone": column_label("time_zone")}.items()
        }
        grid(shown, columns, {"agents": counts()}, key=f"sites-{stamp(view)}", alt=say("hiring.sites"))


def _shown(places: pl.DataFrame) -> pl.DataFrame:
    """The largest gaps, and whatever place has agents: those are few, and often at the other end."""
    return places.filter((pl.int_range(pl.len()) < MOST) | (pl.col("agents") > 0))


def _site(row: dict[str, str | None]) -> str:
    if row["reason"]:
        return say(f"hiring.reason_{row['reason'].replace(' ', '_')}")
    parts = (row["city"], *(value_label(name, row[name]) for name in ("state", "country") if row[name]))
    return ", ".join(part for part in parts if part)


def _left_out(found: Hiring, level: str) -> str:
    told = {"customers": found.offered_elsewhere, "agents": found.agents_elsewhere}
    shown = {name: number(count, "count", language()) for name, count in told.items()}
    key = "hiring.left_out_state" if level == "state" else "hiring.left_out"
    return say(key, level=column_label(level).lower(), **shown)


def _cells(rows: pl.DataFrame, level: str) -> pl.DataFrame:
    """The rows with the place and the hours in words."""
    places = [_place(row, level) for row in rows.select(LEVELS[level]).iter_rows(named=True)]
    return rows.select(
        pl.Series("place", places, dtype=pl.String),
        pl.exclude("hours", *LEVELS[level]),
        pl.Series("hours", [_hours_told(hours) for hours in rows["hours"].to_list()], dtype=pl.String),
    )


def _place(row: dict[str, str | None], level: str) -> str:
    """The place by its name, and what it lies in by code, so that a column of them stays narrow: `Tampa, FL, US`."""
    *outer, name = LEVELS[level]
    return ", ".join((value_label(name, row[name]), *(code for column in reversed(outer) if (code := row[column]))))


def _hours_told(hours: list[int]) -> str:
    """Hours of the day as stretches: 8, 9, 10 and 14 are `08–11, 14–15`."""
    begins = [hour for hour in hours if hour - 1 not in hours]
    ends = [hour + 1 for hour in hours if hour + 1 not in hours]
    return ", ".join(f"{begin:02}–{end:02}" for begin, end in zip(begins, ends, strict=True))


def _columns(level: str) -> dict[str, ColumnConfig]:
    kinds = st.column_config
    return {
        "place": kinds.TextColumn(column_label(level), pinned=True, width=PLACE_PIXELS),
        **{
            name: kinds.Column(say(f"hiring.column_{name}"), help=say(f"hiring.help_{name}"), alignment="right")
            for name in NUMBERS
        },
    }


def _readers() -> dict[str, Reader]:
    spoken = language()

    def share(value: float | None) -> str:
        return number(value, "%", spoken)

    def gap(value: float | None) -> str:
        difference = change(value, 0.0, "%", spoken)
        return difference.text if difference else NOTHING

    return {
        "gap": gap,
        "offered": counts(),
        "share_of_volume": share,
        "agents": counts(),
        "share_of_agents": share,
        "offered_per_agent": lambda value: number(value, "", spoken),
        "handling_time_ms": durations(),
    }


@kept(KEPT)
def _hiring(now: Snapshot, query: Query, level: str, rules: Settings) -> Hiring:
    return hiring(now, query, level, rules)
