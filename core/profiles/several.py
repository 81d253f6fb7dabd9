"""Several files of one kind: what is found in each under the profile of the first, before anything is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.profiles.batches import batch_of, check_columns
from core.profiles.contrary import other_lengths, other_order
from core.profiles.preview import head_of
from core.profiles.profile import Profile
from core.profiles.suited import table_by
from core.profiles.targets import NEEDED
from core.profiles.typed import read_columns
from core.tabular import Form, Note, Rows

MOST_ROWS = 100_000
"""Rows that are counted of one file; a larger one says how many it has when it is loaded."""

TRIED = 1_000
"""Rows that are read by the profile, as the load will."""

SPREAD = 2_000
"""Rows from all over the file of which it is told what their values say, at least, of each batch that it is read in."""

NOTICED = ("encoding", "delimiter", "sheet", "header_row")
"""Fields of a form of which a person would notice that they differ."""


@dataclass(frozen=True)
class Seen:
    """What one file holds, under a profile's way of reading it; the slow part of looking at it.

    Args:
        name: what messages call it.
        used: the columns that the profile read when it was looked at.
        form: how it is read.
        columns: its columns.
        rows: of values, the first MOST_ROWS.
        is_whole: whether these are all.
        since, until: the first and last moment among them with which a row begins, UTC; null when none can be read.
        sample: its first rows, at most TRIED.
        spread: rows from all over it, as text: a file in order of time shows its later days only at its end.
    """

    name: str
    used: frozenset[str]
    form: Form
    columns: tuple[str, ...]
    rows: int
    is_whole: bool
    since: datetime | None
    until: datetime | None
    sample: Rows
    spread: pl.DataFrame

    def holds_for(self, profile: Profile) -> bool:
        """Whether the file has not to be looked through again for a profile that reads other columns."""
        return profile.used <= set(self.columns) or profile.used == self.used


@dataclass(frozen=True)
class Looked:
    """How one file suits a profile; nothing of it has been loaded.

    Args:
        lacking: columns that the profile reads and the file has not.
        more: columns of the file that the first file has not, and that nothing is made of.
        written: fields of the form in which it differs from the profile's, such as `encoding`.
        order: the order of its dates by their own evidence, where the profile says another one; empty else.
        lengths: columns of durations that by their own evidence have the other decimal sign, or count another unit,
            and not what the profile says.
        units: columns of durations that are so many times as short or long as in other files that they probably count
            another unit; told only where there are others to compare with.
        why: what tells the order, the lengths and the units.
        tried, refused: how many rows were read by the profile, and how many of them would be rejected.
    """

    lacking: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    order: str = ""
    lengths: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    why: tuple[Note, ...] = ()
    tried: int = 0
    refused: int = 0

    @property
    def is_contrary(self) -> bool:
        """Whether the profile would probably read wrong numbers, without a row refused for it."""
        return bool(self.order or self.lengths or self.units)


def see(path: Path, name: str, profile: Profile, zone: str) -> Seen:
    """Look through one file: how it is written, how many rows it has, from when to when.

    Args:
        path: the file.
        name: what messages call it.
        profile: by which it would be loaded.
        zone: of times that name none, where the profile says none either.

    Raises:
        SourceError: it cannot be read, holds no rows, or lacks what nothing can be made without.
    """
    table = table_by(path, name, profile)
    check_columns(table.columns, profile, name)
    needed = NEEDED[profile.kind]
    first = needed[0]
    began = profile.with_(columns=tuple(each for each in profile.columns if each[0] in needed))
    rows, is_whole = 0, True
    spans: list[tuple[int | None, int | None]] = []
    sample: Rows | None = None
    spread: list[pl.DataFrame] = []
    for batch in table.batches():
        if rows >= MOST_ROWS and batch.count:
            is_whole = False
            break
        rows += batch.count
        if sample is None and batch.count:
            sample = head_of(batch, TRIED) if batch.count > TRIED else batch
        spread.append(batch.fields.gather_every(max(1, batch.fields.height // SPREAD)))
        at = read_columns(batch.fields, began, profile.time_zone or zone).columns[first].cast(pl.Int64)
        spans.append((at.min(), at.max()))  # type: ignore[arg-type]
    if sample is None:
        raise SourceError(f"{name} holds no rows of values; there is nothing to load.")
    since = _moment(min((low for low, _ in spans if low is not None), default=None))
    until = _moment(max((high for _, high in spans if high is not None), default=None))
    return Seen(name, profile.used, table.form, table.columns, rows, is_whole, since, until, sample, pl.concat(spread))


def look(seen: Seen, profile: Profile, zone: str, usual: Sequence[str] = (), today: date | None = None) -> Looked:
    """How a file by itself suits a profile; what other files tell of it, `compared` says.

    Args:
        seen: what it holds.
        profile: by which it would be loaded.
        zone: of times that name none, where the profile says none either.
        usual: the columns of the first file; none to compare with none.
        today: later days have not happened yet; by the clock when null.
    """
    read = batch_of(seen.sample, profile, "look", profile.time_zone or zone)
    return replace(
        judged(seen, profile, today or datetime.now(UTC).date()),
        lacking=tuple(sorted(profile.used - set(seen.columns))),
        more=tuple(each for each in seen.columns if usual and each not in usual and each not in profile.used),
        written=_differences(profile.form, seen.form),
        tried=seen.sample.count,
        refused=read.rejected.height,
    )


def judged(seen: Seen, profile: Profile, today: date) -> Looked:
    """What a file's own values say against a profile, and no more; cheaper than `look`."""
    order, told_by = other_order(seen.spread, profile, today)
    lengths, shown_by = other_lengths(seen.spread, profile)
    return Looked(order=order, lengths=lengths, why=(*told_by, *shown_by))


def _moment(epoch_ms: int | None) -> datetime | None:
    return None if epoch_ms is None else datetime.fromtimestamp(epoch_ms / 1000, UTC)


def _differences(said: Form | None, own: Form) -> tuple[str, ...]:
    """The fields of a form in which a file is written otherwise than the profile says."""
    if said is None:
        return ()
    if said.kind != own.kind:
        return ("kind",)
    return tuple(name for name, value in own.to_dict().items() if value != getattr(said, name) and name in NOTICED)
