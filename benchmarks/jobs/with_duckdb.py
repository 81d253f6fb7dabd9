"""The model in DuckDB, on as many threads as there are processors; the rules are in `duckdb.sql`."""

import os
from pathlib import Path

import duckdb

from core.pipeline.life_cycle import LIFE_CYCLE


def run(events_file: Path, out: Path) -> None:
    """Read the events, write both tables."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {os.cpu_count()}; SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    connection.execute("SET VARIABLE life = ?", [list(LIFE_CYCLE)])
    connection.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet('{events_file}')")
    connection.execute(Path(__file__).with_name("duckdb.sql").read_text().replace("{out}", str(out)))
