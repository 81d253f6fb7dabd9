"""Data: files go in by the browser, what became of them is told, and what could not be used can be looked at."""

import gzip
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import DONE, FAILED, INGEST, PULL, RUNNING, STOPPED, Job, Task, cancel, job_now, run, start
from core.jobs.board import lock_of, tell
from core.live import take_waiting
from core.profiles import reading_by, write_profile
from core.progress import UNITS, Progress
from core.store.lock import locked
from core.store.workspace import Workspace
from core.words import catalogue
from tests.callbacks import callback, lines
from tests.core.profiles.months import CALLS, as_they_are, minutes, month, written
from tests.stories import answered
from ui.labels import plain

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
ROW = {"columns": [], "cells": []}

GOOD = lines(answered("WT1", "09:00:00", "Ana")).encode()
BAD = lines(answered("WT2", "10:00:00", "Ana")).encode() + b'{"From":"+14155550171","EventType":"x"}\n{"EventTy'


def load(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Load files as a person does, and wait until the page shows what became of them."""
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files]).run()
    return ended(app.button(key="load").click().run())


def ended(app: AppTest) -> AppTest:
    """The page after its job has ended, as its fragment draws it again."""
    home = Workspace(Path(os.environ["ATALAYA_HOME"]))
    late = monotonic() + 60
    while (job := job_now(home)) and job.state == RUNNING:
        assert monotonic() < late
        sleep(0.05)
    return app.run()


def taken_in(home: Path, *files: tuple[str, bytes]) -> Path:
    """A workspace with these files, loaded elsewhere."""
    folder = home.with_name("files")
    folder.mkdir()
    for name, content in files:
        (folder / name).write_bytes(content)
    run(Workspace(home), Task(INGEST, tuple(folder / name for name, _ in files)))
    return home


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


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
    words = catalogue("en")
    assert [heading.value for heading in app.subheader] == [words["empty.no_data"], words["live.title"]]
    assert "atalaya ingest" in app.code[0].value
    assert not app.metric


def test_a_file_that_is_uploaded_moves_the_numbers(open_page: Open, own: Path) -> None:
    app = load(open_page("data", home=own), ("any name", GOOD))
    assert amounts(app) == {"Events": "7", "Conversations": "1", "Agents": "1", "Customers": "1"}
    assert [(row["file_name"], row["rows_in"], row["rows_kept"]) for row in table(app, "loaded_at")] == [
        ("any name", 7, 7)
    ]
    assert [note.value for note in app.success] == ["Loaded: 7 new records."]
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


def at_work(home: Path, **told: object) -> Job:
    """A job on the board, for as long as the test holds its lock."""
    job = replace(Job.new(INGEST), **told)  # type: ignore[arg-type]
    tell(Workspace(home), job)
    return job


READING = Progress("reading", "records", 1_200, 3_000, True, 600.0, 0.256, 2.0, 125.0, "a.ndjson", 1, 2, 1_200)


def test_a_job_at_work_is_told_to_everybody_with_counts_speed_and_time_left(open_page: Open, own: Path) -> None:
    with locked(lock_of(Workspace(own)), 0):
        at_work(own, progress=READING)
        bar = open_page("data", home=own).get("progress")[0].proto
    assert bar.value == 25
    assert bar.text.startswith(
        "Reading a.ndjson (file 1 of 2) · 1,200 of about 3,000 records · 600 a second · about 2 min"
    )


def test_its_words_are_spanish_too(open_page: Open, own: Path) -> None:
    with locked(lock_of(Workspace(own)), 0):
        at_work(own, progress=READING)
        bar = open_page("data", home=own, lang="es").get("progress")[0].proto
    assert bar.text.startswith(
        "Leyendo a.ndjson (archivo 1 de 2) · 1.200 de unos 3.000 registros · 600 por segundo · quedan alrededor de "
    )


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("step", ["waiting", "done", *UNITS])
@pytest.mark.parametrize("total", [None, 9])
def test_every_step_has_words(open_page: Open, own: Path, lang: str, step: str, total: int | None) -> None:
    progress = Progress(step, UNITS.get(step, ""), 3, total, rate=5.0)
    with locked(lock_of(Workspace(own)), 0):
        at_work(own, progress=progress)
        app = open_page("data", home=own, lang=lang)
    assert app.get("progress")[0].proto.text.startswith(catalogue(lang)[f"job.step_{step}"])
    assert not app.exception


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_back_fill_is_told_while_it_fetches_and_when_nothing_was_new(open_page: Open, own: Path, lang: str) -> None:
    words = catalogue(lang)
    with locked(lock_of(Workspace(own)), 0):
        job = at_work(own, kind=PULL, progress=Progress("fetching", "records", 1_200, share=0.3))
        app = open_page("data", home=own, lang=lang)
        assert any(words["job.title_pull"] in text.value for text in app.markdown)
        assert app.get("progress")[0].proto.text.startswith(words["job.step_fetching"])
    tell(Workspace(own), replace(job, state=DONE))
    app = open_page("data", home=own, lang=lang)
    assert [note.value for note in app.success] == [words["job.nothing_new"]]
    assert not app.exception


def test_while_a_job_is_at_work_no_other_can_be_begun(open_page: Open, own: Path) -> None:
    with locked(lock_of(Workspace(own)), 0):
        at_work(own)
        app = open_page("data", home=own)
        app.file_uploader[0].set_value([("good.json", GOOD, "application/octet-stream")]).run()
    assert app.button(key="load").disabled
    assert app.button(key="load").help == catalogue("en")["upload.wait"]


def test_who_begins_at_the_same_moment_as_another_is_told_to_wait(open_page: Open, own: Path) -> None:
    app = open_page("data", home=own)
    app.file_uploader[0].set_value([("good.json", GOOD, "application/octet-stream")]).run()
    with locked(lock_of(Workspace(own)), 0):
        app.button(key="load").click().run()
    assert [note.value for note in app.error] == [catalogue("en")["upload.busy"]]
    assert Workspace(own).snapshot().version == 0
    assert app.file_uploader[0].value


def test_a_job_can_be_stopped_and_changes_nothing(open_page: Open, own: Path) -> None:
    home = Workspace(own)
    with locked(own / "lock", 0):
        start(home, Task(INGEST), [("good.json", io.BytesIO(GOOD))])
        app = open_page("data", home=own)
        app.button(key="stop").click().run()
        ended(app)
    assert [note.value for note in app.info] == [catalogue("en")["job.stopped"]]
    assert home.snapshot().version == 0
    assert (job := job_now(home))
    assert job.state == STOPPED


def test_a_job_that_was_asked_to_stop_says_so_and_cannot_be_asked_again(open_page: Open, own: Path) -> None:
    with locked(lock_of(Workspace(own)), 0):
        cancel(Workspace(own), at_work(own).id)
        app = open_page("data", home=own)
    assert app.get("progress")[0].proto.text == catalogue("en")["job.stopping"]
    assert app.button(key="stop").disabled


def test_a_job_whose_process_is_gone_is_not_shown_as_running(open_page: Open, own: Path) -> None:
    at_work(own, progress=READING)
    app = open_page("data", home=own)
    assert [note.value for note in app.error] == [catalogue("en")["job.broken"]]
    assert not app.get("progress")


def test_what_ended_a_job_is_told(open_page: Open, own: Path) -> None:
    at_work(own, state=FAILED, problem="No space left on [the] disk.")
    app = open_page("data", home=own)
    assert [note.value for note in app.error] == [r"This does not work: No space left on \[the\] disk."]


def test_files_beyond_those_that_are_told_are_counted(open_page: Open, own: Path) -> None:
    failures = (("a", "is empty"), ("b", "is empty"))
    at_work(own, state=DONE, failures=failures, failed=1_002)
    app = open_page("data", home=own)
    assert len(app.error) == 2
    assert "and 1,000 more files" in [note.value for note in app.caption]


def test_other_pages_say_that_a_job_is_at_work(open_page: Open, own: Path) -> None:
    taken_in(own, ("good.json", GOOD))
    with locked(lock_of(Workspace(own)), 0):
        at_work(own, progress=READING)
        app = open_page("overview", home=own)
        assert [bar.proto.text for bar in app.sidebar.get("progress")] == ["25%"]
    assert not open_page("overview", home=own).sidebar.get("progress")


def test_the_inbox_and_a_rebuild_can_be_begun_too(open_page: Open, own: Path) -> None:
    app = open_page("data", home=own)
    assert "rebuild" not in keys(app)
    (own / "inbox").mkdir()
    (own / "inbox" / "good.json").write_bytes(GOOD)
    ended(app.button(key="refresh-now").click().run())
    assert amounts(app)["Events"] == "7"
    ended(app.button(key="rebuild").click().run())
    assert [note.value for note in app.success] == [catalogue("en")["job.rebuilt"]]
    assert Workspace(own).snapshot().version == 2


def test_all_files_can_be_read_again(open_page: Open, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("good.json", GOOD)))
    before = amounts(app)
    ended(app.button(key="reprocess").click().run())
    assert [note.value for note in app.success] == [catalogue("en")["job.rebuilt"]]
    assert (Workspace(own).snapshot().version, amounts(app)) == (2, before)


def test_what_was_there_already_is_told_as_nothing_new(open_page: Open, own: Path) -> None:
    taken_in(own, ("good.json", GOOD), ("again.json", GOOD))
    run(Workspace(own), Task(INGEST, (own.with_name("files") / "good.json",)))
    app = open_page("data", home=own)
    assert [note.value for note in app.success] == [catalogue("en")["job.nothing_new"]]


def test_rejected_records_are_shown_with_place_and_reason_and_without_numbers(open_page: Open, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("bad.ndjson", BAD)))
    rows = table(app, "raw")
    assert [(row["file_name"], row["position"], row["reason"]) for row in rows] == [
        ("bad.ndjson", 8, "No timestamp"),
        ("bad.ndjson", 9, "Broken record"),
    ]
    assert "+1 415 ••• ••71" in str(rows[0]["raw"])
    assert "5550171" not in str(rows)


def test_personal_data_in_rejected_records_is_shown_on_request(open_page: Open, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("bad.ndjson", BAD)))
    app.toggle(key="reveal").set_value(True).run()
    assert "+14155550171" in str(table(app, "raw")[0]["raw"])


def test_rejected_records_are_narrowed_by_reason_and_by_load(open_page: Open, click: Click, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("bad.ndjson", BAD), ("good.ndjson", GOOD)))
    app.button_group[0].set_value(["broken record"]).run()
    assert [row["position"] for row in table(app, "raw")] == [9]
    click(app, "dataframe", "loads", ROW | {"rows": [1]})
    assert catalogue("en")["rejected.none_of_load"] in [note.value for note in app.caption]


def test_a_rejected_record_that_is_selected_is_shown_as_it_arrived(open_page: Open, click: Click, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("bad.ndjson", BAD)))
    click(app, "dataframe", "rejected", ROW | {"rows": [1]})
    assert [block.value for block in app.code] == ['{"EventTy']


def test_fields_that_nobody_documented_are_told(open_page: Open, own: Path) -> None:
    strange = callback(answered("WT1", "09:00:00", "Ana")[0]) | {"[x](http://x)": "1"}
    app = open_page("data", home=taken_in(own, ("strange.json", json.dumps(strange).encode())))
    assert any(r"\[x\]\(http\:" in note.value for note in app.caption)


def test_the_result_stays_until_it_is_closed(open_page: Open, own: Path) -> None:
    taken_in(own, ("good.json", GOOD))
    app = open_page("data", home=own).run()
    assert len(app.success) == 1
    app.button(key="dismiss").click().run()
    assert not app.success
    assert not open_page("data", home=own).success


def test_the_sample_is_offered_while_there_is_nothing_else(
    open_page: Open, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "events.ndjson").write_bytes(GOOD)
    monkeypatch.setattr("ui.upload.SAMPLE", sample)
    app = open_page("data", home=own)
    ended(app.button(key="sample").click().run())
    assert amounts(app)["Events"] == "7"
    assert not [button for button in app.button if button.key == "sample"]


def test_the_page_speaks_spanish(open_page: Open, own: Path) -> None:
    app = open_page("data", home=taken_in(own, ("bad.ndjson", BAD)), lang="es")
    assert amounts(app) == {"Eventos": "7", "Conversaciones": "1", "Agentes": "1", "Clientes": "1"}
    assert [row["reason"] for row in table(app, "raw")] == ["Sin fecha y hora", "Registro roto"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_has_words(language: str) -> None:
    from core.sources import REASONS, SOURCES

    words = catalogue(language)
    assert not [reason for reason in REASONS if f"reason.{reason}" not in words]
    assert not [source.name for source in SOURCES if f"source.{source.name}" not in words]


def test_each_feed_is_told_with_what_waits_and_what_cannot_be_read(open_page: Open, own: Path) -> None:
    (own / "inbox").mkdir(parents=True)
    (own / "inbox" / "good.json").write_bytes(GOOD)
    (own / "inbox" / "noise.bin").write_bytes(bytes(range(256)))
    (own / "settings.toml").write_text('[[watch]]\nfolder = "nowhere"\n')
    app = open_page("data", home=own)
    inbox, nowhere = table(app, "growing")
    assert (inbox["feed"], inbox["taken"], inbox["ready"] + inbox["growing"]) == ("Inbox", 0, 2)  # type: ignore[operator]
    assert nowhere["state"] == "Cannot be watched"
    assert "is not there" in app.warning[0].value
    ended(app.button(key="refresh-now").click().run())
    inbox, _ = table(app, "growing")
    assert (inbox["taken"], inbox["ready"], inbox["unread"]) == (1, 0, 1)
    assert [Path(str(row["file"])).name for row in table(app, "since")] == ["noise.bin"]
    assert [row["platform"] for row in table(app, "silence")] == ["Twilio"]


def test_what_a_feed_holds_back_is_told_with_its_numbers_until_it_is_in(
    open_page: Open, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("look", "take"):
        monkeypatch.setattr(f"core.live.{module}.QUIET_S", 0.1)
    folder = own.with_name("calls")
    folder.mkdir()
    (own / "profiles").mkdir(parents=True)
    (own / "profiles" / "calls.toml").write_text(write_profile(CALLS))
    (own / "settings.toml").write_text(f'[[watch]]\nfolder = "{folder}"\nprofile = "calls"\n')
    for name, rows, how in (("1", month(1, rows=40), as_they_are), ("2", month(2, rows=40), minutes)):
        written(folder / f"{name}.csv", rows, how, how)
        take_waiting(Workspace(own))
    [told] = [one.value for one in open_page("data", home=own, lang="es").warning]
    assert told.startswith("**" + plain(str(folder / "2.csv"), most=400) + "** no se cargó. Retenido")
    assert "unas 60 veces menos" in told
    assert "atalaya ingest" in told
    run(Workspace(own), Task(INGEST, (folder / "2.csv",), reading=reading_by(Workspace(own), "calls")))
    app = open_page("data", home=own, lang="es")
    assert not app.warning
    assert [row["taken"] for row in table(app, "growing")] == [2]


def test_a_workspace_without_feeds_tells_how_data_could_come(open_page: Open, own: Path) -> None:
    told = [caption.value for caption in open_page("data", home=own).caption]
    assert catalogue("en")["live.none_yet"] in told
    assert catalogue("en")["live.not_followed"] in told
    (own / "settings.toml").write_text("refresh_every_s = 0\n")
    assert catalogue("es")["live.switched_off"] in [
        caption.value for caption in open_page("data", home=own, locale="es-ES").caption
    ]
