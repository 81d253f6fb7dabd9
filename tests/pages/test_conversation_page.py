"""Conversation: everything that is known of it, down to the record as it arrived, and nobody is named unasked."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.words import LANGUAGES, catalogue
from tests.callbacks import taken_in
from tests.stories import answered, given_up, transferred_call
from tests.story import event

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
FOUND = ("ana.lopez", "Ana López", "5550171", "415 555")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a call that was missed, held and transferred, and others of the same customer."""
    nasty = {"customers": {"name": "![x](http://x) **b** | <b>"}, "conversations": {"outcome": ":red[no] $x$"}}
    home = tmp_path_factory.mktemp("told") / "workspace"
    waiting = [event("12:00:00", "task.created", "WT7"), event("12:00:00", "task-queue.entered", "WT7", queue="Sales")]
    stories = [*transferred_call(), *given_up("WT2", "10:00:00", "10:00:40", **{"from": "+14155550171"}), *waiting]
    _, done = taken_in(home, *stories, *answered("WT8", "11:00:00", "Ana", **nasty))
    assert not done.failures
    return home


@pytest.fixture
def open_one(open_page: Open, told: Path) -> Open:
    return lambda wanted, **params: open_page("conversation", home=told, id=wanted, **params)


def stands(app: AppTest) -> str:
    return next((note.value for note in app.caption if note.value.endswith("in the list")), "")


def test_a_list_is_read_from_one_to_the_next_and_back(open_one: Open) -> None:
    app = open_one("WT2", sort="started-asc", at="2")
    assert stands(app) == "2 of 4 in the list"
    app.button(key="list-after").click().run()
    assert (app.query_params["id"], app.query_params["at"]) == ("WT8", "3")
    app.button(key="list-before").click().run()
    app.button(key="list-before").click().run()
    assert (app.query_params["id"], stands(app)) == ("WT1", "1 of 4 in the list")
    assert (app.button(key="list-before").disabled, app.button(key="list-after").disabled) == (True, False)


def test_neighbours_are_those_of_the_list_that_the_address_tells(open_one: Open) -> None:
    app = open_one("WT1", search="415", sort="started-desc", at="2")
    assert stands(app) == "2 of 2 in the list"
    app.button(key="list-before").click().run()
    assert app.query_params["id"] == "WT2"


def test_neighbours_go_on_over_the_edge_of_a_page(open_page: Open) -> None:
    app = open_page("conversations", page="1")
    rows = app.dataframe[0].value.to_dict("records")
    last = dict(parse_qsl(str(rows[-1]["open"]).partition("?")[2]))
    app = open_page("conversation", **last)
    assert stands(app) == "50 of 60 in the list"
    app.button(key="list-after").click().run()
    assert (stands(app), app.query_params["page"]) == ("51 of 60 in the list", "2")
    app.button(key="list-before").click().run()
    assert (stands(app), app.query_params["page"]) == ("50 of 60 in the list", "1")


@pytest.mark.parametrize("at", ["", "0", "-1", "x", "999", "9" * 40])
def test_who_stands_nowhere_in_the_list_has_no_neighbours(open_one: Open, at: str) -> None:
    app = open_one("WT2", at=at)
    assert not app.exception
    assert stands(app) == ""


def test_a_conversation_that_newer_ones_moved_is_found_near_its_place(open_one: Open) -> None:
    assert stands(open_one("WT2", sort="started-asc", at="4")) == "2 of 4 in the list"


def test_the_customers_other_conversation_is_no_step_in_the_list(open_one: Open) -> None:
    app = open_one("WT2", sort="started-asc", at="2")
    app.button(key="earlier").click().run()
    assert (app.query_params["id"], "at" in app.query_params) == ("WT1", False)


def test_of_conversations_that_count_otherwise_the_list_is_theirs(open_one: Open) -> None:
    assert not open_one("WT2", moved="x.y.z", at="1").exception
    assert not open_one("WT2", moved="abandoned.missed.met", variant="abandons_failed", at="1").exception


def test_each_field_is_told_with_the_event_that_gave_it(open_one: Open) -> None:
    app = open_one("WT1")
    app.session_state["origins"] = True
    app.run()
    app.selectbox(key="origin-part").set_value(3).run()
    rows = next(frame.value for frame in app.dataframe if "told_in" in frame.value).to_dict("records")
    talk = [(row["value"], row["what"], row["told_in"]) for row in rows if row["field"] == "Talk time"]
    told = catalogue("en")
    assert talk == [
        ("2:35", told["event_type.reservation.accepted"], "occurred_at"),
        ("2:35", told["event_type.reservation.wrapup"], "occurred_at"),
    ]


def test_fields_are_masked_as_everything_else(open_one: Open) -> None:
    app = open_one("WT1")
    app.session_state["origins"] = True
    assert not [one for one in FOUND if one in texts(app.run())]
    app.toggle(key="reveal").set_value(True).run()
    assert "Ana López" in texts(app)


def test_an_event_tells_what_it_gave(open_one: Open, click: Click) -> None:
    app = open_one("WT1")
    click(app, "dataframe", "events", {"rows": [5], "columns": [], "cells": []})
    gave = next(frame.value for frame in app.dataframe if {"part", "told_in"} <= set(frame.value.columns))
    assert ("Segment 3: Conversation", "Speed of answer") not in set(zip(gave["part"], gave["field"], strict=True))
    assert ("Conversation", "Speed of answer") in set(zip(gave["part"], gave["field"], strict=True))


def texts(app: AppTest) -> str:
    """Everything that the page says."""
    tables = [str(one.value.to_dict("records")) for one in app.dataframe]
    return "\n".join([*(one.value for kind in (app.markdown, app.caption, app.code) for one in kind), *tables])


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    """The rows of the first table that has the column."""
    return next(one.value for one in app.dataframe if column in one.value).to_dict("records")


def select_event(app: AppTest, click: Click, row: int) -> AppTest:
    return click(app, "dataframe", "events", {"rows": [row], "columns": [], "cells": []})


def test_the_facts_are_those_of_the_conversation(open_one: Open) -> None:
    app = open_one("WT1")
    assert not app.exception
    times = {tile.label: tile.value for tile in app.metric}
    assert times == {"Wait": "0:25", "Talk": "5:05", "Hold": "0:30", "Wrap-up": "0:20", "Handling": "5:25"}
    assert r"Mar 2, 2026, 09\:00\:00" in texts(app)


def test_nothing_on_the_page_names_the_customer_unasked(open_one: Open, click: Click) -> None:
    app = select_event(open_one("WT1"), click, 1)
    assert not [secret for secret in FOUND if secret.lower() in texts(app).lower()]
    assert r"\+1 415 ••• ••71" in texts(app)


def test_the_customer_is_named_when_asked(open_one: Open, click: Click) -> None:
    app = select_event(open_one("WT1"), click, 1)
    app.toggle(key="reveal").set_value(True).run()
    assert "Ana López" in texts(app)
    assert r"\+14155550171" in texts(app)


def test_segments_come_in_their_order(open_one: Open) -> None:
    rows = table(open_one("WT1"), "segment_order")
    assert [row["kind"] for row in rows] == [
        "Wait in queue",
        "Missed offer",
        "Conversation",
        "Wait in queue",
        "Conversation",
    ]
    assert rows[2]["note"] == "followed by a cold transfer"


def test_every_event_is_told_in_words(open_one: Open) -> None:
    rows = table(open_one("WT1"), "what")
    assert [row["what"] for row in rows[:8]] == [
        "Task created",
        "Queue entered",
        "Offered to an agent",
        "Missed by the agent",
        "Offered to an agent",
        "Accepted by the agent",
        "Customer put on hold",
        "Customer taken back from hold",
    ]


def test_an_event_shows_its_fields_its_attributes_and_its_record(open_one: Open, click: Click) -> None:
    app = select_event(open_one("WT1"), click, 2)
    fields = {row["name"]: row["value"] for row in table(app, "value")}
    assert (fields["event_type"], fields["reservation_id"]) == ("reservation.created", "WR0")
    attributes, *_, record = [block.value for block in app.code]
    assert '"direction": "inbound"' in attributes
    assert '"EventType": "reservation.created"' in record
    assert any("Record 3 of story" in note.value for note in app.caption)


def test_an_event_can_be_chosen_by_name_and_another_after_it(open_one: Open) -> None:
    app = open_one("WT1")
    for row, shown in ((6, "participant.hold"), (0, "task.created")):
        app.selectbox(key="name-events-WT1").set_value(row).run()
        assert {"name": "event_type", "value": shown} in table(app, "value")


def test_a_record_whose_file_is_gone_is_told(open_page: Open, click: Click, tmp_path: Path) -> None:
    workspace, _ = taken_in(tmp_path / "workspace", *given_up("WT1", "10:00:00", "10:01:00"))
    for file in (workspace.home / "landed").iterdir():
        file.unlink()
    app = select_event(open_page("conversation", home=workspace.home, id="WT1"), click, 0)
    assert "no longer in the landing zone" in app.warning[0].value
    assert not app.exception


def test_the_course_is_drawn_on_the_clock_of_the_zone(open_one: Open) -> None:
    app = open_one("WT1", tz="Asia/Kathmandu")
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert "Clock: Asia/Kathmandu" in [note.value for note in app.caption]
    assert r"14\:45\:00" in texts(app)


def test_what_the_data_says_is_shown_and_does_nothing(open_one: Open) -> None:
    said = texts(open_one("WT8"))
    assert r"\:red\[no\] \$x\$" in said
    assert "](http" not in said


def test_a_conversation_in_progress_is_told_as_such(open_one: Open) -> None:
    app = open_one("WT7")
    assert not app.exception
    assert "In progress" in texts(app)


def test_the_same_customers_other_conversations_are_one_step_away(open_one: Open) -> None:
    app = open_one("WT1", channel="voice")
    assert [button.key for button in app.button if button.key in ("earlier", "later")] == ["later"]
    app.button(key="later").click().run()
    assert (app.query_params["id"], app.query_params["channel"]) == ("WT2", "voice")
    assert "Abandoned" in texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("wanted", "key"), [("nothing [x](y)", "unknown"), ("", "none"), ("   ", "none")])
def test_an_id_that_leads_nowhere_says_what_to_do(open_one: Open, wanted: str, key: str, language: str) -> None:
    app = open_one(wanted, lang=language)
    assert not app.exception
    assert catalogue(language)[f"conversation.{key}"] in [heading.value for heading in app.subheader]
    assert "](y)" not in texts(app)


def test_the_page_speaks_spanish(open_one: Open, click: Click) -> None:
    app = select_event(open_one("WT1", lang="es"), click, 0)
    assert [row["kind"] for row in table(app, "segment_order")][:2] == ["Espera en cola", "Oferta perdida"]
    assert table(app, "what")[0]["what"] == "Tarea creada"
    assert "2 mar 2026" in texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_and_kind_has_words(language: str) -> None:
    from core.charts.stretches import COLOURS
    from core.details import STATES
    from core.pipeline.kinds import KIND_ORDER
    from core.pipeline.life_cycle import KNOWN_TYPES

    words = catalogue(language)
    of_tasks = [kind for kind in KNOWN_TYPES if not kind.startswith("worker.")]
    wanted = [
        *(f"event_type.{kind}" for kind in of_tasks),
        *(f"value.kind.{kind}" for kind in KIND_ORDER),
        *(f"timeline.{kind}" for kind in COLOURS),
        *(f"state.{state}" for state in STATES),
    ]
    assert not [key for key in wanted if key not in words]
