"""How live events are taken: at a fixed pace over loopback, none lost, none twice, and how soon each is acknowledged.

python -m benchmarks.collecting           200 events a second for ten seconds, each way
python -m benchmarks.collecting --full    1,000 events a second for a minute, each way
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time

from benchmarks.posting import Post, Told, callbacks, post_all, webhooks
from benchmarks.results import record
from benchmarks.served import Server, served
from core.collector import close_current, closed_files
from core.ingest import ingest
from core.schema.tables import EVENTS
from core.store.workspace import Workspace

ABOUT = """
A client posts signed events over loopback to `atalaya collect`, at a fixed pace, over 256 connections: callbacks of
TaskRouter one an event, webhooks of Event Streams ten at a time. Each is acknowledged only when it is on the disk.
Seconds are from the moment at which a request was due until it was answered. Then a third as many come all at once, as
after an outage: *at most* is what it takes of them a second. What was written is taken in and compared with what was
sent, event by event: *lost* was sent and is not in EVENTS, *twice* is there more than once. Client and server share the
machine; where other programs keep it busy all the time, both have to go before them (`nice`).
"""
SECTION = "Live events"
TOKEN = "a token of the benchmark alone"
COLLECT = ("-m", "core.cli", "collect", "--host", "127.0.0.1", "--port")
CONNECTIONS = 256
SOON_MS = 1_000
MB = 1 << 20


def main() -> int:
    """Measure and print; 1 when an event was lost or is there twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="1,000 events a second for a minute, each way")
    parser.add_argument("--per-second", type=int, help="events that come a second")
    parser.add_argument("--seconds", type=int, help="for how long")
    asked = parser.parse_args()
    per_second = asked.per_second or (1_000 if asked.full else 200)
    seconds = asked.seconds or (60 if asked.full else 10)
    os.environ["TWILIO_AUTH_TOKEN"] = TOKEN
    wrong = 0
    for way in ("callbacks", "webhooks"):
        with TemporaryDirectory(prefix="atalaya-bench-") as folder:
            wrong += _measure(way, Path(folder) / "workspace", per_second, seconds)
    return 1 if wrong else 0


def _measure(way: str, home: Path, per_second: int, seconds: int) -> int:
    """Post, take in, compare; how many events are lost or there twice."""
    numbers = range(per_second * seconds)
    with served(home, *COLLECT, health="/collect/health") as server:
        make = callbacks if way == "callbacks" else webhooks
        posts = make(server.url, TOKEN, numbers, int(time() * 1000))
        began = perf_counter()
        told = asyncio.run(post_all(server.url, posts, per_second * len(posts) / len(numbers), CONNECTIONS))
        _tell(way, told, posts, server, perf_counter() - began, per_second)
        further = range(len(numbers), len(numbers) + len(numbers) // 3)
        flood = make(server.url, TOKEN, further, int(time() * 1000))
        _flood(way, flood, server)
        workspace = Workspace(home)
        close_current(workspace, wait_s=10)
    return _compare(way, workspace, {event for post in (*posts, *flood) for event in post.events})


def _flood(way: str, posts: list[Post], server: Server) -> None:
    began = perf_counter()
    told = asyncio.run(post_all(server.url, posts, len(posts) * 1_000, CONNECTIONS))
    rate = len(told.acknowledged) / (perf_counter() - began)
    note = f"{len(told.acknowledged):,} events at once; answers {dict(told.statuses)}"
    record(SECTION, f"{way}: at most", rate, "events/s", note=note)
    record(SECTION, f"{way}: memory", server.memory() / MB, "MB", note="of the server, after that")


def _tell(way: str, told: Told, posts: list[Post], server: Server, took: float, per_second: int) -> None:
    note = f"{len(posts):,} requests, {len(told.acknowledged):,} events; answers {dict(told.statuses)}"
    rate = len(told.acknowledged) / took
    record(SECTION, f"{way}: taken", rate, "events/s", bar=0.95 * per_second, better="higher", note=note)
    ordered = sorted(told.seconds)
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("slowest", 1.0)):
        at = ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000
        record(SECTION, f"{way}: answered after, {name}", at, "ms", bar=SOON_MS if name == "p99" else None)
    record(SECTION, f"{way}: work", server.work(), "s", note="processor seconds of the server, its start included")


def _compare(way: str, workspace: Workspace, sent: set[str]) -> int:
    began = perf_counter()
    done = ingest(workspace, closed_files(workspace))
    taken = perf_counter() - began
    there = workspace.snapshot().scan(EVENTS).select("event_id").collect()["event_id"]
    lost = len(sent - set(there))
    twice = len(there) - there.n_unique()
    note = f"{len(done.loads)} files of the journal, {len(there):,} events in EVENTS, taken in within {taken:.1f} s"
    record(SECTION, f"{way}: lost", lost, "events", bar=0, note=note)
    record(SECTION, f"{way}: twice", twice, "events", bar=0)
    return lost + twice + len(done.failures)


if __name__ == "__main__":
    sys.exit(main())
