"""Custom attributes as dimensions, conditions and measures, from the file that brings them to the number."""

from datetime import timedelta
from math import nan
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.answer import aggregate, answer, rows_behind, totals
from core.cli import main
from core.condition import Condition
from core.condition_text import read_conditions
from core.custom import STATISTICS
from core.errors import DefinitionError, QueryError, UnknownName
from core.keys import keys_of
from core.listing import Listing, count
from core.metrics import METRICS, describe, named
from core.query import Query
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS
from core.settings import RegionRule, Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.core import attribute_oracle, oracle
from tests.core.days import conversation_rows, moments, segment_rows
from tests.core.metrics.pencil import SCORE, TOPIC, Row, at, frames, pencil_day
from tests.stories import answered, given_up

RULES = Settings()
TIER = "customers.tier"
STEP = timedelta(milliseconds=1)


def said(topic: str | None = None, score: Any = None, **customer: Any) -> dict[str, Any]:
    return {
        "conversations": {"conversation_attribute_1": topic, "conversation_measure_1": score},
        "customers": customer,
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Four conversations: three answered, one given up; two topics, two tiers."""
    workspace, done = taken_in(
        tmp_path_factory.mktemp("custom") / "workspace",
        *answered("WT1", "09:00:00", "Ana", "Support", **said("Repair", 5, tier="gold", phone="+34911234567")),
        *answered("WT2", "09:10:00", "Ben", "Sales", **said("Repair", "2", tier="silver", phone="+12125550101")),
        *answered("WT3", "09:20:00", "Ben", "Sales", **said("Sale", 10, tier="gold")),
        *given_up("WT4", "09:30:00", "09:31:00", **said(score="none")),
    )
    assert not done.failures
    return workspace.snapshot()


def asked(snapshot: Snapshot, *metrics: str, by: tuple[str, ...] = (), **where: Any) -> list[tuple[Any, ...]]:
    query = Query(metrics, by)
    for column, value in where.items():
        query = query.with_condition(column, *(value if isinstance(value, tuple) else (value,)))
    return answer(snapshot, query, RULES).rows()


def test_any_metric_can_be_split_by_a_custom_attribute_and_who_has_none_is_a_group(snapshot: Snapshot) -> None:
    metrics = ("conversations", "conversations_abandoned", "average_talk_time", "conversations_by_start")
    assert asked(snapshot, *metrics, by=(TOPIC,)) == [
        ("Repair", 2, 0, 40_000, 2),
        ("Sale", 1, 0, 40_000, 1),
        (None, 0, 1, None, 1),
    ]
    assert asked(snapshot, "conversations", by=(TIER, "queue_name")) == [
        ("gold", "Sales", 1),
        ("gold", "Support", 1),
        ("silver", "Sales", 1),
    ]


def test_in_a_period_rows_find_their_attribute_also_when_the_conversation_began_before_it(snapshot: Snapshot) -> None:
    topic = "conversations.conversation_attribute_1"
    began = snapshot.scan(CONVERSATIONS).sort("started_at").collect()["started_at"]
    of_three = Query(("conversations_offered", "average_speed_of_answer"), (topic,), began[1], began[3])
    after_one_began = Query(("conversations_offered", "average_speed_of_answer"), (topic,), began[0] + STEP, began[1])
    scores = Query(("count.conversations.conversation_measure_1",), ("agent_name", topic), began[1], began[3])
    found = answer(snapshot, of_three, RULES)
    assert found.select(topic, "conversations_offered").rows() == [("Repair", 1), ("Sale", 1)]
    assert found["average_speed_of_answer"].null_count() == 0
    assert answer(snapshot, after_one_began, RULES).rows() == [("Repair", 1, None)]
    assert answer(snapshot, scores, RULES).rows() == [("Ben", "Repair", 1), ("Ben", "Sale", 1)]
    for query in (of_three, after_one_began, scores):
        whole = {table: snapshot.scan(table) for table in (SEGMENTS, CONVERSATIONS, ATTRIBUTES)}
        assert_frame_equal(answer(snapshot, query, RULES), aggregate(whole, query, RULES))
    behind = of_three.with_condition(topic, "Repair")
    heights = [rows_behind(snapshot, behind, metric, RULES).collect().height for metric in of_three.metrics]
    assert heights == [1, 1]


@pytest.mark.parametrize(
    ("condition", "begun", "offered"),
    [
        (Condition(TOPIC, "in", ("Repair",)), 2, 2),
        (Condition(TOPIC, "in", ("Repair", None)), 3, 3),
        (Condition(TOPIC, "not in", ("Repair",)), 2, 2),
        (Condition(TOPIC, "not in", ("Repair", None)), 1, 1),
        (Condition(TOPIC, "is null"), 1, 1),
        (Condition(TOPIC, "contains", ("PAI",)), 2, 2),
        (Condition(TOPIC, ">=", (0,)), 0, 0),
    ],
)
def test_a_condition_on_what_is_borrowed_leaves_out_what_does_not_meet_it_and_nothing_else(
    snapshot: Snapshot, condition: Condition, begun: int, offered: int
) -> None:
    query = Query(("conversations_by_start", "conversations_offered"), where=(condition,))
    assert answer(snapshot, query, RULES).row(0) == (begun, offered)
    assert sum(answer(snapshot, query.with_(by=(TOPIC,)), RULES)["conversations_by_start"]) == begun


def test_a_custom_attribute_narrows_any_question_and_its_list(snapshot: Snapshot) -> None:
    query = Query(("conversations",), where=tuple(read_conditions([f"{TIER}=gold", f"{TOPIC}~REP"])))
    assert answer(snapshot, query, RULES).item() == 1
    assert count(snapshot, Listing(query), RULES) == 1
    assert count(snapshot, Listing(query, "conversations"), RULES) == 1
    nobody = Query(("conversations_by_start",)).with_condition(TIER, None)
    assert answer(snapshot, nobody, RULES).item() == 1
    assert count(snapshot, Listing(nobody), RULES) == 1


@pytest.mark.parametrize(
    ("condition", "topics"), [(f"{SCORE}>=5", 2), (f"{SCORE}<10", 2), (f"{SCORE}>=2.5", 2), (f"{SCORE}!=5", 2)]
)
def test_bounds_compare_custom_values_as_numbers_and_what_is_none_never_holds(
    snapshot: Snapshot, condition: str, topics: int
) -> None:
    query = Query(("conversations",), where=tuple(read_conditions([condition])))
    assert answer(snapshot, query, RULES).item() == topics


def test_a_bound_that_is_no_number_is_refused() -> None:
    with pytest.raises(QueryError, match="'high' is not a number"):
        Query(("conversations",), where=tuple(read_conditions([f"{SCORE}>=high"])))


@pytest.mark.parametrize(
    "query",
    [
        Query(("conversations",), ("customers.teir",)),
        Query(("conversations",)).with_condition("customers.teir", "gold"),
        Query(("average.customers.teir",)),
    ],
)
def test_a_key_that_nobody_wrote_is_told_its_neighbours(snapshot: Snapshot, query: Query) -> None:
    with pytest.raises(UnknownName, match=r"'customers\.teir'; did you mean customers\.tier"):
        answer(snapshot, query, RULES)


def test_the_data_tell_their_keys_and_what_stands_in_them(snapshot: Snapshot) -> None:
    told = {name: (key.conversations, key.values, key.numbers) for name, key in keys_of(snapshot).items()}
    assert told == {TOPIC: (3, 2, 0), SCORE: (4, 4, 3), TIER: (3, 2, 0)}


@pytest.mark.parametrize(
    ("statistic", "expected"), [("average", 17 / 3), ("total", 17), ("median", 5), ("p90", 9), ("count", 3)]
)
def test_any_number_can_be_asked_by_name(snapshot: Snapshot, statistic: str, expected: float) -> None:
    assert asked(snapshot, f"{statistic}.{SCORE}") == [(pytest.approx(expected),)]
    by_queue = dict(asked(snapshot, f"{statistic}.{SCORE}", by=("queue_name",)))
    assert by_queue["Support"] == (1 if statistic == "count" else 5)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_a_measure_without_numbers_is_null_and_its_count_zero(snapshot: Snapshot, statistic: str) -> None:
    query = Query((f"{statistic}.{SCORE}",)).with_condition("is_abandoned", True)
    assert answer(snapshot, query, RULES).item() == (0 if statistic == "count" else None)


def test_the_rows_behind_a_custom_measure_add_up_to_it(snapshot: Snapshot) -> None:
    rows = rows_behind(snapshot, Query(("conversations",)), f"average.{SCORE}", RULES).collect()
    above, below = rows.select(pl.col("counted_above", "counted_below").sum()).row(0)
    assert above / below == asked(snapshot, f"average.{SCORE}")[0][0]
    assert sorted(rows["conversation_id"]) == ["WT1", "WT2", "WT3"]


def test_a_custom_measure_is_told_whole_in_both_languages() -> None:
    for statistic in STATISTICS:
        for key in (SCORE, "customers.tier {0} %s"):
            one = named(f"{statistic}.{key}")
            assert one.unit == ("count" if statistic == "count" else "ratio")
            for language in ("en", "es"):
                assert key.partition(".")[2] in getattr(one.label, language)
                assert key in getattr(one.meaning, language)
                assert f'key = "{key}"' in describe(one, RULES, language)
    assert named(f"average.{SCORE}").label.es == "Media de conversation_measure_1"
    with pytest.raises(UnknownName):
        named(f"mode.{SCORE}")


def test_satisfaction_follows_the_settings(snapshot: Snapshot) -> None:
    names = ("customer_satisfaction", "satisfied_rate", "satisfaction_answers", "satisfaction_response_rate")
    assert asked(snapshot, *names) == [(pytest.approx(17 / 3), 2 / 3, 3, 1.0)]
    strict = Settings(satisfied_from=10)
    assert answer(snapshot, Query(names), strict).row(0)[1] == 1 / 3
    elsewhere = Settings(satisfaction_key="customers.csat")
    assert answer(snapshot, Query(names), elsewhere).rows() == [(None, None, 0, 0.0)]


@pytest.mark.parametrize(
    ("rules", "told"),
    [({"satisfaction_key": "csat"}, "custom column such as conversations.csat"), ({"satisfied_from": nan}, "a number")],
)
def test_a_score_that_cannot_be_found_is_refused_with_the_way_out(rules: dict[str, Any], told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        Settings(**rules)


def test_attributes_are_counted_by_key_value_and_label(snapshot: Snapshot) -> None:
    names = ("attribute_values", "conversations_with_attribute")
    assert asked(snapshot, *names, by=("key",)) == [(TOPIC, 3, 3), (SCORE, 4, 4), (TIER, 3, 3)]
    assert asked(snapshot, "attribute_values", by=("value",), key=TOPIC) == [("Repair", 2), ("Sale", 1)]
    assert asked(snapshot, *names) == [(10, 4)]


def test_attributes_borrow_what_is_known_of_their_conversation(snapshot: Snapshot) -> None:
    house = Settings(regions=(RegionRule("Iberia", country="ES"), RegionRule("East", area_code="212")))
    query = Query((f"total.{SCORE}",), ("region",))
    assert answer(snapshot, query, house).rows() == [("East", 2.0), ("Iberia", 5.0), (None, 10.0)]
    on_their_clocks = answer(snapshot, Query((f"total.{SCORE}",), ("hour_of_day",), zone="customer"), RULES)
    assert on_their_clocks.rows() == [(4, 2.0), (10, 5.0), (None, 10.0)]


def test_the_command_line_prints_the_same_numbers(snapshot: Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    home = ("--workspace", str(snapshot.files.root))
    question = (f"conversations,average.{SCORE}", "--by", TIER, "--where", f"{TOPIC}=Repair", f"{SCORE}>=3")
    assert main(["ask", *question, "--format", "csv", *home]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{TIER},conversations,average.{SCORE}", "gold,1,5.0"]
    assert main(["ask", "--list", *home]) == 0
    assert capsys.readouterr().out.endswith(f"{TOPIC}, {SCORE}, {TIER}\n{_NUMBERS}\n  {SCORE}\n")
    assert main(["ask", "conversations", "--by", "customers.teir", *home]) != 0
    assert "did you mean customers.tier" in capsys.readouterr().err


_NUMBERS = "Numbers among them, with average., total., median., p90., count. before:"
values = st.sampled_from((None, "a", "b", "7", "-2.5"))
numbers = {"7": 7.0, "-2.5": -2.5}


@st.composite
def attribute_rows(draw: st.DrawFn) -> list[Row]:
    """At most one row a conversation and key, each dated as its conversation would be."""
    rows = []
    for conversation in ("c1", "c2", "c3", "c4", "c5"):
        for key in (SCORE, TIER):
            value = draw(values)
            if value is not None:
                told = {"conversation_id": conversation, "key": key, "value": value, "label": value}
                rows.append(told | {"number": numbers.get(value), "started_at": draw(moments)})
    return rows


@settings(max_examples=60, deadline=None)
@given(segment_rows, conversation_rows, attribute_rows(), st.sampled_from((3.0, 7.0, -3.0)))
def test_engine_and_oracle_agree_on_every_metric_of_attributes(
    segments: list[Row], conversations: list[Row], attributes: list[Row], satisfied_from: float
) -> None:
    rules = Settings(satisfied_from=satisfied_from)
    day = frames(segments, conversations, attributes)
    told = aggregate(day, Query(tuple(sorted(attribute_oracle.METRICS))), rules).row(0, named=True)
    expected = {name: of(attributes, rules) for name, of in attribute_oracle.OF_ATTRIBUTES.items()}
    expected["satisfaction_response_rate"] = attribute_oracle.response_rate(attributes, conversations, rules)
    assert told == pytest.approx(expected)
    measures = {f"{statistic}.{SCORE}": of for statistic, of in attribute_oracle.STATISTICS.items()}
    told = aggregate(day, Query(tuple(measures)), rules).row(0, named=True)
    scores = attribute_oracle.numbers(attributes, SCORE)
    assert told == pytest.approx({name: of(scores) for name, of in measures.items()})


@settings(max_examples=60, deadline=None)
@given(segment_rows, conversation_rows, attribute_rows())
def test_a_borrowed_attribute_splits_rows_as_a_look_up_does_and_doubles_none(
    segments: list[Row], conversations: list[Row], attributes: list[Row]
) -> None:
    tiers = {row["conversation_id"]: row["value"] for row in attributes if row["key"] == TIER}
    metrics = ("conversations", "segments", "total_talk_time", "conversations_by_start")
    result = aggregate(frames(segments, conversations, attributes), Query(metrics, (TIER,)), RULES)
    for group, *numbers_told in result.iter_rows():
        parts, wholes = (
            [row for row in rows if tiers.get(row["conversation_id"]) == group] for rows in (segments, conversations)
        )
        assert numbers_told == [oracle.value(name, parts, wholes, RULES) for name in metrics]
    whole = aggregate(frames(segments, conversations, attributes), Query(metrics), RULES)
    assert result["segments"].sum() == whole["segments"].item()


def test_the_oracle_and_the_pencil_know_every_metric_of_attributes() -> None:
    own = {name for name, metric in METRICS.items() if "ATTRIBUTES" in {table.name for table in metric.tables}}
    assert own | {"satisfaction_response_rate"} == attribute_oracle.METRICS
    by_topic = aggregate(pencil_day(), Query(("customer_satisfaction",), (TOPIC,)), RULES)
    assert by_topic.rows() == [("Repair", 4.5), (None, (5 + 2 + 1) / 3)]


def test_an_old_workspace_has_no_attributes_until_it_is_rebuilt(tmp_path: Path) -> None:
    """A snapshot without the table answers what needs none, and tells that it knows no key."""
    day = {table: rows for table, rows in pencil_day().items() if not table.made_of and table.name != "ATTRIBUTES"}
    with Workspace(tmp_path / "old").write() as change:
        for table, rows in day.items():
            change.append(table, rows)
        old = change.commit("before there were attributes")
    query = Query(("conversations", "customer_satisfaction", "satisfaction_response_rate"), since=at("08:00:00"))
    assert answer(old, query, RULES).rows() == [(4, None, 0.0)]
    assert totals(old, query, RULES).rows() == [(4, None, 0.0)]
    with pytest.raises(UnknownName, match=TIER):
        answer(old, query.with_(by=(TIER,)), RULES)
