"""Read the numbers of a column of addresses in a process of its own: `python -m benchmarks.reading FILE COUNTRY`.

Prints the bytes held before, the bytes held at most, the bytes of the answers, and the seconds.
"""

import resource
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.child import BYTES_PER_UNIT, held
from core.geo.numbers import read_numbers


def main(file: Path, default_country: str) -> None:
    """Load the addresses, look at the memory, read the numbers, look again."""
    addresses = pl.read_ipc(file)["address"]
    addresses.str.len_bytes().sum()  # the file is mapped: only what was looked at is in memory
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # Linux forgets the peak of the reading
    before = held() or _peak()
    started = perf_counter()
    answers = read_numbers(addresses, default_country)
    seconds = perf_counter() - started
    print(before, _peak(), answers.estimated_size(), seconds)


def _peak() -> int:
    """Bytes held at most so far by this program; what `getrusage` tells on Linux includes its parent's."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
