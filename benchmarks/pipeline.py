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
from benchmarks.child import watch
from core.schema.tables import CONVERSATIONS, EVENTS
from core.store.workspace import Workspace

ATALAYA, DUCKDB, PANDAS = WAYS = ("atalaya", "duckdb", "pandas")
SMALL, MILLION, TEN_MILLION = 20_000, 100_000, 1_000_000
"""Conversations; each has about ten events."""
MB = 1_000_000


@dataclass(frozen=True)
class Run:
    """One way of doing the job once: seconds without start-up, peak memory in bytes."""

    seconds: float
    peak_bytes: int


def main() -> int:
    """Measure and print; 1 when the ways do not agree on the result."""
    asked = _arguments()
    sizes = [(MILLION, asked.rounds), (TEN_MILLION, 1)] if asked.full else [(asked.conversations, asked.rounds)]
    with tempfile.TemporaryDirectory(prefix="atalaya-bench-") as folder:
        return max(_measure(Path(folder) / str(size), size, rounds, asked.without) for size, rounds in sizes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=SMALL, help="size of the small run (%(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="times that each way runs; the median counts (%(default)s)"
    )
    parser.add_argument("--full", action="store_true", help="1 million events (all rounds) and 10 million (once)")
    parser.add_argument("--without", action="append", default=[], choices=WAYS[1:], help="leave one out")
    return parser.parse_args()


def _measure(folder: Path, conversations: int, rounds: int, without: list[str]) -> int:
    folder.mkdir()
    events_file, events = _prepare(folder, conversations)
    ways = [way for way in WAYS if way not in without]
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            runs[way].append(_once(way, events_file, folder))
    for way in ways:
        _tell(way, runs[way], runs[ATALAYA], events)
    return max(_agree(folder, way) for way in ways)


def _prepare(folder: Path, conversations: int) -> tuple[Path, int]:
    """Generate, ingest through the command line (measured too), and lay EVENTS out as one file that all ways read."""
    raw, home = folder / "raw", folder / "workspace"
    watch(
        *("-m", "sample_data.generate", "--conversations", str(conversations), "--seed", "1"),
        *("--format", "parquet", "--out", raw),
    )
    taken = watch("-c", "import sys; from core.cli import main; sys.exit(main())", "ingest", raw, home=home)
    snapshot = Workspace(home).snapshot()
    events, found = snapshot.rows(EVENTS), snapshot.rows(CONVERSATIONS)
    print(f"\n{events:,} events of {found:,} conversations; {os.cpu_count()} processors")
    print(
        f"  {'ingest':8} {taken.seconds:7.1f} s {events / taken.seconds:10,.0f} events/s "
        f"{taken.peak_bytes / MB:7,.0f} MB"
    )
    events_file = folder / "events.parquet"
    snapshot.scan(EVENTS).sink_parquet(events_file, compression="zstd")
    return events_file, events


def _once(way: str, events_file: Path, folder: Path) -> Run:
    out = folder / way
    out.mkdir(exist_ok=True)
    done = watch("-m", "benchmarks.jobs", way, events_file, out)
    return Run(float(done.output.split()[-1]), done.peak_bytes)


def _tell(way: str, runs: list[Run], ours: list[Run], events: int) -> None:
    seconds, our_seconds = (median(run.seconds for run in some) for some in (runs, ours))
    peak = max(run.peak_bytes for run in runs)
    print(
        f"  {way:8} {seconds:7.2f} s {events / seconds:10,.0f} events/s {peak / MB:7,.0f} MB"
        f"   × {seconds / our_seconds:.2f} of Atalaya's time (median of {len(runs)})",
        flush=True,
    )


def _agree(folder: Path, way: str) -> int:
    wrong = differences(folder / ATALAYA, folder / way)
    if wrong.is_empty():
        return 0
    with pl.Config(tbl_rows=-1, fmt_float="full"):
        print(f"{way} does not agree with Atalaya:\n{wrong}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
