"""How long answers take, beside DuckDB asked the same of the same Parquet files.

python -m benchmarks.questions                               200,000 conversations, some minutes
python -m benchmarks.questions --conversations 10000000 --home FOLDER    the folder is kept for the next run
python -m benchmarks.questions --only dashboard --each       that kind alone, a line for each question
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import polars as pl
from polars.testing import assert_frame_equal

from benchmarks.asked import Asked, kinds
from benchmarks.child import watch
from benchmarks.in_sql import Duck
from benchmarks.repeated import ingest_sample, repeat
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

ABOUT = """
The sample's tables, repeated through two years and side by side with other ids, are asked each question by Atalaya
and, in turns in the same process, by DuckDB, of the same Parquet files; the run fails when an answer differs.
Everything is warm. The dashboard is 15 metrics of Overview, Queues and Agents by nothing, day, hour of day, queue,
channel, country, agent, and weekday with hour of day, each alone, with two filters.
"""

LEGEND = "p50, p95 and worst over the questions; × is how many times Atalaya's own DuckDB took: the median question's"
CLI = "import os, sys; sys.stderr = open(os.devnull, 'w'); from core.cli import main; sys.exit(main())"
DUCK = "import duckdb, sys; duckdb.sql(sys.argv[1]).fetchall()"


@dataclass(frozen=True)
class Spent:
    """Milliseconds that a question took, Atalaya's and DuckDB's: time and work of the processors, medians."""

    name: str
    ours: tuple[float, float]
    theirs: tuple[float, float]


def main() -> int:
    """Measure and print; 1 when the answers differ."""
    asked = _arguments()
    with TemporaryDirectory(prefix="atalaya-bench-") as folder:
        snapshot = _workspace(Path(folder), asked.home, asked.conversations)
        found, parts = snapshot.rows(CONVERSATIONS), snapshot.rows(SEGMENTS)
        print(f"{found:,} conversations, {parts:,} segments; {os.cpu_count()} processors; median of {asked.rounds}")
        print(LEGEND, flush=True)
        duck, wrong = Duck(snapshot), 0
        for kind, questions in kinds(snapshot, duck).items():
            if kind.startswith(asked.only):
                wrong += _measure(kind, questions[:: asked.every], asked)
        if "start".startswith(asked.only):
            _start(snapshot, asked.rounds)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=200_000, help="at least so many (%(default)s)")
    parser.add_argument("--home", type=Path, help="workspace to make, or to use again when it is there")
    parser.add_argument("--rounds", type=int, default=5, help="times each way answers, in turns; the median counts")
    parser.add_argument("--only", default="", help="kinds that begin so; `start` is one, too")
    parser.add_argument("--every", type=int, default=1, help="ask every nth question only")
    parser.add_argument("--each", action="store_true", help="a line for each question")
    return parser.parse_args()


def _workspace(folder: Path, home: Path | None, conversations: int) -> Snapshot:
    home = home or folder / "workspace"
    kept = Workspace(home).snapshot()
    if kept.version:
        return kept
    return repeat(ingest_sample(folder / "sample"), home, conversations)


def _measure(kind: str, questions: list[Asked], asked: argparse.Namespace) -> int:
    """How many answers differ from DuckDB's."""
    wrong = sum(not _agree(kind, question) for question in questions)
    spent = [_spent(question, asked.rounds) for question in questions]
    if asked.each:
        for one in sorted(spent, key=lambda one: one.ours[1], reverse=True):
            told = (
                f"{one.ours[0]:7.0f} ms work {one.ours[1]:6.0f}   duckdb {one.theirs[0]:7.0f} work {one.theirs[1]:6.0f}"
            )
            print(f"  {one.name:55} {told}   × {one.theirs[1] / one.ours[1]:.2f} of work", flush=True)
    for unit, name in enumerate(("time", "work")):
        ours, theirs = [one.ours[unit] for one in spent], [one.theirs[unit] for one in spent]
        times = median(their / our for our, their in zip(ours, theirs, strict=True))
        worst = max(spent, key=lambda one: one.ours[unit]).name
        told = f"{_told(ours)} ({worst})   duckdb {_told(theirs)}   × {times:.2f}"
        print(f"{kind:28} {len(spent):3} {name}   {told}", flush=True)
    return wrong


def _told(spent: list[float]) -> str:
    p95 = quantiles(spent, n=20, method="inclusive")[-1] if len(spent) > 1 else spent[0]
    return f"p50 {median(spent):5.0f}  p95 {p95:5.0f}  worst {max(spent):5.0f} ms"


def _spent(question: Asked, rounds: int) -> Spent:
    """Both in turns, warm: they were asked before, when their answers were compared."""
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "theirs": []}
    for _ in range(rounds):
        taken["ours"].append(_timed(question.ours))
        taken["theirs"].append(_timed(question.theirs))
    ours, theirs = ((median(run[0] for run in runs), median(run[1] for run in runs)) for runs in taken.values())
    return Spent(question.name, ours, theirs)


def _timed(ask: Callable[[], pl.DataFrame]) -> tuple[float, float]:
    started, worked = perf_counter(), process_time()
    ask()
    return (perf_counter() - started) * 1000, (process_time() - worked) * 1000


def _agree(kind: str, question: Asked) -> bool:
    names = list(question.columns)
    ours, theirs = (rows.select(names).sort(names, nulls_last=True) for rows in (question.ours(), question.theirs()))
    try:
        assert_frame_equal(ours, theirs, check_dtypes=False, rel_tol=1e-12)
    except AssertionError as difference:
        print(f"{kind}, {question.name}: DuckDB says otherwise: {difference}", file=sys.stderr, flush=True)
        return False
    return True


def _start(snapshot: Snapshot, rounds: int) -> None:
    """Processes from their start to their end, in turns."""
    home = snapshot.files.root
    files = [str(snapshot.files.path(part.file)) for part in snapshot.parts(SEGMENTS)]
    sql = f"SELECT queue_name, count(DISTINCT conversation_id) FROM read_parquet({files}) GROUP BY 1"
    jobs: dict[str, tuple[str, ...]] = {
        "start: Python alone": ("-c", "pass"),
        "start: import polars": ("-c", "import polars"),
        "start: import core.answer": ("-c", "import core.answer"),
        "start: atalaya ask by queue": ("-c", CLI, "ask", "conversations_offered", "--by", "queue"),
        "start: DuckDB, as much": ("-c", DUCK, sql),
    }
    runs = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, words in jobs.items():
            runs[name].append(watch(*words, home=home))
    for name, some in runs.items():
        time, work = median(one.seconds for one in some), median(one.work for one in some)
        print(f"{name:32} {time:5.2f} s   work {work:5.2f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
