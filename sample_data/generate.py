"""Write sample data: `python -m sample_data.generate --conversations N --seed S --out PATH`."""

import argparse
import gzip
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sample_data import shapes
from sample_data.blemishes import blemish
from sample_data.roster import Plan
from sample_data.simulate import Stage, prepare, simulate
from sample_data.words import fixed

DAY_MS = 86_400_000
CARRY_BELOW = 200_000


class File(NamedTuple):
    """One file to write: its shape and the working days in it."""

    path: Path
    shape: str
    days: tuple[int, ...]


def events_of(stage: Stage, number: int) -> pl.DataFrame:
    """The events of one working day as they arrive, up to the end of the data."""
    from sample_data.staffing import staff_events

    events = pl.concat([simulate(stage, number), staff_events(stage, number)], how="diagonal")
    if number == stage.plan.days - 1:
        events = events.filter(pl.col("at") <= _end_of_data(events, stage.plan.until))
    return blemish(events, stage.plan.seed)


def _end_of_data(events: pl.DataFrame, until: date) -> int:
    """The last afternoon's busiest moment: an export is made in the middle of things, so some tasks are open."""
    noon = int(datetime(until.year, until.month, until.day, 15, tzinfo=UTC).timestamp()) * 1000
    step = pl.col("eventtype").replace_strict(
        {"task.created": 1, "task.completed": -1, "task.canceled": -1}, default=0, return_dtype=pl.Int64
    )
    afternoon = (
        events.sort("at")
        .select("at", opened=step.cum_sum())
        .filter(pl.col("at").is_between(noon, noon + 6 * 3_600_000))
    )
    return int(afternoon.sort("opened", "at", descending=[True, False])["at"][0]) if afternoon.height else noon


def events_in(stage: Stage, days: tuple[int, ...]) -> pl.DataFrame:
    """The events that arrive in a file of these working days; those too late for the file before are in it."""
    edges = [stage.plan.dates[number] for number in (days[0], days[-1])]
    first, last = (int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()) * 1000 for day in edges)
    carry = stage.plan.conversations < CARRY_BELOW
    before = (days[0] - 1,) if carry and days[0] else ()
    arrived = pl.concat([events_of(stage, number) for number in (*before, *days)])
    if not carry:
        return arrived
    since, until = pl.lit(first) if days[0] else pl.lit(0), last + DAY_MS
    final = days[-1] == stage.plan.days - 1
    inside = (pl.col("arrives") >= since) & ((pl.col("arrives") < until) | final)
    return arrived.filter(inside).sort("arrives", "sid", "is_broken")


def _lines(events: pl.DataFrame, lines: pl.Series) -> pl.Series:
    """The lines, some of them cut in the middle."""
    whole = events if len(lines) == events.height else events.filter(pl.col("hold").is_null())
    return pl.select(
        pl.when(whole["is_broken"]).then(lines.str.slice(0, lines.str.len_chars() // 2)).otherwise(lines)
    ).to_series()


def _write(path: Path, content: str) -> None:
    """Write text, compressed the same way every time if the name ends so."""
    data = content.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
            packed.write(data)
    else:
        path.write_bytes(data)


def _write_parquet(path: Path, events: pl.DataFrame, ids: dict[str, str]) -> int:
    """Write flat columns: the stream's payload, `timestamp` an instant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = events.filter(~pl.col("is_broken")).select(
        pl.from_epoch("at", time_unit="ms").cast(pl.Datetime("ms", "UTC")).alias("timestamp"),
        *(pl.lit(value).alias(name) for name, value in ids.items()),
        pl.exclude("at", "arrives", "is_broken"),
    )
    rows.write_parquet(path, compression="zstd")
    return rows.height


def write(stage: Stage, file: File) -> int:
    """Write one file; returns the number of events in it."""
    events, ids = events_in(stage, file.days), fixed(stage.plan.seed)
    if file.path.suffix == ".parquet":
        return _write_parquet(file.path, events, ids)
    if ".csv" in file.path.suffixes:
        _write(file.path, shapes.callback_columns(events.filter(~pl.col("is_broken")), ids).write_csv())
        return events.height
    if file.shape == "rest":
        _write(file.path, shapes.rest_page(shapes.rest(events.filter(~pl.col("is_broken")), ids), ids))
        return events.height
    make = shapes.callback if file.shape == "callback" else shapes.stream
    _write(file.path, "\n".join(_lines(events, make(events, ids))) + "\n")
    return events.height


def files(plan: Plan, out: Path, shape: str, form: str) -> list[File]:
    """The files to write: one if `out` names a file, else one a week (a day where days are large)."""
    numbers = tuple(range(plan.days))
    if out.suffix in (".parquet", ".ndjson", ".gz", ".csv", ".json"):
        return [File(out, "stream" if shape == "mixed" else shape, numbers)]
    length = 7 if plan.conversations < CARRY_BELOW else 1
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
        with get_context("spawn").Pool(given.processes) as pool:
            counts = pool.starmap(write, [(stage, file) for file in wanted], chunksize=1)
    else:
        counts = [write(stage, file) for file in wanted]
    print(f"{sum(counts):,} events in {len(wanted)} files at {given.out}")


if __name__ == "__main__":
    main()
