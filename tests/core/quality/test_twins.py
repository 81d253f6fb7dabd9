"""Twins by the definition: a loop over every pair of conversations finds the same as the joins, on random days."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.quality import twins as module
from core.quality.twins import A_TIME, AN_ID, LEAST_SHARE, LEAST_TWINS, MOST_SHARING, NEAR_MS, address, keys, twins
from tests.thorough import examples

BEGIN = datetime(2026, 3, 2, 23, 58, tzinfo=UTC)
"""Shortly before midnight, so that a contact may begin on one day here and on the next day there."""

NEAR = timedelta(milliseconds=NEAR_MS)
SCHEMA = {
    "conversation_id": pl.String,
    "started_at": pl.Datetime("ms", "UTC"),
    "ended_at": pl.Datetime("ms", "UTC"),
    "direction": pl.String,
    "whole": pl.String,
    "address": pl.String,
    "tellers": pl.List(pl.UInt32),
    "rank": pl.UInt32,
    "day": pl.Date,
    "is_out": pl.Boolean,
}
Row = dict[str, Any]


def made(seed: int) -> list[Row]:
    """Contacts of few customers, most of them told by several of three sources, a little apart and not always alike."""
    chance = Random(seed)
    rows: list[Row] = []
    is_shared, is_late = (not chance.randrange(4) for _ in range(2))
    for contact in range(chance.randrange(3, 16)):
        begins = BEGIN + timedelta(seconds=118 if is_late else chance.randrange(300))
        lasts = chance.randrange(60)
        named = "call-shared" if is_shared else chance.choice((None, None, f"call-{contact:04}"))
        for told in chance.choice(
            (((0,),), ((0,), (1,)), ((0,), (2,)), ((0,), (1,), (2,)), ((0,), (1, 2)), ((1,), (1,)))
        ):
            off, longer = (timedelta(seconds=chance.choice((0, 0, -3, 10, 11, 40))) for _ in range(2))
            whole = chance.choice(("34600000001", "34600000001", "600000001", "15550000001", "ana@example.com", None))
            ended = begins + max(off, timedelta(seconds=lasts) + longer)
            rows.append(
                {
                    "started_at": begins + off,
                    "ended_at": chance.choice((ended, ended, None)),
                    "whole": whole,
                    "id": named,
                }
                | {"direction": chance.choice(("Inbound",) * 5 + ("Outbound",)), "tellers": list(told)}
            )
    for rank in range(3):
        # Hidden numbers, so that a few twins are a small share of the day.
        hidden = {"started_at": BEGIN, "ended_at": None, "whole": None, "id": None, "direction": "Inbound"}
        rows += [hidden | {"tellers": [rank]} for _ in range(chance.choice((0, 0, 20)))]
    return [
        row
        | {"conversation_id": f"c{number:03}", "rank": min(row["tellers"]), "day": row["started_at"].date()}
        | {"address": whole and (whole if "@" in whole else whole[-7:]), "is_out": not chance.randrange(10)}
        for number, row in enumerate(rows)
        for whole in [row["whole"]]
    ]


days = st.integers(0, 2**32).map(made)


def by_definition(rows: list[Row]) -> set[tuple[str, str, str, int]]:
    """Copy, twin, what, milliseconds: of every pair, one after the other."""
    sharing = Counter(row["id"] for row in rows)
    pairs = [(one, other, what) for one, other in permutations(rows, 2) if (what := _same(one, other, sharing))]
    found = set()
    for one, other, what in pairs:
        of_both = [pair for pair in pairs if (pair[0]["rank"], pair[1]["rank"]) == (one["rank"], other["rank"])]
        copies = {pair[0]["conversation_id"] for pair in of_both if pair[0]["day"] == one["day"]}
        originals = {pair[1]["conversation_id"] for pair in of_both if pair[1]["day"] == one["day"]}
        shares = [
            len(names) / each
            for names, rank in ((copies, one["rank"]), (originals, other["rank"]))
            if (each := sum(row["rank"] == rank and row["day"] == one["day"] for row in rows))
        ]
        is_chance = len(copies) < LEAST_TWINS or max(shares) < LEAST_SHARE
        if (what == AN_ID or not is_chance) and not (one["is_out"] or other["is_out"]):
            apart = round((one["started_at"] - other["started_at"]).total_seconds() * 1000)
            found.add((one["conversation_id"], other["conversation_id"], what, apart))
    return found


def _same(one: Row, other: Row, sharing: Counter[str]) -> str:
    """What makes the one a copy of the other; empty when nothing does."""
    if one["rank"] <= other["rank"] or set(one["tellers"]) & set(other["tellers"]):
        return ""
    if one["id"] and one["id"] == other["id"] and sharing[one["id"]] <= MOST_SHARING:
        return AN_ID
    names = (one["whole"], other["whole"])
    if None in names or one["direction"] != other["direction"]:
        return ""
    if not (names[0].endswith(names[1]) or names[1].endswith(names[0])):
        return ""
    moments = ((one[name], other[name]) for name in ("started_at", "ended_at"))
    return A_TIME if any(None not in both and abs(both[0] - both[1]) <= NEAR for both in moments) else ""


def by_joins(rows: list[Row]) -> set[tuple[str, str, str, int]]:
    told = pl.DataFrame([{name: row[name] for name in SCHEMA} for row in rows], schema=SCHEMA)
    ids = pl.LazyFrame(
        {"conversation_id": [row["conversation_id"] for row in rows], "id": [row["id"] for row in rows]},
        schema={"conversation_id": pl.String, "id": pl.String},
    ).drop_nulls()
    found = twins(told.lazy(), ids).select("conversation_id", "twin_id", "what", "amount_ms").collect()
    assert found.height == found.unique(["conversation_id", "twin_id"]).height
    return set(found.iter_rows())


@settings(max_examples=examples(100, 2_000), deadline=None)
@given(days)
def test_the_joins_find_what_a_loop_over_every_pair_finds(rows: list[Row]) -> None:
    assert by_joins(rows) == by_definition(rows)


@settings(max_examples=examples(50, 1_000), deadline=None)
@given(days)
def test_who_leaves_all_copies_out_leaves_each_contact_in_and_nothing_twice(rows: list[Row]) -> None:
    pairs = by_joins(rows)
    copies = {pair[0] for pair in pairs}
    beside: dict[str, set[str]] = {}
    for copy, twin, *_ in pairs:
        beside.setdefault(copy, set()).add(twin)
    for copy in copies:
        reached = {copy}
        while more := {twin for one in reached for twin in beside.get(one, ())} - reached:
            reached |= more
        assert reached - copies, f"{copy} has no telling left"
    left = [row | {"is_out": row["is_out"] or row["conversation_id"] in copies} for row in rows]
    assert by_joins(left) == set()


def test_a_customer_with_thousands_of_calls_is_compared_with_those_nearby_alone() -> None:
    def told(rank: int) -> list[Row]:
        return [
            {"conversation_id": f"{rank}-{call}", "tellers": [rank], "rank": rank, "direction": "Inbound", "id": None}
            | {"started_at": (at := BEGIN + timedelta(seconds=30 * call)), "ended_at": at + timedelta(seconds=9)}
            | {"whole": "34600000001", "address": "0000001", "day": at.date(), "is_out": False}
            for call in range(5_000)
        ]

    assert by_joins(told(0) + told(1)) == {(f"1-{call}", f"0-{call}", A_TIME, 0) for call in range(5_000)}


def addresses(**columns: str | None) -> tuple[str | None, str | None]:
    """`address` and `whole` of one customer."""
    told = {name: columns.get(name) for name in ("phone_e164", "customer_phone", "customer_email")}
    row = pl.DataFrame([told], schema=dict.fromkeys(told, pl.String)).select(**address())
    return row["address"].item(), row["whole"].item()


def test_a_number_is_the_same_however_it_is_written_and_a_hidden_one_is_none() -> None:
    of_one = [
        addresses(phone_e164="+34600123456", customer_phone="0034 600 12 34 56"),
        addresses(customer_phone="0034 600 12 34 56"),
        addresses(customer_phone="sip:+34600123456@pbx.example.com"),
        addresses(customer_phone="whatsapp:+34600123456"),
    ]
    assert set(of_one) == {("0123456", "34600123456")}
    assert addresses(customer_phone="600-123-456") == ("0123456", "600123456")
    assert addresses(customer_email="Ana@Example.com ") == ("ana@example.com", "ana@example.com")
    assert addresses(customer_phone="ana@example.com") == ("ana@example.com", "ana@example.com")
    for hidden in ("anonymous", "Restricted", "+266696687", "2001", "+34600***456", "client:ana", "", None):
        assert addresses(customer_phone=hidden) == (None, None), hidden


def test_ids_are_compared_without_what_a_source_puts_around_them() -> None:
    told = pl.LazyFrame(
        {"conversation_id": ["1793000000.17", "Acme:CA0001", "7"], "platform": ["Asterisk", "Acme", None]}
    )
    tasks = pl.LazyFrame(
        {
            "conversation_id": ["1793000000.17", "Acme:CA0001", "7"],
            "task_id": ["1793000000.18:2026-10-26 09:00:00:PJSIP/ana-1:Queue:60", "Acme:CA0001-leg", "WT000001"],
            "call_id": [None, "CA000001", "CA000001"],
        }
    )
    found = keys(told, tasks).collect()
    of_each = {name: set(found.filter(conversation_id=name)["id"]) for name in told.collect()["conversation_id"]}
    assert {"1793000000.17", "1793000000.18"} <= of_each["1793000000.17"]
    assert of_each["Acme:CA0001"] == {"CA0001-leg", "CA000001"}, "CA0001 is too short to be anybody's alone"
    assert of_each["7"] == {"WT000001", "CA000001"}
    assert module.LEAST_ID == 8
