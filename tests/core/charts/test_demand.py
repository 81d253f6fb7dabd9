"""Demand along the hours of UTC, and the house's opening hours told by them."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import altair as alt
import polars as pl
import pytest

from core.charts import demand_rows, demand_spec, open_shares, stack
from core.settings import Settings

NAMES = {"Europe/Madrid": "Madrid", "Asia/Kolkata": "Kolkata", None: "Not known"}
LABELS = ("Time zone", "Conversations", "Of that hour", "Hour (UTC)")
COLOURS = ("#0072B2", "#D55E00", "#87969C", "#4D6570")
CLOSED = pl.DataFrame({"hour_of_day": range(24), "open_share": [0.0] * 24})


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def shares(first: date, days: int, rules: Settings) -> dict[int, float]:
    """The hours of UTC in which the house is open at all, with their shares."""
    since = midnight(first, rules.time_zone)
    found = open_shares(since, midnight(first + timedelta(days=days), rules.time_zone), rules)
    return {hour: share for hour, share in found.iter_rows() if share}


def test_zones_that_do_not_stand_apart_are_one_and_unknown_clocks_are_another() -> None:
    answers = pl.DataFrame(
        {
            "hour_of_day": [9, 9, 9, 9, 9, 10],
            "time_zone": ["Asia/Kolkata", "Europe/Madrid", None, "Asia/Tokyo", "Europe/Rome", "Europe/Madrid"],
            "n": [1, 4, 2, 2, 1, 5],
        }
    )
    rows = demand_rows(answers, "n", NAMES, "Other", CLOSED, "en").filter(kind="demand")
    assert rows.select("hour", "series", "value", "of_hour", "row").rows() == [
        ("09:00", "Madrid", 4.0, "40.0%", 0),
        ("10:00", "Madrid", 5.0, "100.0%", 1),
        ("09:00", "Kolkata", 1.0, "10.0%", 2),
        ("09:00", "Other", 3.0, "30.0%", 3),
        ("09:00", "Not known", 2.0, "20.0%", 4),
    ]


def test_every_hour_says_how_much_of_it_the_house_is_open() -> None:
    opening = CLOSED.with_columns(open_share=pl.when(pl.col("hour_of_day") == 7).then(5 / 7).otherwise(0.0))
    bands = demand_rows(CLOSED.clear().with_columns(time_zone=pl.lit(""), n=0), "n", NAMES, "Other", opening, "es")
    assert bands["kind"].to_list() == ["open"] * 24
    assert {hour: shown for hour, shown in bands.select("hour", "shown").iter_rows() if shown} == {"07:00": "71,4\xa0%"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_picture_is_valid_tells_which_row_was_clicked_and_keeps_quiet_hours(language: str) -> None:
    spec = demand_spec(language, stack(NAMES, "Other"), COLOURS, LABELS)
    alt.Chart.from_dict(spec | {"data": {"name": "rows"}})
    assert [one["select"]["fields"] for one in spec["params"]] == [["row"]]
    bars = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")
    assert bars["encoding"]["color"]["scale"] == {
        "domain": ["Madrid", "Kolkata", "Other", "Not known"],
        "range": list(COLOURS),
    }
    assert len(bars["encoding"]["x"]["scale"]["domain"]) == 24
    assert "http" not in json.dumps({key: part for key, part in spec.items() if key != "$schema"})


def test_opening_hours_are_told_by_utc_and_closed_days_lower_their_share() -> None:
    week = shares(date(2026, 3, 2), 7, Settings(time_zone="Europe/Madrid"))
    assert week == {hour: pytest.approx(5 / 7) for hour in range(8, 17)}


def test_a_holiday_lowers_the_share_of_open_days() -> None:
    rules = Settings(time_zone="Europe/Madrid", holidays=(date(2026, 3, 4), date(2026, 3, 7)))
    assert shares(date(2026, 3, 2), 7, rules) == {hour: pytest.approx(4 / 7) for hour in range(8, 17)}


def test_a_change_of_the_clocks_within_the_period_shows_at_the_edges() -> None:
    """Monday 19 to Friday 30 October 2026: five days at UTC+2 and five at UTC+1, in twelve."""
    found = shares(date(2026, 10, 19), 12, Settings(time_zone="Europe/Madrid"))
    assert found == {7: pytest.approx(5 / 12)} | {hour: pytest.approx(10 / 12) for hour in range(8, 16)} | {
        16: pytest.approx(5 / 12)
    }


def test_an_hour_that_is_partly_open_counts_its_minutes() -> None:
    monday, rules = date(2026, 3, 2), Settings(time_zone="Asia/Kathmandu", opening_hours="10:10-11:05")
    assert shares(monday, 1, rules) == {4: pytest.approx(35 / 60), 5: pytest.approx(20 / 60)}


def test_a_house_without_opening_hours_is_always_open() -> None:
    assert shares(date(2026, 3, 2), 2, Settings(opening_hours="")) == dict.fromkeys(range(24), 1.0)


def test_an_hour_that_the_period_lacks_is_never_open() -> None:
    since = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert open_shares(since, since + timedelta(hours=1), Settings())["open_share"].sum() == 1
