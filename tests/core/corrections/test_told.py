"""What corrections touch is told: by numbers, on a conversation, on what leaves, of what was published."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core import dossier
from core.affected import Affected, affected
from core.answer import answer
from core.cli import main
from core.correct import correct
from core.corrections import CLOSE, EXCLUDE, MERGE, RELABEL, Correction, CorrectionsFile
from core.exports.facts import facts_of
from core.horizon import horizon
from core.labels import Labels
from core.origins import origins
from core.pipeline.refresh import refresh
from core.preview import NUMBERS, Moved, preview
from core.put_right import Change, put_right
from core.query import Query
from core.rollups import roll_up
from core.schema.tables import EVENTS, SEGMENTS
from core.scope import read_scope
from core.settings import Settings
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.core.corrections.made import correction
from tests.core.corrections.test_workspace import DAY, SOME
from tests.core.ledger.test_restated import changed, kinds, publish
from tests.core.rollups.test_rollups import of_rows
from tests.stories import answered

RULES = Settings()
ALL = Query(("conversations_offered",))
OPEN = ("reservation.wrapup", "reservation.completed", "task.completed")


Make = Callable[..., Workspace]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace of the day, one of its conversations still open; not to be written to."""
    folder = tmp_path_factory.mktemp("day")
    left_open = [told for told in answered("WT4", "12:00:00", "Cy") if told["event_type"] not in OPEN]
    taken_in(folder / "workspace", *DAY, *left_open)
    return folder


@pytest.fixture
def made(day: Path, tmp_path: Path) -> Make:
    """Make a copy of it with these corrections."""

    def make(*corrections: Correction) -> Workspace:
        shutil.copytree(day, tmp_path, dirs_exist_ok=True)
        workspace = Workspace(tmp_path / "workspace")
        add(workspace, *corrections)
        return workspace

    return make


def add(workspace: Workspace, *corrections: Correction) -> None:
    if corrections:
        CorrectionsFile(workspace.files).add(*corrections)
        correct(workspace)


def test_a_question_knows_how_many_were_corrected_left_out_or_moved_away(made: Make) -> None:
    workspace = made()
    assert not affected(workspace.snapshot(), ALL, RULES)
    add(workspace, *SOME[:3])
    now = workspace.snapshot()
    assert affected(now, ALL, RULES) == Affected(3, 1, 0, ("name", "one", "test"))
    assert affected(now, ALL.with_condition("queue_name", "Help"), RULES) == Affected(3, 1, 0, ("name", "one", "test"))
    of_agent = ALL.with_condition("agent_name", "Cy")
    assert affected(now, of_agent, RULES) == Affected(1, 0, 0, ("name",))
    assert affected(now, ALL.with_condition("queue_name", "Support"), RULES) == Affected(0, 0, 3, ("name", "one"))
    assert not affected(now, ALL.with_(since=datetime(2026, 4, 1, tzinfo=UTC)), RULES)


@pytest.mark.parametrize("one", [*SOME[:3], correction(CLOSE, conversations=("WT4",))], ids=lambda one: one.kind)
def test_a_preview_tells_what_saving_does(one: Correction, made: Make) -> None:
    workspace = made()
    before = workspace.snapshot()
    told = preview(before, one, RULES)
    assert workspace.snapshot().version == before.version
    add(workspace, one)
    now = affected(workspace.snapshot(), ALL, RULES)
    assert told.conversations == now.corrected + now.excluded
    was, new = (answer(one, Query(NUMBERS), RULES).row(0) for one in (before, workspace.snapshot()))
    wanted = [Moved(*number) for number in zip(NUMBERS, was, new, strict=True) if number[1] != number[2]]
    assert list(told.numbers) == wanted
    assert bool(wanted) == (one.kind in (EXCLUDE, CLOSE))


def test_of_what_touches_nothing_the_preview_says_so(made: Make) -> None:
    told = preview(made().snapshot(), correction(EXCLUDE, conversations=("nobody",)), RULES)
    assert (told.conversations, told.ids, told.numbers) == (0, (), ())


def test_a_conversation_tells_each_value_before_and_now(made: Make) -> None:
    billing = correction(RELABEL, id="b", column="queue_name", was="Billing", to="Accounts", conversations=("WT1",))
    workspace = made(
        SOME[1],
        billing,
        correction(RELABEL, id="t", column="customers.tier", to="gold", conversations=("WT1",)),
    )
    told = put_right(workspace.snapshot(), "WT1")
    assert told is not None
    assert [one.id for one in told.corrections] == ["one", "b", "t"]
    assert told.changes == (
        Change("last_queue_name", "Billing", "Accounts"),
        Change("customer_id", "+14155550171", "WT3"),
        Change("queue_name", "Billing", "Accounts"),
        Change("handling_team_name", "Billing", "Accounts"),
        Change("customers.tier", None, "gold"),
    )
    assert put_right(workspace.snapshot(), "WT2") is None


def test_an_excluded_conversation_can_still_be_opened_with_its_raw_events(made: Make) -> None:
    workspace = made()
    before = dossier.find(workspace.snapshot(), "WT2")
    add(workspace, SOME[2])
    now = dossier.find(workspace.snapshot(), "WT2")
    assert before
    assert now
    assert (now.facts["excluded_by"], now.facts["end_state"]) == ("test", before.facts["end_state"])
    assert_frame_equal(now.events, before.events)
    assert_frame_equal(now.segments, before.segments)
    told = put_right(workspace.snapshot(), "WT2")
    assert told is not None
    assert (told.is_excluded, told.changes) == (True, ())


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            "One conversation of this selection was corrected by hand. One conversation is left out by a correction.",
        ),
        (
            "es",
            "Una conversación de esta selección se corrigió a mano. "
            "Una conversación queda excluida por una corrección.",
        ),
    ],
)
def test_all_that_leaves_says_it(language: str, wanted: str, made: Make) -> None:
    workspace = made()

    def facts() -> dict[str, str]:
        now = workspace.snapshot()
        view = read_scope({"period": "all"}, horizon(now), "UTC", "UTC", lambda _: ())
        return dict(facts_of("Title", view, Labels(language, RULES), RULES, horizon(now), now).lines)

    label = {"en": "Corrected by hand", "es": "Corregido a mano"}[language]
    assert label not in facts()
    add(workspace, SOME[1], SOME[2])
    assert facts()[label] == wanted


def test_published_numbers_that_changed_by_corrections_name_them_as_the_reason(made: Make) -> None:
    workspace = made()
    publish(workspace, ALL)
    add(workspace, SOME[2])
    [change] = changed(workspace)
    assert (change["old"], change["new"], kinds(change)) == (3.0, 2.0, ["corrected"])
    assert (change["why"][0]["about"], change["why"][0]["share"]) == ("test", -1.0)
    publish(workspace, ALL)
    CorrectionsFile(workspace.files).undo("test", "Ben", "It was real")
    correct(workspace)
    assert [(one["old"], one["new"], kinds(one)) for one in changed(workspace)] == [(2.0, 3.0, ["corrected"])]


def test_cubes_and_rows_agree_after_corrections(made: Make) -> None:
    workspace = made()
    asked = Query(
        ("conversations_offered", "service_level", "average_handling_time", "abandon_rate"), ("queue_name", "hour")
    )
    for corrections in ((), SOME, SOME[:1]):
        with workspace.write() as change:
            refresh(change, EVENTS.empty().lazy(), corrections=corrections)
            roll_up(change, RULES, from_rows=0)
            change.commit("test")
        now = workspace.snapshot()
        assert any(name.startswith(f"{SEGMENTS.name}_") for name in now.manifest.tables)
        assert_frame_equal(answer(now, asked, RULES), answer(of_rows(now), asked, RULES))


def test_the_command_lists_checks_and_undoes(made: Make, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = made(SOME[2])

    def told(*words: str, code: int = 0) -> str:
        assert main(["corrections", *words, "--workspace", str(workspace.home)]) == code
        return "".join(capsys.readouterr())

    assert "test  exclude  1 conversation(s)" in told("list")
    assert "1 in force, 0 undone, 0 mistake(s)" in told("check")
    assert "say who and why" in told("undo", "test", code=1)
    assert "version 3" in told("undo", "test", "--by", "Ben", "--why", "It was real")
    assert workspace.snapshot().scan(EVENTS).select(pl.len()).collect().item() > 0
    path = workspace.home / "corrections.toml"
    path.write_text(path.read_text() + 'kind = "x"\n')
    assert "corrections.toml, line" in told("check", code=1)


def test_customers_that_became_one_come_back(made: Make) -> None:
    workspace = made(correction(MERGE, customers=("+14155550171", "WT3"), into="WT3"))
    told = answer(workspace.snapshot(), Query(("conversations_offered", "unique_customers")), RULES)
    assert told.rows() == [(3, 2)]


def test_origins_are_those_of_what_the_events_told(made: Make) -> None:
    workspace = made()
    before = dossier.find(workspace.snapshot(), "WT4")
    add(workspace, SOME[0], correction(CLOSE, conversations=("WT4",)))
    found = dossier.find(workspace.snapshot(), "WT4")
    assert before
    assert found
    told = dossier.untouched(workspace.snapshot(), found)
    assert (found.facts["queue_name"], told.facts["queue_name"]) == ("Help", "Support")
    given = [origins(one.facts, one.segments, one.events) for one in (before, told)]
    assert_frame_equal(*given)
