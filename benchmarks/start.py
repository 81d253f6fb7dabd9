"""How long it takes until something is there: the library, an answer in the terminal, the server and its first page.

python -m benchmarks.start           200,000 conversations, a minute or two
python -m benchmarks.start --full    ten million
"""

import argparse
import asyncio
import os
import sys
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from benchmarks.child import watch
from benchmarks.history import FULL, SMALL, history
from benchmarks.results import record
from benchmarks.served import served
from benchmarks.tab import tab
from benchmarks.turns import Spent, middle
from core.schema.tables import CONVERSATIONS

ABOUT = """
Every process is measured from its start to its end, also the interpreter's own start; in turns, medians, after each
has run once. `ask` is the whole command `atalaya ask conversations_offered --by queue` over two years. The server
answers when its health check does; its first page is there when a visitor who speaks Streamlit's protocol has got the
last of Overview.
"""

SECTION = "Start"
IMPORT_S, ASK_S, SERVER_S = 0.5, 2.0, 3.0
CLI = "import os, sys; sys.stderr = open(os.devnull, 'w'); from core.cli import main; sys.exit(main())"
ASKED = ("ask", "conversations_offered", "--by", "queue")
JOBS: Mapping[str, tuple[tuple[str, ...], float | None]] = {
    "Python alone": (("-c", "pass"), None),
    "import polars": (("-c", "import polars"), None),
    "import core": (("-c", "import core.answer"), IMPORT_S),
    "atalaya ask": (("-c", CLI, *ASKED), ASK_S),
}


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    # An installed program is compiled once; where nothing may be written beside it, each start would compile it again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    snapshot = history(FULL if arguments.full else SMALL)
    home, size = snapshot.files.root, f"{snapshot.rows(CONVERSATIONS):,} conversations"
    _processes(home, size, arguments.rounds)
    _server(home, size, arguments.rounds)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="ten million conversations")
    parser.add_argument("--rounds", type=int, default=5, help="times each is started, in turns; the median counts")
    return parser.parse_args()


def _processes(home: Path, size: str, rounds: int) -> None:
    def job(words: tuple[str, ...]) -> Callable[[], Spent]:
        def run() -> Spent:
            done = watch(*words, home=home)
            return Spent(done.seconds, done.work)

        return run

    jobs = {name: job(words) for name, (words, _) in JOBS.items()}
    _in_turns(jobs, 1)
    found = _in_turns(jobs, rounds)
    for name, spent in found.items():
        asked = f"; {size}" if name == "atalaya ask" else ""
        record(SECTION, name, spent.seconds, "s", bar=JOBS[name][1], note=f"{spent.work:.2f} s of work{asked}")


def _in_turns(jobs: Mapping[str, Callable[[], Spent]], rounds: int) -> dict[str, Spent]:
    """Like `turns.in_turns`, of jobs that know themselves what they took."""
    runs: dict[str, list[Spent]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, run in jobs.items():
            runs[name].append(run())
    return {name: middle(some) for name, some in runs.items()}


def _server(home: Path, size: str, rounds: int) -> None:
    """Servers one after the other: until they answer, and until the first visitor has the first page."""
    answering, shown = [], []
    for _ in range(rounds):
        started = perf_counter()
        with served(home) as server:
            urllib.request.urlopen(f"{server.url}/api/health", timeout=30).close()
            answering.append(Spent(perf_counter() - started, server.work()))
            asyncio.run(_first_page(server.url))
            shown.append(Spent(perf_counter() - started, server.work()))
    until, page = middle(answering), middle(shown)
    record(SECTION, "server answering", until.seconds, "s", bar=SERVER_S, note=f"{until.work:.2f} s of work")
    record(SECTION, "first page shown", page.seconds, "s", note=f"Overview; {page.work:.2f} s of work in all; {size}")


async def _first_page(url: str) -> None:
    async with tab(url) as visitor:
        await visitor.visit("overview")


if __name__ == "__main__":
    sys.exit(main())
