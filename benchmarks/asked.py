"""What people ask: the numbers of a dashboard, drills and changed filters, and what nobody could prepare for."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import polars as pl

from benchmarks.in_sql import METRICS, ZONE, Duck, narrowed
from core import listing
from core.answer import answer
from core.comparison import compare
from core.horizon import horizon
from core.listing import PAGE_ROWS, Listing
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.settings import Settings
from core.store.snapshot import Snapshot

RULES = Settings(time_zone=ZONE)
PERIOD = timedelta(days=30)
SHOWN = tuple(name for name in METRICS if name != "unique_customers")
"""What Overview, Queues and Agents show of conversations; agents' time has a benchmark of its own."""

GROUPINGS: tuple[tuple[str, ...], ...] = (
    *((), ("day",), ("hour_of_day",), ("queue_name",), ("channel",), ("country",), ("agent_name",)),
    ("weekday", "hour_of_day"),
)
TILES = (
    *("conversations_offered", "conversations", "abandon_rate"),
    *("service_level", "average_speed_of_answer", "average_handling_time"),
)
FILTERED = (
    Query(("segments",), zone=ZONE).with_condition("channel", "voice", "chat").with_condition("direction", "Inbound")
)
AD_HOC = "ad hoc"
ATTRIBUTE = "conversations.conversation_attribute_1"
LISTED = ["conversation_id", *(name for name in listing.USUAL if name in CONVERSATIONS.by_name)]
SEARCHED = ("conversation_id", "customer_id", "customer_name", "customer_email", "customer_phone", "agent_name")


@dataclass(frozen=True)
class Asked:
    """One question, as Atalaya and as DuckDB answer it.

    Args:
        columns: what the answers are compared by; the first are the groups or the key.
    """

    name: str
    ours: Callable[[], pl.DataFrame]
    theirs: Callable[[], pl.DataFrame]
    columns: tuple[str, ...]


def kinds(snapshot: Snapshot, duck: Duck) -> dict[str, list[Asked]]:
    """The questions by kind."""
    known = horizon(snapshot)
    if known is None:
        raise SystemExit("The workspace holds no conversation.")
    recent = FILTERED.with_(since=known.last - PERIOD, until=known.last)
    ask = partial(_asked, snapshot, duck)
    return {
        "dashboard, 30 days": [ask(query) for query in _dashboard(recent)],
        "dashboard, period before": [ask(_before(query, snapshot)) for query in _dashboard(recent, GROUPINGS[:2])],
        "dashboard, two years": [ask(query) for query in _dashboard(FILTERED)],
        "drills and filters, 30 days": [*map(ask, _drills(recent, snapshot)), _page(snapshot, duck, recent)],
        AD_HOC: [*_ad_hoc(snapshot, duck), *_by_attribute(snapshot, duck, recent)],
    }


def asked_cold() -> list[str]:
    """Questions of a dashboard of two years as `one_answer` reads them: for each grouping one of another metric."""
    asked = [FILTERED.with_(metrics=(SHOWN[number % len(SHOWN)],), by=by) for number, by in enumerate(GROUPINGS)]
    return [json.dumps(query.to_dict()) for query in asked]


def _dashboard(asked: Query, groupings: tuple[tuple[str, ...], ...] = GROUPINGS) -> Iterator[Query]:
    for name in SHOWN:
        for by in groupings:
            yield asked.with_(metrics=(name,), by=by)


def _before(query: Query, snapshot: Snapshot) -> Query:
    before = compare(query, "previous", horizon(snapshot), RULES).before
    return before or query


def _drills(asked: Query, snapshot: Snapshot) -> Iterator[Query]:
    """The tiles again, each time with something else chosen; and the table of queues."""
    tiles = asked.with_(metrics=TILES)
    names = ("queue_name", "country", "agent_name", "handling_team_name", "outcome")
    often = snapshot.scan(CONVERSATIONS, asked.since, asked.until).select(
        pl.col(name).drop_nulls().mode().sort().first() for name in names
    )
    yield tiles
    yield tiles.without_condition("channel")
    for name, value in often.collect().row(0, named=True).items():
        yield tiles.with_condition(name, value)
    yield tiles.with_condition("hour_of_day", 11)
    yield tiles.with_condition("weekday", 1, 2)
    yield tiles.with_(by=("queue_name",))
    yield tiles.with_(by=("day",))


def _asked(snapshot: Snapshot, duck: Duck, query: Query) -> Asked:
    metrics = query.metrics[0] if len(query.metrics) == 1 else f"{len(query.metrics)} metrics"
    chosen = [one.column for one in query.where if one not in FILTERED.where]
    name = " ".join([metrics, *(["by", *query.by] if query.by else []), *(["of one", *chosen] if chosen else [])])
    ours = partial(answer, snapshot, query, RULES)
    return Asked(name, ours, partial(duck.ask, query), (*query.by, *query.metrics))


def _page(snapshot: Snapshot, duck: Duck, query: Query, name: str = "a page of the list", **how: str) -> Asked:
    """The newest conversations; `search` and `same_customer_as` as in `Listing`."""
    ours = partial(_first_page, snapshot, Listing(query, **how))
    held = narrowed(query)
    if "same_customer_as" in how:
        held.append(f"customer_id = (SELECT customer_id FROM CONVERSATIONS WHERE conversation_id = '{_id(how)}')")
    if "search" in how:
        text = how["search"].lower()
        tasks = f"SELECT conversation_id FROM TASKS WHERE lower(task_id) = '{text}' OR lower(call_id) = '{text}'"
        named = [f"contains(lower({column}), '{text}')" for column in SEARCHED]
        held.append(f"({' OR '.join([*named, f'conversation_id IN ({tasks})'])})")
    where = f" WHERE {' AND '.join(held)}" if held else ""
    order = f"ORDER BY started_at DESC, conversation_id LIMIT {PAGE_ROWS}"
    sql = f"SELECT {', '.join(LISTED)} FROM CONVERSATIONS{where} {order}"
    return Asked(name, ours, partial(duck.run, sql), ("conversation_id", "queue_name", "agent_name"))


def _first_page(snapshot: Snapshot, asked: Listing) -> pl.DataFrame:
    """Found anew: a list keeps its beginning, which comes with its number of rows, while people turn its pages."""
    listing.forget()
    listing.count(snapshot, asked, RULES)
    return listing.page(snapshot, asked, RULES, 1)


def _id(how: dict[str, str]) -> str:
    return how["same_customer_as"]


def _ad_hoc(snapshot: Snapshot, duck: Duck) -> Iterator[Asked]:
    every = Query(("conversations_offered",), zone=ZONE)
    some = snapshot.scan(CONVERSATIONS).filter(pl.col("customer_name").is_not_null())
    one = some.select("conversation_id", "customer_name").head(1).collect().row(0, named=True)
    yield _page(snapshot, duck, every, "search for a name", search=one["customer_name"][:6])
    yield _page(snapshot, duck, every, "search for an id", search=one["conversation_id"])
    yield _page(snapshot, duck, every, "a customer's conversations", same_customer_as=one["conversation_id"])
    yield _asked(snapshot, duck, every.with_(metrics=("unique_customers",), by=("country",)))
    yield _asked(snapshot, duck, every.with_(metrics=("unique_customers",), by=("area_code", "queue_name")))


def _by_attribute(snapshot: Snapshot, duck: Duck, recent: Query) -> Iterator[Asked]:
    """Groups that only an integration knows: of all time over SEGMENTS, of thirty days over CONVERSATIONS."""
    for metric, query in (("conversations_offered", Query(("segments",), zone=ZONE)), ("service_level", recent)):
        asked, told = query.with_(metrics=(metric,), by=(ATTRIBUTE,)), METRICS[metric]
        values = f"(SELECT conversation_id, value FROM ATTRIBUTES WHERE key = '{ATTRIBUTE}')"
        rows = " AND ".join([told.rows, *(held.replace("started_at", "rows.started_at") for held in narrowed(query))])
        sql = (
            f'SELECT value AS "{ATTRIBUTE}", {told.alone} AS {metric} FROM {told.table.name} AS rows '
            f"LEFT JOIN {values} USING (conversation_id) WHERE {rows} GROUP BY 1"
        )
        ours = partial(answer, snapshot, asked, RULES)
        yield Asked(f"{metric} by an attribute", ours, partial(duck.run, sql), (ATTRIBUTE, metric))
