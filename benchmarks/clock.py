"""What it costs to show each row on the clock of its own zone, beside one `convert_time_zone` for the whole column.

python -m benchmarks.clock                    a million rows, half a minute
python -m benchmarks.clock --full             ten million, too
python -m benchmarks.clock --rows N --rounds R
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import available_timezones

import polars as pl

from benchmarks.results import record
from benchmarks.turns import in_turns, once
from core.clock import NO_PLACE, local
from core.schema.column import INSTANT

ABOUT = """
Instants of two and a half years in no order, in all zones of the world of very different frequency, beside one
`convert_time_zone` for the whole column, in turns. × says how many times the work of the processors one zone for all
would have been. It fails when the two do not show the same for Madrid.

A zone is read once in a process. For the hour alone the engine never writes the wall clock down, so that one zone has
the advantage of one column less.
"""

SECTION = "Clock"
FIRST, DAYS = datetime(2024, 1, 1, tzinfo=UTC), 900
ONE_ZONE = pl.col("at").dt.convert_time_zone("Europe/Madrid")
OWN_ZONES = local(pl.col("at"), pl.col("zone"))
JOBS = {
    "wall clock": (ONE_ZONE.dt.replace_time_zone(None), OWN_ZONES),
    "hour of day": (ONE_ZONE.dt.hour(), OWN_ZONES.dt.hour()),
}
SMALL, FULL = [1_000_000], [1_000_000, 10_000_000]


def main() -> int:
    """Measure and record; 1 when the ways do not agree where they should."""
    asked = _arguments()
    zones = sorted(available_timezones() - NO_PLACE)
    one_each = pl.DataFrame({"at": [FIRST] * len(zones), "zone": zones}, schema={"at": INSTANT, "zone": pl.String})
    read = once(lambda: one_each.select(OWN_ZONES))
    record(SECTION, "reading a zone, once in a process", read.seconds / len(zones) * 1e3, "ms")
    return max(_measure(rows, asked.rounds, zones) for rows in asked.rows or (FULL if asked.full else SMALL))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="ten million rows, too")
    parser.add_argument("--rows", type=int, nargs="+", help="these sizes instead")
    parser.add_argument("--rounds", type=int, default=5, help="times each way runs, in turns; the median counts")
    return parser.parse_args()


def _measure(height: int, rounds: int, zones: list[str]) -> int:
    rows = _rows(height, zones)
    for name, ways in JOBS.items():
        one, own = (shown.work / height * 1e9 for shown in in_turns(_jobs(rows, ways), rounds).values())
        note = f"{own:.0f} ns of a processor a row beside {one:.0f}; median of {rounds}"
        record(SECTION, f"{name}, {height:,} rows", own / one, "×", note=note)
    return _agree(rows)


def _jobs(rows: pl.DataFrame, ways: tuple[pl.Expr, pl.Expr]) -> dict[str, Callable[[], pl.DataFrame]]:
    return {name: partial(rows.select, way) for name, way in zip(("one zone", "own zones"), ways, strict=True)}


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
    if not same:
        print("The two ways do not show the same in Madrid.", file=sys.stderr, flush=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
