"""Packing: landed files that have rested for a day are put into one pack a day, and go when that is safe on the disk.

A pack is written and read back before it has its name, and has its name for good before the first file goes. So each
content is there at every moment, and whoever is killed leaves at most some of them in both places, which the next one
puts right. Only that last step needs the writers' lock.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from time import monotonic
from uuid import uuid4

from core.errors import StoreError
from core.store.contents import name_of
from core.store.files import FileFacts, Files
from core.store.lock import locked
from core.store.packs import PACKS, Place, entries, is_whole, pack_names, places, write_pack
from core.store.workspace import Workspace

SMALL_BYTES = 16 << 20
"""Larger files stay as they are: they are few."""

FEWEST, MOST_FILES, MOST_BYTES = 32, 5_000, 64 << 20
"""A day of fewer files is left alone; so many, with so many bytes, are one pack at most, and one step."""

LOCK_WAIT_S = 1.0
DAY_LETTERS = len("2026-11-21")

_is_content = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True)
class _Rested:
    """A small landed file of a day that is over."""

    file_id: str
    facts: FileFacts
    day: str


def pack_rested(workspace: Workspace, now: datetime, for_s: float = 0) -> int:
    """Pack the oldest landed files that have rested: one step, or as many as begin within some seconds.

    What cannot be read, or is not what its name says, stays where it is: `reprocess` and the doctor tell of it.

    Args:
        now: UTC; what landed before its day has rested.
        for_s: steps begin for so long (seconds).

    Returns:
        How many files have gone into packs.

    Raises:
        Busy: somebody else is writing; nothing has changed.
        StoreError: the disk refused; every content is where it was, or in a pack.
    """
    until = monotonic() + for_s
    packed = 0
    have_packs = {name.removeprefix(f"{PACKS}/")[:DAY_LETTERS] for name in pack_names(workspace.files)}
    for day, together in groupby(_rested(workspace.files, now), key=lambda one: one.day):
        rested = list(together)
        for some in _steps(rested) if len(rested) >= FEWEST or day in have_packs else ():
            step = _pack(workspace, day, some)
            packed += step
            if step and monotonic() >= until:
                return packed
    return packed


def _rested(files: Files, now: datetime) -> list[_Rested]:
    """The small files of days before this one, oldest first: by when they landed, which their own time says."""
    midnight_ns = int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) * 10**9
    rested = [
        _Rested(name, facts, datetime.fromtimestamp(facts.changed_ns // 10**9, UTC).strftime("%Y-%m-%d"))
        for name, facts in files.facts_in("landed").items()
        if facts.changed_ns < midnight_ns and facts.bytes <= SMALL_BYTES and _is_content(name)
    ]
    return sorted(rested, key=lambda one: (one.day, one.facts.changed_ns, one.file_id))


def _steps(rested: Sequence[_Rested]) -> Iterator[list[_Rested]]:
    """A day's files in as many as one step takes."""
    some: list[_Rested] = []
    size = 0
    for one in rested:
        if some and (len(some) >= MOST_FILES or size + one.facts.bytes > MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(one)
        size += one.facts.bytes
    if some:
        yield some


def _pack(workspace: Workspace, day: str, rested: Sequence[_Rested]) -> int:
    """One step; how many files it has taken away."""
    files = workspace.files
    there = _there(files, day, rested)
    news = [one for one in rested if one.file_id not in there]
    hidden = f"{PACKS}/.{uuid4().hex}"
    try:
        held = _write(files, hidden, news) if news else []
        safe = [*held, *(file_id for file_id, place in there.items() if is_whole(files, file_id, place))]
        if safe:
            with locked(workspace.home / "lock", LOCK_WAIT_S):
                if held:
                    files.move(hidden, _pack_name(day, held))
                for file_id in safe:
                    files.delete(name_of(file_id))
    finally:
        files.delete(hidden)
    return len(safe)


def _there(files: Files, day: str, rested: Sequence[_Rested]) -> dict[str, Place]:
    """Those that are in a pack already: someone was killed before they went, or the content came once more.

    Many are looked for in all packs, a handful that is left over of a day in its own day's alone.
    """
    wanted = {one.file_id for one in rested}
    packed = places(files, beginning="" if len(rested) >= FEWEST else day)
    return {file_id: place for file_id, place in packed.items() if file_id in wanted}


def _write(files: Files, hidden: str, news: Sequence[_Rested]) -> list[str]:
    """Write a pack of those that are whole, and read it back; which they are.

    Raises:
        StoreError: what was read back is not what was written.
    """
    held: list[str] = []

    def whole() -> Iterator[tuple[str, bytes]]:
        for one in news:
            try:
                found = files.read(name_of(one.file_id))
            except StoreError:
                continue
            if hashlib.sha256(found).hexdigest() == one.file_id:
                held.append(one.file_id)
                yield one.file_id, found

    write_pack(files, hidden, whole())
    back = dict(entries(files, hidden))
    if list(back) != held or not all(is_whole(files, file_id, place) for file_id, place in back.items()):
        raise StoreError(f"{files.path(hidden)} cannot be read back as it was written; nothing was packed.")
    return held


def _pack_name(day: str, held: Sequence[str]) -> str:
    """The day, for people, and what it holds, so that no other pack is called so."""
    return f"{PACKS}/{day}-{hashlib.sha256(''.join(held).encode()).hexdigest()[:16]}.zip"
