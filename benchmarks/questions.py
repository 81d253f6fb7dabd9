"""How long answers take, beside DuckDB asked the same of the same Parquet files.

python -m benchmarks.questions                        200,000 conversations, some minutes
python -m benchmarks.questions --full                 ten million
python -m benchmarks.questions --only dashboard --each      that kind alone, a line for each question
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

from polars.testing import assert_frame_equal

from benchmarks.asked import AD_HOC, Asked, asked_cold, kinds
from benchmarks.child import watch
from benchmarks.history import FULL, SMALL, history
from benchmarks.in_sql import Duck
from benchmarks.results import record
from benchmarks.turns import Spent, in_turns
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot

ABOUT = """
The sample's tables, repeated through two years and side by side with other ids, are asked each question by Atalaya
and, in turns in the same process, by DuckDB, of the same Parquet files; the run fails when an answer differs. The
dashboard is 15 metrics of Overview, Queues and Agents by nothing, day, hour of day, queue, channel, country, agent, and
weekday with hour of day, each alone, with two filters. Percentiles may differ from the exact ones by 1 %, which is what
cubes promise of them. × is how many times Atalaya's own DuckDB took, for the median question.

Warm is what was asked before: both know the files then, and neither keeps an answer. A search is the first page with
the number of all that it finds. Cold is a process of its own from its start to its end, with the first question that
it is asked.

No cube can know which attribute, customer or word somebody will ask about: what is ad hoc reads the rows of two years.
"""

SECTION = "Questions"
WARM_MS, COLD_MS, AD_HOC_MS = 100.0, 1_000.0, 1_500.0
SERVED, NOT_SERVED = 3.0, 0.7
"""How many times Atalaya's own time DuckDB is to take, where cubes serve and where they do not."""

PERCENTILES = ("median_speed_of_answer", "p90_speed_of_answer")
WITHIN = 0.01
COLD = ("-m", "benchmarks.one_answer")


@dataclass(frozen=True)
class Answered:
    """What a question took Atalaya and DuckDB, medians."""

    name: str
    ours: Spent
    theirs: Spent


def main() -> int:
    """Measure and print; 1 when answers differ."""
    arguments = _arguments()
    snapshot = history(arguments.conversations or (FULL if arguments.full else SMALL))
    found, parts = snapshot.rows(CONVERSATIONS), snapshot.rows(SEGMENTS)
    print(f"{found:,} conversations, {parts:,} segments; {os.cpu_count()} processors", flush=True)
    duck, wrong = Duck(snapshot), 0
    for kind, questions in kinds(snapshot, duck).items():
        if kind.startswith(arguments.only):
            wrong += _measure(kind, questions[:: arguments.every], arguments, f"{found:,} conversations")
    if "cold".startswith(arguments.only):
        _cold(snapshot, arguments.rounds)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="ten million conversations")
    parser.add_argument("--conversations", type=int, help="at least so many")
    parser.add_argument("--rounds", type=int, default=5, help="times each way answers, in turns; the median counts")
    parser.add_argument("--only", default="", help="kinds that begin so; `cold` is one, too")
    parser.add_argument("--every", type=int, default=1, help="ask every nth question only")
    parser.add_argument("--each", action="store_true", help="a line for each question")
    return parser.parse_args()


def _measure(kind: str, questions: list[Asked], arguments: argparse.Namespace, size: str) -> int:
    """How many answers differ from DuckDB's."""
    wrong = sum(not _agree(kind, question) for question in questions)
    spent = [_answered(question, arguments.rounds) for question in questions]
    if arguments.each:
        _tell_each(spent)
    for one in spent if kind == AD_HOC else []:
        record(SECTION, f"{kind}: {one.name}", one.ours.seconds * 1000, "ms", bar=AD_HOC_MS, note=_beside(one))
    bar, times = (AD_HOC_MS, NOT_SERVED) if kind == AD_HOC else (WARM_MS, SERVED)
    ours, theirs = [one.ours.seconds * 1000 for one in spent], [one.theirs.seconds * 1000 for one in spent]
    told = f"{len(spent)} questions of {size}; p50 {median(ours):.0f}, worst {max(ours):.0f}, DuckDB {_p95(theirs):.0f}"
    record(SECTION, f"{kind}, p95", _p95(ours), "ms", bar=bar, note=told)
    faster = median(one.theirs.seconds / one.ours.seconds for one in spent)
    less_work = median(one.theirs.work / one.ours.work for one in spent)
    note = f"{less_work:.2f} × in work"
    record(SECTION, f"{kind}, beside DuckDB", faster, "×", bar=times, better="higher", note=note)
    return wrong


def _tell_each(spent: list[Answered]) -> None:
    for one in sorted(spent, key=lambda one: one.ours.work, reverse=True):
        print(f"  {one.name:55} {one.ours.seconds * 1000:7.0f} ms, {_beside(one)}", flush=True)


def _beside(one: Answered) -> str:
    work, theirs = one.ours.work * 1000, one.theirs
    times = theirs.seconds / one.ours.seconds
    return f"work {work:.0f}; DuckDB {theirs.seconds * 1000:.0f}, work {theirs.work * 1000:.0f}: {times:.2f} ×"


def _p95(spent: list[float]) -> float:
    return quantiles(spent, n=20, method="inclusive")[-1] if len(spent) > 1 else spent[0]


def _answered(question: Asked, rounds: int) -> Answered:
    """Both in turns, warm: they were asked before, when their answers were compared."""
    jobs: dict[str, Callable[[], object]] = {"ours": question.ours, "theirs": question.theirs}
    spent = in_turns(jobs, rounds)
    return Answered(question.name, spent["ours"], spent["theirs"])


def _agree(kind: str, question: Asked) -> bool:
    """Whether both answer the same; percentiles within what is promised."""
    names = list(question.columns)
    exact = [name for name in names if name not in PERCENTILES]
    ours, theirs = (rows.select(names).sort(exact, nulls_last=True) for rows in (question.ours(), question.theirs()))
    try:
        assert_frame_equal(ours.select(exact), theirs.select(exact), check_dtypes=False, rel_tol=1e-12)
        assert_frame_equal(ours.drop(exact), theirs.drop(exact), check_dtypes=False, rel_tol=WITHIN)
    except AssertionError as difference:
        print(f"{kind}, {question.name}: DuckDB says otherwise: {difference}", file=sys.stderr, flush=True)
        return False
    return True


def _cold(snapshot: Snapshot, rounds: int) -> None:
    """Processes from their start to their end."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = [[watch(*COLD, question, home=snapshot.files.root) for _ in range(rounds)] for question in asked_cold()]
    seconds = [median(one.seconds for one in some) for some in runs]
    work = [median(one.work for one in some) for some in runs]
    note = (
        f"{len(runs)} questions of a dashboard, each the first of a process and its only one; work {_p95(work):.2f} s"
    )
    record(SECTION, "cold start, p95", _p95(seconds) * 1000, "ms", bar=COLD_MS, note=note)


if __name__ == "__main__":
    sys.exit(main())
