"""Funnel: limits worked out by hand, chance that marks as many as it says, and shares counted out of the base rows."""

from math import comb
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import answer, totals
from core.errors import QueryError
from core.funnel import funnel, is_share, limits, rates
from core.query import Query
from core.settings import Settings
from tests.centre import centre

HALF = 0.5
TEN = {"low_998": 0.00953, "low_95": 0.17127, "high_95": 0.82873, "high_998": 0.99047}


def counted(*groups: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(groups, schema={"group": pl.String, "events": pl.Int64, "trials": pl.Int64}, orient="row")


def test_the_limits_of_ten_tosses_of_a_coin() -> None:
    """By pencil: of 1024 ways 1 has no head, 10 have one, 45 two. Fewer and half of as many: 0.5, 6, 33.5 of 1024.

    25.6 (2.5 %) is reached (25.6 - 6) / 27.5 = 0.7127 of the way from one head to two, 1.024 (0.1 %) is 0.0953 of the
    way from none to one. Outside the limits are none or one of ten, and nine or ten: 22 of 1024.
    """
    row = limits(pl.Series([10]), HALF).row(0, named=True)
    assert {name: row[name] for name in TEN} == pytest.approx(TEN, abs=1e-5)
    assert row["chance_95"] == pytest.approx(22 / 1024)
    assert row["chance_998"] == pytest.approx(2 / 1024)


def test_where_nothing_is_unlikely_there_is_no_limit() -> None:
    row = limits(pl.Series([1]), 0.3).row(0, named=True)
    assert [row[name] for name in TEN] == [None] * 4
    assert row["chance_95"] == 0


@pytest.mark.parametrize("share", [0.0, 1.0, None])
def test_where_all_are_alike_there_are_no_limits(share: float | None) -> None:
    assert limits(pl.Series([5, 50]), share)["high_95"].to_list() == [None, None]


@settings(deadline=None)
@given(st.integers(1, 60), st.floats(0.02, 0.98))
def test_the_chance_of_being_outside_is_that_of_the_binomial_distribution(trials: int, share: float) -> None:
    row = limits(pl.Series([trials]), share).row(0, named=True)
    chance = [comb(trials, one) * share**one * (1 - share) ** (trials - one) for one in range(trials + 1)]
    low = row["low_95"] if row["low_95"] is not None else -1.0
    high = row["high_95"] if row["high_95"] is not None else 2.0
    outside = [one for one in range(trials + 1) if not low - 1e-12 <= one / trials <= high + 1e-12]
    assert row["chance_95"] == pytest.approx(sum(chance[one] for one in outside), abs=1e-9)
    mid = [sum(chance[:one]) + chance[one] / 2 for one in range(trials + 1)]
    assert outside == [one for one in range(trials + 1) if mid[one] < 0.025 - 1e-12 or mid[one] > 0.975 + 1e-12]


def test_limits_of_millions_are_those_of_the_normal_curve() -> None:
    row = limits(pl.Series([1_000_000]), 0.3).row(0, named=True)
    assert row["high_95"] - 0.3 == pytest.approx(1.95996 * (0.3 * 0.7 / 1e6) ** 0.5, rel=1e-3)
    assert 0.3 - row["low_998"] == pytest.approx(3.09023 * (0.3 * 0.7 / 1e6) ** 0.5, rel=2e-3)
    assert row["chance_95"] == pytest.approx(0.05, rel=0.01)


def test_a_large_group_is_marked_for_what_a_small_one_may_do_by_chance() -> None:
    found = funnel(counted(("large", 60, 400), ("small", 3, 20), ("rest", 40, 1000), ("never asked", 0, 0)))
    standing = dict(found.groups.select("group", "standing").iter_rows())
    assert standing == {"rest": -2, "large": 2, "small": 0}
    assert found.overall == pytest.approx(103 / 1420)
    assert found.outside == (2, 2)
    assert found.is_dispersed
    assert found.groups["group"].to_list() == ["rest", "large", "small"]


def test_groups_that_are_all_alike_are_not_marked() -> None:
    found = funnel(counted(*((f"queue {number}", 10, 100) for number in range(20))))
    assert (found.outside, found.dispersion, found.is_dispersed) == ((0, 0), 0, False)
    assert found.by_chance[0] == pytest.approx(20 * limits(pl.Series([100]), 0.1)["chance_95"][0])


def test_nothing_to_compare_is_no_error() -> None:
    found = funnel(counted())
    assert (found.overall, found.outside, found.dispersion) == (None, (0, 0), None)
    assert found.curve.is_empty()


@pytest.mark.parametrize(("metric", "by"), [("abandon_rate", "queue_name"), ("missed_offer_rate", "agent_name")])
def test_the_rates_of_the_groups_are_those_of_the_answer(tmp_path: Path, metric: str, by: str) -> None:
    snapshot, rules, query = centre(tmp_path / "home").snapshot(), Settings(), Query((metric,), (by,))
    found = rates(snapshot, query.with_(by=()), metric, by, rules)
    shares = dict(found.with_columns(rate=pl.col("events") / pl.col("trials")).select("group", "rate").iter_rows())
    assert shares == dict(answer(snapshot, query, rules).iter_rows())
    assert found["events"].sum() / found["trials"].sum() == totals(snapshot, query, rules)[metric][0]


def test_only_shares_of_things_counted_have_limits_of_chance(tmp_path: Path) -> None:
    rules = Settings()
    assert [is_share(name, rules) for name in ("abandon_rate", "average_talk_time", "conversations")] == [
        *(True, False, False)
    ]
    with pytest.raises(QueryError, match="average_talk_time is no share"):
        rates(centre(tmp_path / "home").snapshot(), Query(("transfers",)), "average_talk_time", "queue_name", rules)
