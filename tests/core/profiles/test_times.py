"""When each step of a conversation happened, of what one row tells; every row is worked out by hand, in seconds."""

from typing import Any

import polars as pl
import pytest

from core.profiles.profile import Profile
from core.profiles.times import DURATIONS, INSTANTS, find_times
from core.sources.batch import CONTRADICTED, IMPOSSIBLE_DURATION, LEFT_OUT_ROW, OUT_OF_ORDER

START = 1_700_000_000
STEPS = ("entered", "offered", "answered", "talk_ended", "done", "left")


def found(profile: Profile | None = None, **told: Any) -> dict[str, Any]:
    """The times of one row; instants are seconds after the start."""
    row: dict[str, Any] = {"start": 0, "status": None, "has_agent": False, **told}
    columns = {
        name: [None if value is None else round(1000 * (value + (START if name in INSTANTS else 0)))]
        if name in (*INSTANTS, *DURATIONS)
        else [value]
        for name, value in row.items()
    }
    types = {name: pl.Int64 for name in columns if name in (*INSTANTS, *DURATIONS)}
    rows = pl.DataFrame(columns, schema_overrides={**types, "status": pl.String})
    times = find_times(rows, profile or Profile("some")).row(0, named=True)
    seconds = {name: None if times[name] is None else times[name] / 1000 - START for name in STEPS}
    return {**times, **seconds}


def steps(profile: Profile | None = None, **told: Any) -> tuple[float | None, ...]:
    """Entered, answered, talk ended, done, left."""
    times = found(profile, **told)
    return tuple(times[name] for name in ("entered", "answered", "talk_ended", "done", "left"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"wait_time": 20, "talk_time": 60, "wrap_up_time": 5}, (0, 20, 80, 85, None)),
        ({"answer": 30, "end": 90}, (0, 30, 90, 90, None)),
        ({"end": 90}, (0, 0, 90, 90, None)),
        ({"total_time": 90, "wrap_up_time": 10}, (0, 0, 90, 100, None)),
        ({"wrap_up_time": 10}, (0, 0, 0, 10, None)),
        ({"answer": 30, "end": 90, "wait_time": 20}, (10, 30, 90, 90, None)),
        ({"end": 100, "talk_time": 60, "wait_time": 25}, (15, 40, 100, 100, None)),
        ({"end": 85, "talk_time": 60, "wait_time": 25.4}, (0, 25.4, 85.4, 85.4, None)),
        ({"total_time": 80, "talk_time": 60}, (0, 20, 80, 80, None)),
        ({"wait_time": 20, "handling_time": 65, "wrap_up_time": 5}, (0, 20, 80, 85, None)),
        ({"wait_time": 20, "handling_time": 65, "talk_time": 60}, (0, 20, 80, 85, None)),
        ({"queue_entry": 5, "answer": 30, "talk_time": 60}, (5, 30, 90, 90, None)),
        ({"wait_time": 0, "talk_time": 60}, (0, 0, 60, 60, None)),
        ({"wait_time": 20}, (0, None, None, None, 20)),
        ({"end": 20, "talk_time": 0}, (0, None, None, None, 20)),
        ({"end": 20, "talk_time": 0, "wait_time": 12}, (8, None, None, None, 20)),
        ({"abandon_time": 15, "wait_time": 0, "talk_time": 0}, (0, None, None, None, 15)),
    ],
)
def test_missing_times_follow_from_the_others(told: dict[str, Any], expected: tuple[float | None, ...]) -> None:
    handled = {} if "talk_time" in told or "answer" in told or expected[1] is None else {"status": "handled"}
    abandoned = {"status": "abandoned"} if set(told) == {"wait_time"} else {}
    assert steps(**told, **handled, **abandoned) == pytest.approx(expected)


def test_without_a_word_of_it_a_row_with_an_agent_was_answered() -> None:
    assert found(wait_time=5, agent_name="x", has_agent=True)["went"] == "handled"
    assert found(wait_time=5, agent_name=None, has_agent=False)["went"] == "abandoned"
    assert found(wait_time=5)["went"] == "handled"


def test_ringing_is_the_end_of_the_wait() -> None:
    assert found(wait_time=20, ring_time=4, talk_time=9)["offered"] == 16
    assert found(queue_time=20, ring_time=4, talk_time=9)["answered"] == 24
    assert found(wait_time=2, ring_time=9, talk_time=9)["disagrees ring_time"]


def test_hold_outside_the_talk_is_added_to_it() -> None:
    apart = Profile("some", talk_contains_hold=False)
    assert steps(apart, wait_time=0, talk_time=50, hold_time=10) == (0, 0, 60, 60, None)


def test_the_end_of_the_after_contact_work_leaves_its_length() -> None:
    late = Profile("some", end_is="wrap-up")
    assert steps(late, answer=10, end=100, talk_time=60) == (0, 10, 70, 100, None)
    assert steps(late, answer=10, end=100, talk_time=60, wrap_up_time=30) == (0, 10, 70, 100, None)


def test_instants_are_believed_beyond_the_tolerance_and_durations_where_the_profile_says_so() -> None:
    told = {"answer": 10, "end": 100, "talk_time": 60}
    by_clock, by_length = found(**told), found(Profile("some", believe="durations"), **told)
    assert (by_clock["talk_ended"], by_length["talk_ended"]) == (100, 70)
    assert by_clock["disagrees talk_time"]
    assert by_length["disagrees talk_time"]
    assert not found(answer=10, end=70.9, talk_time=60)["disagrees talk_time"]
    assert found(answer=10, end=70.9, talk_time=60)["talk_ended"] == 70
    coarse = Profile("some", tolerance_s=60)
    assert found(coarse, answer=0, end=120, talk_time=90)["talk_ended"] == 90


def test_a_wait_that_the_clock_contradicts_is_marked() -> None:
    row = found(answer=10, wait_time=50, talk_time=5)
    assert (row["entered"], row["answered"]) == (0, 10)
    assert row["disagrees wait_time"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"talk_time": -1}, IMPOSSIBLE_DURATION),
        ({"wait_time": 400 * 86_400}, IMPOSSIBLE_DURATION),
        ({"end": -10}, OUT_OF_ORDER),
        ({"answer": 20, "end": 10}, OUT_OF_ORDER),
        ({"queue_entry": 20, "answer": 10}, OUT_OF_ORDER),
        ({"wait_time": 100, "end": 50, "status": "handled"}, CONTRADICTED),
        ({"status": "left out", "talk_time": -1}, LEFT_OUT_ROW),
    ],
)
def test_what_cannot_be_is_refused_with_its_values(told: dict[str, Any], reason: str) -> None:
    row = found(**told)
    assert row["reason"] == reason
    assert (row["detail"] == "") == (reason == LEFT_OUT_ROW)


def test_what_goes_on_has_no_end() -> None:
    assert steps(status="open", answer=5) == (0, 5, None, None, None)
    assert steps(status="open") == (0, None, None, None, None)
