"""How fast events become conversations, and how much memory that takes, beside DuckDB and pandas.

python -m benchmarks.pipeline                     about 200,000 events, a minute or two
python -m benchmarks.pipeline --full              1 and 10 million events
python -m benchmarks.pipeline --conversations N --rounds R --without pandas
"""

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polars as pl

from benchmarks.agreement import differences
from benchmarks.child import TooMuch, watch
from core.schema.tables import CONVERSATIONS, EVENTS
from core.store.workspace import Workspace

ABOUT = """
EVENTS as one Parquet file in; SEGMENTS and CONVERSATIONS as Parquet files out. Each way runs in a process of its own,
in turns; starting up is not counted. All follow the same rules: tasks gathered from their events, attributes read out
of JSON, tasks joined into conversations, waits paired, talks, abandons, missed and rejected offers cut, conversations
summed. Atalaya also reads holds, transfers and teams and places every customer on the map, which the others leave
out. The run fails unless every way gives the same number of rows of each kind and the same sums of queue, ring, talk,
wrap-up, handling and abandon time.

A whole ingest is `atalaya ingest` from the start of the process to the commit: files kept unchanged, read, checked,
each event once, rejected rows with their reasons, the model, everything stored and visible at once.
"""

ATALAYA, DUCKDB, PANDAS = WAYS = ("atalaya", "duckdb", "pandas")
SMALL, MILLION, TEN_MILLION = 20_000, 91_000, 910_000
"""Conversations; each has about eleven events."""
MB = 1_000_000
LEGEND = """  × is how many times Atalaya's own; `work` is the processors' time, whatever else the machine was doing"""


@dataclass(frozen=True)
class Run:
    """One way of doing the job once: seconds and processor seconds without start-up, peak memory in bytes."""

    seconds: float
    work: float
    peak_bytes: int


def main() -> int:
    """Measure and print; 1 when the ways do not agree on the result."""
    asked = _arguments()
    sizes = [(MILLION, asked.rounds), (TEN_MILLION, 1)] if asked.full else [(asked.conversations, asked.rounds)]
    with tempfile.TemporaryDirectory(prefix="atalaya-bench-") as folder:
        return max(_measure(Path(folder) / str(size), size, rounds, asked) for size, rounds in sizes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=SMALL, help="size of the small run (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times each way runs; the median counts (%(default)s)")
    parser.add_argument("--full", action="store_true", help="1 million events (all rounds) and 10 million (once)")
    parser.add_argument("--without", action="append", default=[], choices=WAYS[1:], help="leave one out")
    parser.add_argument("--memory", type=float, default=_memory_gb(), help="GB that a way may hold (%(default).1f)")
    return parser.parse_args()


def _memory_gb() -> float:
    """Four fifths of what the machine has."""
    return 0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _measure(folder: Path, conversations: int, rounds: int, asked: argparse.Namespace) -> int:
    folder.mkdir()
    try:
        events_file, events = _prepare(folder, conversations, asked.memory)
    except TooMuch:
        print(f"  ingest stopped: it would hold more than {asked.memory:.1f} GB", flush=True)
        return 1
    ways = [way for way in WAYS if way not in asked.without]
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in list(runs):
            try:
                runs[way].append(_once(way, events_file, folder, asked.memory))
            except TooMuch:
                print(f"  {way:8} stopped: it would hold more than {asked.memory:.1f} GB", flush=True)
                del runs[way]
    if ATALAYA not in runs:
        return 1
    for way, some in runs.items():
        _tell(way, some, runs[ATALAYA], events)
    print(LEGEND, flush=True)
    return max(_agree(folder, way) for way in runs)


def _prepare(folder: Path, conversations: int, memory_gb: float) -> tuple[Path, int]:
    """Generate, ingest through the command line (measured too), and lay EVENTS out as one file that all ways read."""
    raw, home = folder / "raw", folder / "workspace"
    made = ("--conversations", str(conversations), "--seed", "1", "--format", "parquet", "--out", raw)
    watch("-m", "sample_data.generate", *made)
    ingest = ("-c", "import sys; from core.cli import main; sys.exit(main())", "ingest", raw)
    taken = watch(*ingest, home=home, allowed_bytes=memory_gb * 1e9)
    snapshot = Workspace(home).snapshot()
    events, found = snapshot.rows(EVENTS), snapshot.rows(CONVERSATIONS)
    print(f"\n{events:,} events of {found:,} conversations; {os.cpu_count()} processors")
    told = f"          work {taken.work:.2f} s            (from start to commit: read, check, keep, model, store)"
    _line("ingest", taken.seconds, events, taken.peak_bytes, told)
    events_file = folder / "events.parquet"
    snapshot.scan(EVENTS).sink_parquet(events_file, compression="zstd")
    return events_file, events


def _once(way: str, events_file: Path, folder: Path, memory_gb: float) -> Run:
    out = folder / way
    out.mkdir(exist_ok=True)
    done = watch("-m", "benchmarks.jobs", way, events_file, out, allowed_bytes=memory_gb * 1e9)
    seconds, work = map(float, done.output.split())
    return Run(seconds, work, done.peak_bytes)


def _tell(way: str, runs: list[Run], ours: list[Run], events: int) -> None:
    """Medians, and how many times Atalaya's own they are."""
    seconds, our_seconds = (median(run.seconds for run in some) for some in (runs, ours))
    work, our_work = (median(run.work for run in some) for some in (runs, ours))
    more = f"  × {seconds / our_seconds:.2f}   work {work:.2f} s × {work / our_work:.2f}   (median of {len(runs)})"
    _line(way, seconds, events, max(run.peak_bytes for run in runs), more)


def _line(name: str, seconds: float, events: int, peak_bytes: int, more: str) -> None:
    told = f"{seconds:7.2f} s {events / seconds:10,.0f} events/s {peak_bytes / MB:7,.0f} MB"
    print(f"  {name:8} {told}{more}", flush=True)


def _agree(folder: Path, way: str) -> int:
    wrong = differences(folder / ATALAYA, folder / way)
    if wrong.is_empty():
        return 0
    with pl.Config(tbl_rows=-1, fmt_float="full"):
        print(f"{way} does not agree with Atalaya:\n{wrong}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
