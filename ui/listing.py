"""The list of conversations: what it is narrowed to, its order, one page of it, and the way into each."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core import listing
from core.format import number
from core.listing import PAGE_ROWS, Listing
from core.masking import masked
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import metrics, settings, snapshot
from ui.customer import is_revealed, reveal_switch
from ui.grid import choice, durations, moments
from ui.labels import metric_label, metric_meaning, plain, value_label
from ui.lasting import lasting, lasting_told
from ui.links import BEHIND, BELOW, LEAST, MOVED, TRIED
from ui.paging import page_asked, turn_pages
from ui.sitemap import place
from ui.visit import fresh
from ui.words import language, say

SORTS = {"started": "started_at", "wait": "wait_ms", "talk": "talk_time_ms", "handling": "handling_time_ms"}
"""Name in the address → what the list is sorted by."""

OF_LIST = (BEHIND, "part", LEAST, BELOW, "customer_of", "search", "sort", "page", *TRIED, MOVED)
"""Names in the address. The address and not the widgets remember: a bound widget would write its translated label."""

COLUMNS = (
    *("started_at", "end_state", "customer", "channel", "direction", "queue_name", "agent_name"),
    *("wait_ms", "talk_time_ms", "outcome", "place", "open"),
)
WIDTHS = {"customer": 150, "channel": 95, "wait_ms": 80, "talk_time_ms": 105, "end_state": 130}
"""Pixels, of columns whose widest value seldom stands in the first rows."""

STATE_COLOURS = {
    "handled": "#2E8B6B",
    "abandoned": "#C8503C",
    "lost in transfer": "#B0568A",
    "follow-up": "#3C86B4",
    "in progress": "#A87300",
    "not handled": "#6F8188",
}
BY_SNAPSHOT: dict[str | type[Any], Callable[[Any], Any]] = {
    Snapshot: lambda now: (str(now.files.root), now.version, now.committed_at)
}
KEPT_PAGES = 500


def of_list() -> dict[str, str]:
    """What the address says of the list beside the scope; a conversation carries it on, for the way back."""
    return {name: st.query_params[name] for name in OF_LIST if name in st.query_params}


def controls(view: Scope) -> Listing:
    """What the list is narrowed to and its order, as the address says; with the controls to change it."""
    metric, part = _behind()
    customer_of = st.query_params.get("customer_of", "")
    if customer_of:
        _narrowed(say("list.of_customer"), say("list.of_customer_help"), "customer_of")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["list-search"] = st.query_params.get("search", "")
        search = st.text_input(
            say("list.search"),
            key="list-search",
            placeholder=say("list.search_hint"),
            type="search",
            on_change=_remember,
            args=("search", "list-search"),
        )
        sort, descending = _order()
        reveal_switch()
    asked = lasting(view.query("conversations"), metric)
    return Listing(asked, metric, part, customer_of, search or "", sort, descending)


def _order() -> tuple[str, bool]:
    """What the list is sorted by, and whether downwards."""
    orders = [f"{name}-{way}" for name in SORTS for way in ("desc", "asc")]
    asked = st.query_params.get("sort", "")
    st.session_state["list-order"] = asked if asked in orders else orders[0]
    order = st.selectbox(
        say("list.sort"),
        orders,
        format_func=lambda name: say(f"list.sort_{name.replace('-', '_')}"),
        key="list-order",
        on_change=_remember,
        args=("sort", "list-order"),
        width=220,
    )
    name, _, way = order.partition("-")
    return SORTS[name], way == "desc"


def _remember(name: str, key: str) -> None:
    """Put a choice into the address; the page that was open has no meaning in the new list."""
    _forget(name, "page")
    if st.session_state[key]:
        st.query_params[name] = st.session_state[key]


def _forget(*names: str) -> None:
    for name in names:
        st.query_params.pop(name, None)


def show(view: Scope, wanted: Listing) -> None:
    """The list, one page at a time."""
    rules, now = settings(), snapshot()
    total = _count(now, wanted, rules)
    if not total:
        st.info(say("list.nothing_found" if wanted.search else "empty.no_rows"), icon=":material/search_off:")
        return
    page, pages = page_asked("page", total, PAGE_ROWS)
    st.caption(
        say(
            "list.count" if total > 1 else "list.count_one",
            count=number(total, "count", language()),
            page=number(page, "count", language()),
            pages=number(pages, "count", language()),
        )
    )
    _table(view, _page(now, wanted, rules, page), page)
    is_masked = not is_revealed()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        turn_pages("page", page, pages)
        st.download_button(
            say("list.download"),
            lambda: listing.as_csv(now, wanted, rules, zone=view.zone, is_masked=is_masked),
            file_name="conversations.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def _behind() -> tuple[str, str]:
    """The number that the list is behind, if any; and of a ratio, which part of its rows."""
    metric = st.query_params.get(BEHIND, "")
    if metric not in metrics():
        if metric:
            st.warning(say("list.unknown_metric", name=plain(metric)), icon=":material/filter_alt_off:")
        return "", ""
    title = " · ".join(filter(None, (say("list.behind", metric=metric_label(metric)), lasting_told(metric))))
    _narrowed(title, metric_meaning(metric), BEHIND, "part", LEAST, BELOW)
    return metric, _part() if listing.is_ratio(metric, settings()) else ""


def _part() -> str:
    asked = st.query_params.get("part", "")
    st.session_state["list-part"] = asked if asked in listing.PARTS else ""
    chosen = st.segmented_control(
        say("list.part"),
        listing.PARTS,
        format_func=lambda name: say(f"list.part_{name or 'all'}"),
        key="list-part",
        required=True,
        label_visibility="collapsed",
        on_change=_remember,
        args=("part", "list-part"),
    )
    return chosen or ""


def _narrowed(title: str, help_text: str, *names: str) -> None:
    """What the list is narrowed to beside the filters, with the way out of it."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False, key=f"narrowed-{names[0]}"
    ):
        st.markdown(f"**{title}**  \n{help_text}", width="stretch")
        st.button(
            say("list.all_instead"),
            key=f"lift-{names[0]}",
            icon=":material/close:",
            on_click=_forget,
            args=(*names, "page"),
        )


def _table(view: Scope, rows: pl.DataFrame, page: int) -> None:
    readers = {"started_at": moments(view.zone, seconds=False), "wait_ms": durations(), "talk_time_ms": durations()}
    chosen = choice(
        _cells(view, rows),
        _columns(),
        readers,
        key=fresh(f"list-{page}"),
        alt=say("list.alt"),
        called=("started_at", "customer", "queue_name", "agent_name"),
        label=say("list.choose"),
    )
    if chosen is not None:
        found = rows["conversation_id"][chosen]
        # The browser keeps one more entry, this page with the new address; so the new address must tell this list too.
        st.switch_page(place("conversation").page(), query_params=view.params(**of_list(), id=found))


def _cells(view: Scope, rows: pl.DataFrame) -> pl.DataFrame:
    """What the table shows, in the reader's words."""
    customers = rows.select(customer=pl.coalesce("phone_e164", "customer_phone", "customer_email", "customer_name"))
    words: dict[str, list[Any]] = {
        "channel": [value_label("channel", value) for value in rows["channel"]],
        "direction": [value_label("direction", value) for value in rows["direction"]],
        "end_state": [[say(f"state.{value}")] for value in rows["end_state"]],
        "place": [where(row) for row in rows.select("city", "state", "country").iter_rows(named=True)],
        "open": [f"conversation?{urlencode(view.params(id=value))}" for value in rows["conversation_id"]],
    }
    return rows.with_columns(
        customers["customer"] if is_revealed() else customers.select(masked("customer"))["customer"],
        *(pl.Series(name, values) for name, values in words.items()),
    )


def where(row: dict[str, str | None]) -> str:
    """A place, from the small to the large: city, state, country."""
    country = value_label("country", row["country"]) if row["country"] else None
    return ", ".join(part for part in (row["city"], row["state"], country) if part)


def _columns() -> dict[str, ColumnConfig]:
    kinds = st.column_config
    states = {say(f"state.{name}"): colour for name, colour in STATE_COLOURS.items()}
    columns = {
        name: kinds.Column(
            say(f"list.column_{name}"),
            alignment="right" if name.endswith("_ms") else None,
            width=WIDTHS.get(name),
        )
        for name in COLUMNS
    }
    return {
        **columns,
        "end_state": kinds.MultiselectColumn(
            say("list.column_end_state"), width=WIDTHS["end_state"], options=list(states), color=list(states.values())
        ),
        "open": kinds.LinkColumn(say("list.column_open"), display_text=r"[?&]id=([^&]+)", width="small"),
    }


@st.cache_data(max_entries=KEPT_PAGES, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _count(now: Snapshot, wanted: Listing, rules: Settings) -> int:
    return listing.count(now, wanted, rules)


@st.cache_data(max_entries=KEPT_PAGES, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _page(now: Snapshot, wanted: Listing, rules: Settings, page: int) -> pl.DataFrame:
    return listing.page(now, wanted, rules, page)
