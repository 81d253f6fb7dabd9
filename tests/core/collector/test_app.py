"""The collector's answers: what is acknowledged is written down, and everything else refused with a reason."""

import asyncio
import base64
import json
import os
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.collector import closed_files
from core.collector.app import Collector
from core.collector.request import BODY_BYTES
from core.ingest import ingest
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.apart import run_apart
from tests.core.collector.asking import CALLBACK, EVENT, TOKEN, Answer, ask, post_callback, post_events, signed

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.delenv("ATALAYA_COLLECTOR_PASSWORD", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def collector(workspace: Workspace) -> Iterator[Collector]:
    collector = Collector(lambda: workspace.home)
    yield collector
    collector.close()


def run(asked: Coroutine[Any, Any, Answer]) -> Answer:
    return run_apart(asked)


def test_what_is_acknowledged_becomes_events(collector: Collector, workspace: Workspace) -> None:
    called = run(post_callback(collector))
    streamed = run(post_events(collector, json.dumps([EVENT, EVENT | {"id": "EZ2", "data": {}}]).encode()))
    assert (called.status, called.headers["content-type"], called.body) == (204, "application/json", b"")
    assert (streamed.status, streamed.told) == (200, {"accepted": 2})
    collector.close()
    done = ingest(workspace, closed_files(workspace))
    assert {load["source"]: load["rows_in"] for load in done.loads} == {"event callback": 1, "event stream": 2}
    assert {"EV1", "EV2"} <= set(workspace.snapshot().scan(EVENTS).collect()["event_id"])


def test_the_same_event_by_both_ways_and_twice_is_one(collector: Collector, workspace: Workspace) -> None:
    payload = {"sid": "EV1", "timestamp_ms": 1773570600000, "task_sid": "WT1"}
    for _ in range(2):
        run(post_callback(collector))
        run(post_events(collector, json.dumps([EVENT | {"data": {"payload": payload}}]).encode()))
    collector.close()
    ingest(workspace, closed_files(workspace))
    assert workspace.snapshot().rows(EVENTS) == 1


def test_what_is_no_event_among_events_is_rejected_with_its_reason(collector: Collector, workspace: Workspace) -> None:
    body = json.dumps([7, {}, {"events": [EVENT]}, {"a": {"b": "c"}}, EVENT, [EVENT]]).encode()
    assert run(post_events(collector, body)).told == {"accepted": 6}
    collector.close()
    [load] = ingest(workspace, closed_files(workspace)).loads
    assert (load["rows_in"], load["rows_kept"], load["rows_rejected"]) == (6, 1, 5)


def test_what_is_refused_leaves_nothing(collector: Collector, workspace: Workspace) -> None:
    assert run(ask(collector, "/collect/taskrouter", [b"EventType=a"], FORM)).status == 403
    assert run(post_callback(collector, {"Sid": "EV1"})).status == 400
    collector.close()
    assert closed_files(workspace) == []


def test_without_any_secret_nothing_is_taken(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    refused = run(post_callback(collector))
    assert refused.status == 503
    assert "not switched on" in refused.told["error"]
    assert run(ask(collector, "/collect/health", [], method="GET")).told["status"] == "closed"


def test_a_password_lets_in_without_a_signature(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_COLLECTOR_PASSWORD", "right")
    for password, status in (("right", 200), ("wrong", 401)):
        told = f"Basic {base64.b64encode(f'twilio:{password}'.encode()).decode()}"
        headers = {"content-type": "application/json", "authorization": told}
        assert run(ask(collector, "/collect/event-streams", [b"[]"], headers)).status == status


def test_the_public_address_is_what_is_signed(collector: Collector, workspace: Workspace) -> None:
    (workspace.home / "twilio.toml").write_text('public_url = "https://reports.example.com/live/"')
    proxied = signed("/collect/taskrouter", CALLBACK, "https://reports.example.com/live")
    assert run(post_callback(collector, **proxied)).status == 204
    assert run(post_callback(collector)).status == 403


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/collect/taskrouter", "GET", {}, 405),
        ("/collect/taskrouter", "PUT", {}, 405),
        ("/collect/event-streams", "HEAD", {}, 405),
        ("/collect/health", "POST", {}, 405),
        ("/collect/other", "POST", {}, 404),
        ("/collect/taskrouter/", "POST", {}, 404),
        ("/collect/taskrouter", "POST", {"content-type": "application/json"}, 415),
        ("/collect/taskrouter", "POST", {"content-type": "multipart/form-data; boundary=x"}, 415),
        ("/collect/taskrouter", "POST", {"content-type": ""}, 415),
        ("/collect/event-streams", "POST", FORM, 415),
        ("/collect/event-streams", "POST", {"content-type": "application/json; charset=utf-16"}, 415),
        ("/collect/event-streams", "POST", {"content-type": "application/json", "content-encoding": "gzip"}, 415),
        ("/collect/event-streams", "POST", {"content-type": "application/json", "content-length": "99999999"}, 413),
        ("/collect/event-streams", "POST", {"content-type": "application/json", "content-length": "9" * 5000}, 413),
    ],
)
def test_what_does_not_fit_is_refused_before_it_is_read(
    collector: Collector, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    known = {"x-twilio-signature": "x"}
    refused = run(ask(collector, path, [], known | headers, method=method))
    assert refused.status == status
    assert refused.told["error"]


def test_a_method_that_is_not_allowed_is_told_which_is(collector: Collector) -> None:
    assert run(ask(collector, "/collect/taskrouter", [], method="GET")).headers["allow"] == "POST"


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "Application/CloudEvents-Batch+JSON"])
def test_media_types_may_be_written_otherwise(collector: Collector, content_type: str) -> None:
    assert run(post_events(collector, json.dumps([EVENT]).encode(), **{"content-type": content_type})).status == 200


def test_a_body_without_length_is_cut_off_where_it_is_too_large(collector: Collector) -> None:
    parts = [b" " * (1 << 20)] * (BODY_BYTES // (1 << 20) + 5)
    headers = {"content-type": "application/json", "x-twilio-signature": "x"}
    refused = run(ask(collector, "/collect/event-streams", parts, headers))
    assert refused.status == 413
    assert refused.headers["connection"] == "close"


def test_a_body_of_just_the_largest_size_is_taken(collector: Collector) -> None:
    body = json.dumps([EVENT]).encode()
    assert run(post_events(collector, body + b" " * (BODY_BYTES - len(body)))).status == 200


def test_a_body_that_breaks_off_is_not_taken(collector: Collector, workspace: Workspace) -> None:
    headers = {"content-type": "application/json"} | signed("/collect/event-streams", {})
    whole = json.dumps([EVENT]).encode()
    assert run(ask(collector, "/collect/event-streams", [whole], headers, breaks_off=True)).status == 400
    collector.close()
    assert closed_files(workspace) == []


def test_no_answer_repeats_what_was_sent(collector: Collector) -> None:
    secret = "s3cret-value"
    answers = [
        run(post_callback(collector, **{"x-twilio-signature": secret, "authorization": f"Basic {secret}"})),
        run(post_callback(collector, {"Sid": secret})),
        run(post_events(collector, f'[{{"a":"{secret}"}}]'.encode())),
        run(ask(collector, f"/collect/{secret}", [])),
    ]
    assert [answer.status for answer in answers] == [403, 400, 400, 404]
    assert not any(secret in str(answer) for answer in answers)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fdatasync

    def stuck(handle: int) -> None:
        time.sleep(1)
        sync(handle)

    monkeypatch.setattr(os, "fdatasync", stuck)


@pytest.mark.usefixtures("slow_disk")
def test_what_waits_too_long_for_the_disk_is_not_acknowledged(workspace: Workspace) -> None:
    collector = Collector(lambda: workspace.home, within_s=0.2)
    late = run(post_callback(collector))
    collector.close()
    assert (late.status, late.headers["retry-after"]) == (503, "1")


@pytest.mark.usefixtures("slow_disk")
def test_who_comes_when_too_much_waits_is_told_to_come_again(workspace: Workspace) -> None:
    collector = Collector(lambda: workspace.home, room_bytes=4_000)

    async def many() -> list[Answer]:
        return await asyncio.gather(
            *(post_callback(collector, CALLBACK | {"Sid": f"EV{number}"}) for number in range(20))
        )

    answers = run_apart(many())
    collector.close()
    taken = [answer for answer in answers if answer.status == 204]
    refused = [answer for answer in answers if answer.status == 503]
    assert len(taken) + len(refused) == 20
    assert len(taken) >= 1
    assert len(refused) >= 10
    assert all(answer.headers["retry-after"] == "1" for answer in refused)
    ingest(workspace, closed_files(workspace))
    assert workspace.snapshot().rows(EVENTS) == len(taken)


def test_a_disk_that_refuses_is_told_and_the_next_one_is_taken(
    collector: Collector, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    run(post_callback(collector, CALLBACK | {"Sid": "EV1"}))
    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", full)
        refused = run(post_callback(collector, CALLBACK | {"Sid": "EV2"}))
    assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert run(post_callback(collector, CALLBACK | {"Sid": "EV3"})).status == 204
    collector.close()
    ingest(workspace, closed_files(workspace))
    assert {"EV1", "EV3"} <= set(workspace.snapshot().scan(EVENTS).collect()["event_id"])


def test_health_tells_what_was_done(collector: Collector) -> None:
    before = run(ask(collector, "/collect/health", [], method="GET")).told
    run(post_callback(collector))
    run(post_events(collector, json.dumps([EVENT, EVENT]).encode()))
    run(post_callback(collector, {"Sid": "EV1"}))
    after = run(ask(collector, "/collect/health", [], method="GET")).told
    assert (before["status"], before["accepted"], before["last_written_at"]) == ("ok", {}, None)
    assert after["accepted"] == {"taskrouter": 1, "event-streams": 2}
    assert after["refused"] == {"400": 1}
    assert after["waiting"] == 0
    assert after["last_written_at"].endswith("+00:00")
