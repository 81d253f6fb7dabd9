"""Two small tables to store: things, in order of time, and places, in order of an id."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import polars as pl

from core.schema.column import count, instant, text
from core.schema.table import Table
from core.store.snapshot import Snapshot
from core.store.transaction import Transaction

THINGS = Table(
    name="THINGS",
    meaning="One thing.",
    key=("thing_id",),
    sorted_by="seen_at",
    columns=(text("thing_id", "The thing"), instant("seen_at", "When"), count("generation", "Which writing of it")),
)
PLACES = Table(
    name="PLACES",
    meaning="One place.",
    key=("place_id",),
    sorted_by="place_id",
    columns=(text("place_id", "The place"), count("generation", "Which writing of it")),
)
START = datetime(2026, 1, 1, tzinfo=UTC)


def hour(number: float) -> datetime:
    """So many hours after the start."""
    return START + timedelta(hours=number)


def things(numbers: Iterable[int], generation: int = 1) -> pl.DataFrame:
    """Things t000, t001 …, one an hour."""
    wanted = list(numbers)
    return pl.DataFrame(
        {
            "thing_id": [f"t{number:03}" for number in wanted],
            "seen_at": [hour(number) for number in wanted],
            "generation": [generation] * len(wanted),
        },
        schema=THINGS.schema,
    )


def places(numbers: Iterable[int], generation: int = 1) -> pl.DataFrame:
    """Places p000, p001 …"""
    wanted = list(numbers)
    ids = [f"p{number:03}" for number in wanted]
    return pl.DataFrame({"place_id": ids, "generation": [generation] * len(wanted)}, schema=PLACES.schema)


def ids(state: Snapshot | Transaction, table: Table = THINGS) -> list[str]:
    """The ids in a table, sorted."""
    return sorted(state.scan(table).collect()[table.key[0]])
