"""Data quality: the answer, the findings, their rows, and the way from each row to its conversation."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from core.corrections import CorrectionsFile
from core.ingest import ingest
from core.intervals.keep import keep
from core.intervals.read import read_intervals
from core.intervals.roles import Counting
from core.jobs import RUNNING, job_now
from core.schema.tables import EXCLUDED
from core.store.workspace import Workspace
from core.words import LANGUAGES, catalogue
from tests.callbacks import lines, taken_in
from tests.core.intervals.counted import typed
from tests.core.quality.planted import CALL, THREE, Spoil, asterisk, clean_day, vendor, without
from ui.quality import line as line_of

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
ROW = {"columns": [], "cells": []}
LOST_ENTRY: Spoil = without("task-queue.entered", task_id="WT2")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day on which one entry into a queue is lost; not to be written to."""
    home = tmp_path_factory.mktemp("spoilt") / "w"
    taken_in(home, *LOST_ENTRY(clean_day()))
    return home


@pytest.fixture
def own(spoilt: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    return shutil.copytree(spoilt, tmp_path / "w")


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    """The rows of the first table that has the column."""
    return next(one.value for one in app.dataframe if column in one.value).to_dict("records")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_clean_day_it_says_that_the_numbers_can_be_believed(
    open_page: Open, tmp_path: Path, language: str
) -> None:
    taken_in(tmp_path / "w", *clean_day())
    app = open_page("data_quality", home=tmp_path / "w", lang=language)
    words = catalogue(language)
    assert not app.exception
    assert words["quality.verdict_sound"] in app.subheader[0].value
    assert words["quality.none"].split("{")[0] in app.success[0].value


def test_it_says_how_many_laws_hold_and_how_much_is_touched(open_page: Open, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt)
    told = [one.value for one in app.markdown]
    assert any("20 of 21 laws hold; 16.7% of the conversations (1 of 6)" in one for one in told)
    assert "Do not rely on these numbers yet." in app.subheader[0].value
    row = table(app, "severity")[0]
    assert (row["severity"], row["title"], row["count"]) == ("high", "Queues balance", 1)
    assert any("Service level" in one and one.endswith("for this does not hold: Queues balance.") for one in told)


def test_a_finding_opens_its_rows_and_a_row_its_conversation(open_page: Open, click: Click, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt)
    click(app, "dataframe", "findings", ROW | {"rows": [0]})
    assert app.query_params["finding"] == "queue_balance"
    row = table(app, "open")[0]
    assert "id=WT2" in str(row["open"])
    assert row["what"] == "waited, but no entry"
    click(app, "dataframe", "found-queue_balance", ROW | {"rows": [0]})
    assert app.query_params["id"] == "WT2"


def test_an_address_names_the_finding(open_page: Open, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt, finding="queue_balance", lang="es")
    assert any("Las colas cuadran" in one.value for one in app.subheader)
    app = open_page("data_quality", home=spoilt, finding="[x](http://x)")
    assert any(r"\[x\]" in one.value for one in app.warning)


def test_the_findings_follow_the_filters(open_page: Open, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt, queue="Billing")
    assert "You can believe these numbers." in app.subheader[0].value
    assert any("All 21 laws hold for the 2 conversations" in one.value for one in app.markdown)


def test_the_balance_is_shown_with_both_sides(open_page: Open, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt)
    opened = next(one for one in app.expander if one.label == catalogue("en")["quality.balance"])
    app.session_state[opened.proto.id.split("-", 2)[2]] = True
    app.run()
    first = table(app, "difference")[0]
    assert [first[name] for name in ("queue_name", "offered", "handled", "difference")] == ["Support", 3, 3, -1]


def test_every_check_stands_in_the_list_with_its_law(open_page: Open, spoilt: Path) -> None:
    app = open_page("data_quality", home=spoilt)
    head, _, *rows = next(one.value for one in app.markdown if one.value.startswith("| Check")).splitlines()
    assert head == "| Check | State | Law |"
    states = {check: state for check, state, _ in (row.strip("| ").split(" | ") for row in rows)}
    assert len(states) == 41
    assert states["Queues balance"] == "✗ faults: 1"
    assert states["Nothing twice at once"] == "✓ holds"


def _ended(app: AppTest, home: Path) -> AppTest:
    """The page after its job has ended."""
    late = monotonic() + 60
    while (job := job_now(Workspace(home))) and job.state == RUNNING:
        assert monotonic() < late
        sleep(0.05)
    return app.run()


def _open(app: AppTest, name: str) -> AppTest:
    """Open what is folded up under a title."""
    opened = next(one for one in app.expander if one.label == catalogue("en")[name])
    app.session_state[opened.proto.id.split("-", 2)[2]] = True
    return app.run()


def test_the_conversations_of_a_finding_are_left_out_and_counted_again(open_page: Open, own: Path) -> None:
    words = catalogue("en")
    app = _open(open_page("data_quality", home=own, finding="queue_balance"), "quality.exclude")
    who, why = (
        next(one for one in app.text_input if one.label == words[f"quality.exclude_{it}"]) for it in ("who", "why")
    )
    who.set_value("Ana Ruiz")
    why.set_value("Entry lost on Monday")
    button = next(one for one in app.button if one.label == words["quality.exclude_one"])
    app = _ended(button.click().run(), own)
    assert any("All 21 laws hold for the 5 conversations" in one.value for one in app.markdown)
    assert any("One conversation, by Ana Ruiz" in one.value for one in app.markdown)
    assert Workspace(own).snapshot().scan(EXCLUDED).collect()["conversation_id"].to_list() == ["WT2"]
    again = next(one for one in app.button if one.label == words["quality.undo_do"])
    app = _ended(again.click().run(), own)
    assert any("20 of 21 laws hold" in one.value for one in app.markdown)


def test_who_gives_no_reason_excludes_nothing(open_page: Open, own: Path) -> None:
    app = _open(open_page("data_quality", home=own, finding="queue_balance"), "quality.exclude")
    button = next(one for one in app.button if one.label == catalogue("en")["quality.exclude_one"])
    app = button.click().run()
    assert [one.value for one in app.error] == [catalogue("en")["quality.exclude_needs"]]
    assert not CorrectionsFile(Workspace(own).files).load().all


@pytest.mark.parametrize(("language", "told"), [("en", "this does not hold: “Queues balance”"), ("es", "no se cumple")])
def test_other_pages_say_that_their_data_have_a_grave_finding(
    open_page: Open, own: Path, language: str, told: str
) -> None:
    app, late = open_page("overview", home=own, lang=language), monotonic() + 60
    while not any(told in one.value for one in app.caption):
        assert monotonic() < late
        sleep(0.1)
        app.run()
    link = next(one for one in app.get("page_link") if "finding=queue_balance" in one.proto.query_string)
    assert link.proto.label == catalogue(language)["quality.line_link"]
    assert not any(told in one.value for one in open_page("data_quality", home=own, lang=language).caption)


HOUR = Counting("Twilio", "hourly", "UTC", "hour")


@pytest.fixture
def reported(tmp_path: Path) -> Path:
    """The clean day, and a report that counts one contact more in one of its two hours."""
    taken_in(tmp_path / "w", *clean_day())
    rows = [
        {"started_at": datetime(2026, 3, 2, 9, tzinfo=UTC), "queue_name": queue}
        | {"offered_count": offered, "handled_count": offered, "abandoned_count": 0}
        for queue, offered in (("Billing", 1), ("Support", 5))
    ]
    with Workspace(tmp_path / "w").write() as change:
        keep(change, read_intervals(typed(*rows), HOUR, "f")[0], "load")
        change.commit("counts")
    return tmp_path / "w"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_report_says_stands_beside_what_the_events_tell(
    open_page: Open, click: Click, reported: Path, language: str
) -> None:
    words = catalogue(language)
    app = open_page("data_quality", home=reported, lang=language, finding="reports_agree")
    assert not app.exception
    assert any(words["quality.of_intervals"].format(count=2) in one.value for one in app.markdown)
    assert any(words["quality.check.reports_agree.title"] in one.value for one in app.subheader)
    assert words["quality.choose_row"] not in [one.label for one in app.selectbox], "no row has a conversation"
    rows = table(app, "reported_count")
    told = [(row["what"], row["reported_count"], row["counted_count"], row["queue_name"]) for row in rows]
    assert told == [
        (words["quality.what.offered"], 5, 4, "Support"),
        (words["quality.what.handled"], 5, 3, "Support"),
        (words["quality.what.abandoned"], 0, 1, "Support"),
    ]
    opened = next(one for one in app.expander if one.label == words["quality.agreement"])
    app.session_state[opened.proto.id.split("-", 2)[2]] = True
    first = table(app.run(), "offered_difference")[0]
    assert [first[name] for name in ("queue_name", "reported_offered", "counted_offered")] == ["Support", 5, 4]
    assert first["offered_difference"] == 1


def test_files_of_counts_alone_are_examined_too(open_page: Open, tmp_path: Path) -> None:
    row = {"started_at": datetime(2026, 3, 2, 9, tzinfo=UTC), "queue_name": "Sales", "offered_count": 10}
    row |= {"handled_count": 6, "abandoned_count": 2, "flowed_out_count": 1}
    with Workspace(tmp_path / "w").write() as change:
        keep(change, read_intervals(typed(row), HOUR, "f")[0], "load")
        change.commit("counts")
    app = open_page("data_quality", home=tmp_path / "w", period="all")
    assert not app.exception
    assert "Do not rely on these numbers yet." in app.subheader[0].value
    assert table(app, "severity")[0]["title"] == "Reports add up"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contact_told_twice_stands_beside_its_other_telling(
    open_page: Open, click: Click, tmp_path: Path, language: str
) -> None:
    taken_in(tmp_path / "w", *clean_day())
    vendor(tmp_path / "w", *THREE)
    words = catalogue(language)
    app = open_page("data_quality", home=tmp_path / "w", lang=language, finding="told_once")
    assert not app.exception
    assert any(words["quality.check.told_once.title"] in one.value for one in app.subheader)
    rows = table(app, "twin_id")
    assert [row["what"] for row in rows] == [words["quality.what.customer_and_time"]] * 3
    assert ["id=WT2" in str(rows[0]["twin_id"]), "V-0000000" in str(rows[0]["open"])] == [True, True]
    assert words["quality.exclude"] in [one.label for one in app.expander]
    click(app, "dataframe", "found-told_once", ROW | {"rows": [0]})
    assert app.query_params["id"].endswith("V-0000000")


def test_what_is_one_conversation_is_not_offered_to_be_left_out(open_page: Open, tmp_path: Path) -> None:
    asterisk(tmp_path / "w")
    app = open_page("data_quality", home=tmp_path / "w", finding="parts_told_once", period="all")
    assert not app.exception
    assert [CALL in str(row["open"]) for row in table(app, "open")] == [True, True]
    assert catalogue("en")["quality.exclude"] not in [one.label for one in app.expander]


def line(open_page: Open, home: Path, **params: str) -> str:
    """The line on another page, once what it tells has been looked for."""
    open_page("queues", home=home, **params)
    # One looks at a time: what is asked of it after all the rest is done last.
    line_of._workers().submit(int).result(timeout=60)
    app = open_page("queues", home=home, **params)
    assert not app.exception
    return next((one.value for one in app.caption if ":material/warning:" in one.value), "")


TITLE = catalogue("en")["quality.check.queue_balance.title"]


def test_the_line_on_other_pages_follows_their_filters_and_names_them(open_page: Open, spoilt: Path) -> None:
    of_period = f"in the data of this period this does not hold: “{TITLE}”"
    assert of_period in line(open_page, spoilt)
    assert line(open_page, spoilt, queue="Billing") == "", "the entry that is lost is none of Billing's"
    own = f"of this period with Channel: Voice; Queue: Support this does not hold: “{TITLE}”"
    assert own in line(open_page, spoilt, queue="Support", channel="voice")
    assert of_period in line(open_page, spoilt, country="US"), "no finding is looked for by place"


def test_of_what_is_found_in_the_feed_the_line_says_that_no_filter_changes_it(open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "broken.ndjson"
    file.write_text(lines(clean_day()) + '{"EventTy\n' * 9, encoding="utf-8")
    assert not ingest(Workspace(tmp_path / "w"), [file]).failures
    told = line(open_page, tmp_path / "w", queue="Billing", lang="es")
    title = catalogue("es")["quality.check.records_usable.title"]
    assert told.endswith(catalogue("es")["quality.line_one_whatever"].format(title=title))
