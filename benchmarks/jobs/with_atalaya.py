"""The model in Atalaya: the stages of `core.pipeline`, with holds, places and teams, which the others leave out."""

from pathlib import Path

import polars as pl

from core.pipeline.model import build_model


def run(events_file: Path, out: Path) -> None:
    """Read the events, write both tables, compressed as the store does it."""
    model = build_model(pl.scan_parquet(events_file))
    for name, rows in {"segments": model.segments, "conversations": model.conversations}.items():
        rows.sort("started_at").sink_parquet(out / f"{name}.parquet", compression="zstd", compression_level=1)
