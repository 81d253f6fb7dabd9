"""Custom attributes: every key that integrations write, once a conversation, whatever else stands in the text."""

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pipeline.custom import LONGEST_VALUE, MOST_KEYS, READ, read_custom
from core.pipeline.model import build_model
from tests.story import DAY, event, events

Row = dict[str, Any]
SCHEMA = {
    "task_id": pl.String,
    "conversation_id": pl.String,
    "created_at": pl.Datetime("ms", "UTC"),
    "attributes": pl.String,
}


def read(*texts: str | Row | None, of: str = "") -> dict[str, tuple[str, float | None, str]]:
    """Key → value, number and label, of tasks of one conversation, each a minute after the one before."""
    rows = [
        {
            "task_id": f"WT{number}",
            "conversation_id": of or "c1",
            "created_at": DAY + timedelta(minutes=number),
            "attributes": json.dumps(text) if isinstance(text, dict) else text,
        }
        for number, text in enumerate(texts)
    ]
    tasks = pl.LazyFrame(rows, schema=SCHEMA)
    conversations = tasks.group_by("conversation_id").agg(started_at=pl.col("created_at").min())
    found = read_custom(tasks, conversations).collect().sort("key")
    assert found["started_at"].unique().to_list() in ([], [DAY])
    return {key: told for key, *told in found.select("key", "value", "number", "label").iter_rows()}  # type: ignore[misc]


def of_conversation(**fields: Any) -> Row:
    return {"conversations": fields}


def test_any_key_of_either_side_is_an_attribute() -> None:
    told = {
        "conversations": {"conversation_attribute_1": "Repair", "conversation_measure_1": 4.5, "cart": "12"},
        "customers": {"tier": "gold", "customer_attribute_3": True},
    }
    assert read(told) == {
        "conversations.cart": ["12", 12.0, "12"],
        "conversations.conversation_attribute_1": ["Repair", None, "Repair"],
        "conversations.conversation_measure_1": ["4.5", 4.5, "4.5"],
        "customers.customer_attribute_3": ["true", None, "true"],
        "customers.tier": ["gold", None, "gold"],
    }


def test_what_the_model_reads_and_what_names_the_customer_is_no_custom_attribute() -> None:
    personal = {"name": "Ana López", "phone": "+34911234567", "email": "ana@example.com", "external_id": "77"}
    columns = {"queue": "Sales", "outcome": "Sold", "conversation_id": "c1", "hold_time": 3}
    assert read({"conversations": columns, "customers": personal, "tier": "gold"}) == {}


def test_keys_that_say_nothing_have_no_row() -> None:
    assert read(of_conversation(a=None, b="", c="  ", d={}, e=[], f=0, g=False)) == {
        "conversations.f": ["0", 0.0, "0"],
        "conversations.g": ["false", None, "false"],
    }


def test_objects_and_lists_are_kept_as_json_text() -> None:
    assert read(of_conversation(cart={"items": [1, {"name": 'a "big" }'}]})) == {
        "conversations.cart": ['{"items":[1,{"name":"a \\"big\\" }"}]}', None, '{"items":[1,{"name":"a \\"big\\" }"}]}']
    }


@pytest.mark.parametrize(
    "text", ["{cut", "", None, "[1,2]", '"text"', '{"conversations":"broken","customers":[1]}', "{}"]
)
def test_broken_attributes_cost_their_fields_and_no_others(text: str | None) -> None:
    assert read(text, of_conversation(a=1), text) == {"conversations.a": ["1", 1.0, "1"]}


def test_signs_of_any_script_and_any_escape_are_read_as_json_means_them() -> None:
    key, value = 'ключ "q"\\,:{}', 'a\n"b"\\c é € 😀 {"x":1}'
    assert read({"customers": {key: value}}) == {f"customers.{key}": [value, None, value]}


def test_a_label_alone_is_for_ids_an_attribute_alone_is_its_own_label_and_both_are_kept() -> None:
    both = {"conversation_attribute_1": "r-17", "conversation_label_1": "Repair"}
    told = {"conversations": both | {"conversation_label_2": "Ticket 9"}, "customers": {"customer_attribute_1": "x"}}
    assert read(told) == {
        "conversations.conversation_attribute_1": ["r-17", None, "Repair"],
        "conversations.conversation_attribute_2": ["c1", None, "Ticket 9"],
        "customers.customer_attribute_1": ["x", None, "x"],
    }


def test_of_several_tasks_the_last_to_tell_a_key_is_believed_with_its_own_label() -> None:
    first = of_conversation(conversation_attribute_1="a", conversation_label_1="A", topic="x")
    assert read(first, of_conversation(conversation_attribute_1="b")) == {
        "conversations.conversation_attribute_1": ["b", None, "b"],
        "conversations.topic": ["x", None, "x"],
    }


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1e999", "1,5", "0x10", "twelve"])
def test_what_cannot_be_added_up_is_no_number(text: str) -> None:
    assert read(of_conversation(a=text))["conversations.a"][1] is None


def test_a_long_value_is_cut_and_its_number_is_not() -> None:
    digits = "1" * (LONGEST_VALUE + 10)
    value, number, label = read(of_conversation(a=digits))["conversations.a"]
    assert (len(value), len(label)) == (LONGEST_VALUE, LONGEST_VALUE)
    assert number == pytest.approx(float(digits))


def test_hostile_attributes_are_bounded_and_cost_nobody_else_anything() -> None:
    many = {f"k{number:05}": number for number in range(10_000)}
    deep = '{"conversations":{"deep":' + "[" * 5_000 + "]" * 5_000 + '},"customers":{"tier":"gold"}}'
    assert list(read({"conversations": dict(list(many.items())[:5_000])})) == [
        f"conversations.k{number:05}" for number in range(MOST_KEYS)
    ]
    assert read({"conversations": many | {"long": "x" * 100_000}}, of_conversation(a="kept")) == {
        "conversations.a": ["kept", None, "kept"]
    }
    assert read(deep, of_conversation(a="kept")) == {"conversations.a": ["kept", None, "kept"]}
    assert read({"customers": {"k" * 1_000: 1, "tier": "gold"}}) == {"customers.tier": ["gold", None, "gold"]}


def test_the_state_that_counts_is_the_one_when_the_task_ended() -> None:
    model = build_model(
        events(
            event("09:00:00", "task.created", "WT1", attributes=of_conversation(score=1)),
            event("09:01:00", "task.completed", "WT1", attributes=of_conversation(score=4)),
            event("09:02:00", "task.updated", "WT1", attributes=of_conversation(score=9)),
        )
    )
    assert model.attributes.select("conversation_id", "key", "number").collect().rows() == [
        ("WT1", "conversations.score", 4.0)
    ]


# Python calls four control characters blank that Unicode does not.
signs = st.characters(exclude_categories=("Cs",), exclude_characters="\x1c\x1d\x1e\x1f")
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(signs, max_size=8)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(st.text(min_size=1, max_size=6), values, max_size=6)


@settings(max_examples=150, deadline=None)
@given(objects, objects)
def test_the_engine_reads_what_pythons_own_json_reads(conversations: Row, customers: Row) -> None:
    told = {"conversations": conversations, "customers": customers}
    expected = {
        f"{side}.{key}": text
        for side, fields in told.items()
        for key, value in fields.items()
        if f"{side}.{key}" not in READ
        and ((text := _text(value)) not in ("", "null", "{}", "[]") or (isinstance(value, str) and text))
    }
    assert {key: value for key, (value, _, _) in read(told).items()} == expected


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))[:LONGEST_VALUE]
