"""Parquet: typed values, and in the file itself what they are."""

import json
from io import BytesIO

import polars as pl
from polars.testing import assert_frame_equal

from core.exports.parquet import METADATA, write_parquet
from tests.core.exports.tables import moments, queues
from tests.core.exports.test_xlsx import FACTS


def test_values_and_types_come_back_as_they_were() -> None:
    read = pl.read_parquet(BytesIO(write_parquet(moments(), FACTS)))
    assert_frame_equal(read, moments().rows)


def test_rows_that_are_no_groups_say_so() -> None:
    read = pl.read_parquet(BytesIO(write_parquet(queues(), FACTS)))
    assert read["row_kind"].to_list() == ["row", "row", "row", "others", "total"]
    assert_frame_equal(read.drop("row_kind"), queues().rows)


def test_the_file_tells_its_facts() -> None:
    told = json.loads(pl.read_parquet_metadata(BytesIO(write_parquet(queues(), FACTS)))[METADATA])
    assert told["facts"]["lines"][0] == ["Period", "Mar 2, 2026"]
    assert told["headings"][3] == {
        "key": "average_speed_of_answer",
        "label": "Speed of answer",
        "name": "average_speed_of_answer",
        "unit": "ms",
        "told": "",
    }
