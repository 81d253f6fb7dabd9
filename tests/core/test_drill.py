"""Drilling: what a mark stands for is exactly what is left after a click on it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from core.answer import aggregate
from core.drill import HIERARCHIES, deeper, finer, interval, narrowed_to
from core.grains import GRAINS
from core.horizon import Horizon
from core.query import Query, dtype_of
from core.scope import Scope, read_scope
from core.settings import Settings
from tests.core.metrics.pencil import MARY, frames, segment

DATA = Horizon(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 12, tzinfo=UTC))
CHANGES = [
    ("Europe/Madrid", "2026-03-28..2026-03-29"),
    ("Europe/Madrid", "2026-10-25"),
    ("America/Santiago", "2026-04-04..2026-04-05"),
    ("America/Santiago", "2026-09-05..2026-09-06"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
]


def read(zone: str, **params: str) -> Scope:
    return read_scope(params, DATA, zone, "", lambda _: frozenset())


def test_each_level_leads_to_the_next_smaller_one() -> None:
    assert [deeper(name) for name in ("year", "month", "day", "hour", "quarter_hour")] == [
        "quarter",
        "week",
        "hour",
        "quarter_hour",
        "",
    ]
    assert [deeper(name) for name in ("region", "country", "state", "area_code")] == [
        "country",
        "state",
        "area_code",
        "",
    ]
    assert [deeper(name) for name in ("handling_department_name", "handling_team_name", "agent_name", "channel")] == [
        "handling_team_name",
        "agent_name",
        "",
        "",
    ]
    assert (finer("half_hour"), finer("week"), finer("country")) == ("quarter_hour", "day", "")


def test_every_level_is_a_column_or_a_grain() -> None:
    assert all(dtype_of(name) is not None for levels in HIERARCHIES for name in levels)


@pytest.mark.parametrize("grain", ["quarter_hour", "half_hour", "hour", "day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize(("zone", "period"), CHANGES)
def test_a_click_on_any_moment_leaves_as_many_as_it_showed(zone: str, period: str, grain: str) -> None:
    """Every seven minutes a conversation, on days on which the clocks change: the rows behind each mark are its own."""
    view = read(zone, period=period)
    since, until = view.instants()
    assert since is not None
    assert until is not None
    talks = frames(
        [
            segment("00:00:00", f"c{number}", "ana", "Sales", **MARY, started_at=since + number * timedelta(minutes=7))
            for number in range(-30, int((until - since) / timedelta(minutes=7)) + 30)
        ],
        [],
    )
    shown = aggregate(talks, Query(("segments",), (grain,), since, until, zone), Settings())
    assert shown["segments"].sum() > 100
    for start, segments in shown.rows():
        clicked = narrowed_to(view, {grain: start})
        assert aggregate(talks, clicked.query("segments"), Settings()).item() == segments
        again = read(zone, **clicked.params())
        assert (again, again.problems) == (clicked, ())


@pytest.mark.parametrize("grain", ["quarter_hour", "half_hour", "hour"])
def test_the_hours_of_a_day_of_change_follow_each_other_without_a_gap(grain: str) -> None:
    zone = "Australia/Lord_Howe"
    first = datetime(2026, 4, 5, tzinfo=ZoneInfo(zone))
    minutes = pl.datetime_range(first, first + timedelta(hours=20), "1m", time_unit="ms", time_zone=zone, eager=True)
    keys = minutes.to_frame("started_at").select(GRAINS[grain].key(zone)).to_series().unique().sort().to_list()
    intervals = sorted(interval(grain, key, zone) for key in keys)
    assert [since for since, _ in intervals[1:]] == [until for _, until in intervals[:-1]]


def test_a_moment_is_cut_at_the_period() -> None:
    view = read("UTC", period="2026-03-05T14:20..2026-03-05T16:00")
    assert narrowed_to(view, {"hour": datetime(2026, 3, 5, 14, tzinfo=UTC)}).params()["period"] == (
        "2026-03-05T14:20..2026-03-05T15:00"
    )
    assert narrowed_to(view, {"day": date(2026, 3, 5)}) == view


def test_on_customers_clocks_a_quarter_of_an_hour_is_a_filter_of_its_own() -> None:
    view = read("Europe/Madrid", tz="customer", period="2026-03-01..2026-03-20")
    clicked = narrowed_to(view, {"quarter_hour": datetime(2026, 3, 5, 14, 15, tzinfo=UTC)})
    assert clicked.params() == {
        "tz": "customer",
        "period": "2026-03-03..2026-03-07",
        "quarter_hour": "2026-03-05T14:15",
    }
    (condition,) = clicked.query("segments").where
    assert condition.values == (datetime(2026, 3, 5, 14, 15, tzinfo=UTC),)


def test_a_sum_of_time_in_an_hour_is_split_like_the_bar_of_that_hour() -> None:
    hour = read("UTC", period="2026-03-05T14:00..2026-03-05T15:00")
    assert hour.query("total_talk_time").attribution == "split"
    assert hour.attributed("started").query("total_talk_time").attribution == "started"
    assert read("UTC", period="2026-03-05").query("total_talk_time").attribution is None
