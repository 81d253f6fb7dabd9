"""Sent reports: what was sent, what has changed since, and the schedules."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from core.answer import answer
from core.jobs import RUNNING, job_now
from core.ledger.log import BEGUN, ENDED, SENDING, TRIED, read_log, write_line
from core.ledger.numbers import Asked
from core.ledger.publish import Published, publish_by_hand
from core.ledger.restated import restated
from core.query import Query
from core.schedules.file import ScheduleFile
from core.store.workspace import Workspace
from core.words import catalogue

Open = Callable[..., AppTest]
WORDS = catalogue("en")
SCHEDULE = """[daily]
notebook = "atalaya.queues"
cron = "0 7 * * *"
set = { period = "2026-03-02..2026-03-08" }
formats = ["csv"]
[daily.to.here]
folder = "out"
"""
BY_QUEUE = Query(
    ("conversations_offered", "service_level"),
    ("queue_name",),
    datetime(2026, 3, 1, tzinfo=UTC),
    datetime(2026, 4, 1, tzinfo=UTC),
)


@pytest.fixture
def workspace(sixty_conversations: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(sixty_conversations, tmp_path / "workspace"))


@pytest.fixture
def changed(workspace: Workspace) -> Workspace:
    """A report was published, and then the threshold became another one."""
    snapshot, rules = workspace.snapshot(), workspace.settings
    asked = [Asked("queues", BY_QUEUE, answer(snapshot, BY_QUEUE, rules))]
    published = Published("Queues in March", "March", snapshot, rules, {"a.html": b"<p>"}, asked)
    publish_by_hand(workspace.files, "queues", "en", published, datetime.now(UTC), 10)
    (workspace.home / "settings.toml").write_text("answer_within_s = 30\n")
    return workspace


def told(app: AppTest) -> str:
    boxes = [*app.error, *app.warning, *app.info, *app.success, *app.caption, *app.markdown]
    return "\n".join(box.value for box in boxes)


def ended(app: AppTest) -> AppTest:
    """The page after its job has ended."""
    home = Workspace(Path(os.environ["ATALAYA_HOME"]))
    late = monotonic() + 90
    while (job := job_now(home)) and job.state == RUNNING:
        assert monotonic() < late
        sleep(0.05)
    return app.run()


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_empty_workspace_says_how_to_begin(open_page: Open, tmp_path: Path, language: str) -> None:
    app = open_page("published", home=tmp_path / "empty", lang=language)
    assert not app.exception
    words = catalogue(language)
    assert words["published.nothing_sent"] in told(app)
    assert words["published.none_scheduled"] in told(app)


def test_a_changed_number_is_shown_with_its_reason_and_leads_to_its_passport(
    open_page: Open, changed: Workspace
) -> None:
    app = open_page("published", home=changed.home)
    assert not app.exception
    shown = app.dataframe[0].value
    assert list(shown["number"]) == [f"Service level · {queue}" for queue in ("Billing", "Sales, and more", "Support")]
    assert shown["old"].iloc[0] == "40.0%"
    assert shown["new"].iloc[0] == "15.0%"
    assert shown["why"].iloc[0] == "another setting: answer_within_s: 60 → 30"
    key = next(box.key for box in app.selectbox if (box.key or "").startswith("name-changes-"))
    app.selectbox(key=key).select_index(0).run()
    assert "Why Service level · Billing went from 40.0% to 15.0%" in told(app).replace("\\", "")
    assert "another setting: answer\\_within\\_s: 60 → 30: -25.0 pp".replace("\\", "") in told(app).replace("\\", "")
    links = [link.proto.query_string for link in app.get("page_link")]
    assert any("metric=service_level" in link and "queue=Billing" in link for link in links)


def test_noting_a_change_needs_a_name_and_takes_it_off_the_list(open_page: Open, changed: Workspace) -> None:
    app = open_page("published", home=changed.home)
    app.button(key="note-all").click().run()
    assert "is no name" in told(app)
    app.text_input(key="noted-by").set_value("Ana Ruiz").run()
    app.button(key="note-all").click().run()
    assert WORDS["published.all_noted"] in told(app)
    assert set(restated(changed, watch_days=9)["noted_by"]) == {"Ana Ruiz"}
    app.toggle(key="with-noted").set_value(True).run()
    assert all(note.startswith("Ana Ruiz, ") for note in app.dataframe[0].value["noted"])


def test_nothing_has_changed_says_so(open_page: Open, changed: Workspace) -> None:
    (changed.home / "settings.toml").unlink()
    app = open_page("published", home=changed.home, lang="es")
    assert catalogue("es")["published.all_the_same"].format(days=400) in told(app)


def fail(workspace: Workspace, run: str, why: str, minute: int) -> None:
    """A run that did not reach Ben."""
    due = datetime(2026, 3, 11, 7, minute, tzinfo=UTC)
    write_line(workspace.files, BEGUN, run=run, schedule="daily", notebook="queues", why="due", due=due)
    to = {"run": run, "to": "mail", "kind": "smtp", "try": 1}
    write_line(workspace.files, SENDING, **to, recipients=["ben@x.y"])
    write_line(workspace.files, TRIED, **to, delivered=[], later={}, never={"ben@x.y": why})
    write_line(workspace.files, ENDED, run=run, state="failed")


def test_failures_stand_first_and_are_found_by_their_reason(open_page: Open, changed: Workspace) -> None:
    fail(changed, "daily-1", "550 no such user", 1)
    app = open_page("published", home=changed.home)
    assert "did not reach everybody: 1" in app.error[0].value
    runs = app.dataframe[1].value
    assert list(runs["state"]) == ["Failed", "Published"]
    app.text_input(key="sent-search").set_value("no such").run()
    assert len(app.dataframe[1].value) == 1
    app.text_input(key="sent-search").set_value("nobody says this").run()
    assert WORDS["published.nothing_found"] in told(app)


def test_a_run_tells_whom_it_reached_and_gives_its_files(open_page: Open, changed: Workspace) -> None:
    app = open_page("published", home=changed.home)
    key = next(box.key for box in app.selectbox if (box.key or "").startswith("name-runs-"))
    app.selectbox(key=key).select_index(0).run()
    assert "Queues in March" in told(app)
    assert [button.proto.label for button in app.get("download_button")] == ["a\\.html (3 bytes)"] or app.get(
        "download_button"
    )


def test_a_schedule_can_be_written_paused_resumed_and_run(open_page: Open, workspace: Workspace) -> None:
    app = open_page("published", home=workspace.home)
    app.text_area(key="schedules-text").set_value(SCHEDULE).run()
    app.button(key="save-schedules").click().run()
    assert WORDS["published.saved"] in told(app)
    assert WORDS["published.is_not_kept"] in told(app)
    app.button(key="pause-daily").click().run()
    assert ScheduleFile(workspace.files).schedule("daily").is_paused
    app.button(key="pause-daily").click().run()
    assert not ScheduleFile(workspace.files).schedule("daily").is_paused
    app = ended(app.button(key="run-daily").click().run())
    assert not app.exception
    [run] = read_log(workspace.files).runs.values()
    assert (run.why, bool(list((workspace.home / "out").iterdir()))) == ("now", True)


def test_a_mistake_is_told_with_its_line_and_is_not_saved(open_page: Open, workspace: Workspace) -> None:
    app = open_page("published", home=workspace.home)
    app.text_area(key="schedules-text").set_value(SCHEDULE.replace("0 7", "0 77")).run()
    app.button(key="save-schedules").click().run()
    assert "line 3" in told(app)
    assert not (workspace.home / "schedules.toml").exists()
    (workspace.home / "schedules.toml").write_text(SCHEDULE.replace("0 7", "0 77"))
    spanish = told(open_page("published", home=workspace.home, lang="es"))
    assert "línea 3" in spanish
    assert "escriba minuto" in spanish


def test_who_saves_second_is_told(open_page: Open, workspace: Workspace) -> None:
    app = open_page("published", home=workspace.home)
    (workspace.home / "schedules.toml").write_text(SCHEDULE)
    app.text_area(key="schedules-text").set_value("# mine\n").run()
    app.button(key="save-schedules").click().run()
    assert "changed meanwhile" in told(app)
    assert (workspace.home / "schedules.toml").read_text() == SCHEDULE
