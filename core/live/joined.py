"""What the collector wrote, joined: a minute's files of one kind become one, so that they are one load.

The files that were joined go before the joined one is taken in, and what is under way is written down first: whenever
the process is killed, each event is in one file of the journal.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from shutil import copyfileobj

from core.collector.journal import FOLDER
from core.store.files import Files

PLAN = f"{FOLDER}/.joining"
KIND_AT, MORE = 1, "+"
"""Names are STAMP-KIND-RANDOM.ndjson, and a kind may have hyphens of its own; those of joined files have +COUNT."""


def join(files: Files, closed: Sequence[Path]) -> list[Path]:
    """The files to be taken in instead of these, oldest first: one a kind.

    Args:
        closed: whole files of the journal, which nobody writes to any more.

    Raises:
        StoreError: the disk refused.
    """
    _finish(files)
    there = [path for path in closed if path.exists()]
    return [_joined(files, list(some)) for _, some in groupby(sorted(there, key=_kind), key=_kind)]


def _kind(path: Path) -> str:
    return "-".join(path.stem.split("-")[KIND_AT:-1])


def _count(path: Path) -> int:
    """How many files it is made of."""
    return int(path.stem.partition(MORE)[2] or 1)


def _joined(files: Files, some: list[Path]) -> Path:
    """One file with what the others have, which are gone then."""
    if len(some) == 1:
        return some[0]
    some = sorted(some)
    # The first one's name, so that it stays the oldest, and of how many it is: never the name of a part.
    first = some[0].stem.split(MORE)[0]
    whole = some[0].with_name(f"{first}{MORE}{sum(map(_count, some))}.ndjson")
    hidden = f"{FOLDER}/.{whole.name}"
    files.delete(hidden)
    with files.new(hidden) as copy:
        for path in some:
            with path.open("rb") as part:
                copyfileobj(part, copy, 1 << 20)
    files.delete(PLAN)
    with files.new(PLAN) as plan:
        plan.write(json.dumps({"whole": whole.name, "parts": [path.name for path in some]}).encode())
    files.move(hidden, f"{FOLDER}/{whole.name}")
    _finish(files)
    return whole


def _finish(files: Files) -> None:
    """Go on where a killed process was: the joined file is there and its parts go, or it is not and they stay."""
    if not files.facts(PLAN):
        return
    try:
        plan = json.loads(files.read(PLAN))
    except ValueError:
        plan = {"whole": "", "parts": []}
    if plan["whole"] and files.facts(f"{FOLDER}/{plan['whole']}"):
        for name in plan["parts"]:
            files.delete(f"{FOLDER}/{name}")
    files.delete(PLAN)
