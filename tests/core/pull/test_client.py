"""The official client, as the house's credentials and surroundings make it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import DefinitionError
from core.pull.client import client_for
from core.pull.resource import HOST
from core.pull.wanted import Wanted

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
ACCOUNT, KEY = "AC" + "1" * 32, "SK" + "3" * 32


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET", "EDGE", "REGION"):
        monkeypatch.delenv(f"TWILIO_{name}", raising=False)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)


def wanted(account: str = "") -> Wanted:
    return Wanted("WS" + "2" * 32, NOON, NOON, account)


def test_the_accounts_token_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t")
    assert client_for(tmp_path, wanted()).auth == (ACCOUNT, "t")
    other = "AC" + "9" * 32
    assert client_for(tmp_path, wanted(other)).auth == (other, "t")


def test_a_key_goes_before_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t")
    (tmp_path / "secret").write_text("s\n")
    (tmp_path / "twilio.toml").write_text(f'api_key = "{KEY}"\napi_secret_file = "{tmp_path / "secret"}"\n')
    client = client_for(tmp_path, wanted())
    assert (client.auth, client.account_sid) == ((KEY, "s"), ACCOUNT)


def test_a_key_without_its_secret_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t")
    monkeypatch.setenv("TWILIO_API_KEY", KEY)
    with pytest.raises(DefinitionError, match="TWILIO_API_SECRET"):
        client_for(tmp_path, wanted())


def test_a_region_of_the_platform_is_asked_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    assert client_for(tmp_path, wanted()).get_hostname(HOST) == "https://taskrouter.dublin.ie1.twilio.com"
