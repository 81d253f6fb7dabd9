"""Corrections: a page to make and undo them, and a note wherever they change a number."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from core.correct import correct
from core.corrections import END_STATUS, EXCLUDE, MERGE, RELABEL, CorrectionsFile
from core.jobs import RUNNING, job_now
from core.store.workspace import Workspace
from core.words import catalogue
from tests.callbacks import taken_in
from tests.core.corrections.made import correction
from tests.core.corrections.test_statuses import END, LOST
from tests.story import at

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
WORDS = catalogue("en")
FIRST = f"WT{0:032}"


@pytest.fixture
def home(tmp_path: Path, sixty_conversations: Path) -> Path:
    """A workspace of this test's own."""
    return Path(copytree(sixty_conversations, tmp_path / "own"))


@pytest.fixture
def file(home: Path) -> CorrectionsFile:
    return CorrectionsFile(Workspace(home).files)


def until_over(workspace: Workspace) -> None:
    """Wait for the job that a page has begun."""
    end = monotonic() + 120
    while (job := job_now(workspace)) is None or job.state == RUNNING:
        assert monotonic() < end, job
        sleep(0.2)


def shown(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.caption, *app.info, *app.warning, *app.error])


def fill(app: AppTest, **values: str) -> AppTest:
    names = {"who": "corrections-who", "why": "correction-why", "ids": "correction-ids"}
    for name, value in values.items():
        key = names.get(name, name)
        field = next(one for one in [*app.text_input, *app.text_area] if one.key == key)
        field.set_value(value)
    return app.button(key="preview").click().run()


def test_a_queue_gets_another_name_by_the_form(open_page: Open, home: Path, file: CorrectionsFile) -> None:
    app = open_page("corrections", home=home, lang="en")
    assert WORDS["corrections.none"] in shown(app)
    app.session_state["correction-kind"] = RELABEL
    app.run()
    app.selectbox(key="was-queue_name").set_value("Support").run()
    fill(app, **{"to-queue_name": "Help", "who": "Ana", "why": "Its name"})
    assert "**20 conversations** would change." in shown(app)
    assert WORDS["corrections.no_number_moves"] in shown(app)
    app.button(key="save").click().run()
    (one,) = file.load().all
    assert (one.kind, one.column, one.was, one.to, one.who) == (RELABEL, "queue_name", "Support", "Help", "Ana")
    until_over(Workspace(home))
    app.run()
    assert "20 conversations" in [link.proto.label for link in app.get("page_link")]


def test_what_is_missing_is_told_and_nothing_is_saved(open_page: Open, home: Path, file: CorrectionsFile) -> None:
    app = open_page("corrections", home=home, lang="es", id=FIRST)
    assert next(one.value for one in app.text_area if one.key == "correction-ids") == FIRST
    fill(app, who="Ana")
    assert app.error[0].value.startswith("Falta «Motivo».")
    app.session_state["correction-kind"] = MERGE
    app.run()
    fill(app, why="Una persona", **{"correction-customers": "x", "correction-into": "x"})
    assert "al menos un cliente" in app.error[0].value
    assert file.load().all == ()


def test_a_selection_is_excluded_by_its_filters(open_page: Open, home: Path, file: CorrectionsFile) -> None:
    app = open_page("corrections", home=home, lang="en", which="selection", queue="Billing", period="all")
    fill(app, who="Ana", why="Not ours")
    assert "**20 conversations** would change." in shown(app)
    app.button(key="save").click().run()
    assert file.load().all[0].where == (("queue_name", ("Billing",)),)
    until_over(Workspace(home))


def test_a_selection_that_no_rule_can_ask_for_names_its_conversations(
    open_page: Open, home: Path, file: CorrectionsFile
) -> None:
    """Every fifth customer has a number in Spain; places are worked out, and no event tells them."""
    in_spain = tuple(f"WT{number:032}" for number in range(2, 60, 5))
    app = open_page("corrections", home=home, lang="en", which="selection", country="ES", period="all")
    told = WORDS["corrections.as_ids"].format(columns="Country", count=len(in_spain))
    assert told in [one.value for one in app.info]
    fill(app, who="Ana", why="Not ours")
    assert "**12 conversations** would change." in shown(app)
    app.button(key="save").click().run()
    saved = file.load().all[0]
    assert (saved.conversations, saved.where, saved.since) == (in_spain, (), None)
    until_over(Workspace(home))


def test_a_selection_without_any_conversation_cannot_be_corrected(open_page: Open, home: Path) -> None:
    app = open_page(
        "corrections",
        home=home,
        lang="en",
        which="selection",
        country="ES",
        agent="Ben Ode",
        channel="chat",
        period="all",
    )
    assert WORDS["corrections.cannot_choose"].split("{")[0] in shown(app)


def test_numbers_say_that_conversations_are_left_out_and_lead_to_why(
    open_page: Open, home: Path, file: CorrectionsFile
) -> None:
    note = "One conversation is left out by a correction."
    assert note not in shown(open_page("overview", home=home, lang="en", period="all"))
    file.add(correction(EXCLUDE, conversations=(FIRST,), why="A test call"))
    assert WORDS["corrections.waiting"] in shown(open_page("corrections", home=home, lang="en"))
    correct(Workspace(home))
    app = open_page("overview", home=home, lang="en", period="all")
    assert note in shown(app)
    link = next(link.proto for link in app.get("page_link") if "here=1" in link.proto.query_string)
    assert link.page == "corrections"
    here = open_page("corrections", home=home, lang="en", period="all", here="1")
    assert note in shown(here)
    assert "A test call" in shown(here)
    assert f"id={FIRST})" in shown(here)
    elsewhere = open_page("corrections", home=home, lang="en", period="all", queue="Billing", here="1")
    assert WORDS["corrections.none_here"] in shown(elsewhere)
    one = open_page("conversation", home=home, lang="en", id=FIRST)
    assert WORDS["corrections.left_out"] in shown(one)


def test_a_correction_is_undone_with_a_name_and_a_reason(open_page: Open, home: Path, file: CorrectionsFile) -> None:
    file.add(correction(EXCLUDE, conversations=(FIRST,)))
    correct(Workspace(home))
    app = open_page("corrections", home=home, lang="en")
    app.button(key="undo-do-c").click().run()
    assert WORDS["corrections.who_and_why"] in shown(app)
    app.text_input(key="undo-who-c").set_value("Ben")
    app.text_input(key="undo-why-c").set_value("It was real")
    app.button(key="undo-do-c").click().run()
    assert [one.undone.who for one in file.load().undone if one.undone] == ["Ben"]
    until_over(Workspace(home))
    app.run()
    assert "Undone by Ben" in shown(app)


def test_a_mistake_of_the_file_is_told_with_its_line(open_page: Open, home: Path) -> None:
    (home / "corrections.toml").write_text('[[correction]]\nid = "x"\nkind = "forget"\n')
    app = open_page("corrections", home=home, lang="en")
    assert any("line 1" in one.value for one in app.warning)


def test_a_status_that_never_ends_is_ended_from_its_finding(open_page: Open, click: Click, tmp_path: Path) -> None:
    workspace, _ = taken_in(tmp_path / "w", *LOST)
    began = at("09:00:00.250")
    quality = open_page("data_quality", home=workspace.home, lang="en", period="all", finding="statuses_end")
    click(quality, "dataframe", "found-statuses_end", {"rows": [0], "columns": [], "cells": []})
    asked = {name: quality.query_params[name] for name in ("of_agent", "began")}
    app = open_page("corrections", home=workspace.home, lang="en", **asked)
    assert app.session_state["correction-kind"] == END_STATUS
    assert app.selectbox(key="status-agent").value == "Ana"
    assert app.selectbox(key="status-began-Ana").value == began
    app.radio(key="status-way").set_value("end_after").run()
    next(one for one in app.number_input).set_value(8.0)
    fill(app, who="Ana", why="She left at five")
    assert WORDS["corrections.told_open"] in shown(app)
    assert "Logged-in time" in shown(app)
    app.button(key="save").click().run()
    (one,) = CorrectionsFile(workspace.files).load().all
    assert (one.kind, one.agent_id, one.started_at, one.ended_at) == (END_STATUS, "Ana", began, at("17:00:00.250"))
    until_over(workspace)
    app.run()
    assert "the data tell no end of this status" in shown(app)
    note = WORDS["corrections.note.ended_one"]
    assert note in shown(open_page("agents", home=workspace.home, lang="en", period="all"))
    here = open_page("corrections", home=workspace.home, lang="en", period="all", here="1")
    assert note in shown(here)
    assert "She left at five" in shown(here)


def test_a_status_that_is_not_there_is_told_with_its_line_and_a_needless_end_as_such(
    open_page: Open, tmp_path: Path
) -> None:
    workspace, _ = taken_in(tmp_path / "w", *LOST)
    file = CorrectionsFile(workspace.files)
    file.add(END.with_(agent_id="Ben", started_at=at("08:00:00"), ended_at=at("12:00:00")))
    file.add(END.with_(id="nobody", agent_id="Anna"))
    correct(workspace)
    app = open_page("corrections", home=workspace.home, lang="es")
    (line,) = [one.value for one in app.warning if "ningún agente Anna" in one.value]
    text = (workspace.home / "corrections.toml").read_text().splitlines()
    named = next(number for number, one in enumerate(text, start=1) if one == 'id = "nobody"')
    assert f"línea {named - 1}:" in line
    assert "ya no hace falta" in shown(app)
