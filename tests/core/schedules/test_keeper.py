"""Schedules at work: what is due is sent once, what is broken off is taken up again, and what failed is told."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

import pytest

from core.cli import main
from core.errors import Busy, DefinitionError, UnknownName
from core.ledger.log import BEGUN, FAILED, LOG, OPEN, PARTLY, SENT, read_log, write_line
from core.schedules.deliver import Means, deliver
from core.schedules.due import Due, due_now, meet
from core.schedules.file import ScheduleFile
from core.schedules.keeper import LOCK, Keeper
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.atalaya import ATALAYA, ROOT, environment
from tests.centre import centre
from tests.core.sending.servers import Hook, Mailbox, hook_server, mail_server

NOTEBOOK = """title = "Service"
parameters = ["period", "queue"]
[scope]
period = "last-month"
[[cell]]
kind = "table"
name = "queues"
metrics = ["conversations_offered", "service_level"]
rows = ["queue_name"]
"""
SCHEDULE = """[daily]
notebook = "service"
cron = "0 7 * * *"
formats = ["csv"]
[daily.to.here]
folder = "out"
"""
DAY = datetime(2026, 3, 11, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def with_notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with data and a notebook; not to be written to."""
    home = tmp_path_factory.mktemp("centre") / "workspace"
    centre(home)
    (home / "notebooks").mkdir()
    (home / "notebooks" / "service.toml").write_text(NOTEBOOK)
    return home


@pytest.fixture
def workspace(with_notebook: Path, tmp_path: Path) -> Workspace:
    home = shutil.copytree(with_notebook, tmp_path / "workspace")
    return Workspace(home)


def write(workspace: Workspace, text: str) -> None:
    (workspace.home / "schedules.toml").write_text(text)


def by_mail(mailbox: Mailbox, *recipients: str) -> str:
    told = f'port = {mailbox.port}\ntls = "none"\nsender = "a@b.c"\nrecipients = {json.dumps(recipients)}\n'
    return SCHEDULE.partition("[daily.to")[0] + f'[daily.to.mail]\nsmtp = "127.0.0.1"\n{told}'


def by_hook(hook: Hook) -> str:
    return SCHEDULE.partition("[daily.to")[0] + f'[daily.to.crm]\nwebhook = "{hook.url}"\n'


def due(workspace: Workspace, at: datetime = DAY) -> Due:
    return Due(ScheduleFile(workspace.files).schedule("daily"), at)


def made(workspace: Workspace, one: Due, lines: list[str] | None = None, waits_s: tuple[float, ...] = ()) -> str:
    tell: Callable[[str], None] = lines.append if lines is not None else lambda _: None
    means = Means(lambda _: None, tell, waits_s)
    return deliver(workspace, one, ScheduleFile(workspace.files).read().schedules, "due", means).state


def test_a_report_of_the_month_before_is_in_the_folder(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    assert made(workspace, due(workspace, datetime(2026, 4, 1, 7, tzinfo=UTC))) == SENT
    [table] = [path for path in (workspace.home / "out").iterdir() if "queues" in path.name]
    assert table.name == "daily.service_2026-03-01_2026-03-31.queues.csv"
    run = read_log(workspace.files).runs["daily-20260401T0700Z"]
    assert (run.version, run.why, run.notebook) == (1, "due", "service")
    assert run.data_end is not None
    kept = workspace.home / "sent" / "files" / run.id / table.name
    assert kept.read_bytes() == table.read_bytes()


def test_the_same_due_time_is_made_once(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    made(workspace, due(workspace))
    before = (workspace.home / LOG).read_text()
    assert made(workspace, due(workspace)) == SENT
    assert (workspace.home / LOG).read_text() == before


def test_what_is_tried_again_is_the_same_message(workspace: Workspace) -> None:
    with mail_server(Mailbox({"ana@x.y": ["451 later"]})) as mailbox:
        write(workspace, by_mail(mailbox, "ana@x.y", "ben@x.y"))
        assert made(workspace, due(workspace), waits_s=(0.0,)) == SENT
        assert [recipients for recipients, _ in mailbox.taken] == [["ben@x.y"], ["ana@x.y"]]
        assert len({message["Message-ID"] for _, message in mailbox.taken}) == 1
    assert read_log(workspace.files).runs["daily-20260311T0700Z"].to["mail"].tries == 2


def test_who_does_not_get_it_is_told_in_the_log(workspace: Workspace) -> None:
    lines: list[str] = []
    with mail_server(Mailbox({"ana@x.y": ["550 no such user"]})) as mailbox:
        write(workspace, by_mail(mailbox, "ana@x.y", "ben@x.y"))
        assert made(workspace, due(workspace), lines) == PARTLY
    run = read_log(workspace.files).runs["daily-20260311T0700Z"]
    assert run.to["mail"].failed == {"ana@x.y": "550 no such user"}
    assert list(run.to["mail"].delivered) == ["ben@x.y"]
    assert any("ana@x.y: 550 no such user" in line for line in lines)


def test_a_report_that_cannot_be_made_reaches_nobody_and_says_why(workspace: Workspace) -> None:
    write(workspace, SCHEDULE.replace('"service"', '"no-such"'))
    assert made(workspace, due(workspace)) == FAILED
    assert "no-such" in read_log(workspace.files).runs["daily-20260311T0700Z"].problem
    assert not (workspace.home / "out").exists()


def test_a_value_that_the_data_does_not_have_is_no_report_about_everything(workspace: Workspace) -> None:
    write(workspace, SCHEDULE.replace("[daily.to", 'set = { queue = "Suport" }\n[daily.to'))
    assert made(workspace, due(workspace)) == FAILED
    assert "Suport" in read_log(workspace.files).runs["daily-20260311T0700Z"].problem


class TestDue:
    """Which times are due."""

    def test_what_was_due_before_a_schedule_was_met_is_not(self, workspace: Workspace) -> None:
        write(workspace, SCHEDULE)
        schedules = ScheduleFile(workspace.files).read().schedules.all
        assert meet(workspace.files, read_log(workspace.files), schedules)
        assert not meet(workspace.files, read_log(workspace.files), schedules)
        now = datetime.now(UTC)
        assert not list(due_now(read_log(workspace.files), schedules, "UTC", now))
        assert [
            one.missed for one in due_now(read_log(workspace.files), schedules, "UTC", now + timedelta(days=1))
        ] == [0]

    def test_of_missed_times_the_newest_is_made_and_the_others_are_counted(self, workspace: Workspace) -> None:
        write(workspace, SCHEDULE)
        schedules = ScheduleFile(workspace.files).read().schedules.all
        meet(workspace.files, read_log(workspace.files), schedules)
        later = datetime.now(UTC) + timedelta(days=5)
        [one] = due_now(read_log(workspace.files), schedules, "UTC", later)
        assert (one.missed, one.at.hour, later - one.at < timedelta(days=1)) == (4, 7, True)
        made(workspace, one)
        assert not list(due_now(read_log(workspace.files), schedules, "UTC", later))

    def test_another_rhythm_begins_anew_and_a_paused_one_rests(self, workspace: Workspace) -> None:
        write(workspace, SCHEDULE)
        meet(workspace.files, read_log(workspace.files), ScheduleFile(workspace.files).read().schedules.all)
        later = datetime.now(UTC) + timedelta(days=5)
        write(workspace, SCHEDULE.replace("0 7", "0 8"))
        other = ScheduleFile(workspace.files).read().schedules.all
        assert not list(due_now(read_log(workspace.files), other, "UTC", later))
        ScheduleFile(workspace.files).pause("daily", is_paused=True)
        paused = ScheduleFile(workspace.files).read().schedules.all
        meet(workspace.files, read_log(workspace.files), paused)
        assert not list(due_now(read_log(workspace.files), paused, "UTC", later))

    def test_a_clock_that_is_set_back_sends_nothing_twice(self, workspace: Workspace) -> None:
        write(workspace, SCHEDULE)
        schedules = ScheduleFile(workspace.files).read().schedules.all
        meet(workspace.files, read_log(workspace.files), schedules)
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        [one] = due_now(read_log(workspace.files), schedules, "UTC", tomorrow)
        made(workspace, one)
        assert not list(due_now(read_log(workspace.files), schedules, "UTC", datetime.now(UTC) - timedelta(days=3)))
        assert not list(due_now(read_log(workspace.files), schedules, "UTC", tomorrow))


def test_pausing_keeps_comments_and_can_be_taken_back(workspace: Workspace) -> None:
    text = f"# The board's.\n{SCHEDULE}# The end.\n"
    write(workspace, text)
    file = ScheduleFile(workspace.files)
    file.pause("daily", is_paused=True)
    paused = (workspace.home / "schedules.toml").read_text()
    assert "# The board's." in paused
    assert "# The end." in paused
    assert file.schedule("daily").is_paused
    file.pause("daily", is_paused=False)
    assert not file.schedule("daily").is_paused


def test_a_name_that_is_not_there_and_one_that_cannot_be_used_are_told_apart(workspace: Workspace) -> None:
    write(workspace, SCHEDULE.replace("0 7", "0 77"))
    with pytest.raises(DefinitionError, match="line 3: cron is '0 77"):
        ScheduleFile(workspace.files).schedule("daily")
    write(workspace, SCHEDULE)
    with pytest.raises(UnknownName, match="did you mean daily"):
        ScheduleFile(workspace.files).schedule("dayly")


def test_only_one_keeper_is_at_work(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    write(workspace, SCHEDULE)
    with locked(workspace.home / LOCK, 0):
        with pytest.raises(Busy):
            Keeper(workspace, lambda _: None).once()
        assert main(["schedule", "--once", "--workspace", str(workspace.home)]) == 3
    assert "process" in capsys.readouterr().err


def test_a_torn_line_hides_no_other(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    (workspace.home / "sent").mkdir()
    (workspace.home / LOG).write_bytes(b'{"at": "2026-03-11T07:00:00+00:00", "event": "beg')
    assert made(workspace, due(workspace)) == SENT
    assert list(read_log(workspace.files).runs) == ["daily-20260311T0700Z"]


def test_the_files_of_old_runs_go_and_the_log_stays(workspace: Workspace) -> None:
    write(workspace, f"keep_files = 2\n{SCHEDULE}")
    for day in range(4):
        made(workspace, due(workspace, DAY + timedelta(days=day)))
    assert sorted(path.name for path in (workspace.home / "sent" / "files").iterdir()) == [
        "daily-20260313T0700Z",
        "daily-20260314T0700Z",
    ]
    assert len(read_log(workspace.files).runs) == 4


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (SCHEDULE, ["--run", "daily"], 0),
        (SCHEDULE, ["--run", "other"], 1),
        (SCHEDULE.replace('"service"', '"no-such"'), ["--run", "daily"], 1),
        (SCHEDULE, ["--once"], 0),
        (SCHEDULE.replace("0 7", "0 77"), ["--once"], 1),
        (SCHEDULE, ["--dry-run"], 0),
        ("", ["--dry-run"], 0),
        (SCHEDULE.replace("0 7", "0 77"), ["--dry-run"], 1),
    ],
)
def test_the_exit_code_tells_a_scheduler_how_it_went(
    workspace: Workspace, text: str, words: list[str], code: int
) -> None:
    write(workspace, text)
    assert main(["schedule", *words, "--workspace", str(workspace.home)]) == code


def test_a_dry_run_lists_due_times_on_the_schedules_own_clock(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace, SCHEDULE.replace("[daily.to", 'zone = "Asia/Kathmandu"\n[daily.to'))
    main(["schedule", "--dry-run", "--workspace", str(workspace.home)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert all(line.endswith("07:00 Asia/Kathmandu  daily") for line in lines)
    assert not (workspace.home / "sent").exists()


def test_a_run_killed_in_the_middle_of_sending_is_taken_up_and_says_that_it_may_come_twice(
    workspace: Workspace,
) -> None:
    """The webhook takes the report and does not answer before its sender is killed."""
    begun = []

    class Slow(list[tuple[int, dict[str, str], bytes]]):
        def pop(self, _index: int = 0) -> tuple[int, dict[str, str], bytes]:  # type: ignore[override]
            begun.append(time.monotonic())
            time.sleep(3)
            self.clear()
            return 200, {}, b""

    with hook_server(Hook(Slow([(200, {}, b"")]))) as hook:
        write(workspace, by_hook(hook))
        process = subprocess.Popen(
            [*ATALAYA, "schedule", "--run", "daily"],
            cwd=ROOT,
            env=environment(workspace.home),
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not begun and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        [run] = read_log(workspace.files).runs.values()
        assert run.state == OPEN
        assert run.to["crm"].last_try
        lines: list[str] = []
        Keeper(workspace, lines.append).once()
        assert [headers["Idempotency-Key"] for _, headers, _ in hook.taken] == [hook.taken[0][1]["Idempotency-Key"]] * 2
        assert hook.taken[0][2] == hook.taken[1][2]
    [run] = read_log(workspace.files).runs.values()
    assert (run.state, run.to["crm"].is_uncertain, run.to["crm"].tries) == (SENT, True, 2)
    assert any("may get it twice" in line for line in lines)


def test_a_run_killed_before_it_was_made_is_made_by_the_next_start(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    write_line(workspace.files, BEGUN, run="daily-1", schedule="daily", notebook="service", why="due", due=DAY)
    lines: list[str] = []
    assert Keeper(workspace, lines.append).once()
    run = read_log(workspace.files).runs["daily-1"]
    assert (run.state, run.due) == (SENT, DAY)
    assert any("taken up again" in line for line in lines)


def test_a_run_that_ends_its_process_again_and_again_is_given_up(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    for _ in range(3):
        write_line(workspace.files, BEGUN, run="daily-1", schedule="daily", notebook="service", why="due", due=DAY)
    assert not Keeper(workspace, lambda _: None).once()
    run = read_log(workspace.files).runs["daily-1"]
    assert (run.state, "begun 3 times" in run.problem) == (FAILED, True)
    assert Keeper(workspace, lambda _: None).once()


def test_a_house_whose_rules_cannot_be_read_sends_nothing_and_says_so_once(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    (workspace.home / "settings.toml").write_text("time_zone = 3\n")
    lines: list[str] = []
    keeper = Keeper(workspace, lines.append, look_every_s=0.05)
    Timer(1.0, keeper.stop).start()
    keeper.keep()
    assert len([line for line in lines if "time_zone is 3" in line]) == 1


def test_a_keeper_stays_picks_up_changes_and_leaves_when_it_is_told(workspace: Workspace) -> None:
    write(workspace, "")
    process = subprocess.Popen(
        [*ATALAYA, "schedule"], cwd=ROOT, env=environment(workspace.home), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert "Nothing is due" in process.stderr.readline()
    write(workspace, SCHEDULE.replace("0 7 * * *", "* * * * *"))
    assert "Next: daily" in process.stderr.readline()
    again = subprocess.run(
        [*ATALAYA, "schedule"], cwd=ROOT, env=environment(workspace.home), capture_output=True, check=False
    )
    assert again.returncode == 3
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    process.stderr.close()
