"""Published numbers that are others today: which, by how much, and why."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.answer import answer
from core.cli import main
from core.horizon import horizon
from core.ingest import ingest
from core.ledger.asking import Asking
from core.ledger.door import scope_of
from core.ledger.log import LOG
from core.ledger.noted import note, noted
from core.ledger.numbers import Asked
from core.ledger.publish import Published, publish_by_hand
from core.ledger.restated import restated, unreadable
from core.query import Query
from core.rebuild import rebuild
from core.settings import Settings
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.centre import centre
from tests.stories import answered, given_up

MARCH = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
BY_QUEUE = Query(("conversations_offered", "service_level", "average_handling_time"), ("queue_name",), *MARCH)
IN_ALL = Query(("conversations_offered", "service_level"), (), *MARCH)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty conversations from 2 March on; not to be written to."""
    home = tmp_path_factory.mktemp("centre") / "workspace"
    centre(home)
    return home


@pytest.fixture
def workspace(sixty: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(sixty, tmp_path / "workspace"))


def publish(workspace: Workspace, *queries: Query, is_whole: bool = True) -> str:
    snapshot, rules = workspace.snapshot(), workspace.settings
    asked = [
        Asked(f"figure-{number}", query, answer(snapshot, query, rules), is_whole)
        for number, query in enumerate(queries)
    ]
    published = Published("Service", "March", snapshot, rules, {"a.html": b"<p>"}, asked)
    return publish_by_hand(workspace.files, "service", "en", published, datetime.now(UTC), 10)


def changed(workspace: Workspace) -> list[dict[str, Any]]:
    return restated(workspace, watch_days=10).to_dicts()


def rules(workspace: Workspace, text: str) -> None:
    (workspace.home / "settings.toml").write_text(text)


def late(workspace: Workspace, *stories: list[dict[str, Any]]) -> None:
    """Events that come in after publication."""
    file = workspace.home.parent / f"late-{len(list(workspace.home.parent.iterdir()))}.ndjson"
    file.write_text("\n".join(map(lines, stories)))
    assert not ingest(workspace, [file]).failures


def told(change: dict[str, Any]) -> tuple[object, ...]:
    return change["metric"], change["groups"], change["old"], change["new"]


def kinds(change: dict[str, Any]) -> list[str]:
    return [one["kind"] for one in change["why"]]


def test_nothing_has_changed_while_nothing_happens(workspace: Workspace) -> None:
    publish(workspace, BY_QUEUE, IN_ALL)
    assert changed(workspace) == []


def test_late_events_of_the_period_restate_its_numbers_with_their_count(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    [offered, level] = changed(workspace)
    assert told(offered) == ("conversations_offered", "{}", 60.0, 61.0)
    assert offered["why"] == [{"kind": "late", "about": "3 / 3", "share": 1.0}]
    assert level["metric"] == "service_level"
    assert level["new"] < level["old"]


def test_late_events_of_another_month_restate_nothing(workspace: Workspace) -> None:
    february = Query(
        ("conversations_offered", "service_level"), ("queue_name",), datetime(2026, 2, 1, tzinfo=UTC), MARCH[0]
    )
    march_first_days = IN_ALL.with_(since=MARCH[0] + timedelta(days=3))
    publish(workspace, february, march_first_days)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    assert changed(workspace) == []


def test_a_queue_that_appears_is_told_and_one_without_numbers_is_not(workspace: Workspace) -> None:
    publish(workspace, BY_QUEUE.with_(metrics=("conversations_offered", "short_abandons")))
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"), answered("WTnew", "10:00:00", "Ana", "Night desk"))
    found = {told(one) for one in changed(workspace)}
    assert ("conversations_offered", '{"queue_name": "Night desk"}', None, 1.0) in found
    assert ("conversations_offered", '{"queue_name": "Support"}', 20.0, 21.0) in found
    assert not [one for one in found if one[0] == "short_abandons"]


def test_of_a_list_that_was_cut_only_what_was_published_is_compared(workspace: Workspace) -> None:
    best = BY_QUEUE.with_(metrics=("conversations_offered",), sort="conversations_offered", descending=True, limit=1)
    publish(workspace, best, is_whole=False)
    late(workspace, *(answered(f"WTn{number}", f"1{number}:00:00", "Ana", "Night desk") for number in range(3)))
    assert changed(workspace) == []


def test_a_changed_setting_is_named_with_its_values_and_its_share(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    before = changed(workspace)
    rules(workspace, "answer_within_s = 30\n")
    [one] = changed(workspace)
    assert before == []
    assert one["metric"] == "service_level"
    assert one["why"] == [
        {"kind": "setting", "about": "answer_within_s: 60 → 30", "share": pytest.approx(one["new"] - one["old"])}
    ]


def test_a_setting_that_the_number_does_not_look_at_is_no_cause(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    rules(workspace, 'answer_within_s = 30\nopening_hours = "Mon-Fri 08:00-12:00"\nmemory_gb = 2.0\n')
    [one] = changed(workspace)
    assert [cause["about"] for cause in one["why"]] == ["answer_within_s: 60 → 30"]


def test_two_causes_have_their_own_shares_that_add_up(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    rules(workspace, "answer_within_s = 30\n")
    level = next(one for one in changed(workspace) if one["metric"] == "service_level")
    assert kinds(level) == ["late", "setting"]
    assert sum(cause["share"] for cause in level["why"]) == pytest.approx(level["new"] - level["old"])
    assert all(cause["share"] for cause in level["why"])


def test_settings_that_work_on_each_other_have_no_shares(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    rules(workspace, "answer_within_s = 30\nshort_abandon_s = 20\n")
    [one] = changed(workspace)
    assert {cause["about"]: cause["share"] for cause in one["why"]} == {
        "answer_within_s: 60 → 30": None,
        "short_abandon_s: 5 → 20": None,
    }


def test_what_was_changed_and_changed_back_is_no_change(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    rules(workspace, "answer_within_s = 30\n")
    assert changed(workspace)
    rules(workspace, "answer_within_s = 60\n")
    assert changed(workspace) == []


def test_other_regions_are_a_cause_of_their_own(workspace: Workspace) -> None:
    publish(workspace, IN_ALL.with_(by=("region",)))
    (workspace.home / "regions.csv").write_text("country,state,area_code,region\nUS,,,Home\n")
    changes = changed(workspace)
    assert changes
    assert {kind for one in changes for kind in kinds(one)} == {"regions"}
    home = next(one for one in changes if told(one)[:2] == ("conversations_offered", '{"region": "Home"}'))
    assert home["old"] is None
    assert home["new"] == 24.0


def test_another_definition_of_an_own_metric_is_a_cause_and_a_removed_one_says_so(workspace: Workspace) -> None:
    words = 'label = "Calls"\nmeaning = "Conversations of one channel."\nunit = "count"\nbetter = "neither"\n'
    own = f'[calls]\n{words}count = "conversations"\n'
    (workspace.home / "metrics.toml").write_text(f'{own}where = ["channel=voice"]\n')
    publish(workspace, Query(("calls",), (), *MARCH))
    (workspace.home / "metrics.toml").write_text(f'{own}where = ["channel=chat"]\n')
    [other] = changed(workspace)
    assert told(other) == ("calls", "{}", 45.0, 15.0)
    assert [(cause["kind"], cause["share"]) for cause in other["why"]] == [("metric", -30.0)]
    (workspace.home / "metrics.toml").write_text("")
    [gone] = changed(workspace)
    assert gone["new"] is None
    assert [cause["kind"] for cause in gone["why"]] == ["gone"]
    assert "calls" in gone["why"][0]["about"]


def test_a_metric_that_is_gone_takes_no_other_of_its_figure_with_it(workspace: Workspace) -> None:
    words = 'label = "Calls"\nmeaning = "All of them."\nunit = "count"\nbetter = "neither"\n'
    (workspace.home / "metrics.toml").write_text(f'[calls]\n{words}count = "conversations"\n')
    publish(workspace, BY_QUEUE.with_(metrics=("calls", "conversations_offered"), sort="calls"))
    (workspace.home / "metrics.toml").write_text("")
    assert [(one["metric"], one["new"]) for one in changed(workspace)] == [("calls", None)] * 3


def test_a_model_that_is_worked_out_anew_alike_restates_nothing(workspace: Workspace) -> None:
    publish(workspace, BY_QUEUE, IN_ALL)
    rebuild(workspace)
    assert changed(workspace) == []


def test_another_program_is_named_where_the_rows_are_the_same(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    restate_as_of(workspace, program="0.0.9+000000000000", offered=58)
    [one] = changed(workspace)
    assert told(one) == ("conversations_offered", "{}", 58.0, 60.0)
    assert [(cause["kind"], cause["share"]) for cause in one["why"]] == [("program", 2.0)]


def test_the_program_and_late_events_are_told_apart_while_the_version_is_kept(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    restate_as_of(workspace, program="0.0.9+000000000000", offered=58)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    offered = next(one for one in changed(workspace) if one["metric"] == "conversations_offered")
    assert [(cause["kind"], cause["share"]) for cause in offered["why"]] == [("program", 2.0), ("late", 1.0)]


def test_without_the_version_of_then_both_are_named_without_shares(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    restate_as_of(workspace, program="0.0.9+000000000000", offered=58)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    workspace.files.delete("versions/000000000001.json")
    offered = next(one for one in changed(workspace) if one["metric"] == "conversations_offered")
    assert [(cause["kind"], cause["share"]) for cause in offered["why"]] == [("program", None), ("late", None)]


def test_data_that_changed_by_a_rebuild_say_so(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    restate_as_of(workspace, offered=58, ground="another one")
    rebuild(workspace)
    [one] = changed(workspace)
    assert [(cause["kind"], cause["share"]) for cause in one["why"]] == [("rebuilt", 2.0)]


def restate_as_of(workspace: Workspace, program: str = "", offered: int | None = None, ground: str = "") -> None:
    """Write down what an older program would have: other numbers of the same rows."""
    log = workspace.home / LOG
    told = [json.loads(line) for line in log.read_text().splitlines()]
    for line in told:
        if program and "program" in line:
            line["program"] = program
    log.write_text("".join(f"{json.dumps(line)}\n" for line in told))
    [file] = (workspace.home / "sent" / "numbers").iterdir()
    numbers = json.loads(file.read_text())
    for asked in numbers["asked"]:
        asked["ground"] = ground or asked["ground"]
        for column in asked["columns"]:
            if column["name"] == "conversations_offered" and offered:
                column["values"] = [offered]
    file.write_text(json.dumps(numbers))


def test_rounding_is_no_change_and_one_conversation_is(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    [file] = (workspace.home / "sent" / "numbers").iterdir()
    numbers = json.loads(file.read_text())
    level = numbers["asked"][0]["columns"][1]
    level["values"] = [level["values"][0] * (1 + 1e-12)]
    file.write_text(json.dumps(numbers))
    rules(workspace, "short_abandon_s = 4\n")
    assert changed(workspace) == []
    restate_as_of(workspace, offered=59, ground="another one")
    assert [told(one) for one in changed(workspace)] == [("conversations_offered", "{}", 59.0, 60.0)]


def test_a_noted_change_stays_noted_until_the_number_changes_again(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    rules(workspace, "answer_within_s = 30\n")
    [one] = changed(workspace)
    note(workspace.files, [one["change"]], " Ana  Ruiz ")
    [again] = changed(workspace)
    assert (again["noted_by"], again["noted_at"] is None) == ("Ana Ruiz", False)
    rules(workspace, "answer_within_s = 20\n")
    [other] = changed(workspace)
    assert other["noted_by"] is None
    assert list(noted(workspace.files)) == [one["change"]]


def test_reports_from_before_the_watched_days_are_left_alone(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    rules(workspace, "answer_within_s = 30\n")
    later = datetime.now(UTC) + timedelta(days=30)
    assert restated(workspace, watch_days=10, now=later).is_empty()
    assert restated(workspace, watch_days=40, now=later).height == 1


def test_numbers_that_cannot_be_read_are_told_and_hide_no_others(workspace: Workspace) -> None:
    first = publish(workspace, IN_ALL)
    publish(workspace, IN_ALL)
    (workspace.home / "sent" / "numbers" / f"{first}.json").write_text("{")
    rules(workspace, "answer_within_s = 30\n")
    assert len(changed(workspace)) == 1
    [problem] = unreadable(workspace, watch_days=10)
    assert first in problem


def test_rules_of_then_that_cannot_be_read_leave_the_cause_open(workspace: Workspace) -> None:
    publish(workspace, IN_ALL)
    [file] = (workspace.home / "sent" / "rules").iterdir()
    file.write_text("{}")
    rules(workspace, "answer_within_s = 30\n")
    [one] = changed(workspace)
    assert kinds(one) == ["unknown"]


@pytest.mark.parametrize("kind", ["day", "hour", "is_abandoned", "handling_team_name"])
def test_groups_of_every_kind_are_compared_with_themselves(workspace: Workspace, kind: str) -> None:
    publish(workspace, BY_QUEUE.with_(metrics=("conversations_offered", "service_level"), by=(kind, "queue_name")))
    assert changed(workspace) == []
    rules(workspace, "answer_within_s = 61\nweek_start = 'Sun'\n")
    found = changed(workspace)
    assert all(one["metric"] == "service_level" for one in found)
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    more = [one["new"] - (one["old"] or 0) for one in changed(workspace) if one["metric"] == "conversations_offered"]
    assert more == [1]


class TestCommand:
    """`atalaya published`."""

    def call(self, workspace: Workspace, *words: str) -> int:
        return main(["published", *words, "--workspace", str(workspace.home)])

    def test_the_exit_code_is_1_until_somebody_notes_the_change(
        self, workspace: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        publish(workspace, IN_ALL)
        assert self.call(workspace, "--changed") == 0
        rules(workspace, "answer_within_s = 30\n")
        assert self.call(workspace, "--changed") == 1
        assert "answer_within_s: 60 → 30" in capsys.readouterr().out
        assert self.call(workspace, "--note", "all", "--by", "Ana") == 0
        assert self.call(workspace, "--changed") == 0
        assert self.call(workspace, "--note", "nonsense", "--by", "Ana") == 1
        assert self.call(workspace, "--note", "all") == 1

    def test_lists_are_json_and_csv(self, workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
        run = publish(workspace, IN_ALL)
        rules(workspace, "answer_within_s = 30\n")
        self.call(workspace, "--format", "json")
        assert [one["run"] for one in json.loads(capsys.readouterr().out)] == [run]
        self.call(workspace, "--changed", "--format", "json")
        assert json.loads(capsys.readouterr().out)[0]["why"][0]["kind"] == "setting"
        self.call(workspace, "--changed", "--format", "csv")
        rows = pl.read_csv(capsys.readouterr().out.encode())
        assert rows["metric"].to_list() == ["service_level"]


def test_the_same_question_under_equal_rules_is_asked_once(workspace: Workspace) -> None:
    asking, snapshot = Asking(), workspace.snapshot()
    first = asking.ask(snapshot, IN_ALL, Settings())
    assert asking.ask(snapshot, IN_ALL, Settings()) is first
    assert asking.ask(snapshot, IN_ALL, Settings(answer_within_s=30)) is not first


@pytest.mark.parametrize(
    "query",
    [
        BY_QUEUE,
        BY_QUEUE.with_(by=("day", "channel")),
        BY_QUEUE.with_(by=("hour",), metrics=("conversations_offered", "service_level")),
        BY_QUEUE.with_(by=("hour_of_day", "country")),
        BY_QUEUE.with_(by=("week",), zone="America/New_York"),
        BY_QUEUE.with_(by=("hour_of_day",), zone="customer"),
        IN_ALL.with_condition("queue_name", "Support", "Billing").with_condition("channel", "voice"),
        IN_ALL.with_condition("queue_name", "and more", op="contains"),
    ],
    ids=["queue", "day", "hour", "hour-country", "week", "customer", "filtered", "part"],
)
def test_the_way_to_a_changed_number_leads_to_that_very_number(workspace: Workspace, query: Query) -> None:
    publish(workspace, query)
    rules(workspace, "answer_within_s = 30\n")
    late(workspace, given_up("WTlate", "09:00:00", "09:02:00"))
    snapshot, present = workspace.snapshot(), workspace.settings
    changes = changed(workspace)
    assert changes
    for change in changes:
        scope = scope_of(change, present.time_zone, horizon(snapshot))
        assert scope is not None
        number = answer(snapshot, scope.query(change["metric"]), present).item()
        assert number == pytest.approx(change["new"])


def test_a_number_that_no_address_can_say_has_no_way(workspace: Workspace) -> None:
    publish(workspace, IN_ALL.with_condition("queue_time_ms", 20_000, op=">="))
    rules(workspace, "answer_within_s = 30\n")
    [one] = changed(workspace)
    assert scope_of(one, "UTC", None) is None
