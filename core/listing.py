"""Lists of conversations: the ones behind a number, found, sorted and cut into pages without reading them all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from core import service_lab
from core.answer import rows_behind
from core.errors import QueryError
from core.lending import lent
from core.masking import masked
from core.metrics import Ratio, named
from core.plan import columns_of, holds
from core.query import Query
from core.regions import region_of
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS, TASKS
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
        rows = rows.join(_customer_of(snapshot, listing.same_customer_as), on="customer_id", how="semi")
    if listing.moved:
        ids = service_lab.moved(snapshot, listing.query, rules, listing.moved)
        rows = rows.join(ids, on="conversation_id", how="semi")
    rows = rows.with_columns(wait(), state())
    return rows.filter(_found(snapshot, listing.search.strip())) if listing.search.strip() else rows


def count(snapshot: Snapshot, listing: Listing, rules: Settings) -> int:
    """How many conversations the list has."""
    return int(listed(snapshot, listing, rules).select(pl.len()).collect().item())


def page(snapshot: Snapshot, listing: Listing, rules: Settings, number: int) -> pl.DataFrame:
    """One page of the list, in its order, from 1: the columns of `PAGE_COLUMNS`.

    Only the sort key is read of all rows; the other columns are then read of the page's rows alone.
    """
    keys = (
        listed(snapshot, listing, rules)
        .select(*dict.fromkeys(("conversation_id", "started_at", listing.sort)))
        .sort(listing.sort, "conversation_id", descending=[listing.descending, False], nulls_last=True)
        .slice((number - 1) * PAGE_ROWS, PAGE_ROWS)
        .with_row_index("row")
        .collect()
    )
    if keys.is_empty():
        return CONVERSATIONS.empty().with_columns(wait(), state()).select(PAGE_COLUMNS)
    is_shown = pl.col("conversation_id").is_in(keys["conversation_id"].implode())
    started_at = pl.col("started_at")
    since, until = keys.select(since=started_at.min(), until=started_at.max() + INSTANT_STEP).row(0)
    rows = snapshot.scan(CONVERSATIONS, since, until).filter(is_shown).with_columns(wait(), state())
    order = keys.select("conversation_id", "row").lazy()
    return rows.select(PAGE_COLUMNS).join(order, on="conversation_id").sort("row").drop("row").collect()


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
    known = lent(rows, table, columns_of(query.with_(by=(), sort=None), ()), snapshot.scan)
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
    return snapshot.scan(CONVERSATIONS, until=listing.query.until).join(
        counts.select("conversation_id"), on="conversation_id", how="semi"
    )


def _customer_of(snapshot: Snapshot, conversation_id: str) -> pl.LazyFrame:
    """So that an address can ask for a customer's conversations without naming the customer."""
    return snapshot.scan(CONVERSATIONS).filter(pl.col("conversation_id") == conversation_id).select("customer_id")


def _found(snapshot: Snapshot, text: str) -> pl.Expr:
    """Whether a conversation is what somebody looks for; case does not matter, nor how a number is written."""
    wanted = text.lower()
    by_task = (
        snapshot.scan(TASKS)
        .filter(pl.any_horizontal(pl.col("task_id", "call_id").str.to_lowercase() == wanted))
        .select("conversation_id")
        .collect()["conversation_id"]
    )
    named = pl.col("conversation_id", "customer_id", "customer_name", "customer_email", "customer_phone", "agent_name")
    found = [
        named.str.to_lowercase().str.contains(wanted, literal=True),
        pl.col("conversation_id").is_in(by_task.implode()),
    ]
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")
    if len(digits) >= 4 and not any(sign.isalpha() for sign in text):
        found.append(
            pl.col("phone_e164", "customer_phone").str.replace_all(r"\D", "").str.contains(digits, literal=True)
        )
    return pl.any_horizontal(*found).fill_null(False)
