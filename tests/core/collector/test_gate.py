"""Who is let in: signatures as the official library makes them and as they are worked out by hand, and a password."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from core.collector.gate import SETTINGS, SIGNATURE, Gate, Gatekeeper, gate_of
from core.collector.refusal import Refusal

TOKEN = "12345"
URL = "https://reports.example.com/collect/taskrouter"
FIELDS = [("EventType", "task.created"), ("Sid", "EV1"), ("TaskAttributes", '{"a": "ñ & x"}'), ("TaskAge", "")]


def signed(told: str) -> dict[str, str]:
    return {SIGNATURE: told}


def by_hand(text: str, algorithm: str = "sha1") -> str:
    """As the platform's documentation tells it: HMAC of the address and, of a form, each name and value by name."""
    return base64.b64encode(hmac.new(TOKEN.encode(), text.encode(), algorithm).digest()).decode()


def basic(told: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(told.encode()).decode()}"}


def test_the_example_of_the_platforms_documentation_is_right() -> None:
    # twilio.com/docs/usage/security: this address, these fields, the token 12345.
    fields = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675310"),
        ("Digits", "1234"),
        ("From", "+14158675310"),
        ("To", "+18005551212"),
    ]
    Gate(TOKEN).check_form("https://example.com/myapp.php?foo=1&bar=2", fields, signed("L/OH5YylLD5NRKLltdqwSvS0BnU="))


def test_a_form_signed_by_hand_is_let_in() -> None:
    text = URL + "".join(name + value for name, value in sorted(FIELDS))
    Gate(TOKEN).check_form(URL, FIELDS, signed(by_hand(text)))


def test_a_form_signed_by_the_official_library_is_let_in() -> None:
    Gate(TOKEN).check_form(URL, FIELDS, signed(RequestValidator(TOKEN).compute_signature(URL, dict(FIELDS))))


def test_a_newer_algorithm_is_named_by_a_header_of_its_own() -> None:
    text = URL + "".join(name + value for name, value in sorted(FIELDS))
    headers = signed(by_hand(text, "sha256")) | {SETTINGS: "key=k,algorithm=HMAC_SHA256"}
    Gate(TOKEN).check_form(URL, FIELDS, headers)
    with pytest.raises(Refusal):
        Gate(TOKEN).check_form(URL, FIELDS, headers | {SETTINGS: "algorithm=NONE"})


@pytest.mark.parametrize(
    ("signed_url", "seen_url"),
    [
        ("https://reports.example.com:443/collect/taskrouter", URL),
        (URL, "https://reports.example.com:443/collect/taskrouter"),
        ("http://localhost:80/collect/taskrouter", "http://localhost/collect/taskrouter"),
        ("http://localhost:8600/collect/taskrouter", "http://localhost:8600/collect/taskrouter"),
    ],
)
def test_the_default_port_may_be_written_or_not(signed_url: str, seen_url: str) -> None:
    text = signed_url + "".join(name + value for name, value in sorted(FIELDS))
    Gate(TOKEN).check_form(seen_url, FIELDS, signed(by_hand(text)))


@pytest.mark.parametrize("change", ["url", "value", "name", "missing", "more", "signature", "token"])
def test_whatever_is_changed_the_signature_is_another_one(change: str) -> None:
    url, fields, token = URL, list(FIELDS), TOKEN
    right = RequestValidator(TOKEN).compute_signature(URL, dict(FIELDS))
    match change:
        case "url":
            url = URL + "?a=1"
        case "value":
            fields[1] = ("Sid", "EV2")
        case "name":
            fields[1] = ("Sib", "EV1")
        case "missing":
            fields.pop()
        case "more":
            fields.append(("Sid", "EV2"))
        case "signature":
            right = right[:-2] + "A="
        case "token":
            token = "12346"
    with pytest.raises(Refusal) as refused:
        Gate(token).check_form(url, fields, signed(right))
    assert refused.value.status == 403
    assert right not in refused.value.reason


def test_json_without_a_hash_is_signed_by_its_address() -> None:
    Gate(TOKEN).check_json(URL, "[]", signed(by_hand(URL)))


def test_json_with_a_hash_is_bound_to_its_body() -> None:
    body = '[{"ñ": 1}]'
    url = f"{URL}?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    Gate(TOKEN).check_json(url, body, signed(by_hand(url)))
    with pytest.raises(Refusal):
        Gate(TOKEN).check_json(url, body + " ", signed(by_hand(url)))


@pytest.mark.parametrize("url", ["http://host:port/x", "http://[::1/x", "http://\u00e9:8/x", "://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Refusal):
        Gate(TOKEN).check_json(url, "[]", signed("x"))


def test_without_token_and_password_nobody_is_let_in() -> None:
    with pytest.raises(Refusal, match=r"docs/live\.md") as refused:
        Gate().knows(signed("x") | basic(":"))
    assert refused.value.status == 503


def test_an_empty_password_is_no_password() -> None:
    with pytest.raises(Refusal) as refused:
        Gate(TOKEN, "twilio", "").knows(basic("twilio:"))
    assert refused.value.status == 403


def test_the_right_password_is_enough() -> None:
    assert Gate(TOKEN, "twilio", "pässword").knows(basic("twilio:pässword"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("twilio:wrong"),
        basic("other:right"),
        basic("right"),
        {"authorization": "Basic ????"},
        {"authorization": "Basic"},
        {"authorization": "Bearer cmlnaHQ="},
        {"authorization": "Basic \u00e9\u00e9\u00e9\u00e9"},
    ],
)
def test_a_wrong_password_is_asked_for_again(headers: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        Gate("", "twilio", "right").knows(headers)
    assert refused.value.status == 401
    assert refused.value.headers["www-authenticate"].startswith("Basic ")


def test_a_signature_decides_where_the_password_is_wrong() -> None:
    assert not Gate(TOKEN, "twilio", "right").knows(basic("twilio:wrong") | signed("x"))


def test_the_gate_follows_settings_and_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "a")
    monkeypatch.setenv("HOUSE_TOKEN", "b")
    assert gate_of(tmp_path) == Gate("a", "twilio", "", "")
    (tmp_path / "twilio.toml").write_text('auth_token_env = "HOUSE_TOKEN"\npublic_url = "https://example.com/"')
    assert gate_of(tmp_path) == Gate("b", "twilio", "", "https://example.com")


def test_broken_settings_close_the_gate_and_the_log_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "a")
    (tmp_path / "twilio.toml").write_text('password_file = "/nowhere"')
    assert Gatekeeper(tmp_path).gate() == Gate()
    assert "/nowhere cannot be read" in caplog.text
