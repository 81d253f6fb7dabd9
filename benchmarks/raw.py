"""Exports of any size: one simulated quarter again and again, with other ids and customers, earlier or side by side."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl

from benchmarks.child import watch

QUARTER = 91_000
"""Conversations of the simulated quarter: about a million events."""

SEASONS, SEASON = 8, timedelta(weeks=13)
"""Two years; what is more stands side by side with them."""

RETURNING = 2
"""Copies that share their customers."""

OF_COPY = {
    "sid": "EV",
    "task_sid": "WT",
    "reservation_sid": "WR",
    "task_transfer_sid": "TT",
    "transfer_initiating_reservation_sid": "WR",
    "call_sid": "CA",
}
"""Columns with ids that each copy has for itself. Queues, agents and the rest are the same in all copies."""

ID_IN_TEXT = r'"(WT|WR|CA|TT|KD)[0-9a-f]{4}([0-9a-f]{28})"'
PHONE = r'"customers":\{"name":"([^"]*)","phone":"'
WHEN_WRITTEN = ("task_date_created", "task_queue_entered_date")


def quarter(folder: Path, conversations: int = QUARTER) -> list[Path]:
    """Simulate one quarter as Parquet files of a flat column a field, oldest first."""
    size = ("--conversations", str(conversations), "--seed", "1")
    watch("-m", "sample_data.generate", *size, "--format", "parquet", "--out", folder)
    return sorted(folder.glob("*.parquet"))


def copies(files: list[Path], count: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """So many copies, the earliest first, file by file: a name, and its rows."""
    order = sorted(range(count), key=lambda copy: -(copy % SEASONS))
    for copy in order:
        for file in files:
            yield f"{order.index(copy):03}-{file.stem}", _copied(pl.scan_parquet(file), copy).collect()


def _copied(rows: pl.LazyFrame, copy: int) -> pl.LazyFrame:
    if not copy:
        return rows
    there = rows.collect_schema()
    back, number = copy % SEASONS * SEASON, f"{copy:04x}"
    ids = {
        name: pl.when(pl.col(name).str.starts_with(prefix))
        .then(pl.concat_str(pl.lit(prefix + number), pl.col(name).str.slice(6)))
        .otherwise(name)
        for name, prefix in OF_COPY.items()
        if name in there
    }
    earlier = {
        name: (pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%SZ") - back).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in WHEN_WRITTEN
        if name in there
    }
    customer = f'"customers":{{"external_id":"{copy // RETURNING} $1","name":"$1","phone":"'
    told = pl.col("task_attributes").str.replace_all(ID_IN_TEXT, f'"${{1}}{number}$2"').str.replace(PHONE, customer)
    return rows.with_columns(**ids, **earlier, timestamp=pl.col("timestamp") - back, task_attributes=told)


def write(files: list[Path], count: int, folder: Path, ending: str) -> int:
    """Write copies as Parquet or NDJSON files of a quarter's week each.

    Args:
        ending: `parquet`, `ndjson` or `ndjson.gz`.

    Returns:
        How many records there are.
    """
    folder.mkdir(parents=True)
    total = 0
    for name, rows in copies(files, count):
        file = folder / f"{name}.{ending}"
        total += rows.height
        if ending == "parquet":
            rows.write_parquet(file, compression="zstd", compression_level=1)
        else:
            written = rows.with_columns(pl.col("timestamp").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
            written.lazy().sink_ndjson(file, compression="gzip" if ending.endswith(".gz") else "uncompressed")
    return total
