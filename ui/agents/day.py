"""One day of each agent: activities as bands, conversations on top; a click opens the conversation, or the agent."""

from datetime import date, datetime
from typing import Any

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.bands import ACTIVITY, TALK, WRAP_UP, Day, day_of_agents, told
from core.charts.bands import TALKS, band_rows, band_spec, hour_ticks
from core.condition import Condition
from core.format import day as day_named
from core.format import number
from core.period import Period, between
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.agents.colours import METRIC, activity_colours, activity_label
from ui.answers import ask, house, snapshot
from ui.definitions.find import folded, is_found
from ui.drawn import drawn, theme
from ui.grid import clocks, counts, durations, grid
from ui.kept import kept
from ui.labels import value_label
from ui.paging import page_asked, turn_pages
from ui.show.card import card, draw, stamp
from ui.show.narrow import narrow_to
from ui.sitemap import place
from ui.stale import tell_stale
from ui.words import language, say

AGENTS = 40
"""Lines of one page."""

ON, WHO = "on", "who"
"""In the address: the day, and which agents are looked for."""

LOGGED_IN = "logged_in_time"
KEPT = 20


def day(view: Scope) -> None:
    """The chosen day, `AGENTS` agents at a time."""
    period = view.period
    if period is None:
        return
    with card("bands", say("agents.day"), view, METRIC, help=say("agents.day_help")):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            chosen = _day_choice(view, period)
            wanted = _search()
        since, until = between(chosen, chosen).instants(view.zone)
        found = _day(snapshot(), since, until, view.conditions(), house())
        agents = [row for row in found.agents.iter_rows() if is_found(wanted, [str(row[1])])]
        counted = {"here": found.agents.height, "away": found.away}
        shown = {name: number(count, "count", language()) for name, count in counted.items()}
        st.caption(say("agents.who", day=day_named(chosen, "day", language()), **shown))
        if not agents:
            st.caption(say("agents.nobody"))
            return
        page, pages = page_asked("page", len(agents), AGENTS)
        lanes = _lanes(agents[(page - 1) * AGENTS : page * AGENTS])
        picked = _draw(view, found, lanes, chosen, f"{wanted}-{page}")
        turn_pages("page", page, pages)
        st.caption(say("agents.how_to_read", zone=view.zone))
        opened = st.expander(say("agents.as_table"), key="open-day", on_change="rerun")
        if opened.open:
            with opened:
                _table(view, found, lanes, chosen)
        if picked is not None:
            _follow(view, picked)


def _day_choice(view: Scope, period: Period) -> date:
    """The day in the address, else the last one of the period on which anybody was logged in."""
    days = ask(view.query(LOGGED_IN, by="day")).filter(pl.col(LOGGED_IN) > 0)["day"].drop_nulls()
    last = days.max()
    chosen = last if isinstance(last, date) else period.last
    wanted = st.query_params.get(ON, "")
    try:
        asked = date.fromisoformat(wanted)
    except ValueError:
        asked = chosen
        if wanted:
            tell_stale(say("agents.which_day"), wanted)
    chosen = asked if period.first <= asked <= period.last else chosen
    st.session_state[ON] = chosen
    st.date_input(
        say("agents.which_day"),
        key=ON,
        min_value=period.first,
        max_value=period.last,
        format="DD/MM/YYYY",
        width=180,
        on_change=_keep_day,
    )
    return chosen


def _keep_day() -> None:
    chosen = st.session_state[ON]
    if chosen:
        st.query_params[ON] = chosen.isoformat()
    st.query_params.pop("page", None)


def _search() -> str:
    """The text that agents' names are searched for, bound to the address."""
    typed = st.text_input(
        say("agents.find"),
        key=WHO,
        type="search",
        placeholder=say("agents.find_hint"),
        live="300ms",
        bind="query-params",
        width=260,
        on_change=_first_page,
    )
    return typed or ""


def _first_page() -> None:
    st.query_params.pop("page", None)


def _lanes(agents: list[tuple[str, str | None]]) -> dict[str, str]:
    """What each agent's line is called; of two with one name, with the end of the id."""
    names = [folded(value_label("agent_name", name)) for _, name in agents]
    return {
        agent: label if names.count(folded(label)) == 1 else f"{label} ({agent[-4:]})"
        for agent, label in ((agent, value_label("agent_name", name)) for agent, name in agents)
    }


def _draw(view: Scope, found: Day, lanes: dict[str, str], chosen: date, name: str) -> dict[str, object] | None:
    """The chart; the stretch that was clicked."""
    bands, rows, spec = _picture(view, found.bands, tuple(lanes.items()), chosen)
    alt = say("agents.alt", count=len(lanes), day=day_named(chosen, "day", language()))
    key = stamp(view, chosen.isoformat(), name)
    picked = draw(f"bands-{key}", view, rows, spec, alt)
    return None if picked is None else bands.row(picked, named=True)


@drawn
def _picture(
    view: Scope, of_day: pl.DataFrame, lanes: tuple[tuple[str, str], ...], chosen: date
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]]:
    """The bands of these lines; the rows that are drawn of them; how."""
    bands = of_day.filter(pl.col("agent_id").is_in([agent for agent, _ in lanes]))
    since, until = between(chosen, chosen).instants(view.zone)
    talks = {TALK: say("agents.talk"), WRAP_UP: say("agents.wrap_up")}
    colours = activity_colours(view)
    present = set(bands.filter(pl.col("kind") == ACTIVITY)["activity"])
    named = {activity: activity_label(activity) for activity in colours if activity in present}
    kinds = [talks.get(kind) or named[activity] for kind, activity in bands.select("kind", "activity").iter_rows()]
    legend = [
        *((label, colours[activity]) for activity, label in named.items()),
        *zip(talks.values(), TALKS[theme()], strict=True),
    ]
    spec = band_spec(
        language(),
        tuple(label for _, label in lanes),
        tuple(legend),
        hour_ticks(since, until, view.zone),
        int((until - since).total_seconds() * 1000),
        (say("timeline.begins"), say("timeline.ends"), say("timeline.lasts")),
    )
    return bands, band_rows(bands, dict(lanes), kinds, since, view.zone, language()), spec


def _table(view: Scope, found: Day, lanes: dict[str, str], chosen: date) -> None:
    """The same agents in numbers, for whoever cannot see the picture."""
    day_in_numbers = told(found, house()).filter(pl.col("agent_id").is_in(list(lanes)))
    rows = day_in_numbers.with_columns(pl.col("agent_id").replace_strict(lanes, return_dtype=pl.String).alias("agent"))
    clock = clocks([*rows["began_at"], *rows["left_at"]], view.zone)
    columns: dict[str, ColumnConfig] = {
        name: st.column_config.Column(say(f"agents.column_{name}"), alignment=None if name == "agent" else "right")
        for name in ("agent", "began_at", "left_at", "conversations", "talk_ms", "wrap_up_ms")
    }
    readers = {"conversations": counts()} | dict.fromkeys(("talk_ms", "wrap_up_ms"), durations())
    readers |= dict.fromkeys(("began_at", "left_at"), clock)
    grid(rows, columns, readers, key=f"day-{stamp(view, chosen.isoformat())}", alt=say("agents.day"))


def _follow(view: Scope, picked: dict[str, object]) -> None:
    """A talk: open its conversation. An activity: narrow to the agent."""
    if picked["conversation_id"]:
        st.switch_page(place("conversation").page(), query_params=view.params(id=str(picked["conversation_id"])))
    narrow_to(view, {"agent_name": picked["agent_name"]})


@kept(KEPT)
def _day(now: Snapshot, since: datetime, until: datetime, where: tuple[Condition, ...], rules: Settings) -> Day:
    return day_of_agents(now, since, until, where, rules)
