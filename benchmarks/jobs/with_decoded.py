"""No job at all, the floor: the same files only scanned and decoded, a batch at a time."""

from pathlib import Path

import polars as pl

SAMPLE_ROWS = 10_000


def run(source: Path, out: Path) -> None:  # noqa: ARG001 (nothing is written)
    """Read every column of every row of a file, or of the files of a folder."""
    for file in sorted(source.iterdir()) if source.is_dir() else [source]:
        is_parquet = file.suffix == ".parquet"
        rows = pl.scan_parquet(file) if is_parquet else pl.scan_ndjson(file, infer_schema_length=SAMPLE_ROWS)
        for batch in rows.collect_batches():
            batch.height  # noqa: B018 (decoded, and forgotten)
