"""The way in, and the way back out: what a click on a place does, and the path that was taken."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from core.scope import Scope, Value
from ui.atlas.levels import COLUMNS, LEVELS, Level, forget_level, natural
from ui.atlas.names import is_one, value_name
from ui.labels import plain
from ui.links import BEHIND
from ui.scope import go
from ui.sitemap import place
from ui.words import say


def step_into(view: Scope, level: Level, metric: str, rows: pl.DataFrame, picked: int) -> None:
    """Narrow to a place and show what lies in it; where nothing is finer, its conversations.

    Args:
        metric: what was shown of the place; the conversations are those that it counts.
        rows: the places that could be chosen, with the columns of the level.
        picked: the row that was.
    """
    group = _group(rows, level, picked)
    wanted = within(view, group)
    if group[level] is None or natural(wanted) in chosen(wanted):
        there = view.followed(wanted, metric)
        st.switch_page(place("conversations").page(), query_params=there.params(**{BEHIND: metric}))
    forget_level()
    go(view.followed(wanted, metric))
    st.rerun()


def within(view: Scope, group: Mapping[str, Value]) -> Scope:
    """The scope of one place. Filters below it stay, or there would be other conversations than the place showed."""
    inner = {level: view.values(level) for level in LEVELS if level not in group}
    return view.narrowed(**inner, **group)


def chosen(view: Scope) -> list[Level]:
    """The levels that are narrowed."""
    return [level for level in LEVELS if view.values(level)]


def _group(rows: pl.DataFrame, level: Level, picked: int) -> dict[str, Value]:
    """The place's columns; without the state of a city that is the only one of its name in its country."""
    group = rows.select(COLUMNS[level]).row(picked, named=True)
    if level == "city" and group["state"] is None:
        same = (pl.col("country").eq_missing(group["country"])) & (pl.col("city").eq_missing(group["city"]))
        if rows.filter(same).height == 1:
            del group["state"]
    return group


def breadcrumb(view: Scope, level: Level) -> None:
    """The way back out, and where a click on a place of this level leads to.

    The way out is the world and every level that is narrowed, each a button that lifts what lies below it.
    """
    path = chosen(view)
    is_last = level in ("area_code", "city") or is_one(view, level)
    hint = say("geography.hint_last" if is_last else "geography.hint")
    if not path:
        st.caption(hint)
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="breadcrumb"):
        _step(say("geography.world"), "world", _up_to(view, 0))
        for step in path:
            name = ", ".join(plain(value_name(view, step, value)) for value in view.values(step))
            is_here = step == path[-1]
            _step(f"› {name}", step, None if is_here else _up_to(view, LEVELS.index(step) + 1))
        st.caption(hint, width="content")


def _up_to(view: Scope, depth: int) -> Scope:
    """The same without filters on finer levels."""
    kept: dict[str, tuple[Value, ...]] = {level: view.values(level) for level in LEVELS[:depth]}
    return view.narrowed(**kept, **dict.fromkeys(LEVELS[depth:], ()))


def _step(label: str, name: str, wanted: Scope | None) -> None:
    if wanted is None:
        st.markdown(f"**{label}**", width="content")
        return
    st.button(label, key=f"out-to-{name}", type="tertiary", on_click=_out_to, args=(wanted,))


def _out_to(wanted: Scope) -> None:
    forget_level()
    go(wanted)
