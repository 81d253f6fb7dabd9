"""How Twilio and the house know each other: a text file that names where secrets are, and never holds one."""

from pathlib import Path

import pytest

from core.access import read_access
from core.errors import DefinitionError


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "ATALAYA_COLLECTOR_PASSWORD", "HOUSE_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def written(home: Path, text: str) -> Path:
    (home / "twilio.toml").write_text(text, encoding="utf-8")
    return home


def test_without_a_file_the_usual_variables_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_access(tmp_path).reveal("auth_token") == ""
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t0ken")
    assert read_access(tmp_path).reveal("auth_token") == "t0ken"


def test_the_file_names_another_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "password"
    secret.write_text("pass word\n")
    access = read_access(written(tmp_path, f'auth_token_env = "HOUSE_TOKEN"\npassword_file = "{secret}"\nuser = "ana"'))
    monkeypatch.setenv("HOUSE_TOKEN", "t")
    assert (access.reveal("auth_token"), access.reveal("password"), access.user) == ("t", "pass word", "ana")


def test_a_secret_that_is_placed_and_not_there_is_a_mistake(tmp_path: Path) -> None:
    access = read_access(written(tmp_path, 'auth_token_env = "HOUSE_TOKEN"'))
    with pytest.raises(DefinitionError, match="HOUSE_TOKEN holds nothing"):
        access.reveal("auth_token")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('auth_token = "5ecret"', "auth_token_env or auth_token_file"),
        ('auth_tokn_env = "X"', "did you mean auth_token_env"),
        ("account_sid = 7", "account_sid is 7; give a text"),
        ('account_sid = "XX1"', "begins with AC"),
        ('workspace_sid = ""', "give a text of one line"),
        ('user = "a:b"', "no colon"),
        ('public_url = "reports.example.com"', "give scheme and host"),
        ('public_url = "https://u:p@example.com"', "give scheme and host"),
        ('public_url = "https://example.com:99999"', "give scheme and host"),
        ('auth_token_env = "A"\nauth_token_file = "b"', "both given"),
        ("user = ", "not readable as TOML"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_way_out(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told) as wrong:
        read_access(written(tmp_path, text))
    assert "twilio.toml" in str(wrong.value)
    assert "5ecret" not in str(wrong.value)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "twilio.toml").write_bytes(b'user = "\xff"')
    with pytest.raises(DefinitionError, match=r"twilio\.toml"):
        read_access(tmp_path)
