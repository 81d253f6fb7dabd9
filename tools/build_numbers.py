"""Compile all of libphonenumber into core/geo/reference/phone_intervals.parquet and phone_facts.parquet.

Run by hand after an upgrade of phonenumbers: `python tools/build_numbers.py` (two processes, a few minutes). The same
version gives the same files, byte for byte.
"""

import json
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from itertools import chain, pairwise
from time import monotonic

import phonenumbers
import polars as pl
from number_intervals import Interval, Plan
from number_oracle import credit, parsed, unreadable

from core.geo.gazetteer import REFERENCE
from core.geo.numbers.table import FACTS, INTERVALS, LONGEST, SIGNIFICANT

CALLING_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
PROCESSES = 2

CREDIT = "regions, number types, validity, descriptions, time zones"

COLUMNS = {
    "calling_code": pl.Int16,
    "region": pl.String,
    "number_type": pl.String,
    "is_valid": pl.Boolean,
    "description_en": pl.String,
    "description_es": pl.String,
    "time_zones": pl.String,
    "act": pl.String,
}


def intervals_of(calling_code: int) -> list[Interval]:
    """All intervals of a calling code, by number of digits; neighbours with the same facts are one."""
    plan = Plan(calling_code)
    lengths = range(len(str(calling_code)), LONGEST + 1)
    return merged(chain.from_iterable(plan.intervals(digits) for digits in lengths))


def intervals_without_code() -> list[Interval]:
    """What lies between the calling codes; there only the number of digits matters."""
    found = []
    for digits in range(1, LONGEST + 1):
        sizes = {code: 10 ** (digits - len(str(code))) for code in CALLING_CODES if len(str(code)) <= digits}
        blocks = sorted((code * size, (code + 1) * size) for code, size in sizes.items())
        for (_, begin), (end, _) in pairwise([(0, 0), *blocks, (10**digits, 0)]):
            if begin < end:
                found.append((digits, begin, unreadable(parsed(f"{begin:0{digits}}"))))
    return found


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same intervals without those that say the same as the one before, number of digits by number of digits."""
    kept: list[Interval] = []
    for interval in intervals:
        if not kept or (kept[-1][0], kept[-1][2]) != (interval[0], interval[2]):
            kept.append(interval)
    return kept


def key(digits: int, first: int) -> int:
    """The key under which `core.geo.numbers.table` looks for a number.

    Raises:
        ValueError: an interval of very long numbers begins inside one key.
    """
    size = 10 ** max(digits - SIGNIFICANT, 0)
    if first % size:
        raise ValueError(f"An interval of {digits} digits begins at {first}, which is no multiple of {size}.")
    return digits * 10**SIGNIFICANT + first // size


def write(intervals: list[Interval]) -> None:
    """Write one row an interval and one row a set of facts, in the order in which the intervals first need them."""
    rows = {facts: row for row, facts in enumerate(dict.fromkeys(facts for _, _, facts in intervals))}
    keys = [key(digits, first) for digits, first, _ in intervals]
    intervals_table = pl.DataFrame(
        {"first_key": keys, "facts": [rows[facts] for _, _, facts in intervals]},
        schema={"first_key": pl.UInt64, "facts": pl.UInt32},
    )
    tables = {INTERVALS: intervals_table, FACTS: pl.DataFrame(list(rows), schema=COLUMNS, orient="row")}
    for file, table in tables.items():
        of = {"phonenumbers": version("phonenumbers")}
        table.write_parquet(file, compression_level=19, statistics=False, metadata=of)
        print(f"{table.height:8} rows  {file.stat().st_size / 1000:8.0f} kB  {file.name}")


def register(names: Iterable[str]) -> None:
    """Name the source of these files in the manifest, and leave what it says of others."""
    file = REFERENCE / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["files"] |= {name: [credit(CREDIT)] for name in names}
    file.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Write both tables and their lines in the manifest."""
    began = monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        # The codes with the most intervals first, so that no process is left with a long one at the end.
        largest = sorted(CALLING_CODES, key=lambda code: code not in (86, 61, 1))
        found = list(chain.from_iterable(pool.map(intervals_of, largest)))
    intervals = merged(sorted([*found, *intervals_without_code()], key=lambda interval: interval[:2]))
    write(intervals)
    register((INTERVALS.name, FACTS.name))
    print(f"{len(intervals)} intervals in {monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
