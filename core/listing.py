"""Lists of conversations: the ones behind a number, found, sorted and cut into pages without reading them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial

import polars as pl

from core import service_lab
from core.answer import rows_behind
from core.attribution import STARTED, attribution_of
from core.details import OF_FIRST, hidden, state, tell, wait
from core.errors import QueryError
from core.lending import lent
from core.lives import lenders_of
from core.metrics import Ratio, named
from core.plan import columns_of, held, holds
from core.query import Query
from core.schema.column import INSTANT
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.search import found, of_same_customer
from core.service_lab import Move
from core.settings import Settings
from core.spreadsheet import harmless_text
from core.store.snapshot import Snapshot

PAGE_ROWS = 50
USUAL = (
    *("started_at", "end_state", "customer", "channel", "direction", "queue_name", "agent_name"),
    *("wait_ms", "talk_time_ms", "outcome", "place"),
)
"""What a list tells of each conversation unless somebody chooses otherwise."""

MOST_DETAILS = 40
"""That are told at once."""

BEGINNING_ROWS, KEPT_BEGINNINGS = 1_000, 32
"""Keys that are found together with the number of rows; lists whose beginning is kept."""

INSTANT_STEP = timedelta(milliseconds=1)
SORTS = (
    "wait_ms",
    *(
        column.name
        for column in CONVERSATIONS.columns
        if column.dtype in (INSTANT, pl.Int64) and column.unit in ("", "ms", "count")
    ),
)
"""What a list can be sorted by: instants, durations and counts."""

PARTS = ("", "counted", "uncounted")
"""Of a ratio: all rows below the line, those above it, those that are not."""

TABLE_ROWS = 500_000
_OF_SEGMENTS = ("queue_name", "agent_name", "handling_team_name", "handling_department_name")


@dataclass(frozen=True)
class Listing:
    """Which conversations, in which order; a frozen value, so that it can be a cache key and an address.

    Args:
        query: period, zone and conditions; its metrics and groups are not looked at.
        metric: only the conversations whose rows this metric counts; empty for all that began in the period.
        part: of a ratio: one of `PARTS`.
        same_customer_as: only conversations of the customer of this conversation, whatever the metric.
        search: only conversations with this id, task, call, telephone number, customer, agent or attribute.
        sort: one of `SORTS`.
        descending: the highest or latest first; what has no value comes last either way.
        moved: only conversations that other rules would count otherwise for service level.
    """

    query: Query
    metric: str = ""
    part: str = ""
    same_customer_as: str = ""
    search: str = ""
    sort: str = "started_at"
    descending: bool = True
    moved: Move | None = None


def is_ratio(metric: str, rules: Settings) -> bool:
    """Whether the metric divides, so that its rows fall into counted and not counted ones."""
    formula = named(metric, rules).formula(rules)
    return isinstance(formula, Ratio) and formula.numerator.counted.meta.serialize() != (
        formula.denominator.counted.meta.serialize()
    )


def listed(snapshot: Snapshot, listing: Listing, rules: Settings) -> pl.LazyFrame:
    """The conversations, in no promised order: all columns of CONVERSATIONS, `wait_ms` and `end_state`.

    Raises:
        UnknownName: no metric of that name.
        QueryError: the metric cannot be filtered by one of the conditions.
    """
    rows = _behind(snapshot, listing, rules) if listing.metric else _begun(snapshot, listing.query, rules)
    if listing.same_customer_as:
        rows = rows.filter(of_same_customer(snapshot, listing.same_customer_as))
    if listing.moved:
        ids = service_lab.moved(snapshot, listing.query, rules, listing.moved)
        rows = rows.join(ids, on="conversation_id", how="semi")
    rows = rows.with_columns(wait(), state())
    return found(snapshot, rows, listing.search.strip()) if listing.search.strip() else rows


def count(snapshot: Snapshot, listing: Listing, rules: Settings) -> int:
    """How many conversations the list has."""
    if _is_plain(listing):
        return int(listed(snapshot, listing, rules).select(pl.len()).collect().item())
    return _beginning(snapshot, listing, rules)[0]


def ids(snapshot: Snapshot, listing: Listing, rules: Settings, number: int) -> pl.DataFrame:
    """The keys of one page of the list, in its order, from 1: `conversation_id` and `started_at`.

    Only the sort key is read of all rows.
    """
    start, end = (number - 1) * PAGE_ROWS, number * PAGE_ROWS
    if _is_plain(listing):
        first = _in_order(_best(listed(snapshot, listing, rules), listing, end), listing, end).collect()
    elif end <= BEGINNING_ROWS:
        first = _beginning(snapshot, listing, rules)[1]
    else:
        first = _in_order(listed(snapshot, listing, rules), listing, end).collect()
    return first.slice(start, PAGE_ROWS).select("conversation_id", "started_at")


def page(
    snapshot: Snapshot, listing: Listing, rules: Settings, number: int, names: Sequence[str] = USUAL
) -> pl.DataFrame:
    """One page of the list, in its order, from 1: `conversation_id` and the details that are named.

    They are read of the page's rows alone.

    Raises:
        UnknownName: there is no such detail.
    """
    keys = ids(snapshot, listing, rules, number).with_row_index("row")
    if keys.is_empty():
        return tell(snapshot, CONVERSATIONS.empty().lazy(), names, rules).collect()
    started_at = pl.col("started_at")
    since, until = keys.select(since=started_at.min(), until=started_at.max() + INSTANT_STEP).row(0)
    # By when they began, as numbers are quicker to look through than ids; the join drops others that began just then.
    shown = snapshot.scan(CONVERSATIONS, since, until).filter(started_at.is_in(keys["started_at"].implode()))
    order = keys.lazy().select("conversation_id", "row")
    shown = shown.join(order, on="conversation_id", how="semi")
    rows = tell(snapshot, shown, names, rules, since, until, _over(shown, names))
    return rows.join(order, on="conversation_id").sort("row").drop("row").collect()


def _is_plain(listing: Listing) -> bool:
    """Whether its rows are found by reading few columns, so that they may be asked for more than once."""
    return not (listing.metric or listing.search.strip() or listing.same_customer_as or listing.moved)


@lru_cache(maxsize=KEPT_BEGINNINGS)
def _beginning(snapshot: Snapshot, listing: Listing, rules: Settings) -> tuple[int, pl.DataFrame]:
    """How many rows a list has and the keys of its first `BEGINNING_ROWS`: found at once, as a page asks for both."""
    rows = listed(snapshot, listing, rules)
    total, first = pl.collect_all([rows.select(pl.len()), _in_order(rows, listing, BEGINNING_ROWS)])
    return total.item(), first


def forget() -> None:
    """Keep no beginnings: whoever measures how long a list takes wants it to be found."""
    _beginning.cache_clear()


def _in_order(rows: pl.LazyFrame, listing: Listing, number: int) -> pl.LazyFrame:
    """The keys of the first rows of the list."""
    keys = rows.select(*dict.fromkeys(("conversation_id", "started_at", listing.sort)))
    by = [listing.sort, "conversation_id"]
    return keys.sort(by, descending=[listing.descending, False], nulls_last=True).head(number)


def _best(rows: pl.LazyFrame, listing: Listing, number: int) -> pl.LazyFrame:
    """Rows among which the first ones of the list are, found by the sort key alone: ids are long to read."""
    value = pl.col(listing.sort)
    values = rows.select(value).filter(value.is_not_null())
    cut = values.top_k(number, by=value) if listing.descending else values.bottom_k(number, by=value)
    best = cut.collect()[listing.sort]
    if best.len() < number:
        return rows
    return rows.filter(value >= best.min() if listing.descending else value <= best.max())


def _over(rows: pl.LazyFrame, names: Sequence[str]) -> datetime | None:
    """When all of a few conversations were over, if their segments are to be read; None where one of them is not."""
    if not any(name in OF_FIRST for name in names):
        return None
    ended, still = rows.select(pl.col("ended_at").max(), still=pl.col("ended_at").null_count()).collect().row(0)
    return None if still or ended is None else ended + INSTANT_STEP


def table(
    snapshot: Snapshot, listing: Listing, rules: Settings, names: Sequence[str] = USUAL, *, is_masked: bool
) -> pl.DataFrame:
    """The list with the details that are named and each conversation's id, `TABLE_ROWS` at most, to be taken away."""
    keys = _in_order(listed(snapshot, listing, rules), listing, TABLE_ROWS).with_row_index("row")
    order = keys.select("conversation_id", "row").collect().lazy()
    since, until = listing.query.since, listing.query.until
    bounds = (since, until) if not listing.metric and not listing.moved else (None, until)
    theirs = snapshot.scan(CONVERSATIONS, *bounds).join(order, on="conversation_id", how="semi")
    rows = tell(snapshot, theirs, names, rules, *bounds).join(order, on="conversation_id").sort("row").drop("row")
    shown = rows.with_columns(hidden(names) if is_masked else [])
    return shown.select(list(dict.fromkeys([*names, "conversation_id"]))).collect()


def as_csv(
    snapshot: Snapshot, listing: Listing, rules: Settings, names: Sequence[str] = USUAL, *, zone: str, is_masked: bool
) -> bytes:
    """The same as CSV for a spreadsheet: instants on the clock of the zone, durations in ms."""
    rows = table(snapshot, listing, rules, names, is_masked=is_masked)
    local = pl.col(INSTANT).dt.convert_time_zone(zone).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z")
    return rows.with_columns(local, harmless_text(pl.col(pl.String))).write_csv().encode()


def _begun(snapshot: Snapshot, query: Query, rules: Settings) -> pl.LazyFrame:
    """The conversations that began in the period and meet the conditions; of queue and agent, one part must do so."""
    of_segments = [one for one in query.where if _is_of_segments(one.column)]
    others = [one for one in query.where if one not in of_segments]
    rows = _meeting(snapshot, CONVERSATIONS, query.with_(where=tuple(others)), rules, query.until)
    if not of_segments:
        return rows
    parts = _meeting(snapshot, SEGMENTS, query.with_(where=tuple(of_segments)), rules)
    return rows.join(parts.select("conversation_id"), on="conversation_id", how="semi")


def _is_of_segments(column: str) -> bool:
    is_of_conversations = column in CONVERSATIONS.by_name or column not in SEGMENTS.by_name
    return column in _OF_SEGMENTS or column in AGENT_NOW or not is_of_conversations


def _meeting(
    snapshot: Snapshot, table: Table, query: Query, rules: Settings, until: datetime | None = None
) -> pl.LazyFrame:
    """Rows of a table from the question's period on that meet its conditions, with no other columns than their own."""
    rows = snapshot.scan(table, query.since, until)
    if not query.where:
        return rows
    # Parts of conversations that began outside the period are left out later, whatever is said of these.
    lenders = partial(snapshot.scan, since=query.since, until=query.until)
    names = columns_of(query.with_(by=(), sort=None), ())
    known = lent(rows, table, names, snapshot.scan, lenders, held(table, query, rules))
    return known.filter(holds(one, query, rules) for one in query.where).select(list(table.by_name))


def _behind(snapshot: Snapshot, listing: Listing, rules: Settings) -> pl.LazyFrame:
    """The conversations of the rows that a metric counts.

    Raises:
        QueryError: its rows are of no conversation.
    """
    table = named(listing.metric, rules).tables[0]
    if "conversation_id" not in table.by_name:
        raise QueryError(
            f"{listing.metric} counts rows of {table.name}, which are of no conversation; ask for the rows themselves."
        )
    rows = rows_behind(snapshot, listing.query, listing.metric, rules)
    counts = rows.group_by("conversation_id").agg(pl.col("counts").any())
    if listing.part:
        counts = counts.filter(pl.col("counts") == (listing.part == "counted"))
    query = listing.query
    if attribution_of(query) == STARTED:
        theirs = lenders_of(snapshot, table, query.since, query.until)(CONVERSATIONS)
    else:
        theirs = snapshot.scan(CONVERSATIONS, until=query.until)
    return theirs.join(counts.select("conversation_id"), on="conversation_id", how="semi")
