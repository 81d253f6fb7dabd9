"""Lots: files that are to be taken in, each with its name and how it is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core.live.dropped import Dropped
from core.live.feed import Feed
from core.live.known import Note
from core.live.look import mark_of
from core.sources import Reading


@dataclass(frozen=True)
class Lot:
    """A file to be taken in.

    Args:
        file: as it was looked at.
        name: what it is called; no other file of the refresh is called so.
        reading: how it is read.
        feed: where it lies; null when the collector wrote it.
    """

    file: Dropped
    name: str
    reading: Reading
    feed: Feed | None = None

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.file.path

    @property
    def is_journal(self) -> bool:
        """Whether it is the collector's, and goes when it is in."""
        return self.feed is None

    def note(self, problem: str = "", contents: tuple[str, ...] = ()) -> Note:
        """What became of it."""
        how, at = mark_of(self.reading) if problem else "", datetime.now(UTC).isoformat(timespec="seconds")
        return Note(str(self.path.absolute()), self.file.bytes, self.file.changed_ns, at, problem, how, contents)


def together(lots: Sequence[Lot], suspects: Mapping[str, int]) -> list[list[Lot]]:
    """What is read alike comes in together; at the end, each alone, that with which a process was ended before."""
    alike: dict[Reading, list[Lot]] = {}
    for lot in lots:
        if str(lot.path) not in suspects:
            alike.setdefault(lot.reading, []).append(lot)
    return [*alike.values(), *([lot] for lot in lots if str(lot.path) in suspects)]


def named_apart(lots: Sequence[Lot]) -> Iterator[Lot]:
    """No two of a name: what cannot be read is told by name."""
    times: dict[str, int] = {}
    for lot in lots:
        number = times[lot.name] = times.get(lot.name, 0) + 1
        yield lot if number == 1 else replace(lot, name=f"({number}) {lot.name}")
