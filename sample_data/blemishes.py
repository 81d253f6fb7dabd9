"""What goes wrong on the way: events come late, twice, out of order, broken, with unknown fields, or never."""

import polars as pl

from sample_data.chance import sids, uniform

LATE, DOUBLE, BROKEN, STRANGE, NEW_FIELD, LOST = 0.004, 0.005, 0.00006, 0.00008, 0.0003, 0.0006
_LOSABLE = ("reservation.accepted", "reservation.created", "task-queue.entered")


def _chance(events: pl.DataFrame, salt: int) -> pl.Series:
    """One number in [0, 1) for each event, that depends on the event alone."""
    digits = events["sid"].str.slice(2, 15).str.to_integer(base=16)
    return pl.Series(uniform(digits.to_numpy().astype("uint64"), salt))


def blemish(events: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The events in the order in which they arrive, with what went wrong.

    Returns:
        the columns of `events`, and `arrives` (milliseconds), `is_broken` (its line is cut), `routing_experiment`
        (a field that no model knows).
    """
    kept = events.filter(~((_chance(events, 61) < LOST) & events["eventtype"].is_in(_LOSABLE)))
    draw = {salt: _chance(kept, salt) for salt in range(62, 69)}
    delay = pl.when(draw[62] < LATE).then(draw[63] * 4 * 3_600_000).otherwise(draw[63] * 1500)
    arriving = kept.with_columns(
        arrives=pl.col("at") + delay.cast(pl.Int64),
        is_broken=pl.lit(False),
        routing_experiment=pl.when(draw[64] < NEW_FIELD).then(pl.lit("B")),
    )
    twice = arriving.filter(draw[65] < DOUBLE).with_columns(arrives=pl.col("arrives") + 45_000)
    cut = arriving.filter(draw[66] < BROKEN).with_columns(is_broken=pl.lit(True), arrives=pl.col("arrives") + 1)
    strange = arriving.filter(draw[67] < STRANGE)
    number = pl.Series(strange["at"]).to_numpy().astype("uint64")
    strange = strange.with_columns(
        eventtype=pl.lit("task.priority-boosted"), sid=sids("EV", number, seed, 15), arrives=pl.col("arrives") + 2
    )
    return pl.concat([arriving, twice, cut, strange]).sort("arrives", "sid", "is_broken")
