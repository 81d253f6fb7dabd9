"""The same questions in SQL, written by hand, for DuckDB to answer from the same Parquet files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import duckdb
import polars as pl

from core.condition import Condition
from core.query import Query
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS, TASKS
from core.store.snapshot import Snapshot

ZONE = "Europe/Madrid"

TALKED = "kind = 'Conversation' AND abandoned = 'No' AND agent_id IS NOT NULL"
GAVE_UP = "kind = 'Conversation' AND abandoned = 'Yes' AND abandoned_phase IS DISTINCT FROM 'Voicemail'"
OFFERED = f"(({TALKED}) OR ({GAVE_UP}))"
TRANSFERRED = f"{TALKED} AND followed_by IN ('Cold Transfer', 'Warm Transfer')"
WAITED = "kind = 'Queue' AND queue_time_ms IS NOT NULL"
TO_AGENT = f"(({TALKED}) OR kind IN ('Conversation in Progress', 'Missed Conversation', 'Rejected Conversation'))"
SHORT = "coalesce(is_abandoned AND NOT is_handled AND abandon_time_ms <= 5000, false)"
COUNTED = f"direction = 'Inbound' AND (is_handled OR is_abandoned) AND NOT {SHORT}"
ANSWERED = "direction = 'Inbound' AND is_handled AND speed_of_answer_ms IS NOT NULL"


@dataclass(frozen=True)
class Told:
    """A metric in SQL.

    Args:
        rows: which of the table's rows make a group; empty text never.
        number: out of these rows; `{rows}` stands where a filter says so again, for questions that ask more than one.
    """

    table: Table
    rows: str
    number: str

    @property
    def alone(self) -> str:
        """The number where the rows are filtered anyway."""
        return self.number.replace(" FILTER ({rows})", "").replace("{rows} AND ", "")

    @property
    def among_others(self) -> str:
        """The number where other metrics count other rows."""
        return self.number.replace("{rows}", f"({self.rows})")


def _ids(rows: str, column: str = "conversation_id") -> Told:
    return Told(SEGMENTS, rows, f"count(DISTINCT {column}) FILTER ({{rows}})")


def _share_of_ids(above: str, below: str) -> Told:
    ids = "count(DISTINCT conversation_id) FILTER"
    return Told(SEGMENTS, f"{below}", f"{ids} ({{rows}} AND {above}) / {ids} ({{rows}})")


def _share(table: Table, above: str, below: str) -> Told:
    return Told(table, below, f"count(*) FILTER ({{rows}} AND {above}) / count(*) FILTER ({{rows}})")


def _average(table: Table, column: str, rows: str) -> Told:
    return Told(table, rows, f"sum({column}) FILTER ({{rows}}) / count(*) FILTER ({{rows}})")


def _of_waits(number: str) -> Told:
    return Told(CONVERSATIONS, ANSWERED, f"{number} FILTER ({{rows}})")


METRICS: Mapping[str, Told] = {
    "conversations_offered": _ids(OFFERED),
    "conversations": _ids(TALKED),
    "conversations_abandoned": _ids(GAVE_UP),
    "abandon_rate": _share_of_ids(GAVE_UP, OFFERED),
    "transfer_rate": _share_of_ids(TRANSFERRED, TALKED),
    "service_level": _share(CONVERSATIONS, "is_handled AND speed_of_answer_ms < 60000", COUNTED),
    "average_speed_of_answer": _average(CONVERSATIONS, "speed_of_answer_ms", ANSWERED),
    "median_speed_of_answer": _of_waits("quantile_cont(speed_of_answer_ms, 0.5)"),
    "p90_speed_of_answer": _of_waits("quantile_cont(speed_of_answer_ms, 0.9)"),
    "longest_speed_of_answer": _of_waits("max(speed_of_answer_ms)"),
    "average_handling_time": _average(SEGMENTS, "handling_time_ms", f"{TALKED} AND handling_time_ms IS NOT NULL"),
    "queue_overflow_rate": _share(SEGMENTS, "followed_by = 'Overflow'", WAITED),
    "longest_queue_time": Told(
        SEGMENTS, f"{TALKED} AND queue_time_ms IS NOT NULL", "max(queue_time_ms) FILTER ({rows})"
    ),
    "segments": Told(SEGMENTS, TALKED, "count(*) FILTER ({rows})"),
    "missed_offer_rate": _share(SEGMENTS, "kind = 'Missed Conversation'", TO_AGENT),
    "unique_customers": _ids(f"{OFFERED} AND customer_id IS NOT NULL", "customer_id"),
}
_LOCAL = f"(started_at AT TIME ZONE '{ZONE}')"
_GRAINS = {"day": f"CAST({_LOCAL} AS DATE)", "hour_of_day": f"hour{_LOCAL}", "weekday": f"isodow{_LOCAL}"}


class Duck:
    """DuckDB with a view on the parts of each table, and what it keeps of files between questions."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._duck = duckdb.connect()
        self._duck.execute(f"SET TimeZone = '{ZONE}'; SET parquet_metadata_cache = true")
        for table in (SEGMENTS, CONVERSATIONS, ATTRIBUTES, TASKS):
            files = [str(snapshot.files.path(part.file)) for part in snapshot.parts(table)]
            self._duck.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({files})")

    def run(self, sql: str) -> pl.DataFrame:
        """The rows that a statement gives."""
        return pl.DataFrame(self._duck.sql(sql).to_arrow_table())

    def ask(self, query: Query) -> pl.DataFrame:
        """The answer to a question, groups first, in no order: one statement for each table."""
        tables = dict.fromkeys(METRICS[name].table.name for name in query.metrics)
        found = [self.run(_statement(query, table)) for table in tables]
        if query.by:
            return reduce(lambda one, more: one.join(more, query.by, "full", coalesce=True, nulls_equal=True), found)
        return pl.concat(found, how="horizontal")


def narrowed(query: Query) -> list[str]:
    """Period and conditions, each to be met."""
    period = ((">=", query.since), ("<", query.until))
    told = [f"started_at {sign} TIMESTAMPTZ '{moment.isoformat(sep=' ')}'" for sign, moment in period if moment]
    return [*told, *map(_condition, query.where)]


def _statement(query: Query, table: str) -> str:
    told = {name: METRICS[name] for name in query.metrics if METRICS[name].table.name == table}
    is_alone = len(told) == 1
    numbers = [f"{one.alone if is_alone else one.among_others} AS {name}" for name, one in told.items()]
    groups = [f"{_GRAINS.get(name, name)} AS {name}" for name in query.by]
    counted = " OR ".join(f"({rows})" for rows in dict.fromkeys(one.rows for one in told.values()))
    rows = " AND ".join([f"({counted})", *narrowed(query)])
    by = f" GROUP BY {', '.join(str(place) for place in range(1, len(groups) + 1))}" if groups else ""
    return f"SELECT {', '.join([*groups, *numbers])} FROM {table} WHERE {rows}{by}"


def _condition(one: Condition) -> str:
    values = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in one.values)
    return f"{_GRAINS.get(one.column, one.column)} IN ({values})"
