"""`atalaya collect`: and `atalaya serve`: who is let in, and what is in the way."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cli import main


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "Every event is refused as yet: set TWILIO_AUTH_TOKEN"),
        ({"TWILIO_AUTH_TOKEN": "5ecret"}, "Events are taken with the platform's signature."),
        ({"ATALAYA_COLLECTOR_PASSWORD": "5ecret"}, "Events are taken with the password of 'twilio'."),
        ({"TWILIO_AUTH_TOKEN": "5ecret", "ATALAYA_COLLECTOR_PASSWORD": "5ecret"}, "signature or the password"),
    ],
)
def test_it_says_who_is_let_in_and_that_the_port_is_taken(
    workspace_of_its_own: Path,
    taken: str,
    variables: dict[str, str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in ({"TWILIO_AUTH_TOKEN": "", "ATALAYA_COLLECTOR_PASSWORD": ""} | variables).items():
        monkeypatch.setenv(name, value)
    assert main(["collect", "--host", "127.0.0.1", "--port", taken]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert f"Nothing can listen on port {taken} of 127.0.0.1 ([Errno 98] Address already in use)" in said.replace(
        "[Errno 48]", "[Errno 98]"
    )
    assert "Collecting for" not in said
    assert "5ecret" not in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--port", "70000"], "Nothing can listen on port 70000 of localhost"),
        (["--host", "no.such.host.invalid"], "Nothing can listen on port 8501 of no.such.host.invalid"),
    ],
)
def test_the_app_is_served_on_a_port_that_is_there(
    workspace_of_its_own: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *words]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "give another one with --port" in said
    assert "Serving" not in said


def test_a_taken_port_is_told_before_anything_is_served(
    workspace_of_its_own: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--host", "127.0.0.1", "--port", taken]) == 1
    assert "Serving" not in capsys.readouterr().err


def test_a_mistake_in_the_file_ends_it(workspace_of_its_own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "twilio.toml").write_text('auth_token = "5ecret"')
    assert main(["collect"]) == 1
    said = capsys.readouterr().err
    assert "auth_token is a secret and does not belong here" in said
    assert "5ecret" not in said
