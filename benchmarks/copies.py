"""Copies of the sample's rows: other ids, other people and other moments, the same ones in every table."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import polars as pl

from core.pipeline.returns import KNOWN_BY, RETURNS, neighbours
from core.schema.column import INSTANT
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, CUSTOMERS, EVENTS, SEGMENTS, TASKS
from core.store.snapshot import Snapshot

SEASONS, SEASON = 8, timedelta(weeks=13)
"""Two years at most, each quarter of them as the sample is: whole weeks, so that weekdays stay weekdays."""

OF_COPY = (
    *("conversation_id", "segment_id", "task_id", "reservation_id", "event_id", "linked_to", "call_id"),
    *("interaction_id", "transfer_id", "transfer_reservation_id"),
)
OF_CENTRE = ("agent_id", "agent_name", "full_name")
"""Each centre has its own people, and they stay through the seasons."""

TEXTS = ("task_attributes", "attributes")
APART_MS, WITHIN_MS, HOUR_MS = 7_919, 900_000, 3_600_000
"""Centres do the same within a quarter of an hour of each other, customers within an hour; not at the same moment."""

SHORTEST, LONGEST = 0.75, 1.25
"""Conversations of a copy take so many times as long as the sample's, each its own."""

LIVES = 2
"""Seasons through which a customer comes back; then another one comes with the same habits."""

ID = r"[A-Z]{2}[0-9a-f]{32}"
ID_LENGTH = 34
AGENT_TEXT = "agent_attributes"
CUSTOMER, NAMED, CENTRE = "\x01", "\x02", "\x03"
"""Where a text tells the customer, an id, and the centre of an agent's name."""


@dataclass(frozen=True)
class Copies:
    """The rows of the sample once for each centre and season.

    Args:
        sample: what is copied.
        centres: how many stand side by side.
        seasons: how many follow each other; the last one is when the sample was.
        is_stretched: durations vary from copy to copy, too, so that EVENTS would not fit.
        first_centre: the number of the first; others are other centres.
    """

    sample: Snapshot
    centres: int
    seasons: int
    is_stretched: bool
    first_centre: int = 0

    def of(self, rows: pl.DataFrame, table: Table, season: int) -> pl.DataFrame:
        """The rows for every centre, moved to the season."""
        known = _marked(self._owned(rows.lazy(), table), table).with_columns(self._season(season))
        every = known.join(self._numbers(), how="cross")
        copied = every.with_columns(copy=_number("centre", "season"))
        if self.is_stretched and table in (SEGMENTS, CONVERSATIONS):
            copied = copied.with_columns(_stretched(table))
        copied = copied.with_columns(*(_filled(name) for name in _texts(table)))
        if table is EVENTS:
            copied = copied.with_columns(
                pl.col(AGENT_TEXT).str.replace(CENTRE, pl.col("centre").cast(pl.String), literal=True)
            )
        copied = copied.with_columns(
            *(pl.format("{} {}", name, "centre").alias(name) for name in OF_CENTRE if name in table.by_name),
            *(_other(name).alias(name) for name in OF_COPY if name in table.by_name),
            *([_customer().alias("customer_id")] if "customer_id" in table.by_name else []),
            *((pl.col(name) + _moved()).cast(INSTANT) for name in _instants(table)),
        )
        if table is CONVERSATIONS:
            copied = copied.drop(RETURNS).join(self._returns(season).lazy(), on="conversation_id", how="left")
        return copied.select(table.schema.names()).collect()

    def customers(self) -> pl.DataFrame:
        """One row of CUSTOMERS for each life of each customer of the sample in each centre."""
        starts = pl.concat(self._starts(season) for season in range(self.seasons))
        lives = starts.group_by("customer_id").agg(
            pl.col("owner").first(),
            pl.col("started_at").min().alias("first_contact_at"),
            pl.col("started_at").max().alias("last_contact_at"),
        )
        people = (
            self.sample.scan(CUSTOMERS).drop("first_contact_at", "last_contact_at").rename({"customer_id": "owner"})
        )
        return lives.lazy().join(people, on="owner").select(CUSTOMERS.schema.names()).collect()

    @cached_property
    def _owners(self) -> dict[str, pl.DataFrame]:
        """The sample's conversations, tasks and calls: `owner` is the customer, `begun_at` the conversation's start."""
        conversations = self.sample.scan(CONVERSATIONS).select(
            "conversation_id", owner="customer_id", begun_at="started_at"
        )
        tasks = self.sample.scan(TASKS).join(conversations, on="conversation_id")
        calls = tasks.filter(pl.col("call_id").is_not_null()).unique("call_id", keep="first", maintain_order=True)
        return {
            "conversation_id": conversations.collect(),
            "task_id": tasks.select("task_id", "owner", "begun_at").collect(),
            "call_id": calls.select("call_id", "owner", "begun_at").collect(),
        }

    def _owned(self, rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
        """The rows with `owner` and `begun_at`; both are null on what is no customer's."""
        if table is not EVENTS:
            nobody = {"owner": pl.lit(None, pl.String), "begun_at": pl.lit(None, INSTANT)}
            is_owned = "conversation_id" in table.by_name
            conversations = self._owners["conversation_id"].lazy()
            return (
                rows.join(conversations, on="conversation_id", how="left") if is_owned else rows.with_columns(**nobody)
            )
        by_task = rows.join(self._owners["task_id"].lazy(), on="task_id", how="left")
        by_call = by_task.join(self._owners["call_id"].lazy(), on="call_id", how="left", suffix=" of call")
        return by_call.with_columns(pl.coalesce(name, f"{name} of call") for name in ("owner", "begun_at"))

    def _numbers(self) -> pl.LazyFrame:
        return pl.LazyFrame({"centre": range(self.first_centre, self.first_centre + self.centres)})

    def _season(self, season: int) -> pl.Expr:
        """The season as all copies number it, from the first of the longest history: so a shorter one is its end."""
        return pl.lit(season + SEASONS - self.seasons).alias("season")

    def _starts(self, season: int) -> pl.DataFrame:
        """`KNOWN_BY` of all copies of a season, with the `owner` in the sample."""
        rows = self._owners["conversation_id"].lazy().with_columns(self._season(season))
        every = rows.join(self._numbers(), how="cross")
        return (
            every.with_columns(copy=_number("centre", "season"))
            .select(
                "owner",
                customer_id=_customer(),
                started_at=(pl.col("begun_at") + _moved()).cast(INSTANT),
                conversation_id=_other("conversation_id"),
            )
            .collect()
        )

    def _returns(self, season: int) -> pl.DataFrame:
        """`conversation_id` and `RETURNS` of a season, whose neighbours may lie in the ones before and after."""
        around = range(max(season - 1, 0), min(season + 2, self.seasons))
        return neighbours(pl.concat(self._starts(near).select(KNOWN_BY) for near in around))


def _instants(table: Table) -> list[str]:
    return [name for name, dtype in table.schema.items() if dtype == INSTANT]


def _texts(table: Table) -> list[str]:
    return [name for name in TEXTS if name in table.by_name]


def _marked(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """Put marks where the JSON texts name an id, which stands in a column of its own then, and the customer.

    All copies tell their customer by an id, so that two centres' customers with one telephone are two.
    """
    if table is EVENTS:
        rows = rows.with_columns(pl.col(AGENT_TEXT).str.replace(r'("full_name":"[^"]*)', "${1} " + CENTRE))
    for name in _texts(table):
        text = pl.col(name)
        told = (
            text.str.replace(r'"external_id":"[^"]*",?', "")
            .str.replace(ID, NAMED)
            .str.replace(r"\}\s*$", f',"customers":{{"external_id":"{CUSTOMER}"}}}}')
        )
        with_others = (
            text.str.replace(r'"external_id":"[^"]*",?', "")
            .str.replace(ID, NAMED)
            .str.replace('"customers":{', f'"customers":{{"external_id":"{CUSTOMER}",', literal=True)
            .str.replace('",}', '"}', literal=True)
        )
        is_object = text.str.contains(r"^\{.*\}$") & pl.col("owner").is_not_null()
        has_customers = text.str.contains('"customers":{', literal=True)
        rows = rows.with_columns(
            pl.when(is_object & has_customers).then(with_others).when(is_object).then(told).otherwise(text).alias(name),
            pl.when(is_object).then(text.str.extract(f"({ID})")).alias(f"{name} names"),
        )
    return rows


def _filled(name: str) -> pl.Expr:
    """The text with this copy's id and customer in the places that are marked."""
    named = pl.coalesce(_other(f"{name} names"), pl.lit(""))
    customer = pl.coalesce(_customer(), pl.lit(""))
    filled = pl.col(name).str.replace(NAMED, named, literal=True).str.replace(CUSTOMER, customer, literal=True)
    return filled.alias(name)


def _stretched(table: Table) -> list[pl.Expr]:
    """Durations and instants of conversations as if each had taken longer or less long, by a factor of its own."""
    width = 1_000
    share = (_random("conversation_id", 8) % width).cast(pl.Float64) / width
    factor = pl.when(pl.col("begun_at").is_not_null()).then(SHORTEST + (LONGEST - SHORTEST) * share).otherwise(1.0)
    begun = pl.col("begun_at")
    durations = [name for name in table.by_name if name.endswith("_ms") and name not in RETURNS]
    later = {
        name: begun
        + pl.duration(milliseconds=((pl.col(name) - begun).dt.total_milliseconds() * factor).round().cast(pl.Int64))
        for name in _instants(table)
    }
    return [
        *((pl.col(name) * factor).round().cast(pl.Int64).alias(name) for name in durations),
        *(
            pl.when(begun.is_not_null()).then(moment.cast(INSTANT)).otherwise(pl.col(name)).alias(name)
            for name, moment in later.items()
        ),
    ]


def _number(*names: str) -> pl.Expr:
    """A number of the copy, large and unlike that of its neighbours."""
    return pl.struct(names).hash(7)


def _random(name: str, seed: int) -> pl.Expr:
    return (pl.col(name).str.slice(0, ID_LENGTH).hash(seed) ^ pl.col("copy")).hash(seed)


def _other(name: str) -> pl.Expr:
    """Another id, as random as ids are: copies that resemble each other would hardly need any room."""
    start, end = pl.col(name).str.slice(0, 2), pl.col(name).str.slice(ID_LENGTH)
    random = (_random(name, seed).cast(pl.String) for seed in (1, 2))
    return pl.when(pl.col(name).is_not_null()).then(pl.concat_str(start, *random, end))


def _owner_number() -> pl.Expr:
    return (pl.col("owner").hash(3) ^ pl.col("centre").cast(pl.UInt64).hash(4)).hash(5)


def _customer() -> pl.Expr:
    """The customer of a copy: of this centre, through the seasons of one life."""
    is_nobody = pl.col("owner").str.contains(f"^{ID}$")
    life = (pl.col("season") + (_owner_number() % LIVES).cast(pl.Int64)) // LIVES
    return pl.when(is_nobody).then(_other("owner")).otherwise(pl.format("{} {}.{}", "owner", "centre", life))


def _moved() -> pl.Expr:
    """How far a row is moved. All that a customer does in a season is moved as far, so that its order stays."""
    within = ((_owner_number() ^ pl.col("copy")).hash(6) % HOUR_MS).cast(pl.Int64).fill_null(0)
    own = pl.when(pl.col("owner").is_not_null()).then(within).otherwise(0)
    back = (pl.lit(SEASONS - 1) - pl.col("season")) * (SEASON // timedelta(milliseconds=1))
    return pl.duration(milliseconds=own + pl.col("centre") * APART_MS % WITHIN_MS - back)
