"""Service level laboratory: the same conversations counted in every way, and which of them count otherwise."""

from dataclasses import dataclass, replace

import polars as pl

from core.answer import rows_behind
from core.distribution import SECOND_MS, STEPS_S
from core.metrics import VARIANTS
from core.metrics.rows import ANSWERED, WAIT
from core.metrics.variants import GAVE_UP_AFTER, answered_in_time, gave_up_early, gave_up_short
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

METRIC = "service_level"
WIDEST = "abandons_failed"
"""The variant that leaves nobody out: its conversations are those of all variants."""

FATES = ("in_time", "late", "short_abandon", "early_abandon", "late_abandon")
"""What can become of a conversation, each in exactly one way: answered in time or late; given up within the
short-abandon time, after that but before the target, or later."""

PLACES = ("above", "below", "out")
"""Where a conversation stands: above the line (and so below it too), below it only, or in neither."""

MOST_POINTS = 120
MOST_SHARE, LEAST_TARGETS, MOST_TARGETS = 0.99, 2, 5
"""The curve ends when so many of the waits are over, but neither before twice the longest target nor after five times:
a few who wait for hours would flatten it."""


@dataclass(frozen=True)
class Move:
    """Conversations that count otherwise under other rules.

    Args:
        other: the other rules.
        fate: one of `FATES`, by the present rules.
        here: one of `PLACES`, by the present rules.
        there: one of `PLACES`, by the other rules.
    """

    other: Settings
    fate: str
    here: str
    there: str


def levels(snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    """Service level in every variant, over the same conversations.

    Args:
        query: period and conditions; its metrics and groups are not looked at.
        rules: whose targets hold for all variants.

    Returns:
        One row a variant, in the order of `VARIANTS`: `variant`, `above`, `below` (conversations), `value` (0 to 1;
        null when there is nothing to divide by).
    """
    sums = [
        total.alias(f"{side}.{name}")
        for name, variant in VARIANTS.items()
        for side, total in (
            ("above", variant.above(rules).fill_null(False).sum()),
            ("below", variant.subject(rules).fill_null(False).sum()),
        )
    ]
    found = _offered(snapshot, query, rules).select(sums).collect().row(0, named=True)
    rows = [(name, found[f"above.{name}"], found[f"below.{name}"]) for name in VARIANTS]
    told = pl.DataFrame(rows, {"variant": pl.String, "above": pl.Int64, "below": pl.Int64}, orient="row")
    return told.with_columns(value=pl.when(pl.col("below") > 0).then(pl.col("above") / pl.col("below")))


def moves(snapshot: Snapshot, query: Query, rules: Settings, other: Settings) -> pl.DataFrame:
    """How many conversations stand elsewhere under the other rules, by what became of them.

    Returns:
        One row a `fate`, `here` and `there` (see `Move`) that has any, in the order of `FATES`: and `conversations`.
    """
    counted = _placed(snapshot, query, rules, other).filter(pl.col("here") != pl.col("there"))
    grouped = counted.group_by("fate", "here", "there").agg(conversations=pl.len().cast(pl.Int64)).collect()
    enums: dict[str, pl.DataType] = {"fate": pl.Enum(FATES), "here": pl.Enum(PLACES), "there": pl.Enum(PLACES)}
    in_order = grouped.with_columns(pl.col(name).cast(dtype) for name, dtype in enums.items()).sort(*enums)
    return in_order.with_columns(pl.col(*enums).cast(pl.String))


def moved(snapshot: Snapshot, query: Query, rules: Settings, move: Move) -> pl.LazyFrame:
    """The ids of those conversations: `conversation_id`."""
    wanted = {"fate": move.fate, "here": move.here, "there": move.there}
    placed = _placed(snapshot, query, rules, move.other)
    return placed.filter(*(pl.col(name) == value for name, value in wanted.items())).select("conversation_id")


def waiting(snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    """The shares of the conversations offered that were answered, and given up, in less than so long.

    Returns:
        One row a moment, from 0 in even steps that meet every target: `waited_ms`, `answered`, `given_up` (0 to 1, of
        all offered). No row when there are none. Conversations whose wait is not known are in neither.
    """
    is_answered = ANSWERED.fill_null(False)
    waits = (
        _offered(snapshot, query, rules)
        .select(is_answered=is_answered, wait_ms=pl.when(is_answered).then(WAIT).otherwise(GAVE_UP_AFTER))
        .collect()
    )
    if waits.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(("waited_ms", "answered", "given_up"), pl.Int64))
    known = waits.drop_nulls("wait_ms")
    targets = targets_ms(rules)
    usual = known["wait_ms"].quantile(MOST_SHARE, interpolation="higher") or 0
    longest = max(targets[-1], SECOND_MS)
    longest_s = int(min(max(usual, LEAST_TARGETS * longest), MOST_TARGETS * longest)) // SECOND_MS + 1
    step = next((one for one in STEPS_S if longest_s <= one * MOST_POINTS), STEPS_S[-1])
    moments = {*range(0, longest_s + step, step), *(target // SECOND_MS for target in targets)}
    at = pl.DataFrame({"waited_ms": sorted(moment * SECOND_MS for moment in moments)}, {"waited_ms": pl.Int64})
    return at.with_columns(
        (_before(known.filter(pl.col("is_answered") == answered), at) / waits.height).alias(name)
        for name, answered in (("answered", True), ("given_up", False))
    )


def by_group(snapshot: Snapshot, query: Query, rules: Settings, column: str) -> pl.DataFrame:
    """What each queue or channel had, by the variant of the rules.

    Args:
        column: `queue_name` (the first queue of a conversation) or `channel`.

    Returns:
        One row a group: the column, `offered`, `above`, `below` (conversations), `value`; the most offered first.
    """
    variant = VARIANTS[rules.service_level_variant]
    counted = (
        _offered(snapshot, query, rules)
        .group_by(column)
        .agg(
            offered=pl.len().cast(pl.Int64),
            above=variant.above(rules).fill_null(False).sum().cast(pl.Int64),
            below=variant.subject(rules).fill_null(False).sum().cast(pl.Int64),
        )
        .collect()
    )
    value = pl.when(pl.col("below") > 0).then(pl.col("above") / pl.col("below"))
    return counted.with_columns(value=value).sort("offered", column, descending=[True, False], nulls_last=True)


def targets_ms(rules: Settings) -> tuple[int, ...]:
    """The different targets that are in force somewhere, the shortest first."""
    queues, channels = ({one.answer_within_s for one in own} for own in (rules.queues, rules.channels))
    seconds = {rules.answer_within_s, *queues, *channels}
    return tuple(sorted(one * SECOND_MS for one in seconds if one is not None))


def _offered(snapshot: Snapshot, query: Query, rules: Settings) -> pl.LazyFrame:
    """The conversations of all variants."""
    return rows_behind(snapshot, query, METRIC, replace(rules, service_level_variant=WIDEST))


def _placed(snapshot: Snapshot, query: Query, rules: Settings, other: Settings) -> pl.LazyFrame:
    """Those with `fate`, `here` and `there`."""
    return _offered(snapshot, query, rules).with_columns(fate=_fate(rules), here=_place(rules), there=_place(other))


def _fate(rules: Settings) -> pl.Expr:
    return (
        pl.when(answered_in_time(rules))
        .then(pl.lit("in_time"))
        .when("is_handled")
        .then(pl.lit("late"))
        .when(gave_up_short(rules))
        .then(pl.lit("short_abandon"))
        .when(gave_up_early(rules))
        .then(pl.lit("early_abandon"))
        .otherwise(pl.lit("late_abandon"))
    )


def _place(rules: Settings) -> pl.Expr:
    variant = VARIANTS[rules.service_level_variant]
    return (
        pl.when(variant.above(rules).fill_null(False))
        .then(pl.lit("above"))
        .when(variant.subject(rules).fill_null(False))
        .then(pl.lit("below"))
        .otherwise(pl.lit("out"))
    )


def _before(waits: pl.DataFrame, at: pl.DataFrame) -> pl.Series:
    """How many of the waits were shorter than each moment."""
    return waits["wait_ms"].sort().search_sorted(at["waited_ms"], side="left").cast(pl.Int64)
