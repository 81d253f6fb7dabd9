"""The list of conversations: what it is narrowed to, its order, one page of it, and the way into each."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from core import listing
from core.format import number
from core.listing import PAGE_ROWS, SORTS, Listing
from core.scope import Scope
from core.settings import Settings
from core.sheet import Sheet
from core.store.snapshot import Snapshot
from ui import details
from ui.answers import metrics, settings, snapshot
from ui.customer import is_revealed, reveal_switch
from ui.details import COLUMNS, USUAL_SORTS
from ui.grid import MadeLater, choice
from ui.labels import metric_label, metric_meaning, plain
from ui.lasting import lasting, lasting_told
from ui.links import BEHIND, BELOW, LEAST, MOVED, TRIED, to_correcting
from ui.paging import page_asked, turn_pages
from ui.sitemap import place
from ui.stale import tell_stale
from ui.visit import fresh
from ui.words import language, say

AT = "at"
"""In the address of a conversation: its place in the list that it was opened from, from 1."""

OF_LIST = (BEHIND, "part", LEAST, BELOW, "customer_of", "search", "sort", COLUMNS, "page", *TRIED, MOVED)
"""Names in the address. The address and not the widgets remember: a bound widget would write its translated label."""

CALLED = ("started_at", "customer", "queue_name", "agent_name")
BY_SNAPSHOT: dict[str | type[Any], Callable[[Any], Any]] = {
    Snapshot: lambda now: (str(now.files.root), now.version, now.committed_at)
}
KEPT_PAGES = 500


def of_list() -> dict[str, str]:
    """What the address says of the list beside the scope; a conversation carries it on, for the way back."""
    return {name: st.query_params[name] for name in OF_LIST if name in st.query_params}


def asked(view: Scope) -> Listing:
    """The list that the address asks for; of what it cannot mean the usual is taken."""
    behind = st.query_params.get(BEHIND, "")
    metric = behind if behind in metrics() else ""
    part = st.query_params.get("part", "") if metric and listing.is_ratio(metric, settings()) else ""
    sort, descending = _order()
    return Listing(
        lasting(view.query("conversations"), metric),
        metric,
        part if part in listing.PARTS else "",
        st.query_params.get("customer_of", ""),
        st.query_params.get("search", ""),
        sort,
        descending,
    )


def controls(view: Scope) -> Listing:
    """What the list is narrowed to and its order, as the address says; with the controls to change it."""
    wanted = asked(view)
    if (order := st.query_params.get("sort", "")) and not _is_order(order):
        tell_stale(say("list.sort"), order)
    _behind(wanted)
    if wanted.same_customer_as:
        _narrowed(say("list.of_customer"), say("list.of_customer_help"), "customer_of")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["list-search"] = wanted.search
        st.text_input(
            say("list.search"),
            key="list-search",
            placeholder=say("list.search_hint"),
            type="search",
            on_change=_remember,
            args=("search", "list-search"),
        )
        names = details.chosen()
        _choose_order(wanted, names)
        details.choose(names)
        reveal_switch()
    return wanted


def _order() -> tuple[str, bool]:
    """What the list is sorted by, and whether downwards."""
    name, _, way = st.query_params.get("sort", "").rpartition("-")
    return (USUAL_SORTS.get(name, name), way == "desc") if _is_order(f"{name}-{way}") else ("started_at", True)


def _is_order(text: str) -> bool:
    name, _, way = text.rpartition("-")
    return USUAL_SORTS.get(name, name) in SORTS and way in ("asc", "desc")


def _choose_order(wanted: Listing, names: Sequence[str]) -> None:
    short = {column: name for name, column in USUAL_SORTS.items()}
    columns = dict.fromkeys([*details.sorts(names), wanted.sort])
    orders = {
        f"{short.get(column, column)}-{way}": _order_label(short.get(column, ""), column, way)
        for column in columns
        for way in ("desc", "asc")
    }
    st.session_state["list-order"] = f"{short.get(wanted.sort, wanted.sort)}-{'desc' if wanted.descending else 'asc'}"
    st.selectbox(
        say("list.sort"),
        list(orders),
        format_func=orders.__getitem__,
        key="list-order",
        on_change=_remember,
        args=("sort", "list-order"),
        width=220,
    )


def _order_label(short: str, column: str, way: str) -> str:
    if short:
        return say(f"list.sort_{short}_{way}")
    kind = "moment" if column.endswith("_at") else "number"
    return say(f"list.by_{kind}_{way}", name=details.label(column))


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
    total = count(now, wanted, rules)
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
    names = details.chosen()

    def whole(title: str) -> Sheet:
        rows = listing.table(now, wanted, rules, details.needed(names), is_masked=False)
        return details.sheet(title, rows, names, total)

    _table(view, _page(now, wanted, rules, page, details.needed(names)), names, page, whole)
    is_masked = not is_revealed()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        turn_pages("page", page, pages)
        st.download_button(
            say("list.download"),
            lambda: listing.as_csv(now, wanted, rules, names, zone=view.zone, is_masked=is_masked),
            file_name="conversations.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    if not (wanted.metric or wanted.search or wanted.same_customer_as):
        to_correcting(view)


def _behind(wanted: Listing) -> None:
    """The number that the list is behind, if any; and of a ratio, which part of its rows."""
    if not wanted.metric:
        if unknown := st.query_params.get(BEHIND, ""):
            st.warning(say("list.unknown_metric", name=plain(unknown)), icon=":material/filter_alt_off:")
        return
    told = (say("list.behind", metric=metric_label(wanted.metric)), lasting_told(wanted.metric))
    _narrowed(" · ".join(filter(None, told)), metric_meaning(wanted.metric), BEHIND, "part", LEAST, BELOW)
    if listing.is_ratio(wanted.metric, settings()):
        _choose_part(wanted)


def _choose_part(wanted: Listing) -> None:
    st.session_state["list-part"] = wanted.part
    st.segmented_control(
        say("list.part"),
        listing.PARTS,
        format_func=lambda name: say(f"list.part_{name or 'all'}"),
        key="list-part",
        required=True,
        label_visibility="collapsed",
        on_change=_remember,
        args=("part", "list-part"),
    )


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


def _table(view: Scope, rows: pl.DataFrame, names: Sequence[str], page: int, whole: MadeLater) -> None:
    ids, first = rows["conversation_id"].to_list(), (page - 1) * PAGE_ROWS + 1
    # The browser keeps one more entry, this page with the new address; so the new address must tell this list too.
    ways = [view.params(id=one, **of_list(), **{AT: str(first + row)}) for row, one in enumerate(ids)]
    links = pl.Series("open", [f"conversation?{urlencode(way)}" for way in ways], pl.String)
    link = st.column_config.LinkColumn(say("list.column_open"), display_text=r"[?&]id=([^&]+)", width="small")
    chosen = choice(
        details.cells(rows, names).with_columns(links),
        {**details.columns(names), "open": link},
        details.readers(view, names),
        key=fresh("-".join((f"list-{page}", *(names if names != listing.USUAL else ())))),
        alt=say("list.alt"),
        called=[name for name in CALLED if name in names] or ["conversation_id"],
        label=say("list.choose"),
        sheet=whole,
    )
    if chosen is not None:
        st.switch_page(place("conversation").page(), query_params=ways[chosen])


@st.cache_data(max_entries=KEPT_PAGES, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def count(now: Snapshot, wanted: Listing, rules: Settings) -> int:
    """How many conversations the list has; counted once."""
    return listing.count(now, wanted, rules)


@st.cache_data(max_entries=KEPT_PAGES, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _page(now: Snapshot, wanted: Listing, rules: Settings, page: int, names: tuple[str, ...]) -> pl.DataFrame:
    return listing.page(now, wanted, rules, page, names)
