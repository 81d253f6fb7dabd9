"""How soon new events are visible on a long history, and how much of that is owed to its length.

python -m benchmarks.freshness            a million events of two years, some minutes
python -m benchmarks.freshness --full     50 million, and the last quarter of them beside it
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from statistics import median
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.child import Watched, watch
from benchmarks.copies import SEASONS
from benchmarks.news import News, write_news
from benchmarks.repeated import ingest_sample, repeat
from benchmarks.results import record
from core.schema.tables import CONVERSATIONS, EVENTS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

ABOUT = """
Files of events are taken in by `atalaya ingest`, each by a process of its own, on a history of two years and, in turn,
on its last quarter alone: as many events a day, an eighth of the past. Seconds are from the start of the process until
all tables show the news; *work* is what the processors did. The events of the history are the sample's, for many
centres and quarters, with their own ids, customers and moments; its tables are what the pipeline makes of them.

The next 10,000 events are the live tail: new conversations, half of them of customers who came before, and 200 events
that yesterday's tasks still tell. Late are 1,000 events of any day of the past: half of them belong to conversations
that are known, which are made again, half to tasks never heard of.
"""
SECTION = "Freshness"
SMALL, FULL = 80_000, 4_130_000
SOON_S = 60
MB = 1 << 20
INGEST = "import os, sys; sys.stderr = open(os.devnull, 'w'); from core.cli import main; sys.exit(main())"


def main() -> int:
    """Measure and print."""
    asked = _arguments()
    conversations = asked.conversations or (FULL if asked.full else SMALL)
    rounds = asked.rounds or (3 if asked.full else 5)
    with TemporaryDirectory(prefix="atalaya-bench-", dir=asked.home) as folder:
        sample = ingest_sample(Path(folder) / "sample")
        kept = asked.home or Path(folder)
        long = long_history(sample, kept / "long", conversations)
        short = _history(sample, kept / "short", conversations // SEASONS, 1)
        homes = {"long": beside(long, Path(folder)), "short": beside(short, Path(folder))}
        centres = -(-conversations // (sample.rows(CONVERSATIONS) * SEASONS))
        _measure(homes, {"long": News(sample, centres, SEASONS), "short": News(sample, centres, 1)}, rounds, long)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} conversations, 50 million events")
    parser.add_argument("--conversations", type=int, help="at least so many")
    parser.add_argument("--home", type=Path, help="folder that keeps the histories for the next run")
    parser.add_argument("--rounds", type=int, help="times each kind of news is taken in; the median counts")
    return parser.parse_args()


def long_history(sample: Snapshot, home: Path, conversations: int) -> Snapshot:
    """Two years with their events: made once, and found again where the folder is kept."""
    return _history(sample, home, conversations, SEASONS)


def _history(sample: Snapshot, home: Path, conversations: int, seasons: int) -> Snapshot:
    kept = Workspace(home).snapshot()
    return kept if kept.version else repeat(sample, home, conversations, seasons=seasons, with_events=True)


def beside(history: Snapshot, folder: Path) -> Path:
    """A copy that may be changed. No file of a workspace is ever changed, so it shares them all."""
    home = folder / f"changed {history.files.root.name}"
    copytree(history.files.root, home, copy_function=os.link)
    return home


def _measure(homes: dict[str, Path], news: dict[str, News], rounds: int, history: Snapshot) -> None:
    """Take everything in on both histories, in turns; a first load is not counted, it may make what is kept beside."""
    for name, home in homes.items():
        _take_in(home, news[name].a_day(rounds))
    taken: dict[str, dict[str, list[Watched]]] = {}
    for number in range(rounds):
        for case, make in _cases(number).items():
            for name, home in homes.items():
                taken.setdefault(case, {}).setdefault(name, []).append(_take_in(home, make(news[name])))
    past = f"on {history.rows(EVENTS):,} events of two years, median of {rounds}"
    for case, both in taken.items():
        long, short = both["long"], both["short"]
        seconds = median(one.seconds for one in long)
        record(SECTION, f"{case}: visible after", seconds, "s", bar=SOON_S, note=past)
        work, before = (median(one.work for one in some) for some in (long, short))
        record(SECTION, f"{case}: work", work, "s", note="processor seconds")
        record(SECTION, f"{case}: growth", work / before, "×", note="work beside that on the last quarter alone")
        record(SECTION, f"{case}: memory", max(one.peak_bytes for one in long) / MB, "MB")


def _cases(number: int) -> dict[str, Callable[[News], pl.DataFrame]]:
    return {
        "the next 10,000 events": lambda news: news.next_ones(number),
        "1,000 late events": lambda news: news.late_ones(number),
        "10,000 events once more": lambda news: news.twice(),
        "a whole new day": lambda news: news.a_day(number),
    }


def _take_in(home: Path, events: pl.DataFrame) -> Watched:
    with TemporaryDirectory(prefix="atalaya-news-", dir=home.parent) as folder:
        file = write_news(events.sample(fraction=1.0, shuffle=True, seed=1), Path(folder) / "news.parquet")
        return watch("-c", INGEST, "ingest", file, home=home)


if __name__ == "__main__":
    sys.exit(main())
