"""Funnel plots: which groups differ by more than chance does at their volume, and how many chance alone would mark.

A small group's rate jumps by chance, a large one's hardly moves; a ranking punishes and praises the small ones. Here
each group is held against what so many tries at the rate of all groups together would give.
"""

from dataclasses import dataclass

import polars as pl

from core.answer import rows_behind
from core.errors import QueryError
from core.metrics import Measure, Ratio, named
from core.plan import expression_of
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

TAILS = {"95": 0.025, "998": 0.001}
"""The chance on either side of the limits: 95 % and 99.8 % of all rates lie within them, if all is chance."""

LIMITS = ("low_998", "low_95", "high_95", "high_998")
CURVE_POINTS = 120


@dataclass(frozen=True)
class Funnel:
    """Groups against chance.

    Args:
        groups: one row a group with a try, by volume: `group`, `events`, `trials`, `rate`, the `LIMITS` as rates, and
            `standing`: 0 within the limits, 1 above the 95 % limit, 2 above the 99.8 % limit, negative below.
        curve: the `LIMITS` for volumes from 1 to the largest: `trials` and a column each.
        overall: the rate of all groups together: their events over their tries.
        outside: how many groups lie outside the limits of 95 % and of 99.8 %.
        by_chance: how many that would be on average if every group had the overall rate.
        dispersion: how much more the groups differ than by chance (Pearson's chi-squared over their number): about 1 if
            all is chance; None without a group.
        is_dispersed: whether that is more than chance does to the dispersion itself (two standard deviations).
    """

    groups: pl.DataFrame
    curve: pl.DataFrame
    overall: float | None
    outside: tuple[int, int]
    by_chance: tuple[float, float]
    dispersion: float | None
    is_dispersed: bool


def rates(snapshot: Snapshot, query: Query, metric: str, by: str, rules: Settings) -> pl.DataFrame:
    """One row a group: `group`, `events`, `trials`; the tries of a share and those that count, out of the base rows.

    Raises:
        QueryError: the metric is no share of things counted, or cannot be split so.
    """
    formula = named(metric, rules).formula(rules)
    if not is_share(metric, rules) or not isinstance(formula, Ratio):
        raise QueryError(f"{metric} is no share of things that are counted; chance can be told of such shares only.")
    rows = rows_behind(snapshot, query, metric, rules)
    key = expression_of(by, query, rules).alias("group")
    counted = rows.group_by(key).agg(events=formula.numerator.aggregate(), trials=formula.denominator.aggregate())
    return counted.sort("group", nulls_last=True).collect()


def is_share(metric: str, rules: Settings) -> bool:
    """Whether the metric counts how many of so many tries came out one way."""
    declared = named(metric, rules)
    formula = declared.formula(rules)
    if declared.unit != "%" or not isinstance(formula, Ratio):
        return False
    sides = (formula.numerator, formula.denominator)
    is_counted = all(isinstance(side, Measure) and side.is_count for side in sides)
    return is_counted and sides[0].table.name == sides[1].table.name


def funnel(counted: pl.DataFrame) -> Funnel:
    """Hold the groups against chance.

    A conversation that met two groups counts in both, so the overall rate may differ a little from that of the metric
    without groups.

    Args:
        counted: as `rates` gives them.

    Source: D. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005).
    """
    tried = counted.filter(pl.col("trials") > 0).with_columns(rate=pl.col("events") / pl.col("trials"))
    tried = tried.sort("trials", "group", descending=[True, False], nulls_last=True)
    overall: float | None = (
        tried.select(pl.col("events").sum() / pl.col("trials").sum()).item() if tried.height else None
    )
    bounds = limits(tried["trials"], overall)
    groups = tried.join(bounds, on="trials", how="left", maintain_order="left").with_columns(standing=_standing())
    curve = limits(_volumes(tried["trials"]), overall).select("trials", *LIMITS)
    outside = tuple(int((groups["standing"].abs() >= level).sum()) for level in (1, 2))
    by_chance = tuple(float(groups[f"chance_{name}"].sum()) for name in TAILS)
    dispersion, is_dispersed = _dispersion(tried, overall)
    return Funnel(
        groups.drop("chance_95", "chance_998"),
        curve,
        overall,
        (outside[0], outside[1]),
        (by_chance[0], by_chance[1]),
        dispersion,
        is_dispersed,
    )


def limits(trials: pl.Series, share: float | None) -> pl.DataFrame:
    """Between which rates chance keeps groups of these volumes.

    Exact binomial, by mid-P: a number of events lies outside when fewer (more) events, and half of as many, have less
    than the tail's chance. Between whole numbers the limit is drawn straight, so that a rate is beyond the drawn limit
    just when it lies outside. Where not even none (or all) would be unlikely, there is no limit: null.

    Args:
        trials: volumes, 1 or more.
        share: the rate of everybody, between 0 and 1; at 0, 1 and None there are no limits.

    Returns:
        One row for each different volume: `trials`, the `LIMITS`, and `chance_95` and `chance_998`: how likely a group
        of that volume lies outside by chance alone; as counts are whole numbers, that is near 5 % and 0.2 %, not equal.

    Source: H. O. Lancaster, Significance tests in discrete distributions, JASA 56 (1961).
    """
    volumes = pl.DataFrame({"trials": trials.cast(pl.Int64).unique().sort()})
    if share is None or not 0 < share < 1 or volumes.is_empty():
        return volumes.with_columns(
            *(pl.lit(None, pl.Float64).alias(name) for name in LIMITS), chance_95=pl.lit(0.0), chance_998=pl.lit(0.0)
        )
    chances = _binomial(volumes, share)
    crossings = [_crossing(tail if side == "low" else 1 - tail).alias(f"{side}_{name}") for side, name, tail in _SIDES]
    is_outside = [(pl.col("mid") < tail) | (pl.col("mid") > 1 - tail) for tail in TAILS.values()]
    found = chances.group_by("trials").agg(
        *crossings,
        *(
            pl.col("chance").filter(outside).sum().alias(f"chance_{name}")
            for name, outside in zip(TAILS, is_outside, strict=True)
        ),
    )
    return (
        found.with_columns(pl.col(name) / pl.col("trials") for name in LIMITS)
        .select("trials", *LIMITS, "chance_95", "chance_998")
        .sort("trials")
    )


_SIDES = tuple((side, name, tail) for side in ("low", "high") for name, tail in TAILS.items())


def _binomial(volumes: pl.DataFrame, share: float) -> pl.DataFrame:
    """One row a volume and number of events: its `chance`, and `mid`, the chance of fewer and half of as many.

    From each number to the next the chance grows by a known factor, so that no factorial is needed; numbers so far off
    that their chance is nothing in double precision are left out.
    """
    count, mean = pl.col("trials"), pl.col("trials") * share
    reach = 9 * (mean * (1 - share)).sqrt() + 20
    events = pl.int_ranges(
        (mean - reach).floor().clip(0).cast(pl.Int64), pl.min_horizontal(count, mean + reach).cast(pl.Int64) + 1
    )
    rows = volumes.with_columns(events=events).explode("events")
    grows = ((count - pl.col("events") + 1) / pl.col("events") * (share / (1 - share))).log()
    is_first = pl.col("events") == pl.col("events").min().over("trials")
    told = rows.with_columns(log=pl.when(is_first).then(0.0).otherwise(grows).cum_sum().over("trials"))
    likely = (pl.col("log") - pl.col("log").max().over("trials")).exp()
    return (
        told.with_columns(chance=likely)
        .with_columns(chance=pl.col("chance") / pl.col("chance").sum().over("trials"))
        .with_columns(mid=pl.col("chance").cum_sum().over("trials") - pl.col("chance") / 2)
    )


def _crossing(chance: float) -> pl.Expr:
    """The number of events at which `mid` reaches a chance, straight between whole numbers; null beyond the ends."""
    is_before = pl.col("mid") <= chance
    before, after = pl.col("mid").filter(is_before).max(), pl.col("mid").filter(~is_before).min()
    return pl.col("events").filter(is_before).max() + (chance - before) / (after - before)


def _standing() -> pl.Expr:
    rate = pl.col("rate")
    above = (rate > pl.col("high_95")).fill_null(False).cast(pl.Int64) + (rate > pl.col("high_998")).fill_null(False)
    below = (rate < pl.col("low_95")).fill_null(False).cast(pl.Int64) + (rate < pl.col("low_998")).fill_null(False)
    return (above - below).cast(pl.Int64)


def _volumes(trials: pl.Series) -> pl.Series:
    """Volumes for the curve: denser where it bends, from 1 to the largest."""
    largest = trials.max() if trials.len() else None
    if not isinstance(largest, int):
        return pl.Series("trials", [], dtype=pl.Int64)
    steps = pl.int_range(1, CURVE_POINTS + 1, eager=True) / CURVE_POINTS
    return (steps**2 * largest).ceil().cast(pl.Int64).clip(1).alias("trials")


def _dispersion(tried: pl.DataFrame, overall: float | None) -> tuple[float | None, bool]:
    """Mean squared distance from the overall rate in standard deviations of chance, and whether chance explains it."""
    if overall is None or not 0 < overall < 1:
        return None, False
    spread = pl.col("trials") * overall * (1 - overall)
    found = tried.select(
        dispersion=((pl.col("events") - pl.col("trials") * overall) ** 2 / spread).mean(),
        # Of the square of one binomial, standardised.
        variance=(2 + (1 - 6 * overall * (1 - overall)) / spread).mean() / pl.len(),
    ).row(0, named=True)
    return found["dispersion"], found["dispersion"] > 1 + 2 * found["variance"] ** 0.5
