"""Lists of conversations: the ones behind a number, found, sorted and cut into pages without reading them all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial

import polars as pl

from core import service_lab
from core.answer import rows_behind
from core.attribution import STARTED, attribution_of
from core.errors import QueryError
from core.lending import lent
from core.lives import lenders_of
from core.masking import masked
from core.metrics import Ratio, named
from core.plan import columns_of, held, holds
from core.query import Query
from core.regions import region_of
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.search import found, of_same_customer
from core.service_lab import Move
from core.settings import Settings
from core.spreadsheet import harmless_text
from core.store.snapshot import Snapshot

PAGE_ROWS = 50
PAGE_COLUMNS = (
    *("conversation_id", "started_at", "end_state", "outcome", "channel", "direction", "queue_name", "agent_name"),
    *("phone_e164", "customer_phone", "customer_email", "customer_name", "wait_ms", "talk_time_ms"),
    *("city", "state", "country"),
)
"""What a page of a list tells of each conversation."""

BEGINNING_ROWS, KEPT_BEGINNINGS = 1_000, 32
"""Keys that are found together with the number of rows; lists whose beginning is kept."""

INSTANT_STEP = timedelta(milliseconds=1)
SORTS = ("started_at", "wait_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms")
"""What a list can be sorted by."""

STATES = ("handled", "abandoned", "lost in transfer", "follow-up", "in progress", "not handled")
"""How a conversation can have ended, each conversation in exactly one way."""

PARTS = ("", "counted", "uncounted")
"""Of a ratio: all rows below the line, those above it, those that are not."""

CSV_ROWS = 500_000
CSV_COLUMNS = (
    *("conversation_id", "started_at", "answered_at", "ended_at", "end_state", "outcome"),
    *("customer_id", "customer_name", "phone_e164", "customer_phone", "customer_email"),
    *("channel", "direction", "queue_name", "last_queue_name", "agent_name", "handling_team_name"),
    *("wait_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms"),
    *("transfer_count", "missed_count", "rejected_count"),
    *("region", "country", "state", "city", "area_code", "time_zone", "geolocation_precision"),
)

_OF_SEGMENTS = ("queue_name", "agent_name", "handling_team_name", "handling_department_name")


@dataclass(frozen=True)
class Listing:
    """Which conversations, in which order; a frozen value, so that it can be a cache key and an address.

    Args:
        query: period, zone and conditions; its metrics and groups are not looked at.
        metric: only the conversations whose rows this metric counts; empty for all that began in the period.
        part: of a ratio: one of `PARTS`.
        same_customer_as: only conversations of the customer of this conversation, whatever the metric.
        search: only conversations with this id, task, call, telephone number, customer or agent.
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


def state() -> pl.Expr:
    """How a conversation ended: one of `STATES`."""
    return (
        pl.when("is_in_progress")
        .then(pl.lit("in progress"))
        .when("is_lost_in_transfer")
        .then(pl.lit("lost in transfer"))
        .when("is_handled")
        .then(pl.lit("handled"))
        .when("is_abandoned")
        .then(pl.lit("abandoned"))
        .when("is_follow_up")
        .then(pl.lit("follow-up"))
        .otherwise(pl.lit("not handled"))
        .alias("end_state")
    )


def wait() -> pl.Expr:
    """How long the customer waited for the first answer, or until giving up."""
    return pl.coalesce("speed_of_answer_ms", "abandon_time_ms", "queue_time_ms").alias("wait_ms")


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
    return rows.filter(found(snapshot, listing.search.strip())) if listing.search.strip() else rows


def count(snapshot: Snapshot, listing: Listing, rules: Settings) -> int:
    """How many conversations the list has."""
    if _is_plain(listing):
        return int(listed(snapshot, listing, rules).select(pl.len()).collect().item())
    return _beginning(snapshot, listing, rules)[0]


def page(snapshot: Snapshot, listing: Listing, rules: Settings, number: int) -> pl.DataFrame:
    """One page of the list, in its order, from 1: the columns of `PAGE_COLUMNS`.

    Only the sort key is read of all rows; the other columns are then read of the page's rows alone.
    """
    start, end = (number - 1) * PAGE_ROWS, number * PAGE_ROWS
    if _is_plain(listing):
        first = _in_order(_best(listed(snapshot, listing, rules), listing, end), listing, end).collect()
    elif end <= BEGINNING_ROWS:
        first = _beginning(snapshot, listing, rules)[1]
    else:
        first = _in_order(listed(snapshot, listing, rules), listing, end).collect()
    keys = first.slice(start, PAGE_ROWS).with_row_index("row")
    if keys.is_empty():
        return CONVERSATIONS.empty().with_columns(wait(), state()).select(PAGE_COLUMNS)
    started_at = pl.col("started_at")
    since, until = keys.select(since=started_at.min(), until=started_at.max() + INSTANT_STEP).row(0)
    # By when they began, as numbers are quicker to look through than ids; the join drops others that began just then.
    shown = snapshot.scan(CONVERSATIONS, since, until).filter(started_at.is_in(keys["started_at"].implode()))
    rows = shown.with_columns(wait(), state()).select(PAGE_COLUMNS)
    return (
        rows.join(keys.lazy().select("conversation_id", "row"), on="conversation_id").sort("row").drop("row").collect()
    )


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


def as_csv(snapshot: Snapshot, listing: Listing, rules: Settings, *, zone: str, is_masked: bool) -> bytes:
    """The list as CSV for a spreadsheet, `CSV_ROWS` at most: instants on the clock of the zone, durations in ms."""
    rows = (
        listed(snapshot, listing, rules)
        .with_columns(region=region_of(rules.regions))
        .select(CSV_COLUMNS)
        .sort(listing.sort, "conversation_id", descending=[listing.descending, False], nulls_last=True)
        .head(CSV_ROWS)
    )
    personal = [name for name in CSV_COLUMNS if is_masked and name in CONVERSATIONS.by_name and _is_personal(name)]
    instants = [name for name in CSV_COLUMNS if name.endswith("_at")]
    local = pl.col(instants).dt.convert_time_zone(zone).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z")
    shown = rows.with_columns(*(masked(name) for name in personal), local).with_columns(
        harmless_text(pl.col(pl.String))
    )
    return shown.collect().write_csv().encode()


def _is_personal(name: str) -> bool:
    return CONVERSATIONS.by_name[name].personal


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
