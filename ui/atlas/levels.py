"""The levels of the drill, from the regions of the world to area codes and cities."""

from typing import Literal, get_args

import polars as pl
import streamlit as st

from core.scope import Scope
from ui.answers import ask
from ui.labels import column_label
from ui.stale import tell_stale
from ui.words import say

Level = Literal["region", "country", "state", "area_code", "city"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From the large to the small; a level is also the name of its column. Area codes and cities have nothing below."""

COLUMNS: dict[Level, tuple[str, ...]] = {
    "region": ("region",),
    "country": ("country",),
    "state": ("country", "state"),
    "area_code": ("area_code",),
    "city": ("country", "state", "city"),
}
"""What makes one place of a level: states and cities of the same name lie in several countries."""

METRICS = (
    *("conversations_offered", "conversations", "abandon_rate", "service_level"),
    *("average_speed_of_answer", "average_handling_time", "total_handling_time", "unique_customers"),
)
VOLUME = METRICS[0]
PARAM = "level"


def level_choice(view: Scope) -> Level:
    """Let the reader choose the level; an address without one shows what the filters lead to."""
    asked = st.query_params.get(PARAM, "")
    if asked and asked not in LEVELS:
        tell_stale(say("geography.level"), asked)
    st.session_state[PARAM] = asked_level(view)
    st.segmented_control(
        say("geography.level"),
        LEVELS,
        format_func=column_label,
        key=PARAM,
        required=True,
        on_change=lambda: _keep(view, st.session_state[PARAM]),
    )
    return asked_level(view)


def asked_level(view: Scope) -> Level:
    """The level that the address names, else the one that the filters lead to."""
    asked = st.query_params.get(PARAM, "")
    return asked if asked in LEVELS else natural(view)


def natural(view: Scope) -> Level:
    """The next level that has anything to choose from; the last one chosen when there is nothing finer."""
    chosen = [level for level in LEVELS if view.values(level)]
    if not chosen:
        return "region"
    last = chosen[-1]
    if last in ("area_code", "city") or len(view.values(last)) > 1 or view.values(last) == (None,):
        return last
    finer = LEVELS[LEVELS.index(last) + 1 :]
    return next((level for level in finer if is_known(view, level)), last)


def is_known(view: Scope, level: Level) -> bool:
    """Whether any conversation has a place of that level."""
    return answers(view, level)[level].is_not_null().any()


def answers(view: Scope, level: Level) -> pl.DataFrame:
    """All metrics of each place of a level, and of what has none: `COLUMNS` of the level, then `METRICS`."""
    return ask(view.query(METRICS, by=COLUMNS[level]))


def forget_level() -> None:
    """From now on the filters decide on the level."""
    st.query_params.pop(PARAM, None)


def _keep(view: Scope, level: Level) -> None:
    if level == natural(view):
        forget_level()
    else:
        st.query_params[PARAM] = level
