"""The command line as a person meets it: answers, messages, exit codes."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cli import COMMANDS, main
from core.commands.console import BUSY, DONE, PROBLEM, USAGE
from core.condition import Condition
from core.condition_text import read_conditions
from core.errors import QueryError
from core.metrics import METRICS
from core.store.workspace import Workspace
from tests.core.metrics.pencil import pencil_day

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(workspace_of_its_own: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs one command on the pencil day; exit code, standard output and standard error."""
    with Workspace(workspace_of_its_own).write() as change:
        for table, rows in pencil_day().items():
            change.append(table, rows)
        change.commit("pencil day")

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as stopped:
            code = int(str(stopped.code or 0))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_ask_prints_a_table_with_recomputed_totals(ask: Ask) -> None:
    code, shown, _ = ask("ask", "conversations,average_talk_time,abandon_rate", "--by", "agent_name", "--totals")
    assert code == DONE
    assert shown.splitlines() == [
        "agent_name  Conversations handled  Average talk time  Abandon rate",
        "----------  ---------------------  -----------------  ------------",
        "Josh                            2               2:40          0.0%",
        "Mary                            3               3:53          0.0%",
        "–                               0                  –        100.0%",
        "Total                           4               3:24         57.1%",
    ]


@pytest.mark.parametrize(
    ("options", "expected", "told"),
    [
        ((), ["09:00,420000", "09:15,300000", "10:00,100000", "10:15,200000"], "split over the intervals"),
        (("--attribution", "started"), ["09:00,720000", "10:00,100000", "10:15,200000"], "count with their row"),
        (
            ("--attribution", "ended"),
            ["09:00,180000", "09:15,540000", "10:00,100000", "10:15,200000"],
            "where the time ended",
        ),
    ],
)
def test_ask_dates_sums_of_time_as_it_is_told(
    ask: Ask, options: tuple[str, ...], expected: list[str], told: str
) -> None:
    """Mary's second talk lasts from 09:11 to 09:20."""
    words = ("ask", "total_talk_time", "--by", "quarter_hour", *options)
    lines = ask(*words, "--format", "csv")[1].split()[1:]
    assert lines == [f"2026-03-02T{clock}:00+00:00,{value}" for clock, value in (one.split(",") for one in expected)]
    assert told in ask(*words)[2]


def test_ask_names_the_attributions_that_there_are(ask: Ask) -> None:
    code, _, problem = ask("ask", "total_talk_time", "--attribution", "spilt")
    assert (code, "did you mean split" in problem) == (PROBLEM, True)


def test_ask_speaks_spanish(ask: Ask) -> None:
    assert ask("ask", "abandon_rate", "--language", "es")[1].splitlines()[0] == "Tasa de abandono"


def test_ask_prints_csv_with_plain_values(ask: Ask) -> None:
    _, shown, _ = ask("ask", "segments,average_hold_time", "--by", "hour", "--tz", "Asia/Kathmandu", "--format", "csv")
    assert list(csv.reader(io.StringIO(shown))) == [
        ["hour", "segments", "average_hold_time"],
        ["2026-03-02T14:00:00+05:45", "3", "22000.0"],
        ["2026-03-02T15:00:00+05:45", "1", ""],
        ["2026-03-02T16:00:00+05:45", "1", ""],
    ]


@pytest.mark.parametrize("option", ["--tz", "--zone"])
def test_ask_tells_hours_on_each_customers_own_clock(ask: Ask, option: str) -> None:
    words = ("ask", "conversations_offered", "--by", "hour_of_day", option, "customer", "--format", "csv")
    _, shown, _ = ask(*words)
    assert shown.split() == ["hour_of_day,conversations_offered", "4,1", "11,1", "14,2", ",3"]
    _, shown, _ = ask(*words, "--where", "hour_of_day=14", "weekday=1")
    assert shown.split()[1:] == ["14,2"]
    assert "days and hours of each customer's own clock" in ask(*words[:-2])[2]


def test_ask_compares_with_the_period_before(ask: Ask) -> None:
    """Ten to eleven: c5 and c6 are handled, c4 and c6 given up. Nine to ten: c1 and c2 are handled, c3 is given up."""
    words = ("conversations,conversations_abandoned,abandon_rate,total_talk_time", "--since", "2026-03-02T10:00")
    code, shown, told = ask("ask", *words, "--until", "2026-03-02T11:00", "--vs", "previous")
    assert code == DONE
    heads, _, numbers = (line.split() for line in shown.splitlines())
    assert heads[-6:] == ["Total", "talk", "time", "Before", "Difference", "Change"]
    assert numbers == [
        *("2", "2", "0", "0.0%"),
        *("2", "1", "+1", "+100.0%"),
        *("66.7%", "33.3%", "+33.3", "pp", "–"),
        *("5:00", "12:00", "-7:00", "-58.3%"),
    ]
    assert "Compared with 2026-03-02 09:00 to 2026-03-02 10:00." in told


def test_what_is_compared_has_columns_of_its_own_and_groups_of_either_side(ask: Ask) -> None:
    words = ("ask", "segments", "--by", "agent", "--since", "2026-03-02T10:15", "--until", "2026-03-02T11:15")
    _, shown, told = ask(*words, "--vs", "previous", "--format", "csv", "--totals")
    assert list(csv.reader(io.StringIO(shown))) == [
        ["agent_name", "segments", "segments.before", "segments.difference", "segments.change"],
        ["Josh", "1", "0", "1", ""],
        ["Mary", "0", "1", "-1", "-1.0"],
        ["Total", "1", "1", "0", "0.0"],
    ]
    assert told.count("Compared with 2026-03-02 09:15 to 2026-03-02 10:15.") == 1


def test_a_period_that_the_data_do_not_fill_is_told_and_cut_on_both_sides(ask: Ask) -> None:
    """The last event is at 11:40:07; the same time after nine as after 10:30 is 10:10:07."""
    words = ("ask", "segments", "--since", "2026-03-02T10:30", "--until", "2026-03-02T12:00", "--format", "json")
    _, shown, told = ask(*words, "--vs", "previous")
    assert [json.loads(shown)[0][f"segments{name}"] for name in ("", ".before")] == [0, 3]
    assert "09:00 to 2026-03-02 10:10; the data end 2026-03-02 11:40, so both sides end after the same time" in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Nothing to compare with: give --since"),
        (("--since", "2026-03-02"), "Nothing to compare with: the data do not go back so far"),
        (
            ("--since", "2026-03-02", "--where", "day=2026-03-02"),
            "Nothing to compare with: a condition names single days",
        ),
    ],
)
def test_without_anything_to_compare_with_the_numbers_are_printed_and_the_reason_told(
    ask: Ask, words: tuple[str, ...], message: str
) -> None:
    code, shown, told = ask("ask", "conversations", *words, "--vs", "year", "--format", "csv")
    assert (code, shown.splitlines()[1]) == (DONE, "4,,,")
    assert message in told


def test_a_period_on_the_customers_clock_is_of_the_houses_days(ask: Ask, workspace_of_its_own: Path) -> None:
    (workspace_of_its_own / "settings.toml").write_text('time_zone = "Asia/Kathmandu"\n')
    words = ("ask", "conversations", "--zone", "customer", "--format", "json", "--since")
    assert json.loads(ask(*words, "2026-03-02T15:00")[1]) == [{"conversations": 2}]
    assert json.loads(ask(*words, "2026-03-02T14:00")[1]) == [{"conversations": 4}]


def test_ask_prints_json_and_follows_conditions_sort_and_limit(ask: Ask) -> None:
    words = ("--where", "queue_name=Sales", "queue=Support", "direction!=Outbound", "--sort", "segments")
    _, shown, _ = ask("ask", "segments", "--by", "queue", *words, "--descending", "--limit", "1", "--format", "json")
    assert json.loads(shown) == [{"queue_name": "Sales", "segments": 2}]


@pytest.mark.parametrize(
    ("since", "until", "conversations"),
    [
        ("2026-03-02", "2026-03-02", 4),
        ("2026-03-02T10:00", None, 2),
        (None, "2026-03-02T10:00:00+00:00", 2),
        ("2026-03-03", None, 0),
    ],
)
def test_a_period_takes_days_whole_and_times_to_the_moment(
    ask: Ask, since: str | None, until: str | None, conversations: int
) -> None:
    period = [word for name, value in (("--since", since), ("--until", until)) if value for word in (name, value)]
    assert json.loads(ask("ask", "conversations", *period, "--format", "json")[1]) == [{"conversations": conversations}]


def test_the_house_rules_hold_on_the_command_line_too(ask: Ask, workspace_of_its_own: Path) -> None:
    (workspace_of_its_own / "settings.toml").write_text("answer_within_s = 61\n", encoding="utf-8")
    assert json.loads(ask("ask", "service_level", "--format", "json")[1]) == [{"service_level": 0.75}]


def test_the_rules_in_force_are_told_beside_a_table(ask: Ask, workspace_of_its_own: Path) -> None:
    rules = "answer_within_s = 20\nshort_abandon_s = 3\nrepeat_within_days = 2\n"
    (workspace_of_its_own / "settings.toml").write_text(rules, encoding="utf-8")
    told = ask("ask", "repeat_contacts")[2]
    assert "less than 20 s. Short abandon: up to 3 s." in told
    assert "Repeat contact: within 2 days." in told


def test_service_level_by_queue_goes_by_the_targets_of_each_queue(ask: Ask, workspace_of_its_own: Path) -> None:
    rules = '[queues."Sales"]\nanswer_within_s = 61\n[queues."Support"]\nanswer_within_s = 20\n'
    (workspace_of_its_own / "settings.toml").write_text(rules, encoding="utf-8")
    words = ("ask", "service_level", "--by", "queue", "--since", "2026-03-02", "--until", "2026-03-02", "--totals")
    assert json.loads(ask(*words, "--format", "json")[1]) == [
        {"queue_name": "Sales", "service_level": 1.0},  # c1 c2: exactly 60 s is less than 61
        {"queue_name": "Support", "service_level": 0.0},  # c4 given up, c6 after exactly 20 s
        {"queue_name": "Total", "service_level": 0.5},
    ]
    assert "less than 61 s in Sales, 20 s in Support; else 60 s. Short abandon: up to 5 s." in ask(*words)[2]


def test_service_level_can_be_asked_in_another_variant(ask: Ask) -> None:
    words = ("ask", "service_level", "--variant", "abandons_failed")
    assert json.loads(ask(*words, "--format", "json")[1]) == [{"service_level": 0.4}]
    assert "Every abandon counts as missed: answered in time ÷ (answered + abandoned)." in ask(*words)[2]


def test_a_variant_that_does_not_exist_is_told_the_others(ask: Ask) -> None:
    code, _, problem = ask("ask", "service_level", "--variant", "mine")
    assert code == PROBLEM
    assert "service_level_variant is 'mine'; give one of: short_abandons_left_out, short_abandons_met" in problem


def test_a_repeat_within_no_days_at_all_is_refused(ask: Ask, workspace_of_its_own: Path) -> None:
    (workspace_of_its_own / "settings.toml").write_text("repeat_within_days = 0\n", encoding="utf-8")
    code, _, problem = ask("ask", "repeat_contacts")
    assert code == PROBLEM
    assert "repeat_within_days is 0; give days, 1 or more" in problem


def test_the_list_names_every_metric(ask: Ask) -> None:
    _, shown, _ = ask("ask", "--list", "--language", "es")
    assert all(f"{name} " in shown for name in METRICS)
    assert "Split by quarter_hour" in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ask", "servic_level"), "did you mean service_level"),
        (("ask",), "names no metric"),
        (("ask", "conversations", "--tz", "Mars/Olympus"), "no time zone called 'Mars/Olympus'"),
        (("ask", "conversations", "--since", "yesterday"), "--since is 'yesterday'; give a day"),
        (("ask", "conversations", "--where", "channel"), "'channel' is no condition"),
        (("ask", "service_level", "--by", "kind"), "cannot be split by kind"),
        (("ask", "conversations", "--by", "day", "--vs", "previous"), "--vs cannot be told by day"),
        (("export", "segmens", "-o", "x.csv"), "did you mean segments"),
        (("export", "segments", "--tz", "customer", "-o", "x.csv"), "each customer's own clock, which no single"),
        (("export", "agents", "--since", "2026-03-02", "-o", "x.csv"), "AGENTS has no period"),
        (("ingest", "not-there.json"), "not-there.json"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_without_a_traceback(
    ask: Ask, words: tuple[str, ...], message: str
) -> None:
    code, shown, problem = ask(*words)
    assert (code, shown) == (PROBLEM, "")
    assert problem.startswith("atalaya: ")
    assert message in problem
    assert "Traceback" not in problem


def test_a_command_line_that_is_not_understood_is_usage(ask: Ask) -> None:
    assert ask("fly")[0] == USAGE
    assert ask()[0] == USAGE


def test_another_writer_is_told_by_its_own_exit_code(
    ask: Ask, workspace_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Workspace.write
    file = tmp_path / "events.json"
    file.write_text("[]", encoding="utf-8")
    with Workspace(workspace_of_its_own).write():
        monkeypatch.setattr(Workspace, "write", lambda self, _wait_s=0: write(self, 0))
        code, _, problem = ask("ingest", str(file))
    assert code == BUSY
    assert problem.startswith("atalaya: ")


def test_export_writes_by_the_ending_of_the_file(ask: Ask, tmp_path: Path) -> None:
    target = tmp_path / "waits.ndjson"
    code, _, told = ask("export", "segments", "--where", "kind=Queue", "-o", str(target), "--until", "2026-03-02")
    assert code == DONE
    assert len(target.read_text(encoding="utf-8").splitlines()) == 13
    assert "waits.ndjson" in told


def test_doctor_finds_a_sound_workspace_sound(ask: Ask) -> None:
    code, shown, _ = ask("doctor")
    assert code == DONE
    assert "version 1" in shown
    assert "All is well" in shown


def test_doctor_tells_a_damaged_workspace_by_its_exit_code(ask: Ask, workspace_of_its_own: Path) -> None:
    next((workspace_of_its_own / "tables" / "segments").rglob("*.parquet")).unlink()
    code, shown, _ = ask("doctor")
    assert code == PROBLEM
    assert "→" in shown


def test_refresh_makes_the_inbox_and_says_that_nothing_waits(ask: Ask, workspace_of_its_own: Path) -> None:
    code, shown, _ = ask("refresh")
    assert code == DONE
    assert "Nothing waits" in shown
    assert (workspace_of_its_own / "inbox").is_dir()


def test_workspace_option_wins_over_the_environment(ask: Ask, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert json.loads(ask("ask", "segments", "--workspace", str(other), "--format", "json")[1]) == [{"segments": 0}]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(ask: Ask, command: str) -> None:
    code, shown, _ = ask(command, "--help")
    assert code == DONE
    assert f"atalaya {command}" in shown.split("example", 1)[1]


def test_help_loads_nothing_heavy() -> None:
    words = "import sys, core.cli; core.cli.parser(); print('polars' in sys.modules, 'babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("texts", "conditions"),
    [
        (["a=1", "a=2"], [Condition("a", "in", ("1", "2"))]),
        (["a!=1", "a!=2"], [Condition("a", "not in", ("1", "2"))]),
        (["a="], [Condition("a", "in", (None,))]),
        (["a>=1", "a<5"], [Condition("a", ">=", ("1",)), Condition("a", "<", ("5",))]),
        (["a~b=c"], [Condition("a", "contains", ("b=c",))]),
        (["a=b<c"], [Condition("a", "in", ("b<c",))]),
    ],
)
def test_conditions_are_read_as_they_are_written(texts: list[str], conditions: list[Condition]) -> None:
    assert read_conditions(texts) == conditions


def test_a_comparison_without_a_value_is_refused() -> None:
    with pytest.raises(QueryError, match="cannot compare with nothing"):
        read_conditions(["a>="])
