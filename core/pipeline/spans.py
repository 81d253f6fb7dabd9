"""Lengths of time, and what led from one part of a conversation to the next."""

import polars as pl


def ms(later: str, earlier: str) -> pl.Expr:
    """Milliseconds from one instant column to another; null when either is."""
    return (pl.col(later) - pl.col(earlier)).dt.total_milliseconds()


def transfer_name() -> pl.Expr:
    """`Warm Transfer` or, whatever else the mode may say, `Cold Transfer`; null without a mode."""
    warm = pl.when(pl.col("transfer_mode").str.to_uppercase() == "WARM").then(pl.lit("Warm Transfer"))
    return warm.when(pl.col("transfer_mode").is_not_null()).then(pl.lit("Cold Transfer"))


def led_by() -> dict[str, pl.Expr]:
    """What led to this part: a transfer, with its name and target, or an overflow."""
    targets = {"QUEUE": "Queue", "WORKER": "Agent"}
    overflow = pl.when(pl.col("is_overflow").fill_null(value=False)).then(pl.lit("Overflow"))
    return {
        "preceded_by": pl.coalesce(transfer_name(), overflow),
        "transferred_to": pl.col("transfer_type").str.to_uppercase().replace_strict(targets, default=None),
    }
