"""The generator: the same seed gives the same bytes, in every shape, by any number of processes."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from sample_data.generate import main
from tests.sample_data.reading import read, records

SMALL = ("--conversations", "240", "--days", "10")


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once")
    main([*SMALL, "--seed", "3", "--out", str(folder)])
    return folder


def test_the_same_seed_gives_the_same_bytes(once: Path, tmp_path: Path) -> None:
    main([*SMALL, "--seed", "3", "--out", str(tmp_path)])

    assert _digests(tmp_path) == _digests(once)


def test_another_seed_gives_other_events(once: Path, tmp_path: Path) -> None:
    main([*SMALL, "--seed", "4", "--out", str(tmp_path)])

    assert not set(read(tmp_path)[0]["sid"]) & set(read(once)[0]["sid"])


@pytest.mark.slow
def test_two_processes_write_what_one_writes(once: Path, tmp_path: Path) -> None:
    main([*SMALL, "--seed", "3", "--out", str(tmp_path), "--processes", "2"])

    assert _digests(tmp_path) == _digests(once)


def test_it_begins_as_many_conversations_as_asked(once: Path) -> None:
    begun = read(once)[0].filter(event="task.created")
    first = begun.filter(~pl.col("task_attributes").str.contains('"conversation_id"'))["task_sid"].n_unique()

    assert 220 <= first <= 240


@pytest.mark.parametrize(("shape", "name"), [("stream", "a.ndjson"), ("callback", "a.ndjson.gz"), ("rest", "a.json")])
def test_one_shape_can_be_asked_for_in_one_file(tmp_path: Path, shape: str, name: str) -> None:
    main(["--conversations", "30", "--days", "2", "--shape", shape, "--out", str(tmp_path / name)])

    assert len(records(tmp_path / name)) > 200


def test_parquet_holds_the_same_events_in_flat_columns(once: Path, tmp_path: Path) -> None:
    main([*SMALL, "--seed", "3", "--out", str(tmp_path / "all.parquet"), "--format", "parquet"])
    flat = pl.read_parquet(tmp_path / "all.parquet")

    assert set(flat["sid"].str.slice(2)) >= set(read(once)[0]["sid"].str.slice(2))
    assert flat.schema["timestamp"] == pl.Datetime("ms", "UTC")
    assert {"eventtype", "task_sid", "task_attributes", "worker_sid", "transfer_mode"} <= set(flat.columns)


def test_a_large_centre_has_more_agents(tmp_path: Path) -> None:
    main(["--conversations", "4000", "--days", "2", "--out", str(tmp_path / "all.parquet"), "--format", "parquet"])
    flat = pl.read_parquet(tmp_path / "all.parquet")

    assert flat["worker_sid"].n_unique() > 100
    assert flat.height > 30_000


def test_batches_change_nothing(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sample_data.words.BATCH", 137)
    main([*SMALL, "--seed", "3", "--out", str(tmp_path)])

    assert _digests(tmp_path) == _digests(once)


@pytest.mark.parametrize("words", [("1", "1", "2026-12-25"), ("9", "3", "2027-01-01"), ("60", "5", "2024-03-12")])
def test_few_conversations_and_other_years_are_no_trouble(tmp_path: Path, words: tuple[str, str, str]) -> None:
    conversations, days, until = words
    main(["--conversations", conversations, "--days", days, "--until", until, "--out", str(tmp_path)])

    assert read(tmp_path)[0]["at"].max() is not None
