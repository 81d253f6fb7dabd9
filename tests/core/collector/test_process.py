"""The collector as a process, over real HTTP: under load, when it is killed, and when senders mean no good."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator

from benchmarks.posting import Told, callbacks, post_all, webhooks
from benchmarks.served import Server, served
from core.collector import close_current, closed_files
from core.collector.request import BODY_BYTES
from core.ingest import ingest
from core.schema.tables import EVENTS, LOADS
from core.store.workspace import Workspace
from tests.apart import run_apart
from tests.atalaya import ROOT
from tests.fuzz.accidents import mutated

pytestmark = pytest.mark.slow

COLLECT = ("-m", "core.cli", "collect", "--host", "127.0.0.1", "--port")
TOKEN = "t0ken"
BEGAN_MS = 1773570600000
CALM_S = 60


@pytest.fixture(scope="module", autouse=True)
def token() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
        yield


def collecting(home: Path) -> AbstractContextManager[Server]:
    return served(home, *COLLECT, health="/collect/health")


def event_ids(workspace: Workspace) -> list[str]:
    """What is in EVENTS after all that is closed was taken in; every file has to be readable."""
    assert ingest(workspace, closed_files(workspace)).failures == []
    return workspace.snapshot().scan(EVENTS).select("event_id").collect()["event_id"].to_list()


async def both_ways(url: str, per_second: int, seconds: int) -> Told:
    """Half of the events by callbacks, half by webhooks."""
    half = per_second * seconds // 2
    called = callbacks(url, TOKEN, range(half), BEGAN_MS)
    streamed = webhooks(url, TOKEN, range(half, 2 * half), BEGAN_MS)
    one, other = await asyncio.gather(
        post_all(url, called, per_second / 2, connections=64), post_all(url, streamed, per_second / 20, connections=16)
    )
    return Told(one.acknowledged + other.acknowledged, one.seconds + other.seconds, one.statuses + other.statuses)


def test_a_thousand_events_a_second_are_taken_none_lost_none_twice(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    with collecting(workspace.home) as server:
        told = run_apart(both_ways(server.url, per_second=1_000, seconds=8))
        assert close_current(workspace, wait_s=60)
        there = event_ids(workspace)
    assert len(told.acknowledged) == 8_000
    assert sorted(there) == sorted(told.acknowledged)


def test_what_was_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    posts_a_second, seconds = 500, 4

    async def load_and_kill(server: Server) -> Told:
        posts = callbacks(server.url, TOKEN, range(posts_a_second * seconds), BEGAN_MS)
        load = asyncio.create_task(post_all(server.url, posts, posts_a_second, connections=64, tries=1))
        await asyncio.sleep(seconds / 2)
        os.kill(server.process, signal.SIGKILL)
        return await load

    with collecting(workspace.home) as server:
        told = run_apart(load_and_kill(server))
    there = event_ids(workspace)
    assert told.statuses[0] > 0, "it was killed in the middle of the load"
    assert len(told.acknowledged) > 0
    assert set(told.acknowledged) <= set(there)
    assert len(there) == len(set(there))
    # No line was torn: what could not be read would be rejected, or fail with its file.
    loads = workspace.snapshot().scan(LOADS).collect()
    assert loads["rows_rejected"].sum() == 0


def test_after_a_kill_the_platform_comes_again_and_all_is_there_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    acknowledged: list[str] = []
    for begins in (0, 500):
        with collecting(workspace.home) as server:
            posts = callbacks(server.url, TOKEN, range(begins, begins + 1_000), BEGAN_MS)
            acknowledged += run_apart(post_all(server.url, posts, 2_000, connections=32)).acknowledged
            os.kill(server.process, signal.SIGKILL)
    there = event_ids(workspace)
    assert len(acknowledged) == 2_000
    assert sorted(there) == sorted(set(acknowledged))
    assert len(there) == 1_500


def test_two_processes_write_beside_each_other(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")

    async def to_both(urls: list[str]) -> list[str]:
        told = await asyncio.gather(
            *(
                post_all(url, callbacks(url, TOKEN, range(1_000 * number, 1_000 * number + 1_000), BEGAN_MS), 500, 32)
                for number, url in enumerate(urls)
            )
        )
        return [event for one in told for event in one.acknowledged]

    with collecting(workspace.home) as one, collecting(workspace.home) as other:
        acknowledged = run_apart(to_both([one.url, other.url]))
        assert close_current(workspace, wait_s=60)
        assert sorted(event_ids(workspace)) == sorted(acknowledged)
    assert len(acknowledged) == 2_000


def test_told_to_end_it_answers_what_waits_and_closes_its_files(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    with collecting(workspace.home) as server:
        posts = callbacks(server.url, TOKEN, range(50), BEGAN_MS)
        told = run_apart(post_all(server.url, posts, 500, connections=8))
    # Not abandoned: closed by the process itself.
    assert [path.parent.name for path in workspace.files.path("journal").rglob("*.ndjson")] == ["journal"]
    assert sorted(event_ids(workspace)) == sorted(told.acknowledged)


def test_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [sys.executable, *COLLECT, str(port)]
    environment = os.environ | {"ATALAYA_HOME": str(tmp_path / "workspace")}
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    give_up_at = time.monotonic() + CALM_S
    with socket.socket() as wire:
        while wire.connect_ex(("127.0.0.1", port)) and time.monotonic() < give_up_at:
            time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=CALM_S)
    assert process.returncode == 0, said
    assert said.endswith("Stopped; all that was acknowledged is written down.\n")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("hostile") / "workspace")


@pytest.fixture(scope="module")
def server(hostile: Workspace) -> Iterator[Server]:
    with collecting(hostile.home) as server:
        yield server


def connect(server: Server) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=CALM_S)


def sent(server: Server, *pieces: bytes) -> bytes:
    """What is answered to raw bytes, to its end or until it hangs up."""
    with connect(server) as wire:
        try:
            for piece in pieces:
                wire.sendall(piece)
            answer = wire.recv(65_536)
        except ConnectionError:
            return b""
    return answer


def still_takes(server: Server, number: int) -> bool:
    """Whether the server goes on taking events."""
    [post] = callbacks(server.url, TOKEN, [number], BEGAN_MS)
    return b" 204 " in sent(server, post.request).split(b"\r\n")[0]


HEAD = b"POST /collect/event-streams HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: x\r\nContent-Type: application/json\r\n"


def chunked(megabytes: int) -> Iterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    for _ in range(megabytes):
        yield b"100000\r\n" + b" " * (1 << 20) + b"\r\n"


@pytest.mark.parametrize(
    ("pieces", "answers"),
    [
        (lambda: [HEAD + b"Content-Length: 99999999999\r\n\r\n"], b" 413 "),
        (lambda: chunked(64), b" 413 |^$"),
        (lambda: [HEAD + b"Content-Length: -5\r\n\r\n"], b" 400 "),
        (lambda: [HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"], b" 4"),
        (lambda: [HEAD + b"X-Long: " + b"a" * 10_000 + b"\r\nContent-Length: 2\r\n\r\n[]"], b" 403 "),
        (lambda: [HEAD + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n"], b" 4|^$"),
        (lambda: [HEAD + b"".join(b"X-%d: 1\r\n" % n for n in range(5_000)) + b"\r\n"], b" 4|^$"),
        (lambda: [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256))], b" 400 |^$"),
        (lambda: [b"\x00" * 100 + b"\r\n\r\n"], b" 400 |^$"),
        (lambda: [b"POST " + b"/a" * 50_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"], b" 4|^$"),
        (lambda: [b"BREW /collect/taskrouter HTTP/1.1\r\nHost: x\r\n\r\n"], b" 405 "),
        (lambda: [HEAD.replace(b"application/json", b"a/b; \xff=\xfe") + b"Content-Length: 0\r\n\r\n"], b" 415 | 400 "),
    ],
    ids=[
        "long length",
        "endless chunks",
        "negative length",
        "two lengths",
        "10 kB header",
        "1 MB header",
        "5,000 headers",
        "TLS",
        "zeros",
        "long path",
        "odd method",
        "odd type",
    ],
)
def test_requests_that_mean_no_good_are_refused_and_the_next_event_is_taken(
    server: Server, pieces: Callable[[], list[bytes]], answers: bytes
) -> None:
    answer = sent(server, *pieces()).split(b"\r\n")[0]
    wanted = answers.split(b"|")
    assert any(one in answer if one != b"^$" else not answer for one in wanted), answer
    assert still_takes(server, 1)


def test_slow_clients_hold_nobody_up(server: Server) -> None:
    wires = [connect(server) for _ in range(100)]
    try:
        for number, wire in enumerate(wires):
            wire.sendall(HEAD + (b"Content-Length: 500000\r\n\r\n[" if number % 2 else b"X-Slow: "))
        began = time.monotonic()
        assert all(still_takes(server, number) for number in range(20))
        assert time.monotonic() - began < CALM_S
        # Those that began a body are told to go before the platform's own time is up.
        assert b" 503 " in wires[1].recv(65_536).split(b"\r\n")[0]
    finally:
        for wire in wires:
            wire.close()


def test_whatever_a_known_sender_posts_is_answered_and_breaks_nothing(server: Server, hostile: Workspace) -> None:
    """Mutations of real requests, signed as they are: taken or a reason, never a failure, and all taken can be read."""
    random = Random(7)
    address = f"{server.url}/collect/event-streams"
    signature = RequestValidator(TOKEN).compute_signature(address, {})
    [post] = webhooks(server.url, TOKEN, range(3), BEGAN_MS)
    whole = post.request.partition(b"\r\n\r\n")[2]
    answers, taken = [], 0
    for _ in range(400):
        headers = {"Content-Type": "application/json", "X-Twilio-Signature": signature}
        request = urllib.request.Request(address, mutated(whole, random)[:BODY_BYTES], headers)
        try:
            with urllib.request.urlopen(request, timeout=CALM_S) as answer:
                answers.append(answer.status)
                taken += json.loads(answer.read())["accepted"]
        except urllib.error.HTTPError as refused:
            answers.append(refused.code if json.loads(refused.read())["error"] else 0)
    assert set(answers) == {200, 400}
    assert still_takes(server, 2)
    assert close_current(hostile, wait_s=60)
    done = ingest(hostile, closed_files(hostile))
    assert done.failures == []
    assert sum(load["rows_in"] for load in done.loads if load["source"] == "event stream") == taken
