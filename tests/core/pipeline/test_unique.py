"""Each event once: which of several copies stays, when one load brings them all and when one was there before."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.pipeline.unique import sift
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.story import DAY

FACTS = {"event_id": "EV1", "occurred_at": DAY, "event_type": "task.created"}
COARSE: dict[str, Any] = FACTS | {"load_id": "L1", "position": 1}
FINE = COARSE | {"occurred_at": DAY + timedelta(milliseconds=250), "load_id": "L2"}
OTHER = COARSE | {"event_id": "EV2", "load_id": "L2", "position": 2}


def staged(folder: Path, *parts: list[dict[str, Any]]) -> list[Path]:
    files = []
    for number, rows in enumerate(parts):
        files.append(folder / f"{number}.parquet")
        pl.DataFrame(rows, schema=EVENTS.schema).write_parquet(files[-1])
    return files


@pytest.mark.parametrize("order", [(COARSE, FINE), (FINE, COARSE)])
def test_of_copies_in_one_load_the_one_that_tells_most_stays(tmp_path: Path, order: tuple[dict[str, Any], ...]) -> None:
    with Workspace(tmp_path / "home").write() as change:
        sifted = sift(change, staged(tmp_path, [order[0], OTHER], [order[1]]))
        kept = sifted.news.sort("event_id").select("event_id", "occurred_at").collect().rows()
    assert kept == [("EV1", FINE["occurred_at"]), ("EV2", DAY)]
    assert sifted.kept == {"L2": 2}


def test_of_equal_copies_the_first_stays(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home").write() as change:
        again = COARSE | {"load_id": "L2"}
        assert sift(change, staged(tmp_path, [COARSE], [again])).kept == {"L1": 1}


def test_a_poorer_copy_of_what_is_known_changes_nothing_beside_news(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    with workspace.write() as change:
        sift(change, staged(tmp_path, [FINE]))
        change.commit("first")
    with workspace.write() as change:
        sifted = sift(change, staged(tmp_path, [COARSE], [OTHER]))
        assert sifted.news.select("event_id").collect()["event_id"].to_list() == ["EV2"]
        assert change.scan(EVENTS).sort("event_id").select("occurred_at").collect()["occurred_at"].to_list() == [
            FINE["occurred_at"],
            DAY,
        ]
