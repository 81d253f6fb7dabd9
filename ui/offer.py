"""The line of ways on: after a click, where the number that was clicked leads to from here.

A click narrows the page at once, as ever. This line then stays in sight at the top: the steps that were taken, and from
the last one deeper, across, or to the rows themselves. All of it follows from the address.
"""

import streamlit as st

from core.custom import is_custom
from core.drill import TIME, deeper, finer, grain_of
from core.errors import QueryError, UnknownName
from core.figures import Figure
from core.filters import column_of
from core.format import number
from core.intervals.asking import check_intervals
from core.metrics import Formula, Measure
from core.plan import check
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from ui import figure
from ui.answers import ask, declared, house, keys, settings, snapshot
from ui.crumbs import crumbs
from ui.drawn import theme
from ui.labels import column_label, metric_label, plain
from ui.links import BEHIND
from ui.show.narrow import SPLIT
from ui.sitemap import Place, place
from ui.words import language, say

VOLUME, ID = "conversations_offered", "conversation_id"
ACROSS = (
    *("queue_name", "channel", "direction", "handling_team_name", "agent_name", "outcome", "region", "country"),
    *("weekday", "hour_of_day", "day", "week", "month"),
)
"""What a number can be split by at a click, and some attributes of the data; the page Explore has all columns."""

KEYS = 8
TOP = 20
BELOW_HEADER = """<style>
div:has(> .st-key-trail) {{ position: sticky; top: 3.75rem; z-index: 90; background: {ground}; }}
</style>"""
"""In sight wherever on the page the click was made."""


def show(view: Scope, here: Place) -> None:
    """The line, when a click has led here, and below it the number as it was asked to be split."""
    if not view.trail:
        return
    metric = _metric(view)
    ground = st.get_option(f"theme.{theme()}.backgroundColor") or "#FFFFFF"
    st.html(BELOW_HEADER.format(ground=ground))
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="center", key="trail"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="crumbs", width="content"):
            crumbs(view)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="ways-on", width="content"):
            _ways(view, metric, here)
    _split(view, metric)


def _metric(view: Scope) -> str:
    """The number that was clicked last."""
    return next((step.metric for step in reversed(view.trail) if _is_metric(step.metric)), VOLUME)


def _is_metric(name: str) -> bool:
    try:
        declared(name)
    except UnknownName:
        return False
    return True


def _ways(view: Scope, metric: str, here: Place) -> None:
    if next_one := _deeper(view, metric):
        st.button(
            say("trail.deeper", group=column_label(next_one).lower()),
            key="deeper",
            icon=":material/subdirectory_arrow_right:",
            on_click=_split_by,
            args=(next_one,),
        )
    names = {column: column_label(column) for column in _across(view, metric, next_one)}
    st.menu_button(
        say("trail.across"),
        list(names),
        format_func=names.__getitem__,
        key="across",
        icon=":material/alt_route:",
        on_click=_split_chosen,
    )
    if here.name != "conversations" and _has_rows(metric):
        st.page_link(
            place("conversations").page(),
            label=_rows_label(view, metric),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=view.params(**{BEHIND: metric}),
        )


def _deeper(view: Scope, metric: str) -> str:
    """What lies within the group that was clicked last and has more than one part; empty where nothing does."""
    columns = [column_of(name) for name, _ in view.trail[-1].before if name not in ("period", "tz")]
    found = [deeper(column) for column in columns]
    if view.period and not columns:
        found = [finer(grain_of(view.period))]
    for column in found:
        while column:
            if _can_split(view, metric, column) and (column in TIME or _parts(view, metric, column) > 1):
                return column
            column = deeper(column)
    return ""


def _can_split(view: Scope, metric: str, column: str) -> bool:
    if is_custom(column) and column not in keys():
        return False
    try:
        check(Query((metric,), (column,)), settings())
        check_intervals(snapshot(), view.query(metric, by=column), settings())
    except QueryError:
        return False
    return True


def _parts(view: Scope, metric: str, column: str) -> int:
    return ask(view.query(metric, by=column))[column].drop_nulls().len()


def _across(view: Scope, metric: str, next_one: str) -> list[str]:
    """The columns that the number can be split by and that are not narrowed to one value yet."""
    columns = [*ACROSS, *[name for name, key in keys().items() if key.values > 1][:KEYS]]
    return [
        column
        for column in columns
        if column != next_one and len(view.values(column)) != 1 and _can_split(view, metric, column)
    ]


def _has_rows(metric: str) -> bool:
    return all(ID in table.by_name for table in declared(metric).tables)


def _rows_label(view: Scope, metric: str) -> str:
    """With how many there are, where the number itself says so."""
    if not _counts_conversations(declared(metric).formula(house())):
        return say("trail.rows")
    count = ask(view.query(metric))[metric][0]
    return say("trail.row" if count == 1 else "trail.rows_counted", count=number(count, "count", language()))


def _counts_conversations(formula: Formula) -> bool:
    """Whether the number is how many conversations lie behind it."""
    if not isinstance(formula, Measure):
        return False
    return (formula.kind, formula.column) == ("distinct", ID) or (formula.kind, formula.table) == (
        "rows",
        CONVERSATIONS,
    )


def _split_by(column: str) -> None:
    st.query_params[SPLIT] = column


def _split_chosen() -> None:
    _split_by(st.session_state["across"])


def _split(view: Scope, metric: str) -> None:
    """The number split as the address says, in a card of its own."""
    column = st.query_params.get(SPLIT, "")
    if not column:
        return
    if not _can_split(view, metric, column):
        st.warning(say("trail.bad_split", value=plain(column), metric=metric_label(metric)), icon=":material/help:")
        return
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="split-bar"):
        st.page_link(
            place("explore").page(),
            label=say("trail.explore"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=view.params(metrics=metric, rows=column),
        )
        st.button(say("trail.close"), key="split-close", type="tertiary", icon=":material/close:", on_click=_close)
    figure.show(Figure((metric,), (column,), top=None if column in TIME else TOP), view, SPLIT)


def _close() -> None:
    st.query_params.pop(SPLIT, None)
