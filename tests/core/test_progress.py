"""Progress: what a meter makes of counts on a clock that the test turns."""

from itertools import pairwise

import pytest

from core.progress import INGEST_STEPS, REBUILD_STEPS, WEIGHTS, Meter, Progress


class Watch:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def told() -> list[Progress]:
    return []


@pytest.fixture
def meter(watch: Watch, told: list[Progress]) -> Meter:
    return Meter(told.append, INGEST_STEPS, watch)


def test_the_rate_is_that_of_late(meter: Meter, watch: Watch) -> None:
    meter.begin("reading")
    for second in range(1, 31):
        watch.now += 1
        meter.advance(1_000 * second if second <= 10 else 10_000 + 200 * (second - 10))
    assert meter.now.rate == 200


def test_of_batches_longer_than_the_window_the_last_one_counts(meter: Meter, watch: Watch) -> None:
    meter.begin("reading")
    for batch in (1, 2):
        watch.now += 60
        meter.advance(6_000 * batch)
    assert meter.now.rate == 100


def test_nothing_is_said_of_the_end_before_it_can_be_known(meter: Meter, watch: Watch) -> None:
    meter.begin("reading")
    watch.now += 1
    meter.advance(500, 1_000)
    early = meter.now.seconds_left
    watch.now += 1
    meter.advance(1_000, 1_000)
    assert (early, meter.now.seconds_left is None) == (None, False)


def test_the_time_left_of_the_last_countable_step_is_what_is_left_at_its_speed(watch: Watch) -> None:
    meter = Meter(lambda _: None, REBUILD_STEPS, watch)
    meter.begin("modelling", 100)
    for done in range(1, 51):
        watch.now += 1
        meter.advance(done, 100)
    modelling = 50.0
    storing = 100 * WEIGHTS["storing"] / WEIGHTS["modelling"]
    assert meter.now.seconds_left == pytest.approx(modelling + storing, rel=0.01)


def test_the_time_left_does_not_jump(meter: Meter, watch: Watch) -> None:
    meter.begin("reading")
    lefts = []
    for second in range(1, 61):
        watch.now += 1
        # Every tenth batch takes in what nine have waited for.
        meter.advance(1_000 * (second - second % 10), 100_000)
        lefts.append(meter.now.seconds_left)
    known = [left for left in lefts[20:] if left is not None]
    assert max(abs(after - before) for before, after in pairwise(known)) < 0.2 * max(known)


def test_the_share_never_falls_even_when_more_is_expected_than_before(meter: Meter, told: list[Progress]) -> None:
    meter.begin("reading")
    for done, total in ((10, 20), (11, 200), (12, None), (200, 200)):
        meter.advance(done, total)
    shares = [one.share for one in told]
    assert shares == sorted(shares)


def test_every_step_begins_where_the_one_before_it_ends(meter: Meter, told: list[Progress]) -> None:
    for step in INGEST_STEPS[:-1]:
        meter.begin(step, 4)
        meter.advance(4, 4)
    meter.store()
    ends = [one.share for one in told if one.done]
    begins = [one.share for one in told if not one.done]
    assert begins[1:] == pytest.approx(ends)
    meter.end()
    assert (told[-1].step, told[-1].share, told[-1].seconds_left) == ("done", 1.0, 0.0)


def test_what_is_modelled_after_all_is_modelled_is_told_as_storing(meter: Meter, told: list[Progress]) -> None:
    for done in (0, 1, 2, 1):
        meter.modelled(done, 2)
    assert [one.step for one in told] == [*["modelling"] * 4, "storing", "storing"]


def test_at_the_end_the_speed_is_that_of_all_records(meter: Meter, watch: Watch) -> None:
    meter.begin("reading")
    watch.now += 4
    meter.advance(1_000, 1_000, rows=1_000)
    watch.now += 6
    meter.end()
    assert (meter.now.rate, meter.now.done, meter.now.seconds) == (100, 1_000, 10)
