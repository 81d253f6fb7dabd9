"""Reports to a webhook, a real server on this machine."""

import base64
import json
import socket
import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from core.sending import Attachment, Parcel, Webhook
from core.sending.destination import Secret
from core.sending.webhook import post, signature
from tests.core.sending.servers import Hook, certificate, hook_server

FILES = (Attachment("a.html", "text/html", b"<p>1</p>"), Attachment('b "2".csv', "text/csv", b"x\r\n1\r\n"))
PARCEL = Parcel("monday-20260302T0700Z", "Service", "There it is.", FILES, {"schedule": "monday", "version": "3"})


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hook_server(Hook()) as hook:
        yield hook


def test_a_form_holds_the_facts_and_every_file(hook: Hook) -> None:
    assert post(Webhook("crm", hook.url), PARCEL).delivered == (hook.url.partition("/hook")[0],)
    [(path, headers, body)] = hook.taken
    assert path == "/hook?key=secret"
    message = message_from_bytes(f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + body, policy=policy.HTTP)
    report, first, second = message.iter_parts()
    facts = json.loads(report.get_payload(decode=True))
    assert (facts["run"], facts["schedule"], facts["version"]) == (PARCEL.run, "monday", "3")
    assert [file["name"] for file in facts["files"]] == ["a.html", 'b "2".csv']
    assert (first.get_filename(), first.get_content_type()) == ("a.html", "text/html")
    assert first.get_payload(decode=True) == b"<p>1</p>"
    assert second.get_filename() == "b %222%22.csv"
    assert second.get_payload(decode=True) == b"x\r\n1\r\n"


def test_one_object_of_json_holds_the_files_in_base64(hook: Hook) -> None:
    post(Webhook("crm", hook.url, form="json"), PARCEL)
    told = json.loads(hook.taken[0][2])
    assert told["title"] == "Service"
    assert [base64.b64decode(file["base64"]) for file in told["files"]] == [b"<p>1</p>", b"x\r\n1\r\n"]


def test_headers_come_from_variables_and_the_key_is_the_same_each_time(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_TOKEN", "Bearer abc")
    monkeypatch.setenv("TEST_SIGN", "shared key")
    headers = {"Authorization": Secret("TEST_TOKEN")}
    webhook = Webhook("crm", hook.url, headers=headers, signed_with=Secret("TEST_SIGN"))
    post(webhook, PARCEL)
    post(webhook, PARCEL)
    first, second = hook.taken
    assert first[1]["Authorization"] == "Bearer abc"
    assert first[1]["Idempotency-Key"] == second[1]["Idempotency-Key"] == PARCEL.key("crm")
    assert first[1]["X-Atalaya-Signature"] == signature("shared key", first[1]["X-Atalaya-Timestamp"], first[2])


@pytest.mark.parametrize("value", ["two\r\nX-Evil: 1", "", "tab\there"])
def test_a_header_that_is_none_is_refused_before_anything_is_sent(
    hook: Hook, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("TEST_TOKEN", value)
    tried = post(Webhook("crm", hook.url, headers={"Authorization": Secret("TEST_TOKEN")}), PARCEL)
    assert "environment variable TEST_TOKEN" in next(iter(tried.never.values()))
    assert hook.taken == []


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_what_may_pass_is_tried_again(hook: Hook, status: int) -> None:
    hook.answers = [(status, {"Retry-After": "7"}, b"busy")]
    tried = post(Webhook("crm", hook.url), PARCEL)
    assert f": {status} " in next(iter(tried.later.values()))
    assert tried.wait_s == 7


@pytest.mark.parametrize("status", [301, 307, 400, 401, 403, 404, 413])
def test_what_does_not_pass_is_final_and_no_redirection_is_followed(hook: Hook, status: int) -> None:
    hook.answers = [(status, {"Location": f"{hook.url}&again"}, b"no")]
    tried = post(Webhook("crm", hook.url), PARCEL)
    assert f": {status} " in next(iter(tried.never.values()))
    assert len(hook.taken) == 1


@pytest.mark.parametrize("told", ["Wed, 21 Oct 2099 07:28:00 GMT", "soon", "", "Wed, 21 Oct 1999 07:28:00 GMT"])
def test_how_long_to_wait_may_be_a_date_or_nonsense(hook: Hook, told: str) -> None:
    hook.answers = [(503, {"Retry-After": told}, b"")]
    wait_s = post(Webhook("crm", hook.url), PARCEL).wait_s
    assert (wait_s or 0) > 1_000_000 if "2099" in told else not wait_s


def test_the_address_itself_is_told_nobody() -> None:
    webhook = Webhook("crm", "https://hooks.example.com:8443/services/T0/secret?key=secret")
    assert webhook.recipients == ("https://hooks.example.com:8443",)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1", "//127.0.0.1/x"])
def test_nothing_but_the_web_is_sent_to(url: str) -> None:
    assert "only http and https" in next(iter(post(Webhook("crm", url), PARCEL).never.values()))


def test_a_server_that_is_away_or_silent_is_tried_again() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        away = post(Webhook("crm", url), PARCEL)
        silent.listen()
        mute = post(Webhook("crm", url), PARCEL, within_s=0.2)
    assert away.later
    assert not away.is_uncertain
    assert mute.later
    assert mute.is_uncertain


def test_only_a_trusted_certificate_is_sent_to(tmp_path: Path) -> None:
    ca_file, context = certificate(tmp_path)
    with hook_server(Hook(), context) as hook:
        assert "certificate" in next(iter(post(Webhook("crm", hook.url), PARCEL).never.values()))
        assert post(Webhook("crm", hook.url, ca_file=str(ca_file)), PARCEL).delivered
    assert isinstance(context, ssl.SSLContext)
    assert len(hook.taken) == 1
