"""Efforts: what handling time consists of, as parts that add up to it."""

import polars as pl

from core.charts.stretches import COLOURS

TOTALS = ("total_handling_time", "total_talk_time", "total_hold_time", "total_wrap_up_time")
"""The metrics that the parts are made of."""

EFFORTS = ("talk", "hold", "wrap-up", "ring")
EFFORT_COLOURS = tuple(COLOURS[kind] for kind in EFFORTS)
"""Those that the same stretches have in the course of a conversation."""


def efforts(answers: pl.DataFrame) -> pl.DataFrame:
    """The answers with a column for each of `EFFORTS`, in milliseconds, instead of those of `TOTALS`.

    Hold is a part of the talk and taken out of it; a hold that outlasts the talk is cut there, since nobody worked on
    it any longer. Ringing is what is left of the handling time: it belongs to it on outbound conversations alone.

    Args:
        answers: with the columns of `TOTALS`; null is nothing.
    """
    handling, talk, hold, wrap_up = (pl.col(name).fill_null(0) for name in TOTALS)
    held = pl.min_horizontal(hold, talk)
    return answers.with_columns(
        (talk - held).alias("talk"),
        held.alias("hold"),
        wrap_up.alias("wrap-up"),
        (handling - talk - wrap_up).clip(lower_bound=0).alias("ring"),
    ).drop(TOTALS)
