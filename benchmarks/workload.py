"""What the union of agents' work costs, beside one plain sum over the same segments: occupancy and total handling time.

python -m benchmarks.workload                    250,000 segments of 90 days, some seconds
python -m benchmarks.workload --full             a million, too
python -m benchmarks.workload --segments N --agents N --rounds R
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.results import record
from benchmarks.turns import in_turns
from core.answer import answer
from core.query import Query
from core.schema.column import INSTANT
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

ABOUT = """
Stretches of agents' time are worked out whenever they are asked ([decision
0013](decisions/0013-agents-time-is-worked-out-when-asked.md)). This asks for occupancy and, in turns, for the total
handling time, one plain sum over the same segments: 200 agents for 90 days, four statuses to six talks, some of them
at once. It fails when a share is no share.
"""

SECTION = "Agents' time"
FIRST, DAYS, RULES = datetime(2026, 1, 1, tzinfo=UTC), 90, Settings()
MONTH = {"since": FIRST + timedelta(days=60), "until": FIRST + timedelta(days=90)}
JOBS = {
    "by agent, 30 days": Query(("occupancy",), ("agent_name",), **MONTH),
    "by hour, 30 days": Query(("occupancy",), ("hour",), **MONTH),
    "by day, 90 days": Query(("occupancy",), ("day",)),
}
SMALL, FULL = [250_000], [250_000, 1_000_000]
STATUSES_IN_TEN = 4
"""As in the sample data, of ten segments that say something of an agent's time."""


def main() -> int:
    """Measure and record; 1 when the shares are none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a million segments, too")
    parser.add_argument("--segments", type=int, nargs="+", help="these sizes instead")
    parser.add_argument("--agents", type=int, default=200, help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="times each way runs, in turns; the median counts")
    asked = parser.parse_args()
    worst = 0
    for height in asked.segments or (FULL if asked.full else SMALL):
        with TemporaryDirectory(prefix="atalaya-bench-") as folder:
            snapshot = _store(Path(folder), height, asked.agents)
            worst = max(worst, *(_measure(snapshot, name, query, asked.rounds) for name, query in JOBS.items()))
    return worst


def _measure(snapshot: Snapshot, name: str, query: Query, rounds: int) -> int:
    shares = answer(snapshot, query, RULES)["occupancy"]
    asked = {"sum": query.with_(metrics=("total_handling_time",)), "union": query}
    jobs = {way: partial(answer, snapshot, one, RULES) for way, one in asked.items()}
    plain, union = in_turns(jobs, rounds).values()
    beside = f"the sum {plain.seconds * 1e3:.0f} ms; work {union.work * 1e3:.0f} ms beside {plain.work * 1e3:.0f}"
    of = f"{snapshot.rows(SEGMENTS):,} segments"
    record(SECTION, f"occupancy {name}, of {of}", union.seconds * 1e3, "ms", note=f"{beside}; median of {rounds}")
    return 0 if shares.drop_nulls().is_between(0, 1).all() and shares.max() else 1


def _store(folder: Path, height: int, agents: int) -> Snapshot:
    with Workspace(folder).write() as change:
        change.append(SEGMENTS, _segments(height, agents))
        change.append(CONVERSATIONS, pl.DataFrame({"conversation_id": ["c"], "started_at": [FIRST]}))
        return change.commit("benchmark")


def _segments(height: int, agents: int) -> pl.DataFrame:
    """Statuses one after the other without a gap, and talks of about half of that time, some of them at once."""
    number = pl.int_range(height, dtype=pl.Int64)
    of_agent = number // agents
    is_status = of_agent % 10 < STATUSES_IN_TEN
    nth = of_agent // 10 * STATUSES_IN_TEN + of_agent % 10
    status_ms = timedelta(days=DAYS) // timedelta(milliseconds=1) * 10 * agents // (height * STATUSES_IN_TEN)
    begin = pl.when(is_status).then(nth * status_ms).otherwise(number * 2_654_435_761 % (DAYS * 86_400_000))
    lasts = pl.when(is_status).then(status_ms).otherwise(status_ms // 8 + number * 7_919 % (status_ms // 4))
    activity = pl.Series(["Available", "Available", "Break", "Offline"])
    return pl.select(
        segment_id=number.cast(pl.String),
        kind=pl.when(is_status).then(pl.lit("Agent Status")).otherwise(pl.lit("Conversation")),
        started_at=pl.lit(FIRST).cast(INSTANT) + pl.duration(milliseconds=begin),
        ended_at=pl.lit(FIRST).cast(INSTANT) + pl.duration(milliseconds=begin + lasts),
        agent_id=pl.format("WK{}", number % agents),
        agent_name=pl.format("Agent {}", number % agents),
        activity=pl.when(is_status).then(pl.lit(activity).gather(nth % activity.len())),
        abandoned=pl.lit("No"),
        direction=pl.lit("Inbound"),
        handling_time_ms=pl.when(~is_status).then(lasts),
        talk_time_ms=pl.when(~is_status).then(lasts),
        wrap_up_time_ms=pl.when(~is_status).then(0),
    )


if __name__ == "__main__":
    sys.exit(main())
