"""What holds for the sources of all platforms: recognised alone, in batches of any size, whatever accidents happen."""

import json
import random
from json import JSONDecoder
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.errors import SourceError
from core.sources import REASONS, SOURCES
from core.words import LANGUAGES, catalogue
from sample_data.platforms.generate import EXPORTS, content
from tests.core.sources.exports import FILES, plain
from tests.core.sources.test_mutations import mutated
from tests.core.sources.writing import read_all

PLATFORMS = {
    "amazon-connect.json.gz": "Amazon Connect",
    "genesys-cloud.json.gz": "Genesys Cloud",
    "queue_log": "Asterisk",
    "Master.csv": "Asterisk",
    "freepbx-cdr.csv": "Asterisk",
    "flex-insights.csv": "Flex Insights",
    "twilio-calls.json.gz": "Twilio",
}


def test_each_export_is_what_its_generator_writes() -> None:
    assert {file.name for file in FILES.iterdir()} == set(EXPORTS) == set(PLATFORMS)
    for name in EXPORTS:
        assert plain(name) == content(name)


@pytest.mark.parametrize("name", PLATFORMS)
def test_each_export_is_recognised_by_its_content_and_used_as_a_whole(tmp_path: Path, name: str) -> None:
    batch = read_all(tmp_path, plain(name))
    assert batch.platform == PLATFORMS[name]
    assert batch.rejected.is_empty()
    assert batch.unknown_fields == {}
    assert set(batch.events["platform"]) == {PLATFORMS[name]}
    told = batch.events.filter(pl.col("event_id").is_not_null())
    assert told["position"].n_unique() == batch.rows_in


def test_every_source_but_taskrouters_has_an_export(tmp_path: Path) -> None:
    seen = {read_all(tmp_path, plain(name)).source for name in PLATFORMS}
    taskrouter = {"event stream", "events resource", "event callback"}
    assert seen == {source.name for source in SOURCES} - taskrouter


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_is_called_by_a_name(language: str) -> None:
    assert {f"source.{source.name}" for source in SOURCES} <= set(catalogue(language))


@pytest.mark.parametrize("name", PLATFORMS)
def test_small_batches_tell_the_same_as_large_ones(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_all(tmp_path, plain(name)).events
    for module in ("text", "csv_rows", "documents"):
        monkeypatch.setattr(f"core.sources.{module}.BATCH_BYTES", 20_000)
    monkeypatch.setattr("core.sources.containers.CHUNK_BYTES", 7_777)
    # What no column tells is written with the keys of its batch: the same, in another order.
    assert_frame_equal(read_all(tmp_path, plain(name)).events.drop("extra"), whole.drop("extra"))


def few(name: str) -> bytes:
    """The first records of an export, whole."""
    content = plain(name)
    if not name.endswith(".gz"):
        return b"".join(content.splitlines(keepends=True)[:12])
    first, _ = JSONDecoder().raw_decode(content.decode())
    key = next((key for key in ("conversations", "calls") if key in first), None)
    return json.dumps(first | {key: first[key][:4]} if key else [first] * 3).encode()


def checked(folder: Path, content: bytes) -> None:
    """All records are accounted for, each by events or by one reason, or the file is refused by name."""
    try:
        batch = read_all(folder, content)
    except SourceError as refused:
        assert "export.bin" in str(refused)  # noqa: PT017
        return
    assert batch.events["event_id"].null_count() == batch.events["occurred_at"].null_count() == 0
    assert set(batch.rejected["reason"]) <= set(REASONS)
    positions = sorted([*batch.events["position"].unique(), *batch.rejected["position"]])
    assert positions == list(range(1, batch.rows_in + 1))


@pytest.mark.parametrize("name", PLATFORMS)
def test_accidents_never_crash(tmp_path: Path, name: str) -> None:
    chance, head = random.Random(name), few(name)
    for _ in range(60):
        checked(tmp_path, mutated(head, chance))


VALUES = (
    None,
    "",
    "NaN",
    -1,
    1e300,
    "1e9",
    "2026-13-45",
    "0",
    True,
    [],
    {},
    [None],
    {"": 1},
    "\x00",
    "é" * 300,
    10**30,
)


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name.endswith(".gz")])
def test_odd_values_anywhere_never_crash(tmp_path: Path, name: str) -> None:
    chance, record = random.Random(name), json.loads(few(name))
    for _ in range(60):
        odd = json.loads(json.dumps(record))
        place: Any = odd
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = chance.choice(keys)
            if chance.random() < 0.25 or not isinstance(place[key], dict | list) or not place[key]:
                place[key] = chance.choice(VALUES)
                break
            place = place[key]
        checked(tmp_path, json.dumps(odd).encode())
