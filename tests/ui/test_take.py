"""What is taken along of a table or a chart reads as it does on the page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from core.charts import bar_rows, bar_spec, trend_rows, trend_spec
from core.exports.cells import told_cells
from core.format import difference, growth, moment, number
from core.labels import Labels
from core.settings import Settings
from ui.take.menu import slug
from ui.take.seen import seen_chart, seen_table

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VALUES: dict[str, tuple[list[Any], Callable[[Any], str], str, str]] = {
    "counts": ([1200, 0, None], lambda value: number(value, "count", "es"), "count", ""),
    "times": ([61_000.0, 3_600_000.0, None], lambda value: number(value, "ms", "es"), "ms", ""),
    "shares": ([0.5, 0.123, None], lambda value: number(value, "%", "es"), "%", ""),
    "ratios": ([1.5, 2.25, None], lambda value: number(value, "ratio", "es"), "ratio", ""),
    "differences": ([5, -12, None], lambda value: difference(value, "count", "es"), "count", "difference"),
    "points": ([0.05, -0.1, None], lambda value: difference(value, "%", "es"), "%", "difference"),
    "growths": ([0.5, -0.25, None], lambda value: growth(value, "es"), "%", "change"),
}


@pytest.mark.parametrize("name", VALUES)
def test_numbers_stay_numbers_in_the_unit_in_which_they_are_read(name: str) -> None:
    values, read, unit, told = VALUES[name]
    rows = pl.DataFrame({name: values})
    sheet = seen_table("Table", rows, {name: "Label"}, {name: read}, "UTC", "es")
    (heading,) = sheet.headings
    assert (heading.unit, heading.told) == (unit, told)
    texts = told_cells(sheet, Labels("es", Settings()), "UTC")[name].to_list()
    assert texts == [read(value) for value in values]


def test_what_reads_as_no_number_is_taken_as_it_is_read() -> None:
    rows = pl.DataFrame({"bytes": [1500, 2], "at": [NOON, None], "day": ["=1", "b"], "tags": [["a", "b"], None]})
    readers = {"bytes": lambda value: f"{value} B", "at": lambda value: moment(value, "UTC", "en", seconds=False)}
    labels = {"bytes": "Size", "at": "When", "day": "Day", "tags": "Tags"}
    sheet = seen_table("Table", rows, labels, readers, "UTC", "en")
    assert sheet.rows.rows() == [("1500 B", "Mar 2, 2026, 12:00", "=1", "a, b"), ("2 B", "–", "b", "")]
    assert [one.label for one in sheet.headings] == ["Size", "When", "Day", "Tags"]


def test_instants_to_the_second_stay_instants() -> None:
    rows = pl.DataFrame({"at": pl.Series([NOON, None], dtype=pl.Datetime("ms", "UTC"))})
    sheet = seen_table("T", rows, {"at": "When"}, {"at": lambda value: moment(value, "UTC", "en")}, "UTC", "en")
    assert sheet.rows["at"].to_list() == [NOON, None]


def test_a_chart_is_taken_as_it_tells_its_marks() -> None:
    answers = pl.DataFrame({"queue": ["a", "b"], "waits": [61_000.0, 5_000.0]})
    rows = bar_rows(answers, "waits", ["Sales", "Support"], "ms", "en")
    sheet = seen_chart("Waits", rows, bar_spec("en", "Wait", "Queue"), "en")
    assert [(one.label, one.unit) for one in sheet.headings] == [("Queue", ""), ("Wait", "ms")]
    assert sheet.rows.rows() == [("Sales", 61_000.0), ("Support", 5_000.0)]


def test_the_lines_of_a_trend_are_a_column() -> None:
    days = pl.DataFrame({"day": [NOON.date()] * 2, "channel": ["Voice", "Chat"], "offered": [3, 4]})
    rows = trend_rows(days, "offered", "count", "en")
    sheet = seen_chart("Trend", rows, trend_spec("count", "day", "en", "Offered", "Channel"), "en")
    assert sheet.headings[0].label == "Channel"
    assert sheet.rows.rows() == [("Voice", "Mar 2, 2026", 3.0), ("Chat", "Mar 2, 2026", 4.0)]


def test_a_title_names_a_file() -> None:
    assert slug("Wait of the answered: p90 / día") == "wait-of-the-answered-p90-día"
    assert slug("../..") == "atalaya"
