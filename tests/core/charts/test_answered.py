"""The curve of answers: one line a share, one mark a target, and nothing that leaves the machine."""

import json

import altair as alt
import polars as pl
import pytest

from core.charts import answered_rows, answered_spec

MOMENTS = pl.DataFrame({"waited_ms": [0, 20_000], "answered": [0.0, 0.8], "given_up": [0.0, 0.1]})
LINES = {"answered": "Answered", "given_up": "Gave up"}


def test_there_is_a_row_for_each_moment_of_each_line_and_for_each_target() -> None:
    rows = answered_rows(MOMENTS, LINES, {20_000: "Target"}, "es")
    assert rows.select("kind", "at", "series", "value", "waited", "shown").rows() == [
        ("line", 0, "Answered", 0, "0:00", "0,0\u00a0%"),
        ("line", 20_000, "Answered", 0.8, "0:20", "80,0\u00a0%"),
        ("line", 0, "Gave up", 0, "0:00", "0,0\u00a0%"),
        ("line", 20_000, "Gave up", 0.1, "0:20", "10,0\u00a0%"),
        ("target 0", 20_000, "Target 0:20", None, None, None),
    ]


def test_of_many_targets_the_first_are_drawn() -> None:
    targets = {1000 * place: "Target" for place in range(1, 9)}
    rows = answered_rows(MOMENTS, LINES, targets, "en")
    assert rows.filter(pl.col("kind").str.starts_with("target")).height == 4
    assert answered_spec("en", ("Waited", "Share"), (0, 20_000), 8, "#000000") == answered_spec(
        "en", ("Waited", "Share"), (0, 20_000), 4, "#000000"
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_specification_is_valid_and_has_no_data_and_no_address_in_it(language: str) -> None:
    spec = answered_spec(language, ("Waited", "Share"), (0, 20_000), 2, "#000000")
    alt.Chart.from_dict(spec | {"data": {"name": "rows"}})
    assert not {"data", "datasets"} & set(spec)
    assert "http" not in json.dumps({key: part for key, part in spec.items() if key != "$schema"})
