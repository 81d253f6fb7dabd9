"""Specifications: valid, without data, in the reader's language, and with every mark that can be clicked."""

import json
from typing import Any

import altair as alt
import polars as pl
import pytest

from core.charts import (
    bar_rows,
    bar_spec,
    heat_rows,
    heat_spec,
    share_rows,
    share_spec,
    ticks_of,
    trend_rows,
    trend_spec,
)

DAYS = pl.Series("day", ["2026-03-01", "2026-03-02"]).str.to_date()
GRAINS = ("hour", "day", "week", "month")
UNITS = ("count", "ms", "%", "ratio")


def every_spec(language: str) -> list[dict[str, Any]]:
    return [
        bar_spec(language, "Conversations", "Channel"),
        share_spec(language, "Conversations", ("Country", "State"), ("Phone", "Voice"), ("#0072B2", "#B0568A")),
        *(heat_spec(unit, language, "Conversations") for unit in UNITS),
        *(trend_spec(unit, grain, language, "Conversations") for unit in UNITS for grain in GRAINS),
        *(trend_spec(unit, "day", language, "Conversations", "Queue", (0, 60_000)) for unit in UNITS),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_specification_is_valid_and_has_no_data_and_no_address_in_it(language: str) -> None:
    for spec in every_spec(language):
        alt.Chart.from_dict(spec | {"data": {"name": "rows"}})
        assert not {"data", "datasets"} & set(spec)
        assert "http" not in json.dumps({key: part for key, part in spec.items() if key != "$schema"})


def test_each_chart_tells_which_row_was_clicked() -> None:
    for spec in every_spec("en"):
        picks = [one for one in spec["params"] if one["name"] == "pick"]
        assert [one["select"]["fields"] for one in picks] == [["row"]]


def test_the_axes_speak_the_language() -> None:
    locale = trend_spec("count", "day", "es", "Conversaciones")["config"]["locale"]
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (",", ".")
    assert (locale["time"]["days"][0], locale["time"]["months"][0]) == ("domingo", "enero")


def test_a_day_is_drawn_as_that_day_in_whatever_zone_the_browser_is() -> None:
    rows = trend_rows(pl.DataFrame({"day": DAYS, "conversations": [3, 4]}), "conversations", "count", "en")
    assert rows["at"].to_list() == [1_772_323_200_000, 1_772_409_600_000]
    assert rows.select("name", "shown", "row").rows() == [("Mar 1, 2026", "3", 0), ("Mar 2, 2026", "4", 1)]
    for unit in UNITS:
        spec = json.dumps(trend_spec(unit, "day", "en", "Conversations"))
        assert '"type": "utc"' in spec or '"timeUnit": "utcyearmonthdate"' in spec


def test_an_hour_is_drawn_at_the_local_clock() -> None:
    hours = pl.Series([1_772_323_200_000]).cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone("Asia/Kathmandu")
    rows = trend_rows(pl.DataFrame({"hour": hours, "conversations": [3]}), "conversations", "count", "en")
    assert rows["at"].to_list() == [1_772_323_200_000 + (5 * 60 + 45) * 60_000]


def test_lines_carry_the_words_of_their_group() -> None:
    answers = pl.DataFrame({"day": DAYS, "channel": ["Voz", "Chat"], "abandon_rate": [0.25, None]})
    rows = trend_rows(answers, "abandon_rate", "%", "es")
    assert rows.select("series", "value", "shown").rows() == [("Voz", 0.25, "25,0\xa0%"), ("Chat", None, "–")]


def test_bars_keep_the_order_given_and_say_their_number() -> None:
    answers = pl.DataFrame({"queue_name": ["b", None], "average_handling_time": [90_000.0, None]})
    rows = bar_rows(answers, "average_handling_time", ["B", "Not known"], "ms", "en")
    assert rows.rows() == [("B", 90_000.0, "1:30", 0), ("Not known", None, "–", 1)]


@pytest.mark.parametrize(("week_start", "first", "last"), [("Mon", "Lunes", "Domingo"), ("Sun", "Domingo", "Sábado")])
def test_the_week_is_drawn_from_the_day_that_it_begins_with(week_start: str, first: str, last: str) -> None:
    days = heat_spec("count", "es", "Conversaciones", week_start=week_start)["encoding"]["y"]["scale"]["domain"]
    assert (days[0], days[-1], len(set(days))) == (first, last, 7)


@pytest.mark.parametrize(("unit", "missing"), [("count", 0.0), ("%", None)])
def test_every_hour_of_the_week_has_a_cell(unit: str, missing: float | None) -> None:
    answers = pl.DataFrame({"weekday": [7, 1], "hour_of_day": [23, 0], "number": [1.0, 1.0]})
    rows = heat_rows(answers, "number", unit, "es")
    assert rows["row"].to_list() == list(range(168))
    assert (rows["day"][0], rows["hour"][0], rows["value"][0]) == ("Lunes", "00:00", 1)
    assert (rows["day"][-1], rows["hour"][-1], rows["value"][-1]) == ("Domingo", "23:00", 1)
    assert rows["value"].to_list()[1:-1] == [missing] * 166


def test_hours_without_a_value_stay_in_the_week() -> None:
    cells = heat_spec("%", "en", "Abandon rate")["encoding"]
    assert (len(cells["x"]["scale"]["domain"]), len(cells["y"]["scale"]["domain"])) == (24, 7)
    rows = heat_rows(
        pl.DataFrame(schema={"weekday": pl.Int64, "hour_of_day": pl.Int64, "n": pl.Float64}), "n", "%", "en"
    )
    assert set(rows["hour"]) == set(cells["x"]["scale"]["domain"])
    assert set(rows["day"]) == set(cells["y"]["scale"]["domain"])


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (None, (0, 60_000)),
        (0.0, (0, 60_000)),
        (90_000.0, (0, 30_000, 60_000, 90_000, 120_000)),
        (4_900.0, (0, 1_000, 2_000, 3_000, 4_000, 5_000)),
        (36_000_000.0, (0, 7_200_000, 14_400_000, 21_600_000, 28_800_000, 36_000_000, 43_200_000)),
        (
            8_640_000_000.0,
            (0, 1_728_000_000, 3_456_000_000, 5_184_000_000, 6_912_000_000, 8_640_000_000, 10_368_000_000),
        ),
    ],
)
def test_an_axis_of_durations_has_round_steps(largest: float | None, ticks: tuple[int, ...]) -> None:
    assert ticks_of(pl.Series([None, largest], dtype=pl.Float64)) == ticks


def test_each_part_is_told_with_its_number_and_its_share_of_the_whole() -> None:
    counts = pl.DataFrame({"whole": ["Country", "Country", "State"], "part": ["Phone", "Voice", "Phone"]})
    rows = share_rows(counts.with_columns(pl.Series("value", [1500, 500, 7]), pl.Series("rank", [0, 1, 0])), "en")
    assert rows["shown"].to_list() == ["1,500 (75.0%)", "500 (25.0%)", "7 (100.0%)"]
    assert rows["row"].to_list() == [0, 1, 2]
