"""How fast a column of addresses becomes numbers and places, beside a loop over phonenumbers, and in how much memory.

python -m benchmarks.numbers                       a million rows, the loop over 5,000 of them; half a minute
python -m benchmarks.numbers --full                the loop over 20,000, ten million rows for memory; a few minutes
python -m benchmarks.numbers --full-baseline       the loop over all rows instead of a sample, once for each kind
python -m benchmarks.numbers --rows N --rounds R --sample S --memory-rows 0
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks import addresses
from benchmarks.child import watch
from benchmarks.one_by_one import read_one_by_one
from benchmarks.results import record
from benchmarks.turns import Spent, in_turns, middle, once
from core.geo.address import number_text
from core.geo.numbers import read_numbers

ABOUT = """
Addresses are read with `core.geo.numbers.read_numbers` and, in the same run and in turns, with a loop over
`phonenumbers` that asks for the same: parse, international form, validity, region, kind, description in English and
Spanish, time zones, with `enable_pattern_cache()`. The loop is measured on 20,000 of the rows and scaled
(`--full-baseline` asks it for all), and it is given the addresses already cleaned of their channels. That the answers
are the same is proved by `make prove-numbers`.

The addresses are nearly all different: 56 % of the United States, 8 % of Great Britain, 6 % of Canada and of Mexico, 5
% of Germany, Brazil and India, 3.5 % of Spain, the rest of 38 countries. *Clean* is `+` and digits; of the *mixed*
ones a fifth is written in some twenty other ways (national, in groups, `011`, `00`, `whatsapp:`, `sip:`, extensions,
no number at all), with a default country. Memory is what is held beside the addresses themselves, the answers
included.
"""

SECTION = "Phone numbers"
MB = 1_000_000
PROMISED_ROWS = 10_000_000
"""For so many addresses a bound of the memory is promised."""


@dataclass(frozen=True)
class Kind:
    """A kind of column, and what is promised for it: times as fast, and MB at ten million rows."""

    name: str
    make: Callable[[int], pl.Series]
    default_country: str
    least_ratio: int
    most_mb: int


KINDS = (
    Kind("clean", addresses.clean, "", 200, 500),
    Kind("mixed", addresses.mixed, addresses.HOME, 80, 1500),
)


def main() -> int:
    """Measure and record; 0, for there is nothing here that could come out wrong."""
    asked = _arguments()
    for kind in KINDS:
        _time(kind, asked)
    with tempfile.TemporaryDirectory(prefix="atalaya-bench-") as folder:
        for kind in KINDS if asked.memory_rows else ():
            _memory(kind, asked.memory_rows, Path(folder))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a loop over 20,000 rows, ten million rows for memory")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows for time (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="times each way runs; the median counts (%(default)s)")
    parser.add_argument("--sample", type=int, help="rows that the loop reads")
    parser.add_argument("--full-baseline", action="store_true", help="the loop reads all rows, once")
    parser.add_argument("--memory-rows", type=int, help="rows for memory; 0 for none")
    asked = parser.parse_args()
    if asked.sample is None:
        asked.sample = 20_000 if asked.full else 5_000
    if asked.memory_rows is None:
        asked.memory_rows = PROMISED_ROWS if asked.full else 1_000_000
    return asked


def _time(kind: Kind, asked: argparse.Namespace) -> None:
    column = kind.make(asked.rows)
    size = asked.rows if asked.full_baseline else min(asked.sample, asked.rows)
    # The loop is given what is left after the channel is taken away, and that for nothing.
    texts = column.sample(size, seed=3).to_frame("address").select(number_text(pl.col("address"))).to_series()
    ways: dict[str, Callable[[], object]] = {
        "loop": lambda: read_one_by_one(texts, kind.default_country),
        "Atalaya": lambda: read_numbers(column, kind.default_country),
    }
    first = once(ways["Atalaya"])
    read_one_by_one(texts.head(2000), kind.default_country)
    if asked.full_baseline:
        loop, ours = once(ways["loop"]), middle([once(ways["Atalaya"]) for _ in range(asked.rounds)])
    else:
        loop, ours = in_turns(ways, asked.rounds).values()
    _tell(kind, asked, first, loop.times(asked.rows / size), ours)


def _tell(kind: Kind, asked: argparse.Namespace, first: Spent, loop: Spent, ours: Spent) -> None:
    of = f"{kind.name}, {asked.rows:,} addresses"
    once_first = f"the first time in a process {first.seconds:.2f} s; median of {asked.rounds}"
    record(SECTION, of, ours.seconds, "s", note=f"the loop {loop.seconds:.1f} s; {once_first}")
    note = f"{loop.work / ours.work:.0f} times as little work of the processors"
    name = f"{of}, times as fast as the loop"
    record(SECTION, name, loop.seconds / ours.seconds, "×", bar=kind.least_ratio, better="higher", note=note)


def _memory(kind: Kind, rows: int, folder: Path) -> None:
    file = folder / f"{kind.name}.arrow"
    kind.make(rows).to_frame("address").write_ipc(file)
    done = watch("-m", "benchmarks.reading", file, kind.default_country)
    before, peak, answers, seconds = map(float, done.output.split())
    note = f"beside {before / MB:,.0f} MB held before; {answers / MB:,.0f} MB of them the answers; {seconds:.1f} s"
    bar = kind.most_mb if rows == PROMISED_ROWS else None
    record(SECTION, f"{kind.name}, {rows:,} addresses, memory", (peak - before) / MB, "MB", bar=bar, note=note)


if __name__ == "__main__":
    sys.exit(main())
