"""`atalaya collect`: says who is let in, and what is in the way."""

import socket
import subprocess
from pathlib import Path

import pytest

from core.cli import main
from tests.atalaya import ATALAYA, ROOT, environment

pytestmark = pytest.mark.slow


def refused_to_start(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What it says on a port that is taken: it gets as far as that, and ends."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = ["collect", "--host", "127.0.0.1", "--port", str(taken.getsockname()[1])]
        hidden = {"TWILIO_AUTH_TOKEN": "", "ATALAYA_COLLECTOR_PASSWORD": ""}
        return subprocess.run(
            [*ATALAYA, *words],
            cwd=ROOT,
            env=environment(home) | hidden | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "Every event is refused as yet: set TWILIO_AUTH_TOKEN"),
        ({"TWILIO_AUTH_TOKEN": "5ecret"}, "Events are taken with the platform's signature."),
        ({"ATALAYA_COLLECTOR_PASSWORD": "5ecret"}, "Events are taken with the password of 'twilio'."),
        ({"TWILIO_AUTH_TOKEN": "5ecret", "ATALAYA_COLLECTOR_PASSWORD": "5ecret"}, "signature or the password"),
    ],
)
def test_it_says_who_is_let_in_and_that_the_port_is_taken(tmp_path: Path, variables: dict[str, str], told: str) -> None:
    ended = refused_to_start(tmp_path / "workspace", **variables)
    assert ended.returncode == 1
    assert told in ended.stderr
    assert "address already in use" in ended.stderr
    assert "5ecret" not in ended.stdout + ended.stderr


def test_a_mistake_in_the_file_ends_it(workspace_of_its_own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "twilio.toml").write_text('auth_token = "5ecret"')
    assert main(["collect"]) == 1
    said = capsys.readouterr().err
    assert "auth_token is a secret and does not belong here" in said
    assert "5ecret" not in said
