"""Few lengths: another unit is told of five, and honest small files, however drawn, raise next to no alarm."""

from random import Random

import polars as pl
import pytest

from core.profiles.lengths import FEWEST, LEAST, Typical, other_units

DRAWN = 150
SECONDS = frozenset({1000, -60, -3600, -86_400})
"""By which values that are read as seconds are misread where they count another unit."""
TALK, WAIT = (180, 0.9), (20, 1.2)


def lengths(random: Random, typical_s: float, spread: float, count: int, unit: float = 1) -> Typical:
    """Calls as they are in contact centres, told in whole seconds, and read in that unit."""
    told = [(random.lognormvariate(0, spread) * typical_s // 1 + 1) * 1000 * unit for _ in range(count)]
    return Typical(pl.Series(told, dtype=pl.Float64).sort(), SECONDS)


def alarms(count: int, unit: float = 1, talk: float = 1, wait: float = 1, both: bool = True) -> float:
    """In how many of a hundred small files another unit is told, beside a file of a hundred calls."""
    random = Random(f"{count} {unit} {talk} {wait} {both}")
    told = 0
    for _ in range(DRAWN):
        month = {"talk_time": lengths(random, *TALK, 100), "wait_time": lengths(random, *WAIT, 100)}
        differs = random.lognormvariate(0, 0.5)
        own = {"talk_time": lengths(random, TALK[0] * talk * differs, TALK[1], count, unit)}
        if both:
            own["wait_time"] = lengths(random, WAIT[0] * wait, WAIT[1], count, unit)
        told += bool(other_units(own, month))
    return 100 * told / DRAWN


@pytest.mark.parametrize("count", [FEWEST, 8, LEAST - 1, 25])
def test_honest_small_files_raise_no_alarm(count: int) -> None:
    assert alarms(count) == 0
    assert alarms(count, both=False) == 0
    # Calls of four or five seconds where minutes are usual, and much longer ones.
    assert alarms(count, talk=1 / 40) == 0
    assert alarms(count, talk=25, wait=40) <= 1
    assert alarms(count, wait=60) == 0


@pytest.mark.parametrize("count", [FEWEST, 8, LEAST - 1])
def test_another_unit_is_told_of_few_lengths_mostly(count: int) -> None:
    assert alarms(count, unit=1000) > 85
    assert alarms(count, unit=1 / 3600) > 80
    assert alarms(count, unit=1 / 60) > 60


def test_fewer_tell_nothing() -> None:
    assert alarms(FEWEST - 1, unit=1000) == 0
