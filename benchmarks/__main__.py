"""Run the benchmarks one after the other, and say at the end what became of them.

python -m benchmarks                          all, at a small size: some minutes
python -m benchmarks --full                   all, at full size: hours; their figures are kept for docs/performance.md
python -m benchmarks --full --only questions  this one again; the others' figures stay
"""

import argparse
import sys

from benchmarks.machine import describe, machine
from benchmarks.suite import TITLES, Run, keep, run


def main() -> int:
    """Run and tell; 1 when a benchmark broke or found that answers differ. A missed bar is told and breaks nothing."""
    asked = _arguments()
    print(describe(machine()), flush=True)
    done = [_run(name, full=asked.full) for name in asked.only or TITLES]
    _tell(done)
    return 1 if any(one.code for one in done) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="at full size, and keep the figures")
    parser.add_argument("--only", nargs="+", default=[], choices=TITLES, help="these, in this order")
    return parser.parse_args()


def _run(name: str, *, full: bool) -> Run:
    print(f"\n── {TITLES[name]} ({name})", flush=True)
    done = run(name, full=full)
    if full and not done.code:
        keep(done)
    return done


def _tell(done: list[Run]) -> None:
    """One line a benchmark, then each bar that was missed."""
    print(f"\n{'benchmark':12} {'minutes':>8} {'others':>7} {'figures':>8} {'bars':>6} {'missed':>7}")
    for one in done:
        bars = sum(figure.bar is not None for figure in one.figures)
        ended = f"   ended with {one.code}" if one.code else ""
        counted = f"{one.seconds / 60:8.1f} {one.others:5} % {len(one.figures):8} {bars:6} {len(one.missed):7}"
        print(f"{one.name:12} {counted}{ended}")
    for one in done:
        for figure in one.missed:
            print(figure)


if __name__ == "__main__":
    sys.exit(main())
