"""`atalaya pull`, against a server that speaks the documented resource."""

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cli import main
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.atalaya import ATALAYA, ROOT, environment
from tests.core.pull.platform import ACCOUNT, TOKEN, WORKSPACE, Platform, events, speaking

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    for name in ("TWILIO_API_KEY", "TWILIO_EDGE", "TWILIO_REGION", "TWILIO_WORKSPACE_SID"):
        monkeypatch.delenv(name, raising=False)
    with speaking() as platform:
        platform.events = events(480, NOW - timedelta(hours=48), timedelta(minutes=6))
        yield platform


def words(platform: Platform, *more: str, since: str = "50h") -> list[str]:
    return ["pull", "twilio", "--since", since, "--workspace-sid", WORKSPACE, "--api", platform.url, *more]


def ids(home: Path) -> list[str]:
    return Workspace(home).snapshot().scan(EVENTS).collect()["event_id"].sort().to_list()


def test_all_that_is_kept_is_there_and_the_second_time_nothing_is_new(
    platform: Platform, workspace_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(platform)) == 0
    assert "480 new events, 48 that came twice or were there already, 0 rejected." in capsys.readouterr().out
    assert ids(workspace_of_its_own) == [event["sid"] for event in platform.events]
    asked = len(platform.asked)
    assert main(words(platform, "--until", "1h")) == 0
    assert "All of it has been pulled before" in capsys.readouterr().out
    assert len(platform.asked) == asked
    assert main(words(platform, "--until", "1h", "--again")) == 0
    assert "0 new events" in capsys.readouterr().out


def test_what_is_older_than_the_platform_keeps_is_told(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(platform, since="2020-01-01")) == 0
    assert "keeps events for 30 days" in capsys.readouterr().err
    first = datetime.fromisoformat(platform.asked[0]["StartDate"])
    assert datetime.now(UTC) - first < timedelta(days=30, minutes=5)


def test_a_day_is_one_of_the_houses_clock(platform: Platform, workspace_of_its_own: Path) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "settings.toml").write_text('time_zone = "Asia/Tokyo"')
    day = f"{NOW - timedelta(days=3):%Y-%m-%d}"
    assert main(words(platform, "--until", f"{day}T02:00", since=day)) == 0
    assert platform.asked[0]["StartDate"].endswith("T15:00:00Z")
    assert len(platform.asked) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--since", "soon"], "--since is 'soon'"),
        (["--since", "1h", "--until", "2h"], "is not before the end"),
        (["--workspace-sid", "WS1"], "is 'WS1': give --workspace-sid"),
    ],
)
def test_what_cannot_be_asked_is_told(
    platform: Platform, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    assert main(words(platform, *more)) == 1
    assert told in capsys.readouterr().err
    assert platform.asked == []


def test_the_workspace_may_stand_in_the_file(
    platform: Platform, workspace_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "twilio.toml").write_text(
        f'workspace_sid = "{WORKSPACE}"\naccount_sid = "{ACCOUNT}"\nauth_token_env = "HOUSE_TOKEN"\n'
    )
    monkeypatch.setenv("HOUSE_TOKEN", TOKEN)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "another one")
    assert main(["pull", "twilio", "--since", "50h", "--api", platform.url]) == 0
    assert len(ids(workspace_of_its_own)) == 480


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_ended_in_the_middle_it_goes_on_and_all_is_there_once(
    platform: Platform, tmp_path: Path, number: signal.Signals
) -> None:
    """The first turn ends with its hours; the process is ended while the second one fetches."""
    home = tmp_path / "workspace"
    first = words(platform, "--until", "30h")
    subprocess.run([*ATALAYA, *first], cwd=ROOT, env=environment(home), check=True, capture_output=True)
    before = ids(home)
    process = subprocess.Popen(
        [*ATALAYA, *words(platform)], cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    begins = len(platform.asked)

    def end() -> None:
        if len(platform.asked) == begins + 5:
            os.kill(process.pid, number)

    platform.before = end
    _, said = process.communicate(timeout=120)
    assert process.returncode == (-9 if number == signal.SIGKILL else 130), said
    assert ids(home) == before
    asked = len(platform.asked)
    subprocess.run([*ATALAYA, *words(platform)], cwd=ROOT, env=environment(home), check=True, capture_output=True)
    assert ids(home) == [event["sid"] for event in platform.events]
    assert min(query["StartDate"] for query in platform.asked[asked:]) >= f"{NOW - timedelta(hours=31):%Y-%m-%dT%H}"
