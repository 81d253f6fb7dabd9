"""Twice: which reading of a time is meant that the clock showed twice, as it does when summer time ends.

A row is read by what it says itself, so that it is the same in whatever file and order it comes: the reading in which
its steps follow each other and its durations fill the time between them. Rows of events are read by the order of the
rows of their call, rows of counts by how often their interval is told; of a file that begins with the newest, from its
end. Where nothing decides, the first reading stays, and the row says so.
"""

from collections.abc import Sequence

import polars as pl

from core.profiles.profile import END_IS, Profile
from core.profiles.targets import CONVERSATIONS, INTERVALS

STEPS = ("start", "queue_entry", "answer", "end")
"""The instants of a conversation in the order in which they happen."""

SERIES = ("queue", "channel", "direction", "agent_name")
"""Of whom an interval tells, where the file says so."""

_OUT_OF_ORDER = 10**13
"""More than any misfit: a reading in which something ends before it began is the last to be taken."""
_TRIED, _MISFIT = "→tried", "→misfit"


def settle(told: pl.DataFrame, again: pl.DataFrame, profile: Profile) -> tuple[pl.DataFrame, pl.Series]:
    """The columns with each instant read as the rest of the file tells, and the rows in which nothing decides.

    Args:
        told: instants, durations and texts of the profile's targets, instants by their first reading, in ms.
        again: of the instants, the second reading; null where there is but one.
        profile: how the file is read.
    """
    is_told_twice = again.select(pl.any_horizontal(pl.lit(False), pl.all().is_not_null())).to_series()
    if not is_told_twice.any():
        return told, is_told_twice
    if profile.kind == CONVERSATIONS:
        return _by_the_row(told, again, profile, is_told_twice)
    is_counts = profile.kind == INTERVALS
    if not _goes_back(told, again, "started_at" if is_counts else "time", SERIES if is_counts else ("id",)):
        return _by_repetition(told, again) if is_counts else _by_the_call(told, again, is_told_twice)
    told, again, is_told_twice = told.reverse(), again.reverse(), is_told_twice.reverse()
    chosen, is_open = _by_repetition(told, again) if is_counts else _by_the_call(told, again, is_told_twice)
    return chosen.reverse(), is_open.reverse()


def _goes_back(told: pl.DataFrame, again: pl.DataFrame, at: str, of: Sequence[str]) -> bool:
    """Whether the newest comes first, by the rows that the clock showed once; else the oldest is taken to do so."""
    of = [name for name in of if name in told.columns]
    once = told.filter(again[at].is_null())
    step = pl.col(at).diff().over(of) if of else pl.col(at).diff()
    return int(once.select(step.sign().sum()).item() or 0) < 0


def _by_the_row(
    told: pl.DataFrame, again: pl.DataFrame, profile: Profile, is_told_twice: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    """Of all ways to read a row's instants, the first of those that fit best.

    From one of its steps on all are read again: what comes later was not shown by an earlier clock.
    """
    steps = [name for name in STEPS if name in again.columns]
    rows = told.with_row_index("→row").filter(is_told_twice)
    later = again.filter(is_told_twice)
    tried = []
    for split in range(len(steps), -1, -1):
        moved = [pl.coalesce(later[name], rows[name]).alias(name) for name in steps[split:]]
        tried.append(rows.with_columns(moved).with_columns(pl.lit(len(steps) - split).alias(_TRIED)))
    ways = pl.concat(tried).with_columns(_misfit(set(told.columns), profile).alias(_MISFIT))
    fitting = ways.filter(pl.col(_MISFIT) == pl.col(_MISFIT).min().over("→row"))
    best = fitting.sort("→row", _TRIED).unique("→row", keep="first", maintain_order=True)
    open_rows = fitting.group_by("→row").agg((pl.struct(steps).n_unique() > 1).alias("→open"))
    chosen = told.with_columns(told[name].scatter(best["→row"], best[name]) for name in steps)
    return chosen, is_told_twice.scatter(open_rows["→row"], open_rows["→open"])


def _misfit(there: set[str], profile: Profile) -> pl.Expr:
    """How much of the time between a row's instants its durations leave over or overrun, in ms."""

    def given(name: str) -> pl.Expr:
        return pl.col(name) if name in there else pl.lit(None, pl.Int64)

    start, answer, end = given("start"), given("answer"), given("end")
    entered = pl.coalesce(given("queue_entry"), start)
    parts = pl.coalesce(given("wait_time"), given("queue_time") + given("ring_time").fill_null(0))
    wait = pl.max_horizontal(parts, given("abandon_time"))
    apart = pl.lit(0) if profile.talk_contains_hold else given("hold_time").fill_null(0)
    talk = pl.coalesce(given("talk_time") + apart, given("handling_time") - given("wrap_up_time"))
    after = pl.lit(0) if profile.end_is == END_IS[0] else given("wrap_up_time").fill_null(0)
    known = pl.when(wait.is_not_null() | talk.is_not_null()).then(wait.fill_null(0) + talk.fill_null(0))
    gaps = (
        answer - entered - wait,
        end - answer - talk - after,
        pl.when(answer.is_null()).then(end - entered - known - after),
        end - start - given("total_time") - after,
    )
    order = [given(name) for name in STEPS]
    tolerance = round(profile.tolerance_s * 1000)
    falls = [later < earlier - tolerance for place, later in enumerate(order) for earlier in order[:place]]
    return pl.sum_horizontal(
        *(gap.abs().fill_null(0) for gap in gaps),
        *(fall.fill_null(False).cast(pl.Int64) * _OUT_OF_ORDER for fall in falls),
    )


def _by_the_call(told: pl.DataFrame, again: pl.DataFrame, is_told_twice: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Where a call's rows stand in order of time but for one fall within the repeated hour, the rest is read again.

    The fall is where the clock went back.
    """
    if "id" not in told.columns:
        return told, is_told_twice
    is_of_call, later, at = pl.col("id").is_not_null(), pl.col("→again"), pl.col("time")
    rows = told.select("id", "time").with_columns(again["time"].alias("→again"))
    has_fallen = (at < at.shift(1).cum_max().over("id")).fill_null(False) & later.is_not_null() & is_of_call
    is_after = has_fallen.cum_max().over("id") & later.is_not_null()
    chosen = pl.when(is_after).then(later).otherwise(at).alias("→chosen")
    read = rows.with_columns(chosen, has_fallen.any().over("id").alias("→falls"))
    in_order = (pl.col("→chosen") >= pl.col("→chosen").shift(1).over("id")).fill_null(True).all().over("id")
    is_settled = read.select(pl.col("→falls") & in_order).to_series()
    return (
        told.with_columns(read["→chosen"].zip_with(is_settled, told["time"]).alias("time")),
        is_told_twice & ~is_settled,
    )


def _by_repetition(told: pl.DataFrame, again: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """An interval told twice is first the one of summer time and then that of winter time."""
    same = [name for name in ("started_at", *SERIES) if name in told.columns]
    later, end = pl.col("→again"), "ended_at"
    shown_again = again[end] if end in again.columns else pl.repeat(None, told.height, dtype=pl.Int64, eager=True)
    rows = told.with_columns(again["started_at"].alias("→again"), shown_again.alias("→end"))
    is_pair = later.is_not_null() & (pl.len().over(same) == 2)
    is_second = is_pair & (pl.int_range(pl.len()).over(same) == 1)
    read = rows.with_columns(is_second.alias("→second"), is_pair.alias("→pair"))
    is_open = read.select(later.is_not_null() & ~pl.col("→pair")).to_series()
    moved = [pl.when("→second").then(later).otherwise("started_at").alias("started_at")]
    if end in told.columns:
        # The end of the repeated hour is shown once: of the first of the two intervals it is an hour earlier.
        before = pl.when(pl.col("→end").is_null()).then(pl.col(end) - (later - pl.col("started_at"))).otherwise(end)
        shown = pl.when("→second").then(pl.coalesce("→end", end)).when("→pair").then(before).otherwise(end)
        moved.append(shown.alias(end))
    return read.with_columns(moved).select(told.columns), is_open
