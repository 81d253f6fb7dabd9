"""Attribution: where in time a sum of durations counts, when the time lasts longer than the moment that dates its row.

`started`   with the row, in the interval in which the row is dated, as counts are.
`split`     over all intervals that the time overlaps: each has what of the time lies within it (workload).
`ended`     in the interval in which the time was over.

Over all data the three have the same total, to the millisecond. Within a period, `split` counts the time that lies in
it, whenever it began; the others count all the time of what is dated in it. Time of several conversations at once
counts for each of them: it is work, not time that passed, so an interval may hold more than its own length.

Only sums can be spread. Counts, averages, percentiles and what is known of a conversation as a whole stay with their
rows; so does hold time, of which only the sum of a segment is known, not when each hold was. Stretches of agents' time
are nothing but time: split, whoever was there is counted in each interval, too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from core import slices
from core.grains import GRAINS, MOMENT, WITHIN_A_DAY
from core.metrics import Formula, Measure, Text
from core.query import Query
from core.schema.tables import SEGMENTS, WORKLOAD

STARTED, SPLIT, ENDED = "started", "split", "ended"
STRETCH = "stretch_ms"
TOLD = {
    STARTED: Text(
        "Sums of time count with their row, where that is dated.",
        "Las sumas de tiempo cuentan con su fila, donde esta se fecha.",
    ),
    SPLIT: Text(
        "Sums of time are split over the intervals that the time overlaps.",
        "Las sumas de tiempo se reparten entre los intervalos que el tiempo abarca.",
    ),
    ENDED: Text(
        "Sums of time count where the time ended.",
        "Las sumas de tiempo cuentan donde el tiempo terminó.",
    ),
}
"""Each attribution as it is told beside an answer."""

BELOW_THE_DAY = Text(
    "From the day on the time counts with its row; below the day it is split over the intervals that it overlaps. "
    "Where it started, split and where it ended can each be asked for, and have the same total.",
    "A partir del día, el tiempo cuenta con su fila; por debajo del día se reparte entre los intervalos que abarca. Se "
    "puede pedir donde empezó, repartido y donde terminó, con el mismo total.",
)
ALWAYS_SPLIT = Text(
    "The time is split over the intervals and days that it overlaps, unless something else is asked for.",
    "El tiempo se reparte entre los intervalos y días que abarca, salvo que se pida otra cosa.",
)


@dataclass(frozen=True, eq=False)
class Stretch:
    """The stretch of time that a duration of a row stands for: from `begin`, as long as the duration.

    Args:
        begin: an instant.
        length: the column of its length in milliseconds.
        weight: the column of how many times it counts at each of its moments; once without one.
    """

    begin: pl.Expr
    length: str
    weight: str = ""

    @property
    def end(self) -> pl.Expr:
        """When it is over."""
        return self.begin + _milliseconds(pl.col(self.length))

    def counted(self, length: pl.Expr) -> pl.Expr:
        """What so many milliseconds of the stretch count."""
        return length * pl.col(self.weight) if self.weight else length


def _milliseconds(length: pl.Expr) -> pl.Expr:
    return pl.duration(milliseconds=length, time_unit="ms")


def _before_unless(kinds: tuple[str, ...], column: str) -> Stretch:
    """Rows of those kinds are dated at the beginning of that time, all others at its end."""
    back = pl.when(pl.col("kind").is_in(kinds)).then(0).otherwise(-pl.col(column))
    return Stretch(pl.col(MOMENT) + _milliseconds(back), column)


_RUNG = pl.when(pl.col("direction") == "Outbound").then("ring_time_ms").otherwise(0).fill_null(0)
"""Ringing is part of handling on outbound conversations; the row is dated at the answer, after it."""

STRETCHES: Mapping[str, Mapping[str, Stretch]] = {
    SEGMENTS.name: {
        "queue_time_ms": _before_unless(("Queue",), "queue_time_ms"),
        "ring_time_ms": _before_unless(("Missed Conversation", "Rejected Conversation"), "ring_time_ms"),
        "talk_time_ms": Stretch(pl.col(MOMENT), "talk_time_ms"),
        "wrap_up_time_ms": Stretch(
            pl.col(MOMENT) + _milliseconds(pl.col("talk_time_ms").fill_null(0)), "wrap_up_time_ms"
        ),
        "handling_time_ms": Stretch(pl.col(MOMENT) - _milliseconds(_RUNG), "handling_time_ms"),
        "abandon_time_ms": _before_unless(("Queue",), "abandon_time_ms"),
        "activity_time_ms": Stretch(pl.col(MOMENT), "activity_time_ms"),
    },
    WORKLOAD.name: {
        STRETCH: Stretch(pl.col(MOMENT), STRETCH),
        "parallel_ms": Stretch(pl.col(MOMENT), STRETCH, "parallel_conversations"),
    },
}
"""By table and column: when the time of each duration was. A duration that is not here stays with its row."""


def attribution_of(query: Query) -> str:
    """The attribution asked for; without one, `split` below the day: an hour cannot hold a day's work."""
    asked = {*query.by, *(condition.column for condition in query.where)}
    return query.attribution or (SPLIT if asked.intersection(WITHIN_A_DAY) else STARTED)


def settled(query: Query) -> Query:
    """The question with the split that follows from its grains said outright: it stays when the groups are gone."""
    return query.with_(attribution=SPLIT) if attribution_of(query) == SPLIT else query


def attributed(formula: Formula, query: Query) -> Formula:
    """The formula with its sums marked whose time does not count with the row.

    A quotient of two sums moves as a whole, so that it compares times of one interval; one over a count (an average)
    or over a sum that cannot move stays with its rows. A count over a sum of durations (per hour worked) divides what
    is dated in the interval by the time within it.
    """
    if isinstance(formula, Measure):
        return _moved(formula, query)
    above, below = formula.numerator, formula.denominator
    moves = is_movable(below) and (is_movable(above) or above.is_count)
    return replace(formula, numerator=_moved(above, query), denominator=_moved(below, query)) if moves else formula


def is_movable(measure: Measure) -> bool:
    """Whether it is a sum of durations of which it is known when they were."""
    return measure.kind == "sum" and measure.column in STRETCHES.get(measure.table.name, {})


def _is_presence(measure: Measure) -> bool:
    """Whether it counts who was there: the rows are stretches of time themselves."""
    return measure.kind == "distinct" and measure.table.name == WORKLOAD.name


def told_of(formula: Formula, query: Query) -> Text | None:
    """How the question dates the time that a formula adds up, in words; None where nothing can be dated elsewhere."""
    if not is_attributable(formula):
        return None
    found = {measure.attribution for measure in attributed(formula, query).measures()} - {""}
    return TOLD[found.pop() if found else STARTED]


def dating(formula: Formula) -> Text | None:
    """Where in time a formula's sums count when nothing is asked, in words; None where they stay with their rows."""
    if not is_attributable(formula):
        return None
    moves_by_itself = any(one.attribution for one in attributed(formula, Query(("any",))).measures())
    return ALWAYS_SPLIT if moves_by_itself else BELOW_THE_DAY


def is_attributable(formula: Formula) -> bool:
    """Whether the attribution can change the number."""
    measures = attributed(formula, Query(("any",), attribution=SPLIT)).measures()
    return any(measure.attribution for measure in measures)


def _moved(measure: Measure, query: Query) -> Measure:
    """Agents' stretches are split by days and months too, and at both ends of the period: a night is in two days."""
    how = query.attribution or (SPLIT if measure.table.name == WORKLOAD.name else attribution_of(query))
    moves = is_movable(measure) or (how == SPLIT and _is_presence(measure))
    return replace(measure, attribution=how) if moves and how != STARTED else measure


def stretch_of(measure: Measure) -> Stretch:
    """When the time that a measure counts was."""
    return STRETCHES[measure.table.name][STRETCH if _is_presence(measure) else measure.column]


def by_stretch(measures: Iterable[Measure]) -> list[list[Measure]]:
    """The measures in groups that `moved` can take together: those whose stretches are the same."""
    found: dict[tuple[str, str, str], list[Measure]] = {}
    for measure in measures:
        key = (measure.attribution, measure.table.name, stretch_of(measure).length)
        found.setdefault(key, []).append(measure)
    return list(found.values())


def moved(rows: pl.LazyFrame, measures: list[Measure], query: Query) -> pl.LazyFrame:
    """The rows whose time the measures add up, dated by that time instead of by their own moment.

    Args:
        rows: of the measures' table, also those dated outside the period, which this cuts.
        measures: with one attribution and one stretch.

    Returns:
        The columns of `rows`; where the time is split, several rows for one. `MOMENT` is where the time counts. For
        each measure a column named by its identity: what counts, null on rows that it does not count.
    """
    stretch, how = stretch_of(measures[0]), measures[0].attribution
    counted = rows.filter(pl.any_horizontal(measure.counted for measure in measures)).with_columns(
        measure.counted.alias(measure.identity) for measure in measures
    )
    if how == ENDED:
        dated, length = counted.with_columns(stretch.end.alias(MOMENT)), stretch.length
        since = [pl.col(MOMENT) >= query.since] if query.since else []
        until = [pl.col(MOMENT) < query.until] if query.until else []
        dated = dated.filter(*since, *until) if since or until else dated
    else:
        is_timed = any(name in GRAINS for name in (*query.by, *(condition.column for condition in query.where)))
        cut = slices.sliced if is_timed else slices.clipped
        pieces = cut(counted, stretch.begin, stretch.end, query.since, query.until)
        dated, length = pieces.with_columns(pl.col(slices.STARTED_AT).alias(MOMENT)), slices.LENGTH
    return dated.with_columns(
        pl.when(measure.identity).then(_counted(measure, pl.col(length))).alias(measure.identity)
        for measure in measures
    )


def _counted(measure: Measure, length: pl.Expr) -> pl.Expr:
    return pl.col(measure.column) if _is_presence(measure) else stretch_of(measure).counted(length)


def add_up(measures: Iterable[Measure]) -> list[pl.Expr]:
    """The numbers out of the columns that `moved` has made; null where nothing is counted."""
    return [_add_up(measure, pl.col(measure.identity)).alias(measure.identity) for measure in measures]


def _add_up(measure: Measure, values: pl.Expr) -> pl.Expr:
    if _is_presence(measure):
        values = values.drop_nulls()
        return pl.when(values.len() > 0).then(values.n_unique().cast(pl.Int64))
    return pl.when(values.is_not_null().any()).then(values.sum())
