"""How fast events become conversations, and how much memory that takes, beside DuckDB, pandas and bare decoding.

python -m benchmarks.pipeline                     about 200,000 events, some minutes
python -m benchmarks.pipeline --full              1, 10 and 50 million events
python -m benchmarks.pipeline --copies 1 3 --conversations N --rounds R --without pandas
"""

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks import raw
from benchmarks.agreement import differences
from benchmarks.child import TooMuch, Watched, watch
from benchmarks.results import record
from core.schema.tables import EVENTS
from core.store.workspace import Workspace

ABOUT = """
One quarter of a contact centre is simulated, about a million events; larger exports are copies of it with other ids and
customers, in the seven quarters before and then side by side.

*A whole ingest* is `atalaya ingest` from the start of the process to the commit: files kept unchanged, read, checked,
each event once, rejected rows with their reasons, the model, everything stored and visible at once. `memory_gb` in
`settings.toml` bounds its memory (6 if nothing is said): so many conversations as fit are modelled at once, in order of
time. What is left grows with the number of events, by about the bytes of a hash for each event and of an id for each
task. Its floor is the same files only scanned and decoded. Of the NDJSON files each line has every field, null where
there is none.

*The stages* are EVENTS as one Parquet file in; SEGMENTS and CONVERSATIONS as Parquet files out. Each way runs in a
process of its own, in turns; starting up is not counted. All follow the same rules: tasks gathered from their events,
attributes read out of JSON, tasks joined into conversations, waits paired, talks, abandons, missed and rejected offers
cut, conversations summed. Atalaya also reads holds, transfers and teams and places every customer on the map, which the
others leave out. The run fails unless every way gives the same number of rows of each kind and the same sums of queue,
ring, talk, wrap-up, handling and abandon time. *Work* is the processors' time, whatever else the machine was doing.
"""
INGEST, STAGES = "Pipeline: a whole ingest", "Pipeline: the stages"
ATALAYA, DECODED, DUCKDB, PANDAS = WAYS = ("atalaya", "decoded", "duckdb", "pandas")
SMALL = 20_000
FULL_COPIES = (1, 10, 50)
MOST_NDJSON = MOST_STAGES = 10
"""Copies beyond which no text is written, which would fill the disk, and no stages are run, which take all at once."""

MEMORY_BAR_GB = 6.0
ENTRY = ("-c", "import sys; from core.cli import main; sys.exit(main())", "ingest")


@dataclass(frozen=True)
class Run:
    """One way of doing a job once: seconds and processor seconds without start-up, peak memory in bytes."""

    seconds: float
    work: float
    peak_bytes: int


def main() -> int:
    """Measure and print; 1 when the ways do not agree on the result."""
    asked = _arguments()
    wrong = 0
    paces: list[tuple[str, float]] = []
    with TemporaryDirectory(prefix="atalaya-bench-") as folder:
        files = raw.quarter(Path(folder) / "quarter", asked.conversations)
        for number, copies in enumerate(asked.copies):
            here = Path(folder) / str(copies)
            rounds = asked.rounds if number == 0 else 1
            events, pace = _ingest_parquet(files, copies, here, rounds, asked.memory)
            paces.append((_name(events), pace))
            if copies <= MOST_STAGES:
                wrong += _stages(here, events, asked.rounds if number == 0 else min(3, asked.rounds), asked)
            rmtree(here)
            if copies <= MOST_NDJSON:
                _ingest_ndjson(files, copies, here, rounds, asked.memory)
                rmtree(here)
    if len(paces) > 1:
        (small, first), (large, last) = paces[0], paces[-1]
        record(INGEST, f"growth of the time for an event, {small} to {large}", last / first, "×", bar=1.3)
    return min(wrong, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, help=f"of the quarter ({SMALL}; with --full {raw.QUARTER})")
    parser.add_argument("--copies", type=int, nargs="+", help="sizes, in quarters (1; with --full 1 10 50)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of the smallest size; medians count (%(default)s)")
    parser.add_argument("--full", action="store_true", help="1, 10 and 50 million events; about an hour")
    parser.add_argument("--without", action="append", default=[], choices=WAYS[1:], help="leave one out")
    parser.add_argument("--memory", type=float, default=_memory_gb(), help="GB that a way may hold (%(default).1f)")
    asked = parser.parse_args()
    asked.conversations = asked.conversations or (raw.QUARTER if asked.full else SMALL)
    asked.copies = asked.copies or (FULL_COPIES if asked.full else (1,))
    return asked


def _memory_gb() -> float:
    """Four fifths of what the machine has."""
    return 0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _name(events: int) -> str:
    return f"{events / 1e6:.0f} M" if events >= 1e6 else f"{events:,}"


def _ingest_parquet(files: list[Path], copies: int, here: Path, rounds: int, memory_gb: float) -> tuple[int, float]:
    """Take the export in; the workspace of the last round stays. How many events, and seconds for each."""
    raw.write(files, copies, here / "raw", "parquet")
    return _ingest("Parquet", here, rounds, memory_gb)


def _ingest_ndjson(files: list[Path], copies: int, here: Path, rounds: int, memory_gb: float) -> None:
    raw.write(files, copies, here / "raw", "ndjson")
    _ingest("NDJSON", here, rounds, memory_gb)


def _ingest(form: str, here: Path, rounds: int, memory_gb: float) -> tuple[int, float]:
    taken: list[Watched] = []
    floors: list[Run] = []
    for _ in range(rounds):
        rmtree(here / "workspace", ignore_errors=True)
        taken.append(watch(*ENTRY, here / "raw", home=here / "workspace", allowed_bytes=memory_gb * 1e9))
        floors.append(_once(DECODED, here / "raw", here, memory_gb))
    events = Workspace(here / "workspace").snapshot().rows(EVENTS)
    size, told = f"{_name(events)}, {form}", f"median of {rounds}" if rounds > 1 else "once"
    seconds, floor = (median(run.seconds for run in some) for some in (taken, floors))
    work, floor_work = (median(run.work for run in some) for some in (taken, floors))
    peak = max(run.peak_bytes for run in taken) / 1e9
    record(INGEST, f"{size}: speed", events / seconds, "events/s", better="higher", note=f"{told}; work {work:.1f} s")
    record(INGEST, f"{size}: peak memory", peak, "GB", bar=MEMORY_BAR_GB, note=told)
    more = f"work × {work / floor_work:.1f}"
    record(INGEST, f"{size}: times as long as only decoding", seconds / floor, "×", bar=3.0, note=more)
    return events, seconds / events


def _stages(here: Path, events: int, rounds: int, asked: argparse.Namespace) -> int:
    """The ways in turns over EVENTS in one file; how many of them do not agree with Atalaya."""
    events_file = here / "events.parquet"
    Workspace(here / "workspace").snapshot().scan(EVENTS).sink_parquet(events_file, compression="zstd")
    runs: dict[str, list[Run]] = {way: [] for way in WAYS if way not in asked.without}
    for _ in range(rounds):
        for way in list(runs):
            try:
                runs[way].append(_once(way, events_file, here, asked.memory))
            except TooMuch:
                print(f"{STAGES} · {_name(events)}, {way}: stopped at {asked.memory:.0f} GB", flush=True)
                del runs[way]
    ours = runs.pop(ATALAYA, [])
    if not ours:
        return 1
    seconds = median(run.seconds for run in ours)
    told = f"median of {len(ours)}; work {median(run.work for run in ours):.1f} s"
    record(STAGES, f"{_name(events)}: speed", events / seconds, "events/s", better="higher", note=told)
    record(STAGES, f"{_name(events)}: peak memory", max(run.peak_bytes for run in ours) / 1e9, "GB")
    for way, theirs in runs.items():
        _compare(way, _name(events), ours, theirs)
    return sum(_disagrees(here, way) for way in runs if way != DECODED)


def _once(way: str, source: Path, here: Path, memory_gb: float) -> Run:
    out = here / way
    out.mkdir(exist_ok=True)
    done = watch("-m", "benchmarks.jobs", way, source, out, allowed_bytes=memory_gb * 1e9)
    seconds, work = map(float, done.output.split())
    return Run(seconds, work, done.peak_bytes)


def _compare(way: str, size: str, ours: list[Run], theirs: list[Run]) -> None:
    """How many times as fast as another way, or how many times as long as the floor."""
    times, work = (
        median(getattr(run, of) for run in theirs) / median(getattr(run, of) for run in ours)
        for of in ("seconds", "work")
    )
    peak = f"it held {max(run.peak_bytes for run in theirs) / 1e9:.1f} GB"
    if way == DECODED:
        more = f"work × {1 / work:.1f}"
        record(STAGES, f"{size}: times as long as only decoding", 1 / times, "×", bar=3.0, note=more)
        return
    bar = {DUCKDB: 1.0, PANDAS: 10.0}[way]
    more = f"work × {work:.2f}; {peak}; median of {len(theirs)}"
    record(STAGES, f"{size}: times as fast as {way}", times, "×", bar=bar, better="higher", note=more)


def _disagrees(here: Path, way: str) -> int:
    wrong = differences(here / ATALAYA, here / way)
    if wrong.is_empty():
        return 0
    with pl.Config(tbl_rows=-1, fmt_float="full"):
        print(f"{way} does not agree with Atalaya:\n{wrong}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
