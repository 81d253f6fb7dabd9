"""Histograms, boxes, curves, donuts and areas: valid without data, told in words, and adding up."""

import json
from typing import Any

import altair as alt
import polars as pl
import pytest

from core.charts import (
    EFFORT_COLOURS,
    EFFORTS,
    area_rows,
    area_spec,
    box_rows,
    box_spec,
    curve_rows,
    curve_spec,
    donut_rows,
    donut_spec,
    efforts,
    heat_spec,
    histogram_rows,
    histogram_spec,
    hour_rows,
    ticks_of_bins,
)
from core.charts.donut import MOST_PARTS

INK = "#16282D"
DAYS = pl.Series("day", ["2026-03-01", "2026-03-02"]).str.to_date()
GREYS = ("#111111", "#222222", "#333333", "#444444", "#555555", "#666666")


def bins(*rows: int, step: int = 10_000, is_open: bool = True) -> pl.DataFrame:
    since = [step * place for place in range(len(rows))]
    until = [*since[1:], None if is_open else step * len(rows)]
    return pl.DataFrame({"since_ms": since, "until_ms": until, "rows": rows})


def clickable(language: str) -> list[dict[str, Any]]:
    words = ("Wait", "Rows", "Share", "Up to")
    return [
        histogram_spec(language, words, (0, 10_000), True, 2, INK),
        histogram_spec(language, words, (0, 10_000), False, 0, INK),
        box_spec(language, ("10", "25", "50", "75", "90"), "Queue", "Rows", (0, 60_000), INK),
        donut_spec(language, ("Voice  60 %",), GREYS, ("Channel", "Offered", "Share"), "1", INK),
        *(
            area_spec("ms", grain, language, EFFORTS, EFFORT_COLOURS, ("Time", "All"), 30, (0, 60_000))
            for grain in ("quarter_hour", "half_hour", "hour", "day", "week", "month")
        ),
        heat_spec("ms", language, "Wait", (0, 60_000), ("Support", "Billing")),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_specification_is_valid_and_has_no_data_and_no_address_in_it(language: str) -> None:
    for spec in [*clickable(language), curve_spec(language, ("Wait", "Share", "Left"), (0, 60_000))]:
        alt.Chart.from_dict(spec | {"data": {"name": "rows"}})
        assert not {"data", "datasets"} & set(spec)
        assert "http" not in json.dumps({key: part for key, part in spec.items() if key != "$schema"})


def test_each_chart_tells_which_row_was_clicked() -> None:
    for spec in clickable("en"):
        picks = [one for one in spec["params"] if one["name"] == "pick"]
        assert [one["select"]["fields"] for one in picks] == [["row"]]


def test_a_bin_says_from_when_to_when_how_many_and_how_many_until_then() -> None:
    rows = histogram_rows(bins(1, 2, 1), [], "en")
    assert rows.select("kind", "span", "shown", "share", "up_to", "is_open", "row").rows() == [
        ("bin", "0:00 – 0:10", "1", "25.0%", "25.0%", False, 0),
        ("bin", "0:10 – 0:20", "2", "50.0%", "75.0%", False, 1),
        ("bin", "≥ 0:20", "1", "25.0%", "100.0%", True, 2),
    ]
    assert rows["until"].to_list() == [10_000, 20_000, 30_000]


def test_a_line_stands_at_its_time_or_in_the_open_bin_and_says_both() -> None:
    lines = [("Median", 12_000.0), ("p90", 500_000.0), ("p95", None)]
    told = histogram_rows(bins(1, 2, 1), lines, "en").filter(pl.col("kind") != "bin")
    assert told.select("kind", "at", "span").rows() == [
        ("line 0", 12_000.0, "Median 0:12"),
        ("line 1", 25_000.0, "p90 8:20"),
    ]
    closed = histogram_rows(bins(1, 2, is_open=False), [("p90", 19_000.0)], "en")
    assert closed["at"].to_list() == [0, 10_000, 19_000]


@pytest.mark.parametrize("count", [2, 3, 9, 10, 17, 39, 41])
@pytest.mark.parametrize("is_open", [True, False])
def test_few_edges_are_labelled_and_always_the_one_of_the_open_bin(count: int, is_open: bool) -> None:
    found = bins(*range(1, count + 1), is_open=is_open)
    ticks = ticks_of_bins(found)
    assert 1 <= len(ticks) <= 10
    assert list(ticks) == sorted(set(ticks))
    if is_open:
        assert ticks[-1] == found["since_ms"][-1]


def test_a_box_says_its_percentiles_in_words() -> None:
    spreads = pl.DataFrame(
        {
            "queue": ["b"],
            "rows": [1_200],
            "p10_ms": [1e3],
            "p25_ms": [2e3],
            "p50_ms": [3e3],
            "p75_ms": [4e3],
            "p90_ms": [61e3],
        }
    )
    row = box_rows(spreads, ["B"], "es").row(0, named=True)
    assert (row["name"], row["shown"], row["p50_ms_shown"], row["p90_ms_shown"]) == ("B", "1.200", "0:03", "1:01")


@pytest.mark.parametrize(("count", "apart"), [(1, 1), (MOST_PARTS + 1, MOST_PARTS + 1), (MOST_PARTS + 2, MOST_PARTS)])
def test_many_small_parts_are_one_and_all_add_up(count: int, apart: int) -> None:
    answers = pl.DataFrame(
        {"group": [str(place) for place in range(count)], "n": [10 * (count - place) for place in range(count)]}
    )
    rows = donut_rows(answers, "n", [f"Group {place}" for place in range(count)], "Others", "en")
    assert rows["value"].sum() == answers["n"].sum()
    assert rows.filter(pl.col("name") != "Others").height == apart
    assert rows["row"].to_list() == list(range(rows.height))


def test_a_part_is_named_with_its_share() -> None:
    rows = donut_rows(
        pl.DataFrame({"channel": ["voice", None], "n": [3, 1]}), "n", ["Voice", "Not known"], "Others", "en"
    )
    assert rows["part"].to_list() == ["Voice  75.0%", "Not known  25.0%"]


def test_the_parts_of_handling_time_add_up_to_it_and_hold_is_taken_out_of_the_talk() -> None:
    answers = pl.DataFrame(
        {
            "day": DAYS,
            "total_handling_time": [130, 60],
            "total_talk_time": [100, 40],
            "total_hold_time": [30, 90],
            "total_wrap_up_time": [20, None],
        }
    )
    found = efforts(answers)
    assert found.select(EFFORTS).rows() == [(70, 30, 20, 10), (0, 40, 0, 20)]
    assert found.select(pl.sum_horizontal(EFFORTS)).to_series().to_list() == [130, 60]


def test_a_moment_of_an_area_says_its_part_and_the_whole() -> None:
    answers = pl.DataFrame({"day": DAYS, "talk": [60_000, None], "hold": [30_000, 1_000]})
    rows = area_rows(answers, {"talk": "Talk", "hold": "Hold"}, "ms", "en")
    assert rows.select("series", "name", "value", "shown", "whole", "row").rows() == [
        ("Talk", "Mar 1, 2026", 60_000, "1:00", "1:30", 0),
        ("Talk", "Mar 2, 2026", 0, "0:00", "0:01", 1),
        ("Hold", "Mar 1, 2026", 30_000, "0:30", "1:30", 0),
        ("Hold", "Mar 2, 2026", 1_000, "0:01", "0:01", 1),
    ]


def test_a_point_of_a_curve_says_how_many_were_left() -> None:
    moments = pl.DataFrame({"waited_ms": [0, 5_000], "a": [0.0, 0.25], "waiting": [1_200, 900]})
    rows = curve_rows(moments, {"a": "What happened"}, "en")
    assert rows.row(1) == (5_000.0, "What happened", 0.25, "0:05", "25.0%", "900")


@pytest.mark.parametrize(("unit", "missing"), [("count", 0.0), ("%", None)])
def test_every_group_has_all_hours_in_the_order_of_the_groups(unit: str, missing: float | None) -> None:
    answers = pl.DataFrame({"queue": ["b", None, "b"], "hour_of_day": [1, 5, 2], "n": [3.0, 1.0, 2.0]})
    rows = hour_rows(answers, "n", "queue", ["B", "Not known"], unit, "en")
    assert rows["row"].to_list() == list(range(48))
    assert rows["day"].to_list() == ["B"] * 24 + ["Not known"] * 24
    assert rows["value"].to_list() == [missing, 3, 2, *[missing] * 26, 1, *[missing] * 18]
