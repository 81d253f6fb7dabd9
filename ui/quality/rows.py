"""The rows of a finding: what is wrong with each, and the way into its conversation, its file, its record."""

from urllib.parse import urlencode

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import NOTHING, number
from core.quality import FOUND, Finding
from core.scope import Scope
from core.spreadsheet import harmless_text
from ui.grid import Reader, choice, counts, grid, moments
from ui.labels import column_label
from ui.paging import page_asked, turn_pages
from ui.quality.asked import what
from ui.show.card import stamp
from ui.sitemap import place
from ui.words import language, say

PAGE, ROWS = "rows", 50
"""In the address: the page of the list; and how many rows one has."""

TOLD = (
    *("at", "twin_id", "what", "reported_count", "counted_count", "amount_ms", "times", "queue_name", "agent_name"),
    "platform",
    *("file_name", "position"),
    *("reservation_id", "segment_id", "event_id"),
)
"""What is told of a row, as far as any row of the finding has it; ids last."""

ENDLESS, OF_STATUS = "statuses_end", ("at", "agent_name", "what")
"""The check of statuses, whose rows lead to the correction that ends one; and what one is called by."""

CALLED = ("at", "conversation_id", "what", "file_name", "position", "agent_name")
ID_IN_LINK = r"[?&]id=([^&]+)"
"""What is shown of the address of a conversation."""

OF_FILES = ("records", "loads", "intervals")
MOST_CSV = 500_000
COUNTS = ("times", "position", "reported_count", "counted_count")
RIGHT = ("amount_ms", *COUNTS)
OWN = ("at", "what", "twin_id", "amount_ms", "times", "reported_count", "counted_count")


def label(column: str) -> str:
    """The heading of a column."""
    if column in OWN:
        return say(f"quality.column_{column}")
    return say(f"rejected.column_{column}") if column in ("file_name", "position") else column_label(column)


def apart(milliseconds: float | None) -> str:
    """A time that something is off, with its sign."""
    if milliseconds is None:
        return NOTHING
    told = number(abs(milliseconds), "ms", language())
    return f"−{told}" if milliseconds < 0 else told


def show(view: Scope, finding: Finding) -> None:
    """The list, one page at a time; choosing a row opens its conversation."""
    total = finding.rows.height
    page, pages = page_asked(PAGE, total, ROWS)
    told = {"count": total, "page": page, "pages": pages}
    st.markdown(f"**{say('quality.rows')}**")
    st.caption(say("quality.rows_count", **{name: number(value, "count", language()) for name, value in told.items()}))
    rows = finding.rows.slice((page - 1) * ROWS, ROWS)
    names = _columns_of(finding)
    ids = rows["conversation_id"].to_list()
    is_open = finding.rows["conversation_id"].null_count() < total
    shown = rows.with_columns(pl.Series("what", [what(value) for value in rows["what"]], pl.String))
    ways, twins = _ways(view, ids), _ways(view, rows["twin_id"].to_list())
    shown = shown.with_columns(_links("open", ways), _links("twin_id", twins))
    columns = _headed([names[0], "open", *names[1:]] if is_open else names)
    readers: dict[str, Reader] = {
        "at": moments(view.zone),
        "amount_ms": apart,
        **dict.fromkeys(COUNTS, counts()),
    }
    key, alt = f"found-{finding.check.name}-{page}-{stamp(view)}", say("quality.rows")
    picked = None
    if is_open:
        told_by = (*names, "conversation_id")
        called = [name for name in CALLED if name in told_by and shown[name].null_count() < len(shown)]
        picked = choice(shown, columns, readers, key=key, alt=alt, called=called, label=say("quality.choose_row"))
    elif finding.check.name == ENDLESS:
        picked = choice(shown, columns, readers, key=key, alt=alt, called=OF_STATUS, label=say("corrections.end_this"))
    else:
        # Behind no row is a conversation that could be opened.
        grid(shown, columns, readers, key=key, alt=alt)
    _below(view, finding, page, pages)
    if picked is not None and finding.check.name == ENDLESS:
        of_agent, began = rows.row(picked, named=True)["agent_id"], rows["at"][picked].isoformat()
        st.switch_page(place("corrections").page(), query_params=view.params(of_agent=of_agent, began=began))
    if picked is not None and ways[picked]:
        st.switch_page(place("conversation").page(), query_params=ways[picked])


def _ways(view: Scope, ids: list[str | None]) -> list[dict[str, str]]:
    """What the addresses of conversations say; nothing where a row has none."""
    return [view.params(id=one) if one else {} for one in ids]


def _links(column: str, ways: list[dict[str, str]]) -> pl.Series:
    """The addresses themselves."""
    return pl.Series(column, [f"conversation?{urlencode(way)}" if way else None for way in ways], pl.String)


def _headed(names: list[str]) -> dict[str, ColumnConfig]:
    """The columns with their headings; those that lead to a conversation as links that show its id."""

    def column(name: str) -> ColumnConfig:
        if name == "open":
            return st.column_config.LinkColumn(say("list.column_open"), display_text=ID_IN_LINK, width="small")
        if name == "twin_id":
            return st.column_config.LinkColumn(label(name), display_text=ID_IN_LINK)
        return st.column_config.Column(label(name), alignment="right" if name in RIGHT else None)

    return {name: column(name) for name in names}


def _columns_of(finding: Finding) -> list[str]:
    """What at least one row tells; how often only where it is not always once."""
    rows = finding.rows
    told = [name for name in TOLD if rows[name].null_count() < rows.height]
    return [name for name in told if name != "times" or rows["times"].max() != 1]


def _below(view: Scope, finding: Finding, page: int, pages: int) -> None:
    """Turning pages, the way to the files, and all rows to be taken away."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        turn_pages(PAGE, page, pages)
        if finding.check.unit in OF_FILES:
            st.page_link(
                place("data").page(),
                label=say("quality.to_data"),
                icon=":material/arrow_forward:",
                query_params=view.params(),
            )
        st.download_button(
            say("quality.download"),
            lambda: as_csv(finding),
            file_name=f"{finding.check.name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"csv-{finding.check.name}",
        )


def as_csv(finding: Finding) -> bytes:
    """All rows with their keys, `MOST_CSV` at most: instants in UTC, times in ms, no cell that runs as a formula."""
    rows = finding.rows.head(MOST_CSV).select(FOUND.schema.names())
    instants = pl.col("at").dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ")
    return rows.with_columns(instants).with_columns(harmless_text(pl.col(pl.String))).write_csv().encode()
