"""What it costs to show each row on the clock of its own zone, beside one `convert_time_zone` for the whole column.

python -m benchmarks.clock                    1 and 10 million rows
python -m benchmarks.clock --rows N --rounds R
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time
from zoneinfo import available_timezones

import polars as pl

from core.clock import NO_PLACE, local
from core.schema.column import INSTANT

FIRST, DAYS = datetime(2024, 1, 1, tzinfo=UTC), 900
ONE_ZONE = pl.col("at").dt.convert_time_zone("Europe/Madrid")
OWN_ZONES = local(pl.col("at"), pl.col("zone"))
Spent = tuple[float, float]
"""Seconds, and processor seconds: those depend less on whatever else the machine is doing."""

JOBS = {
    "wall clock": (ONE_ZONE.dt.replace_time_zone(None), OWN_ZONES),
    "hour of day": (ONE_ZONE.dt.hour(), OWN_ZONES.dt.hour()),
}


def main() -> int:
    """Measure and print; 1 when the ways do not agree where they should."""
    asked = _arguments()
    named = sorted(available_timezones() - NO_PLACE)
    started = perf_counter()
    pl.DataFrame({"at": [FIRST] * len(named), "zone": named}, schema={"at": INSTANT, "zone": pl.String}).select(
        OWN_ZONES
    )
    print(f"reading {len(named)} zones once in a process: {perf_counter() - started:.1f} s")
    return max(_measure(rows, asked.rounds, named) for rows in asked.rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="times each way runs, in turns; the median counts")
    return parser.parse_args()


def _measure(height: int, rounds: int, zones: list[str]) -> int:
    rows = _rows(height, zones)
    print(f"\n{height:,} rows of {rows['zone'].n_unique()} zones; ns a row, median of {rounds} in turns")
    for name, (one, own) in JOBS.items():
        spent: dict[str, list[Spent]] = {"one zone": [], "own zones": []}
        for _ in range(rounds):
            for way, expression in zip(spent, (one, own), strict=True):
                spent[way].append(_spent(rows, expression))
        _tell(name, height, spent)
    return _agree(rows)


def _spent(rows: pl.DataFrame, expression: pl.Expr) -> Spent:
    started, worked = perf_counter(), process_time()
    rows.select(expression)
    return perf_counter() - started, process_time() - worked


def _tell(name: str, height: int, spent: dict[str, list[Spent]]) -> None:
    for unit, measured in (("time", 0), ("work", 1)):
        one, own = (median(run[measured] for run in runs) for runs in spent.values())
        numbers = f"one zone {one / height * 1e9:5.0f}   own zones {own / height * 1e9:5.0f}   ratio {own / one:.2f}"
        print(f"  {name:12} {unit}   {numbers}", flush=True)


def _rows(height: int, zones: list[str]) -> pl.DataFrame:
    """Instants of two and a half years, in no order, with zones of which some are frequent and many are rare."""
    chance = Random(1)
    several = pl.Series(
        "zone", chance.choices(zones, weights=[1 / (rank + 1) for rank in range(len(zones))], k=100_003)
    )
    number = pl.int_range(height, dtype=pl.Int64)
    span = timedelta(days=DAYS) // timedelta(milliseconds=1)
    return pl.select(
        at=pl.lit(FIRST).cast(INSTANT) + pl.duration(milliseconds=number * 2_654_435_761 % span),
        zone=pl.lit(several).gather(number * 7_919 % several.len()),
    )


def _agree(rows: pl.DataFrame) -> int:
    """Of customers in Madrid, both ways show the same."""
    one, own = JOBS["wall clock"]
    in_madrid = rows.with_columns(zone=pl.lit("Europe/Madrid"))
    same = in_madrid.select((one == own).all()).item()
    print(f"  both show the same in Madrid: {'yes' if same else 'NO'}", flush=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
