"""How soon what arrives is in the KPIs while the app follows its feeds, and what it costs that open pages look.

python -m benchmarks.live            a million events of two years, some minutes
python -m benchmarks.live --full     50 million
"""

import argparse
import asyncio
import json
import os
import sys
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, sleep, time
from urllib.parse import urlencode

from benchmarks.copies import SEASONS
from benchmarks.freshness import FULL, SMALL, SOON_S, beside, long_history
from benchmarks.news import News, write_news
from benchmarks.posting import Post, post_all
from benchmarks.repeated import ingest_sample
from benchmarks.results import record
from benchmarks.served import Server, served
from core.answer import answer
from core.query import Query
from core.schema.tables import CONVERSATIONS, EVENTS
from core.store.workspace import Workspace

ABOUT = """
The app serves a history of two years and follows its feeds with the default `refresh_every_s` of 60. Events are posted
to its collector without a pause, as Twilio's callbacks come; then files of up to 10,000 events of the next days are
dropped into its inbox, at any moment of its round. Seconds are from the moment at which an event is posted, or a file
has its name, until `answer` counts the conversation. The first refresh is not counted: it makes what is kept beside the
tables.

An open page asks the server for the version of the data every five seconds; fifty of them ask ten times a second.
"""
SECTION = "Feeds"
PASSWORD = "a password of the benchmark alone"
SHOWN = ("conversations_offered", "service_level", "average_handling_time")
TYPES = ("task.created", "task-queue.entered", "task.canceled")
"""What a call of somebody who gives up tells."""

AT_ONCE = 10_000
LOOK_EVERY_S = 0.1
CONNECTIONS = 16
OPEN_PAGES, PAGE_LOOKS_EVERY_S, LOOKS = 50, 5, 1_000


def main() -> int:
    """Measure and print; 1 when something that arrived never came."""
    asked = _arguments()
    conversations = asked.conversations or (FULL if asked.full else SMALL)
    os.environ["ATALAYA_COLLECTOR_PASSWORD"] = PASSWORD
    with TemporaryDirectory(prefix="atalaya-bench-", dir=asked.home) as folder:
        sample = ingest_sample(Path(folder) / "sample")
        history = long_history(sample, (asked.home or Path(folder)) / "long", conversations)
        centres = -(-conversations // (sample.rows(CONVERSATIONS) * SEASONS))
        home, past = beside(history, Path(folder)), f"on {history.rows(EVENTS):,} events of two years"
        with served(home, health="/api/health") as server:
            eye = _Eye(Workspace(home))
            _drop(home, eye, News(sample, centres, SEASONS), 0)
            _tell("posted", _posted(server, eye, asked.seconds, asked.per_second), past)
            news = News(sample, centres, SEASONS)
            dropped = [_drop(home, eye, news, number) for number in range(1, asked.rounds + 1)]
            _tell("a dropped file of a day", dropped, past)
            _looks(server)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} conversations, 50 million events")
    parser.add_argument("--conversations", type=int, help="at least so many")
    parser.add_argument("--home", type=Path, help="folder that keeps the history for the next run")
    parser.add_argument("--seconds", type=int, default=180, help="so long events are posted")
    parser.add_argument("--per-second", type=int, default=50, help="events posted a second")
    parser.add_argument("--rounds", type=int, default=5, help="files dropped")
    return parser.parse_args()


class _Eye:
    """Asks for the KPIs as often as there is a new version."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._version = -1
        self.conversations = 0
        self.look()

    def look(self) -> None:
        """Ask, when there is something new."""
        if self._workspace.newest != self._version:
            now = self._workspace.snapshot()
            self.conversations = answer(now, Query(SHOWN), self._workspace.settings)[SHOWN[0]][0]
            self._version = now.version

    def wait_for(self, conversations: int) -> float:
        """Until there are so many; when that was, by the clock on the wall."""
        late = perf_counter() + 20 * SOON_S
        while self.conversations < conversations:
            if perf_counter() > late:
                sys.exit(f"{conversations - self.conversations:,} conversations never came.")
            sleep(LOOK_EVERY_S)
            self.look()
        return time()


def _posted(server: Server, eye: _Eye, seconds: int, per_second: int) -> list[float]:
    """Post without a pause; how long each task took from its first event to the KPIs."""
    before, events = eye.conversations, seconds * per_second
    posts = [_callback(server.url, number, int(time() * 1000)) for number in range(events)]
    began = time()
    with _meanwhile(lambda: asyncio.run(post_all(server.url, posts, per_second, CONNECTIONS))):
        seen = []
        for task in range(events // len(TYPES)):
            due = began + task * len(TYPES) / per_second
            seen.append(eye.wait_for(before + task + 1) - due)
    return seen


def _callback(url: str, number: int, began_ms: int) -> Post:
    """One event as the platform posts it; so many of them in a row are a call."""
    task, step = divmod(number, len(TYPES))
    told = {
        "Sid": f"EVlive{number}",
        "EventType": TYPES[step],
        "TimestampMs": str(began_ms + number),
        "TaskSid": f"WTlive{task}",
        "TaskQueueName": "Live",
        "TaskChannelUniqueName": "voice",
        "TaskCanceledReason": "hangup",
        "TaskAttributes": json.dumps({"direction": "inbound", "from": f"+1212555{task % 10_000:04}"}),
    }
    body, secret = urlencode(told).encode(), b64encode(f"twilio:{PASSWORD}".encode()).decode()
    head = (
        "POST /collect/taskrouter HTTP/1.1",
        f"Host: {url.removeprefix('http://')}",
        f"Authorization: Basic {secret}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return Post((told["Sid"],), "\r\n".join([*head, "", ""]).encode() + body)


@contextmanager
def _meanwhile(work: Callable[[], object]) -> Iterator[None]:
    """Do something else as long as the block runs, and to its end."""
    thread = Thread(target=work)
    thread.start()
    yield
    thread.join()


def _drop(home: Path, eye: _Eye, news: News, number: int) -> float:
    """Let a file have its name in the inbox; how long it took to the KPIs (seconds)."""
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    file = write_news(news.a_day(number).head(AT_ONCE), inbox / f"{number}.parquet.part")
    began = time()
    file.rename(inbox / f"{number}.parquet")
    return eye.wait_for(eye.conversations + 1) - began


def _tell(case: str, seconds: list[float], past: str) -> None:
    record(SECTION, f"{case}: in the KPIs after, at most", max(seconds), "s", bar=SOON_S, note=past)
    record(SECTION, f"{case}: in the KPIs after, median", median(seconds), "s", note=f"of {len(seconds):,}")


def _looks(server: Server) -> None:
    """What it costs the server that open pages ask for the version."""
    before = server.work()
    for _ in range(LOOKS):
        urllib.request.urlopen(f"{server.url}/api/version", timeout=10).read()
    work = (server.work() - before) / LOOKS
    share = 100 * work * OPEN_PAGES / PAGE_LOOKS_EVERY_S
    record(SECTION, "a look of an open page: work", work * 1000, "ms", note="processor time of the server")
    record(SECTION, f"{OPEN_PAGES} open pages: share of a processor", share, "%", bar=5)


if __name__ == "__main__":
    sys.exit(main())
