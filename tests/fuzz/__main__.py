"""`python -m tests.fuzz [COUNT] [--seed S] [--way NAME]`: the long run; each broken promise is told with its seed."""

import time
from argparse import ArgumentParser

from tests.fuzz.run import Broken, feed
from tests.fuzz.ways import WAYS


def main() -> int:
    parser = ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="inputs in all (default: 10,000)")
    parser.add_argument("--seed", default="1", help="another one makes other inputs")
    parser.add_argument("--way", help="only this way in")
    arguments = parser.parse_args()
    ways = [way for way in WAYS if arguments.way in (None, way.name)]
    each = -(-arguments.count // len(ways))
    broken: list[Broken] = []
    for way in ways:
        contents = way.seeds()
        began = time.monotonic()
        for number in range(each):
            try:
                feed(way, contents, f"{arguments.seed} {way.name} {number}")
            except Broken as problem:
                broken.append(problem)
                print(problem)
        print(f"{way.name}: {each:,} inputs in {time.monotonic() - began:.0f} s", flush=True)
    print(f"{each * len(ways):,} inputs over {len(ways)} ways in: {len(broken)} broken promises")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
