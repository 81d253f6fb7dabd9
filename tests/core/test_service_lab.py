"""The laboratory: every variant beside the others, and the conversations that count otherwise in another."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from core import listing
from core.answer import answer
from core.listing import Listing
from core.metrics import VARIANTS
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.service_lab import FATES, PLACES, Move, by_group, levels, moved, moves, targets_ms, waiting
from core.settings import ChannelRule, QueueRule, Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core import oracle
from tests.core.days import conversation_rows, houses
from tests.core.metrics.pencil import Row, frames, pencil_day
from tests.core.metrics.test_variants import ICMI, answered, gave_up, inbound

ASKED = Query(("service_level",))
RULES = Settings(answer_within_s=20, short_abandon_s=5)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


def stored(home: Path, rows: list[Row]) -> Snapshot:
    """A workspace of its own with these conversations."""
    named = [row | {"conversation_id": f"c{number}"} for number, row in enumerate(rows)]
    workspace = Workspace(home / uuid4().hex)
    with workspace.write() as transaction:
        transaction.append(CONVERSATIONS, frames([], named)[CONVERSATIONS])
        return transaction.commit("a day")


def test_all_variants_stand_side_by_side(home: Path) -> None:
    told = {row["variant"]: row for row in levels(stored(home, ICMI), ASKED, RULES).to_dicts()}
    assert list(told) == list(VARIANTS)
    assert told["short_abandons_left_out"] == {
        "variant": "short_abandons_left_out",
        "above": 860,
        "below": 1050,
        "value": pytest.approx(0.819047619047619),
    }
    assert (told["early_abandons_met"]["above"], told["early_abandons_met"]["below"]) == (880, 1060)


def test_each_variant_is_what_the_metric_would_be(home: Path) -> None:
    now = stored(home, ICMI)
    for row in levels(now, ASKED, RULES).to_dicts():
        asked = answer(now, ASKED, replace(RULES, service_level_variant=row["variant"]))
        assert row["value"] == asked["service_level"][0]


def test_between_two_variants_the_rows_that_move_are_named(home: Path) -> None:
    other = replace(RULES, service_level_variant="early_abandons_met")
    assert moves(stored(home, ICMI), ASKED, RULES, other).rows() == [
        ("short_abandon", "out", "above", 10),
        ("early_abandon", "below", "above", 10),
    ]


def test_another_target_moves_what_was_answered_between_the_two(home: Path) -> None:
    rows = [answered(10), answered(20), answered(30), answered(40), gave_up(25), inbound(is_follow_up=True)]
    now = stored(home, rows)
    other = replace(RULES, answer_within_s=40)
    assert moves(now, ASKED, RULES, other).rows() == [("late", "below", "above", 2)]
    move = Move(other, "late", "below", "above")
    assert sorted(moved(now, ASKED, RULES, move).collect()["conversation_id"]) == ["c1", "c2"]
    listed = listing.page(now, Listing(ASKED, moved=move, sort="wait_ms"), RULES, 1)
    assert listed["conversation_id"].to_list() == ["c2", "c1"]
    assert listing.count(now, Listing(ASKED, moved=move, search="c2"), RULES) == 1


def test_between_equal_rules_nothing_moves(home: Path) -> None:
    assert moves(stored(home, ICMI), ASKED, RULES, RULES).is_empty()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=conversation_rows, rules=houses(oracle.OPEN), other=houses(oracle.OPEN))
def test_what_moves_explains_the_whole_difference(
    home: Path, rows: list[Row], rules: Settings, other: Settings
) -> None:
    now = stored(home, rows)
    found = moves(now, ASKED, rules, other).to_dicts()
    here, there = (_counts(now, one) for one in (rules, other))
    for side, places in (("above", {"above"}), ("below", {"above", "below"})):
        gained = sum(row["conversations"] * ((row["there"] in places) - (row["here"] in places)) for row in found)
        assert there[side] - here[side] == gained
    for row in found:
        assert row["fate"] in FATES
        assert {row["here"], row["there"]} <= set(PLACES)
        ids = moved(now, ASKED, rules, Move(other, row["fate"], row["here"], row["there"])).collect()
        assert ids.height == row["conversations"]


def _counts(now: Snapshot, rules: Settings) -> dict[str, Any]:
    rows = {row["variant"]: row for row in levels(now, ASKED, rules).to_dicts()}
    return rows[rules.service_level_variant]


def test_the_curve_tells_the_shares_before_each_moment_and_meets_every_target(home: Path) -> None:
    rules = replace(RULES, queues=(QueueRule("VIP", 7),), channels=(ChannelRule("chat", 33),))
    rows = [answered(7), answered(20), answered(19.999), gave_up(7), answered(None), inbound(is_follow_up=True)]
    told = {row["waited_ms"]: row for row in waiting(stored(home, rows), ASKED, rules).to_dicts()}
    assert targets_ms(rules) == (7_000, 20_000, 33_000)
    assert set(targets_ms(rules)) <= set(told)
    assert told[0] == {"waited_ms": 0, "answered": 0, "given_up": 0}
    assert told[7_000] == {"waited_ms": 7_000, "answered": 0, "given_up": 0}
    assert told[8_000] == {"waited_ms": 8_000, "answered": 1 / 5, "given_up": 1 / 5}
    assert told[20_000]["answered"] == 2 / 5
    assert max(told) == 67_000
    assert told[67_000] == pytest.approx({"waited_ms": 67_000, "answered": 3 / 5, "given_up": 1 / 5})


def test_at_the_target_the_curve_is_the_service_level_in_which_every_abandon_counts(home: Path) -> None:
    now = stored(home, ICMI)
    curve = {row["waited_ms"]: row["answered"] for row in waiting(now, ASKED, RULES).to_dicts()}
    assert curve[20_000] == pytest.approx(860 / 1060)


def test_without_conversations_there_is_no_curve_and_no_level(home: Path) -> None:
    now = stored(home, [])
    assert waiting(now, ASKED, RULES).is_empty()
    assert levels(now, ASKED, RULES)["value"].to_list() == [None] * len(VARIANTS)
    assert by_group(now, ASKED, RULES, "channel").is_empty()


def test_each_queue_is_told_by_the_target_that_it_has(home: Path) -> None:
    rows = [answered(10, queue="VIP"), answered(10), answered(10), gave_up(3, queue="VIP")]
    told = by_group(stored(home, rows), ASKED, replace(RULES, queues=(QueueRule("VIP", 5),)), "queue_name")
    assert told.rows() == [("Sales", 2, 2, 2, 1.0), ("VIP", 2, 0, 1, 0.0)]


def test_conditions_and_period_narrow_the_laboratory_too(home: Path) -> None:
    rows = [answered(10, queue="VIP"), answered(30)]
    now, vip = stored(home, rows), ASKED.with_condition("queue_name", "VIP")
    assert levels(now, vip, RULES)["above"].to_list() == [1] * len(VARIANTS)
    assert moves(now, vip, RULES, replace(RULES, answer_within_s=40)).is_empty()


def test_the_pencil_day_has_five_inbound_conversations(home: Path) -> None:
    conversations = pencil_day()[CONVERSATIONS].collect().to_dicts()
    assert levels(stored(home, conversations), ASKED, Settings())["below"].to_list() == [4, 5, 5, 3, 4, 5, 5, 4]
