"""Write sample data: `python -m sample_data.generate --conversations N --seed S --out PATH`."""

import argparse
import os
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from sample_data.roster import Plan
from sample_data.simulate import prepare
from sample_data.write import File, write


def files(plan: Plan, out: Path, shape: str, form: str) -> list[File]:
    """The files to write: one if `out` names a file, else one a week (a day where days are large)."""
    numbers = tuple(range(plan.days))
    if out.suffix in (".parquet", ".ndjson", ".gz", ".csv", ".json"):
        return [File(out, "stream" if shape == "mixed" else shape, numbers)]
    length = 7 if plan.fits_in_memory else 1
    found = []
    for first in range(0, plan.days, length):
        days, day = numbers[first : first + length], plan.dates[first]
        if form == "parquet":
            found.append(File(out / f"events-{day}.parquet", "stream", days))
            continue
        found += _mixed(out, days, plan) if shape == "mixed" else [_file(out, shape, days, plan)]
    return found


def _file(out: Path, shape: str, days: tuple[int, ...], plan: Plan, ending: str = "") -> File:
    ending = ending or {"rest": "json.gz"}.get(shape, "ndjson.gz")
    return File(out / f"{shape}-{plan.dates[days[0]]}.{ending}", shape, days)


def _mixed(out: Path, days: tuple[int, ...], plan: Plan) -> list[File]:
    """Mostly event streams; the second week begins with a day of each other shape."""
    if days[0] != 7 or len(days) < 7:
        return [_file(out, "stream", days, plan)]
    return [
        _file(out, "callback", days[:2], plan, "csv.gz"),
        _file(out, "callback", days[2:3], plan),
        _file(out, "rest", days[3:4], plan),
        _file(out, "stream", days[4:], plan),
    ]


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sample_data.generate", description=__doc__)
    parser.add_argument("--conversations", type=int, required=True, help="how many to begin")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (default 1)")
    parser.add_argument(
        "--out", type=Path, required=True, help="a folder, or one file (.ndjson, .ndjson.gz, .csv, .json, .parquet)"
    )
    parser.add_argument("--days", type=int, default=90, help="working days (default 90)")
    parser.add_argument(
        "--until", type=date.fromisoformat, default=date(2026, 10, 31), help="last day (default 2026-10-31)"
    )
    parser.add_argument("--shape", choices=("mixed", "stream", "callback", "rest"), default="mixed")
    parser.add_argument(
        "--format", choices=("ndjson", "parquet"), default="ndjson", help="parquet: one flat column a field"
    )
    parser.add_argument(
        "--ramp", type=float, default=1.3, help="demand of the last day over that of the first (default 1.3)"
    )
    parser.add_argument("--processes", type=int, default=1, help="work on that many files at once")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> None:
    """Read the command line and write the files."""
    given = _arguments(words)
    plan = Plan(given.conversations, given.seed, given.until, given.days, given.ramp)
    stage, wanted = prepare(plan), files(plan, given.out, given.shape, given.format)
    if given.processes > 1:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")  # each process is busy by itself
        with get_context("spawn").Pool(given.processes) as pool:
            counts = pool.starmap(write, [(stage, file) for file in wanted], chunksize=1)
    else:
        counts = [write(stage, file) for file in wanted]
    print(f"{sum(counts):,} events in {len(wanted)} files at {given.out}")


if __name__ == "__main__":
    main()
