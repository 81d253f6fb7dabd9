"""`read_numbers` beside `phonenumbers` itself, on addresses of every kind: not one answer may differ.

`make prove-numbers` runs the full form, a million addresses and every region as the default country.
"""

import sys
from collections.abc import Iterator

import polars as pl
import pytest

from core.geo.numbers import read_numbers
from tests.core.geo.number_cases import Batch, full_batches, quick_batches
from tests.core.geo.number_oracle import TOLD, told

SEED = 20_261_121
SHOWN = 12


def differences(batch: Batch) -> list[str]:
    """What differs, a line an address and column."""
    addresses = pl.Series("address", batch.addresses, pl.String)
    ours = read_numbers(addresses, batch.default_country)
    assert ours.columns == TOLD.names()
    assert len(ours) == len(addresses)
    theirs = told(addresses, batch.default_country)
    return [line for name in TOLD for line in _lines(batch, addresses, ours[name].cast(TOLD[name]), theirs[name])]


def _lines(batch: Batch, addresses: pl.Series, ours: pl.Series, theirs: pl.Series) -> Iterator[str]:
    wrong = pl.DataFrame([addresses, ours.alias("ours"), theirs.alias("theirs")]).filter(ours.ne_missing(theirs))
    for address, our, their in wrong.iter_rows():
        yield f"{ours.name} of {address!r}, {batch.default_country!r}: {our!r}, phonenumbers says {their!r}"


def agree(batches: Iterator[Batch]) -> int:
    """How many addresses were compared; fails with the first that differ."""
    count, lines = 0, list[str]()
    for batch in batches:
        count += len(batch.addresses)
        lines += differences(batch)
    assert not lines, f"{len(lines):,} of {count:,} addresses:\n" + "\n".join(_spread(lines))
    return count


def _spread(lines: list[str]) -> list[str]:
    """A few of each column, since the first column that differs often explains the others."""
    columns = dict.fromkeys(line.split(" ", 1)[0] for line in lines)
    return [line for name in columns for line in [one for one in lines if one.startswith(f"{name} ")][:SHOWN]]


def test_fifty_thousand_addresses_are_read_as_phonenumbers_reads_them() -> None:
    assert agree(quick_batches(SEED)) > 50_000


@pytest.mark.exhaustive
def test_a_million_addresses_are_read_as_phonenumbers_reads_them(capsys: pytest.CaptureFixture[str]) -> None:
    count = agree(full_batches(SEED))
    with capsys.disabled():
        sys.stdout.write(f"\n{count:,} addresses, no answer differs.\n")
    assert count > 1_000_000


def test_an_answer_that_differs_is_shown_with_both_answers() -> None:
    batch = Batch("US", ["415 555 2671"])
    address = pl.Series("address", batch.addresses, pl.String)
    line = next(_lines(batch, address, pl.Series("country", ["CA"]), told(address, "US")["country"]))
    assert line == "country of '415 555 2671', 'US': 'CA', phonenumbers says 'US'"
