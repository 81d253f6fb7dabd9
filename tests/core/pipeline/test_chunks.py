"""Chunks: whole conversations stay together, and how many are modelled at once changes nothing."""

from datetime import timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pipeline.chunks import components, divide
from core.pipeline.refresh import EVENTS_PER_GB
from tests.core.pipeline.strategies import Event
from tests.core.pipeline.test_any_order import assert_same, model_of, splits
from tests.story import DAY
from tests.thorough import examples

events_at_once = st.sampled_from((1, 2, 10, 30, 100))


@settings(max_examples=examples(8, 200), deadline=None)
@given(splits(), events_at_once)
def test_however_few_are_modelled_at_once_the_model_is_the_same(
    split: tuple[list[Event], list[list[Event]]], at_once: int
) -> None:
    whole, loads = split
    model = model_of([whole])
    assert_same(model, model_of([whole], at_once / EVENTS_PER_GB))
    assert_same(model, model_of(loads, at_once / EVENTS_PER_GB))


def test_rows_hang_together_by_a_value_in_any_column_and_through_others() -> None:
    bonds = pl.DataFrame(
        {"task_id": [1, 2, 3, 4, 5], "linked_to": [None, 1, None, None, None], "call_id": [None, 9, 9, 8, None]}
    )
    assert components(bonds).to_list() == [0, 0, 0, 3, 4]


def test_without_a_common_value_every_row_stands_alone() -> None:
    assert components(pl.DataFrame({"task_id": [7, 8], "call_id": [None, None]})).to_list() == [0, 1]


def units(*spans: tuple[int, int], size: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        [{"first_at": DAY + timedelta(hours=a), "last_at": DAY + timedelta(hours=b), "size": size} for a, b in spans]
    )


def test_chunks_follow_time_and_hold_no_more_than_they_may() -> None:
    assert divide(units((5, 6), (1, 2), (3, 4), (7, 8)), 2).to_list() == [1, 0, 0, 1]


def test_what_lasts_longer_than_a_chunk_has_time_is_put_aside() -> None:
    assert divide(units((0, 1), (1, 9), (2, 3), (5, 6)), 2).to_list() == [0, 2, 0, 1]


def test_a_unit_larger_than_a_chunk_is_a_chunk() -> None:
    assert divide(units((0, 1), (2, 3), size=5), 2).to_list() == [0, 1]


def test_all_that_fits_is_one_chunk() -> None:
    assert divide(units((0, 1), (0, 9)), 2).to_list() == [0, 0]
