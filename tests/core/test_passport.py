"""Passports: what is told of a number is what made it, and its command prints it again."""

import json
import shlex
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from core.answer import answer
from core.cli import main
from core.errors import QueryError, UnknownName
from core.metrics import METRICS, Ratio
from core.metrics.measure import total
from core.metrics.rows import TALKED
from core.passport import Passport, command, passport, rules_read
from core.query import Query
from core.schema.tables import SEGMENTS
from core.settings import SERVICE_LEVEL_VARIANTS, QueueRule, RegionRule, Settings
from core.store.snapshot import Snapshot
from tests.core.metrics.pencil import at

RULES = Settings()
TEN = Query(("conversations",), since=at("10:00:00"), until=at("11:00:00"), zone="UTC")


@pytest.fixture
def at_home(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """The pencil day, where the command line looks for it."""
    monkeypatch.setenv("ATALAYA_HOME", str(snapshot.files.root))
    return snapshot


def sides(one: Passport) -> list[tuple[float | None, int]]:
    return [(side.value, side.rows) for side in (one.above, one.below) if side]


def test_a_ratio_shows_both_of_its_sums_with_their_rows(snapshot: Snapshot) -> None:
    """Ten to eleven: c5 c6 handled, c4 c6 given up; c6 in two rows."""
    one = passport(snapshot, TEN, "abandon_rate", RULES, "previous")
    assert (one.value, sides(one)) == (pytest.approx(2 / 3), [(2, 2), (3, 4)])
    assert (one.before, one.comparison.kind) == (pytest.approx(1 / 3), "previous")
    assert one.parts == ("", "counted", "uncounted")
    assert (one.version, one.data.end if one.data else None) == (1, at("11:40:07"))


def test_an_average_shows_what_was_added_up_and_by_how_many_it_was_divided(snapshot: Snapshot) -> None:
    one = passport(snapshot, TEN, "average_talk_time", RULES)
    assert (one.value, sides(one), one.parts) == (150_000, [(300_000, 2), (2, 2)], ("",))


def test_a_number_that_is_no_ratio_has_one_side(snapshot: Snapshot) -> None:
    assert sides(passport(snapshot, TEN, "conversations", RULES)) == [(2, 2)]
    assert sides(passport(snapshot, TEN, "p90_abandon_time", RULES)) == [(85_000, 2)]


def test_rows_above_the_line_that_are_not_below_it_are_listed_apart(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrap-up time by talk time of those who wrapped up not at all: Josh in c1, who is not above the line."""
    worked = total(SEGMENTS, "wrap_up_time_ms", TALKED & (pl.col("wrap_up_time_ms") > 0))
    unlike = Ratio(worked, total(SEGMENTS, "talk_time_ms", pl.col("wrap_up_time_ms") == 0))
    one = replace(METRICS["transfer_rate"], name="unlike", unit="ratio", formula=lambda _: unlike, neighbours=())
    monkeypatch.setitem(METRICS, "unlike", one)
    found = passport(snapshot, Query(("unlike",)), "unlike", RULES)
    assert (found.value, sides(found), found.parts) == (
        pytest.approx(100 / 120),
        [(100_000, 4), (120_000, 1)],
        ("above", "below"),
    )


def test_only_the_house_rules_that_decide_are_named(snapshot: Snapshot) -> None:
    assert passport(snapshot, TEN, "conversations", RULES).rules == ()
    assert passport(snapshot, TEN, "repeat_contacts", RULES).rules == ("repeat_within_days",)
    assert {"answer_within_s", "short_abandon_s"} <= set(passport(snapshot, TEN, "service_level", RULES).rules)
    in_europe = TEN.with_condition("region", "Europe")
    assert passport(snapshot, in_europe, "conversations_by_start", RULES).rules == ("regions",)
    by_the_house = TEN.with_(zone=None).with_condition("hour_of_day", 10)
    assert "time_zone" in passport(snapshot, by_the_house, "conversations", RULES).rules


OTHER_RULES = {
    "time_zone": "Asia/Kathmandu",
    "answer_within_s": 1,
    "short_abandon_s": 0,
    "repeat_within_days": 1,
    "opening_hours": "Mon 09:00-10:00",
    "waking_hours": "10:00-11:00",
    "holidays": (at("00:00:00").date(),),
    "available_activities": ("Ready",),
    "offline_activities": ("Away",),
    "service_level_variant": SERVICE_LEVEL_VARIANTS[-1],
    "satisfaction_key": "conversations.conversation_measure_2",
    "queues": (QueueRule("Sales", answer_within_s=1, short_abandon_s=0),),
    "regions": (RegionRule("Home", country="ES"),),
}


@pytest.mark.parametrize("metric", METRICS)
def test_a_house_rule_that_is_not_named_changes_no_formula(metric: str) -> None:
    def written(rules: Settings) -> list[str]:
        return [measure.identity for measure in METRICS[metric].formula(rules).measures()]

    named = rules_read(METRICS[metric], TEN, RULES)
    changed = {
        name for name, value in OTHER_RULES.items() if written(replace(RULES, **{name: value})) != written(RULES)
    }
    assert changed <= set(named)


def test_where_time_counts_is_told_where_it_matters(snapshot: Snapshot) -> None:
    at_ten = TEN.with_condition("hour_of_day", 10)
    assert [passport(snapshot, query, "total_talk_time", RULES).attribution for query in (TEN, at_ten)] == [
        "started",
        "split",
    ]
    assert passport(snapshot, at_ten, "conversations", RULES).attribution == ""


def test_what_does_not_exist_or_cannot_be_asked_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownName, match="did you mean service_level"):
        passport(snapshot, TEN, "servic_level", RULES)
    with pytest.raises(QueryError, match="service_level cannot be filtered by kind"):
        passport(snapshot, TEN.with_condition("kind", "Queue"), "service_level", RULES)


QUESTIONS = (
    TEN,
    TEN.with_(since=at("00:00:00"), until=at("00:00:00") + timedelta(days=1)),
    TEN.with_(since=at("00:00:00") - timedelta(minutes=345), until=at("18:15:00"), zone="Asia/Kathmandu"),
    TEN.with_(zone="customer").with_condition("hour_of_day", 11, None),
    TEN.with_(since=None, until=None).with_condition("queue_name", "Sales", "Support's, best", None),
    TEN.with_(since=None).with_condition("channel", op="is null").with_condition("queue_name", "ale", op="contains"),
    TEN.with_(since=None).with_condition("queue_name", "Sales", op="not in").with_condition("weekday", 1, 2),
    TEN.with_condition("day", at("00:00:00").date()).with_condition("is_handled", True),
)


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("metric", ["conversations", "service_level", "total_talk_time"])
def test_the_command_prints_the_same_number(
    at_home: Snapshot, capsys: pytest.CaptureFixture[str], metric: str, query: Query
) -> None:
    one = passport(at_home, query, metric, RULES)
    words = shlex.split(command(one.query, "none", RULES))
    assert words[:3] == ["atalaya", "ask", metric]
    assert main([*words[1:], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{metric: pytest.approx(one.value)}]


def test_the_command_prints_what_the_number_is_compared_with(
    at_home: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    one = passport(at_home, TEN, "abandon_rate", RULES, "previous")
    main([*shlex.split(command(one.query, "previous", RULES))[1:], "--format", "json"])
    assert json.loads(capsys.readouterr().out)[0]["abandon_rate.before"] == pytest.approx(one.before)


def test_whole_days_are_written_as_days() -> None:
    query = Query(("segments",), since=at("00:00:00"), until=at("00:00:00") + timedelta(days=2), zone="UTC")
    assert command(query, "none", RULES) == "atalaya ask segments --since 2026-03-02 --until 2026-03-03 --tz UTC"


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_has_a_passport_whose_number_is_the_answers(snapshot: Snapshot, metric: str) -> None:
    one = passport(snapshot, TEN, metric, RULES, "previous")
    assert one.value == answer(snapshot, TEN.with_(metrics=(metric,)), RULES).item()
    assert one.comparison.before is not None
    assert one.before == answer(snapshot, one.comparison.before, RULES).item()
