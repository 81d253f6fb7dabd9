"""What the draft would do: conversations by region now and then, and what no rule takes."""

from collections.abc import Collection

import polars as pl
import streamlit as st

from core.errors import DefinitionError
from core.regions import PLACES, left_out, regions_now_and_then
from core.scope import Scope
from core.settings import RegionRule
from ui import filters
from ui.answers import ask, house, settings
from ui.grid import counts as whole_numbers
from ui.grid import grid
from ui.labels import metric_label
from ui.regions.draft import Draft
from ui.regions.names import place_name, region_name
from ui.words import say

VOLUME = "conversations_offered"
ROWS = 100
WIDTHS = {"place": 185, "region": 160, "size": 95}
"""Pixels, so that no number is out of sight beside long names."""
TABLE_PIXELS = 360
"""Below each other rather than narrower."""
SIZES = pl.Schema({**dict.fromkeys(PLACES, pl.String), "size": pl.Int64})


def place_sizes(view: Scope) -> pl.DataFrame:
    """How many conversations each place has in the period, without any rules: `PLACES` and `size`."""
    if view.period is None:
        return SIZES.to_frame()
    return ask(view.query(VOLUME, by=PLACES), house()).rename({VOLUME: "size"})


def show_effect(view: Scope, now: Draft, sizes: pl.DataFrame) -> None:
    """Both tables, side by side.

    Args:
        sizes: as `place_sizes` tells them.
    """
    st.subheader(say("regions.effect"), anchor=False, help=say("regions.effect_help", metric=metric_label(VOLUME)))
    if view.period is None:
        st.caption(say("regions.no_data"))
        return
    with st.container(width=320):
        filters.period_control(view)
    side_by_side = st.grid(2, min_column_width=TABLE_PIXELS, gap="large")
    with side_by_side.cell():
        _by_region(now, sizes)
    with side_by_side.cell():
        _left_out(now, sizes)


def _by_region(now: Draft, sizes: pl.DataFrame) -> None:
    st.markdown(f"**{say('regions.by_region', metric=metric_label(VOLUME))}**")
    saved = _saved_rules()
    rows = regions_now_and_then(sizes, saved or (), now.reading.rules)
    if rows.is_empty():
        st.caption(say("empty.no_rows"))
        return
    named = rows.with_columns(
        pl.Series("region", [region_name(label) for label in rows["region"]]), change=pl.col("then") - pl.col("now")
    )
    shown = ("region", *(("now", "then", "change") if saved is not None else ("then",)))
    columns = {name: st.column_config.Column(say(f"regions.column_{name}")) for name in shown}
    grid(
        named,
        columns,
        {"now": whole_numbers(), "then": whole_numbers(), "change": _signed},
        key="regions-effect",
        alt=say("regions.effect"),
    )


def _left_out(now: Draft, sizes: pl.DataFrame) -> None:
    st.markdown(f"**{say('regions.left_out')}**", help=say("regions.left_out_help"))
    if not now.reading.rules:
        st.caption(say("regions.left_out_all"))
        return
    rows = left_out(sizes, now.reading.rules)
    if rows.is_empty():
        st.caption(say("regions.left_out_none"))
        return
    shown = rows.head(ROWS)
    cut = set(rows.drop_nulls("area_code")["country"])
    places = [_place(country, code, cut) for country, code in shown.select("country", "area_code").iter_rows()]
    named = shown.with_columns(
        pl.Series("place", places), pl.Series("region", [region_name(label) for label in shown["region"]])
    )
    columns = {
        name: st.column_config.Column(say(f"regions.column_{name}"), width=width) for name, width in WIDTHS.items()
    }
    grid(named, columns, {"size": whole_numbers()}, key="regions-left-out", alt=say("regions.left_out"))
    if rows.height > ROWS:
        st.caption(say("show.largest_of", shown=ROWS, count=rows.height))


def _place(country: str | None, area_code: str | None, cut: Collection[str]) -> str:
    """A place; in countries that rules cut into, the customers without an area code are not the whole country."""
    name = place_name(country, None, area_code)
    return say("regions.without_area_code", place=name) if country in cut and not area_code else name


def _saved_rules() -> tuple[RegionRule, ...] | None:
    """The rules that answers follow at this moment; None while the file is broken and there are no answers."""
    try:
        return settings().regions
    except DefinitionError:
        return None


def _signed(value: int | None) -> str:
    told = whole_numbers()(abs(value or 0))
    return f"+{told}" if (value or 0) > 0 else f"−{told}" if value else "0"
