"""Did two ways of doing the job give the same tables? Counted and summed, so that no speed is bought with an error."""

from pathlib import Path

import polars as pl

TIMES = ("queue_time_ms", "abandon_time_ms", "ring_time_ms", "talk_time_ms", "wrap_up_time_ms", "handling_time_ms")
FLAGS = ("is_handled", "is_abandoned", "is_follow_up")


def figures(out: Path) -> pl.DataFrame:
    """Long form: what is counted or summed, and its value."""
    segments = pl.scan_parquet(out / "segments.parquet")
    by_kind = segments.group_by("kind").agg(pl.len().alias("rows"), *(pl.col(name).sum() for name in TIMES))
    conversations = pl.scan_parquet(out / "conversations.parquet").select(
        pl.lit("CONVERSATIONS").alias("kind"),
        pl.len().alias("rows"),
        pl.col("customer_id").n_unique().alias("customers"),
        *(pl.col(name).sum() for name in (*TIMES, *FLAGS, "transfer_count", "missed_count", "rejected_count")),
    )
    return pl.concat(_long(rows) for rows in (by_kind, conversations)).sort("kind", "figure")


def _long(rows: pl.LazyFrame) -> pl.DataFrame:
    return (
        rows.collect()
        .with_columns(pl.exclude("kind").cast(pl.Float64))
        .unpivot(index="kind", variable_name="figure", value_name="value")
    )


def differences(ours: Path, theirs: Path) -> pl.DataFrame:
    """The figures that differ; empty when both ways agree."""
    return (
        figures(ours)
        .join(figures(theirs), on=["kind", "figure"], how="full", coalesce=True, suffix="_theirs")
        .filter(pl.col("value").fill_null(0) != pl.col("value_theirs").fill_null(0))
        .sort("kind", "figure")
    )
