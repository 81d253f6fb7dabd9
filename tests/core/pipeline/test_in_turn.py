"""Events of several moments at once: the same rows, and the same counts, as of one moment after the other."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.pipeline import in_turn
from core.pipeline.in_turn import sift_in_turn
from core.pipeline.unique import Tally, sift
from core.schema.tables import EVENTS
from core.store.transaction import Transaction
from core.store.workspace import Workspace
from tests.story import DAY
from tests.thorough import examples

HOUR = timedelta(hours=1)
NEAR = (timedelta(), timedelta(milliseconds=250), HOUR, 23 * HOUR + timedelta(minutes=59))
FAR = (24 * HOUR, 40 * HOUR, -30 * HOUR)

Record = tuple[int, timedelta, str | None, str]
Turn = list[list[Record]]
"""The files of a moment; of each record the number of its event, how late it is, its queue and its type."""

Parts = dict[str, Path]
"""Staged events of a moment, by the load's name."""

PLAIN: Record = (0, timedelta(), None, "task.created")


def turns(offsets: tuple[timedelta, ...], most: int) -> st.SearchStrategy[list[Turn]]:
    """Moments whose few events come again and again."""
    record = st.tuples(
        st.integers(0, 4),
        st.sampled_from(offsets),
        st.sampled_from((None, "A", "B")),
        st.sampled_from(("task.created", "?")),
    )
    file = st.lists(record, min_size=1, max_size=4)
    return st.lists(st.lists(file, min_size=1, max_size=2), min_size=1, max_size=most)


def rows(load_id: str, file: list[Record]) -> pl.DataFrame:
    """Staged events; two in a row are of one record."""
    told: list[dict[str, Any]] = [
        {
            "event_id": f"EV{event}",
            "occurred_at": DAY + late,
            "event_type": kind,
            "queue_name": queue,
            "file_id": load_id,
            "position": 1 + number // 2,
            "load_id": load_id,
        }
        for number, (event, late, queue, kind) in enumerate(file)
    ]
    return pl.DataFrame(told, schema=EVENTS.schema)


def staged(folder: Path, moments: list[Turn]) -> list[Parts]:
    """A part a load, by the load's name, of each moment."""
    parts: list[Parts] = []
    for at, moment in enumerate(moments):
        parts.append({})
        for number, file in enumerate(moment):
            load_id = f"L{at}.{number}"
            parts[-1][load_id] = folder / f"{load_id}.parquet"
            rows(load_id, file).write_parquet(parts[-1][load_id])
    return parts


def one_by_one(change: Transaction, moments: Sequence[Parts]) -> Tally:
    """What `sift` counts, moment after moment."""
    tally = Tally()
    for moment in moments:
        sifted = sift(change, list(moment.values()))
        tally.kept |= sifted.kept
        tally.unknown |= sifted.unknown
    return tally


def at_once(change: Transaction, moments: Sequence[Parts]) -> Tally:
    """The same of all of them together."""
    return sift_in_turn(change, [part for moment in moments for part in moment.values()], [*map(list, moments)])


def filled(counts: dict[str, int]) -> dict[str, int]:
    return {load_id: count for load_id, count in counts.items() if count}


def assert_in_turn_is_one_by_one(moments: list[Turn], before: list[Turn]) -> None:
    """Moments come into two workspaces that know the same events, in both ways."""
    with TemporaryDirectory() as folder:
        parts = staged(Path(folder), [*before, *moments])
        counts, events = [], []
        for way in (one_by_one, at_once):
            with Workspace(Path(folder) / way.__name__).write() as change:
                one_by_one(change, parts[: len(before)])
                tally = way(change, parts[len(before) :])
                counts.append((filled(tally.kept), filled(tally.unknown)))
                events.append(change.scan(EVENTS).sort(EVENTS.schema.names()).collect())
        assert counts[1] == counts[0]
        assert_frame_equal(events[1], events[0], check_exact=True)


@settings(max_examples=examples(10, 1_000), deadline=None)
@given(turns(NEAR, 5), turns(NEAR, 2))
def test_moments_at_once_are_moments_one_by_one(moments: list[Turn], before: list[Turn]) -> None:
    def halves(*_: object) -> NoReturn:
        raise AssertionError("not at once")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_turn, "_by_halves", halves)
        assert_in_turn_is_one_by_one(moments, before)


@settings(max_examples=examples(10, 1_000), deadline=None)
@given(turns((*NEAR, *FAR), 5), turns((*NEAR, *FAR), 2))
@example([[[PLAIN]], [[(0, timedelta(), "A", "task.created")]]], [[[(0, 24 * HOUR, None, "task.created")]]])
def test_copies_that_are_far_apart_are_not_found_at_once_either(moments: list[Turn], before: list[Turn]) -> None:
    assert_in_turn_is_one_by_one(moments, before)
