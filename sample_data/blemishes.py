"""What goes wrong on the way: events come late, twice, out of order, broken, with unknown fields, or never."""

import numpy as np
import polars as pl

from sample_data.chance import Ids, sids, uniform

LATE, DOUBLE, BROKEN, STRANGE, NEW_FIELD, LOST, DELETED = 0.004, 0.005, 0.00008, 0.00008, 0.0003, 0.0006, 0.0010
_LOSABLE = ("reservation.accepted", "reservation.created", "task-queue.entered")


def _numbers(events: pl.DataFrame) -> Ids:
    """What chance is drawn from: a number for each event that depends on the event alone."""
    return events["sid"].str.slice(2, 15).str.to_integer(base=16).to_numpy().astype(np.uint64)


def _deleted(chance: pl.Series) -> pl.Expr:
    """The event's type; now and then a task is deleted rather than ended."""
    kind = pl.col("eventtype")
    return (
        pl.when((kind == "task.completed") & (chance < DELETED))
        .then(pl.lit("task.system-deleted"))
        .when((kind == "task.canceled") & (chance < DELETED * 8))
        .then(pl.lit("task.deleted"))
        .otherwise(kind)
    )


def blemish(events: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The events in the order in which they arrive, with what went wrong.

    Returns:
        the columns of `events`, and `arrives` (milliseconds), `is_broken` (its line is cut), `routing_experiment`
        (a field that no model knows).
    """
    numbers = _numbers(events)
    keeps = ~((uniform(numbers, 61) < LOST) & events["eventtype"].is_in(_LOSABLE).to_numpy())
    kept = events.filter(keeps)
    draw = {salt: pl.Series(uniform(numbers[keeps], salt)) for salt in range(62, 69)}
    delay = pl.when(draw[62] < LATE).then(draw[63] * 4 * 3_600_000).otherwise(draw[63] * 1500)
    arriving = kept.with_columns(
        eventtype=_deleted(draw[68]),
        arrives=pl.col("at") + delay.cast(pl.Int64),
        is_broken=pl.lit(False),
        routing_experiment=pl.when(draw[64] < NEW_FIELD).then(pl.lit("B")),
    )
    twice = arriving.filter(draw[65] < DOUBLE).with_columns(arrives=pl.col("arrives") + 45_000)
    cut = arriving.filter(draw[66] < BROKEN).with_columns(is_broken=pl.lit(True), arrives=pl.col("arrives") + 1)
    strange = arriving.filter(draw[67] < STRANGE)
    number = strange["at"].to_numpy().astype(np.uint64)
    strange = strange.with_columns(
        eventtype=pl.lit("task.priority-boosted"), sid=sids("EV", number, seed, 15), arrives=pl.col("arrives") + 2
    )
    return pl.concat([arriving, twice, cut, strange]).sort("arrives", "sid", "is_broken")
