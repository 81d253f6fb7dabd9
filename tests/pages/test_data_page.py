"""Data: files go in by the browser, what became of them is told, and what could not be used can be looked at."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.store.workspace import Workspace
from tests.callbacks import callback, lines
from tests.stories import answered
from ui.words import catalogue

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
ROW = {"columns": [], "cells": []}

GOOD = lines(answered("WT1", "09:00:00", "Ana")).encode()
BAD = lines(answered("WT2", "10:00:00", "Ana")).encode() + b'{"From":"+14155550171","EventType":"x"}\n{"EventTy'


def load(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files]).run()
    return app.button(key="load").click().run()


def amounts(app: AppTest) -> dict[str, str]:
    return {str(tile.label): str(tile.value) for tile in app.metric}


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    """The rows of the first table that has the column."""
    return next(one.value for one in app.dataframe if column in one.value).to_dict("records")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return tmp_path / "own"


def test_an_empty_workspace_tells_how_to_begin(open_page: Open, own: Path) -> None:
    app = open_page("data", home=own)
    assert [heading.value for heading in app.subheader] == [catalogue("en")["empty.no_data"]]
    assert "atalaya ingest" in app.code[0].value
    assert not app.metric


def test_a_file_that_is_uploaded_moves_the_numbers(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("any name", GOOD))
    assert amounts(app) == {"Events": "7", "Conversations": "1", "Agents": "1", "Customers": "1"}
    assert [(row["file_name"], row["rows_in"], row["rows_kept"]) for row in table(app, "loaded_at")] == [
        ("any name", 7, 7)
    ]
    assert [note.value for note in app.success] == ["Loaded: 7 new events."]
    assert Workspace(own).snapshot().version == 1


def test_several_files_are_taken_in_at_once_and_each_is_told(open_page: Open, own: Path) -> None:
    packed = gzip.compress(BAD)
    app = load(open_page("data", home=own), ("a.ndjson", GOOD), ("b.gz", packed), ("again.ndjson", GOOD))
    assert [
        [row[name] for name in ("file_name", "rows_in", "rows_kept", "rows_duplicate", "rows_rejected")]
        for row in table(app, "rows_in")
    ] == [["a.ndjson", 7, 7, 0, 0], ["b.gz", 9, 7, 0, 2], ["again.ndjson", 7, 0, 7, 0]]
    assert amounts(app)["Conversations"] == "2"


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_taken_in(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("good.json", GOOD), ("*bold* picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"))
    assert len(app.error) == 1
    assert app.error[0].value.startswith(r"**\*bold\* picture.png** was not loaded")
    assert amounts(app)["Events"] == "7"


def test_the_uploader_is_empty_again_after_the_load(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("good.json", GOOD))
    assert not app.file_uploader[0].value
    assert not [button for button in app.button if button.key == "load"]


def test_while_somebody_else_writes_the_reader_is_told_to_wait(
    open_page: Open, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = Workspace.write
    monkeypatch.setattr(Workspace, "write", lambda self: patient(self, 0.1))
    app = open_page("data", home=own)
    with patient(Workspace(own)):
        app = load(app, ("good.json", GOOD))
    assert [note.value for note in app.error] == [catalogue("en")["upload.busy"]]
    assert Workspace(own).snapshot().version == 0


def test_rejected_records_are_shown_with_place_and_reason_and_without_numbers(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("bad.ndjson", BAD))
    rows = table(app, "raw")
    assert [(row["file_name"], row["position"], row["reason"]) for row in rows] == [
        ("bad.ndjson", 8, "No timestamp"),
        ("bad.ndjson", 9, "Broken record"),
    ]
    assert "+1 415 ••• ••71" in str(rows[0]["raw"])
    assert "5550171" not in str(rows)


def test_personal_data_in_rejected_records_is_shown_on_request(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("bad.ndjson", BAD))
    app.toggle(key="reveal").set_value(True).run()
    assert "+14155550171" in str(table(app, "raw")[0]["raw"])


def test_rejected_records_are_narrowed_by_reason_and_by_load(open_page: Open, click: Click, own: Path) -> None:
    app = load(open_page("data", home=own), ("bad.ndjson", BAD), ("good.ndjson", GOOD))
    app.button_group[0].set_value(["broken record"]).run()
    assert [row["position"] for row in table(app, "raw")] == [9]
    click(app, "dataframe", "loads", ROW | {"rows": [1]})
    assert catalogue("en")["rejected.none_of_load"] in [note.value for note in app.caption]


def test_a_rejected_record_that_is_selected_is_shown_as_it_arrived(open_page: Open, click: Click, own: Path) -> None:
    app = load(open_page("data", home=own), ("bad.ndjson", BAD))
    click(app, "dataframe", "rejected", ROW | {"rows": [1]})
    assert [block.value for block in app.code] == ['{"EventTy']


def test_fields_that_nobody_documented_are_told(open_page: Open, own: Path) -> None:
    strange = callback(answered("WT1", "09:00:00", "Ana")[0]) | {"[x](http://x)": "1"}
    app = load(open_page("data", home=own), ("strange.json", json.dumps(strange).encode()))
    assert any(r"\[x\]\(http\:" in note.value for note in app.caption)


def test_the_result_stays_until_it_is_closed(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("good.json", GOOD))
    app.run()
    assert len(app.success) == 1
    app.button(key="dismiss").click().run()
    assert not app.success


def test_the_sample_is_offered_while_there_is_nothing_else(
    open_page: Open, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "events.ndjson").write_bytes(GOOD)
    monkeypatch.setattr("ui.upload.SAMPLE", sample)
    app = open_page("data", home=own)
    app.button(key="sample").click().run()
    assert amounts(app)["Events"] == "7"
    assert not [button for button in app.button if button.key == "sample"]


def test_the_page_speaks_spanish(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own, lang="es"), ("bad.ndjson", BAD))
    assert amounts(app) == {"Eventos": "7", "Conversaciones": "1", "Agentes": "1", "Clientes": "1"}
    assert [row["reason"] for row in table(app, "raw")] == ["Sin fecha y hora", "Registro roto"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_has_words(language: str) -> None:
    from core.sources import REASONS, SOURCES

    words = catalogue(language)
    assert not [reason for reason in REASONS if f"reason.{reason}" not in words]
    assert not [source.name for source in SOURCES if f"source.{source.name}" not in words]
