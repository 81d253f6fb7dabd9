"""A question is a value: normalised, hashable, written and read, and refused with the way out."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer import aggregate
from core.errors import QueryError, UnknownName
from core.grains import GRAINS
from core.metrics import METRICS
from core.query import ATTRIBUTIONS, Condition, Query, dtype_of
from core.schema.tables import TABLES
from core.settings import Settings
from tests.core.metrics.pencil import pencil_day

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_equal_questions_are_equal_values_with_equal_hashes() -> None:
    first = Query(
        ("conversations",),
        since=NOON,
        where=(Condition("channel", "in", ("voice", "chat")), Condition("is_handled", "in", (True,))),
    )
    second = Query(
        ["conversations", "conversations"],  # type: ignore[arg-type]
        since=NOON.astimezone(timezone(timedelta(hours=5, minutes=45))),
        where=[Condition("is_handled", "in", ("yes",)), Condition("channel", "in", ("chat", "voice"))],  # type: ignore[arg-type]
    )
    assert first == second
    assert hash(first) == hash(second)
    assert first.to_dict() == second.to_dict()


queries = st.builds(
    Query,
    metrics=st.lists(st.sampled_from(tuple(METRICS)), min_size=1, max_size=3).map(tuple),
    by=st.lists(st.sampled_from(("agent_name", "country", *GRAINS)), max_size=2).map(tuple),
    since=st.none() | st.just(NOON),
    until=st.none() | st.just(NOON + timedelta(days=1)),
    zone=st.none() | st.just("Asia/Kathmandu"),
    where=st.lists(
        st.builds(Condition, st.just("channel"), st.sampled_from(("in", "not in")), st.tuples(st.none() | st.text()))
        | st.builds(Condition, st.just("day"), st.just("<"), st.tuples(st.dates()))
        | st.builds(Condition, st.just("hour"), st.just(">="), st.tuples(st.datetimes(timezones=st.just(UTC))))
        | st.builds(Condition, st.just("is_handled"), st.just("in"), st.tuples(st.booleans())),
        max_size=3,
    ).map(tuple),
    descending=st.booleans(),
    limit=st.none() | st.integers(1, 5),
    attribution=st.none() | st.sampled_from(ATTRIBUTIONS),
)


@given(queries)
def test_a_question_survives_json(query: Query) -> None:
    assert Query.from_dict(json.loads(json.dumps(query.to_dict()))) == query


def test_a_click_adds_a_condition_and_a_second_click_takes_it_away() -> None:
    query = Query(("conversations",), ("agent_name",))
    narrowed = query.with_condition("agent_name", "Mary").with_condition("queue_name", None)
    assert narrowed.where == (Condition("agent_name", "in", ("Mary",)), Condition("queue_name", "in", (None,)))
    assert narrowed.without_condition("agent_name").without_condition("queue_name") == query


def test_a_name_means_one_type_in_every_table() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert dtype_of(column.name) == column.dtype, f"{table.name}.{column.name}"
        assert not set(table.by_name) & set(GRAINS)


@pytest.mark.parametrize(
    ("told", "error", "message"),
    [
        ({}, QueryError, "names no metric"),
        ({"metrics": ["conversations"], "wher": []}, UnknownName, "'wher'; did you mean where"),
        ({"metrics": ["conversations"], "since": "yesterday"}, QueryError, "since is 'yesterday'; give an instant"),
        ({"metrics": ["conversations"], "since": "2026-03-02"}, QueryError, "with its time zone"),
        ({"metrics": ["conversations"], "zone": "Europe/Madird"}, UnknownName, "did you mean Europe/Madrid"),
        ({"metrics": ["conversations"], "zone": "nowhere at all"}, UnknownName, "give an IANA zone"),
        ({"metrics": ["conversations"], "zone": "customers"}, UnknownName, "no time zone called 'customers'"),
        ({"metrics": ["conversations"], "zone": 7}, QueryError, "zone is 7; give a value of type str"),
        ({"metrics": ["conversations"], "by": ["quue_name"]}, UnknownName, "did you mean queue_name"),
        ({"metrics": ["conversations"], "by": [7]}, QueryError, "7 is no name"),
        ({"metrics": ["conversations"], "where": "x"}, QueryError, "where is 'x'; give a list"),
        ({"metrics": ["conversations"], "where": [{"col": 1}]}, QueryError, "give column, op and values"),
        (
            {"metrics": ["conversations"], "where": [{"column": "chanel", "values": ["x"]}]},
            UnknownName,
            "did you mean channel",
        ),
        ({"metrics": ["conversations"], "sort": "segments"}, UnknownName, "'segments'"),
        ({"metrics": ["conversations"], "limit": 0}, QueryError, "limit is 0"),
        ({"metrics": ["conversations"], "limit": True}, QueryError, "limit is True"),
        ({"metrics": ["segments"], "attribution": "spilt"}, UnknownName, "no attribution called 'spilt'; did you mean"),
        ({"metrics": ["segments"], "attribution": 1}, QueryError, "attribution is 1; give a value of type str"),
    ],
)
def test_a_question_that_cannot_be_is_refused_with_the_way_out(
    told: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Query.from_dict(told)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(QueryError, match="The period is empty"):
        Query(("conversations",), since=NOON, until=NOON)


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        (Query(("conversatons",)), UnknownName, "did you mean conversations"),
        (Query(("conversations",), ("segment_id",)), UnknownName, "no group called 'segment_id'"),
        (Query(("service_level",), ("activity",)), QueryError, r"cannot be split by activity.*conversations"),
        (Query(("service_level",), ("kind",)), QueryError, "service_level cannot be split by kind: it counts rows of"),
        (Query(("service_level",)).with_condition("kind", "Queue"), QueryError, "cannot be filtered by kind"),
        (Query(("conversations",)).with_condition("joined_at", NOON), QueryError, "no metric can be"),
    ],
)
def test_a_metric_that_cannot_be_asked_so_says_which_can(query: Query, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        aggregate(pencil_day(), query, Settings())


def test_a_message_lists_so_many_names_that_it_can_be_read() -> None:
    many = [f"name {number:02}" for number in range(25)]
    assert str(UnknownName.among("thing", "zzz", many)).endswith("name 18, name 19 and 5 more.")
    assert str(UnknownName.among("thing", "zzz", many[:2])).endswith("known: name 00, name 01.")
    assert str(UnknownName.among("thing", "zzz", ())).endswith("known: none at all.")


def test_rows_come_in_the_order_asked_for_with_nulls_last() -> None:
    query = Query(("average_talk_time",), ("agent_name",))
    everyone = query.with_(metrics=("average_talk_time", "conversations_abandoned"))
    highest = everyone.with_(sort="average_talk_time", descending=True)
    assert aggregate(pencil_day(), everyone, Settings())["agent_name"].to_list() == ["Josh", "Mary", None]
    assert aggregate(pencil_day(), highest, Settings())["agent_name"].to_list() == ["Mary", "Josh", None]
    assert aggregate(pencil_day(), highest.with_(limit=1), Settings())["agent_name"].to_list() == ["Mary"]


def test_conditions_narrow_every_table_that_the_question_counts() -> None:
    query = Query(("conversations", "service_level")).with_condition("queue_name", "Support")
    assert aggregate(pencil_day(), query, Settings()).rows() == [(2, 0.5)]


def test_a_condition_on_a_time_grain_is_one_on_the_groups_of_that_grain() -> None:
    query = Query(("conversations",), ("hour_of_day",), zone="Asia/Kathmandu")
    groups = aggregate(pencil_day(), query, Settings())
    for hour, conversations in groups.rows():
        narrowed = query.with_(by=()).with_condition("hour_of_day", hour).with_condition("weekday", 1)
        assert aggregate(pencil_day(), narrowed, Settings()).item() == conversations
    assert groups.height == 3
