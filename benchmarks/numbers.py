"""How fast a column of addresses becomes numbers and places, beside a loop over phonenumbers, and in how much memory.

python -m benchmarks.numbers                       1 million rows for time, 10 million for memory; a few minutes
python -m benchmarks.numbers --full-baseline       the loop over all rows instead of a sample, once for each kind
python -m benchmarks.numbers --rows N --rounds R --sample S --memory-rows 0
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import phonenumbers
import polars as pl

from benchmarks import addresses
from benchmarks.child import watch
from benchmarks.one_by_one import read_one_by_one
from core.geo.address import number_text
from core.geo.numbers import read_numbers

MB = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of column, and what is promised for it: times as fast, and MB at ten million rows."""

    name: str
    make: Callable[[int], pl.Series]
    default_country: str
    least_ratio: int
    most_mb: int


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and seconds of the processors, for one column."""

    seconds: float
    work: float

    def times(self, factor: float) -> "Run":
        """The same for a longer column."""
        return Run(self.seconds * factor, self.work * factor)


KINDS = (
    Kind("clean", addresses.clean, "", 200, 500),
    Kind("mixed", addresses.mixed, addresses.HOME, 80, 1500),
)


def main() -> int:
    """Measure and print; 1 when a promise is not kept."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, Polars {pl.__version__}, phonenumbers {phonenumbers.__version__}")
    kept = [_time(kind, asked) for kind in KINDS]
    if asked.memory_rows:
        print(f"\nmemory beside the {asked.memory_rows:,} addresses themselves, the answers included")
        with tempfile.TemporaryDirectory(prefix="atalaya-bench-") as folder:
            kept += [_memory(kind, asked.memory_rows, Path(folder)) for kind in KINDS]
    return 0 if all(kept) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows for time (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="times each way runs; the median counts (%(default)s)")
    parser.add_argument("--sample", type=int, default=20_000, help="rows that the loop reads (%(default)s)")
    parser.add_argument("--full-baseline", action="store_true", help="the loop reads all rows, once")
    parser.add_argument("--memory-rows", type=int, default=10_000_000, help="rows for memory; 0 for none (%(default)s)")
    return parser.parse_args()


def _time(kind: Kind, asked: argparse.Namespace) -> bool:
    column = kind.make(asked.rows)
    size = asked.rows if asked.full_baseline else min(asked.sample, asked.rows)
    # The loop is given what is left after the channel is taken away, and that for nothing.
    texts = column.sample(size, seed=3).to_frame("address").select(number_text(pl.col("address"))).to_series()
    ways: dict[str, Callable[[], object]] = {
        "loop": lambda: read_one_by_one(texts, kind.default_country),
        "Atalaya": lambda: read_numbers(column, kind.default_country),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    first = _once(ways["Atalaya"])
    read_one_by_one(texts.head(2000), kind.default_country)
    for round_number in range(asked.rounds):
        for name, way in ways.items():
            if not (name == "loop" and asked.full_baseline and round_number):
                runs[name].append(_once(way).times(asked.rows / size if name == "loop" else 1))
    return _tell(kind, asked.rows, size, first, runs)


def _once(way: Callable[[], object]) -> Run:
    started, worked = perf_counter(), process_time()
    way()
    return Run(perf_counter() - started, process_time() - worked)


def _tell(kind: Kind, rows: int, size: int, first: Run, runs: dict[str, list[Run]]) -> bool:
    seconds = {name: median(run.seconds for run in some) for name, some in runs.items()}
    work = {name: median(run.work for run in some) for name, some in runs.items()}
    ratio = seconds["loop"] / seconds["Atalaya"]
    how = "all rows" if size == rows else f"measured on {size:,} of these rows and scaled"
    print(f"\n{kind.name}: {rows:,} addresses, default country {kind.default_country or 'none'}")
    print(f"  phonenumbers  {seconds['loop']:8.2f} s  work {work['loop']:8.2f} s  ({how}, {_spread(runs['loop'])})")
    print(f"  Atalaya       {seconds['Atalaya']:8.3f} s  work {work['Atalaya']:8.3f} s  ({_spread(runs['Atalaya'])})")
    print(f"  the first time, with the table loaded: {first.seconds:.3f} s")
    print(f"  ratio of processor seconds: {work['loop'] / work['Atalaya']:,.0f}")
    return _promise("ratio", ratio, "at least", kind.least_ratio, "×", kept=ratio >= kind.least_ratio)


def _spread(runs: list[Run]) -> str:
    seconds = [run.seconds for run in runs]
    return f"median of {len(runs)}, {min(seconds):.2f} to {max(seconds):.2f}"


def _memory(kind: Kind, rows: int, folder: Path) -> bool:
    file = folder / f"{kind.name}.arrow"
    kind.make(rows).to_frame("address").write_ipc(file)
    done = watch("-m", "benchmarks.reading", file, kind.default_country)
    before, peak, answers, seconds = map(float, done.output.split())
    print(
        f"{kind.name}: {before / MB:,.0f} MB held before, {peak / MB:,.0f} MB at most, of which the answers "
        f"{answers / MB:,.0f} MB; {seconds:.1f} s"
    )
    extra = (peak - before) / MB
    return _promise("extra", extra, "at most", kind.most_mb, " MB", kept=rows > 10_000_000 or extra <= kind.most_mb)


def _promise(name: str, value: float, bound: str, promised: int, unit: str, *, kept: bool) -> bool:
    print(
        f"  {name} {value:,.0f}{unit}, promised {bound} {promised}{unit}: {'kept' if kept else 'NOT KEPT'}", flush=True
    )
    return kept


if __name__ == "__main__":
    sys.exit(main())
