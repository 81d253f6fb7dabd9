"""Several files of one kind: what is found in each under the profile of the first, before anything is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.profiles.batches import batch_of, check_columns
from core.profiles.preview import head_of
from core.profiles.profile import Profile
from core.profiles.schema import targets_of
from core.profiles.suited import table_by
from core.profiles.targets import DURATION, INSTANT, NEEDED
from core.profiles.typed import raw_text, read_columns, times_of_day
from core.tabular import Form, Rows
from core.tabular.durations import COUNTS
from core.tabular.values import guess_durations, guess_instants

MOST_ROWS = 100_000
"""Rows that are counted of one file; a larger one says how many it has when it is loaded."""

TRIED = 1_000
"""Rows that are read by the profile, as the load will."""

ORDERS = ("dmy", "mdy")
TELLING = ("day_first", "month_first")
"""What a file shows of the order of its dates that leaves no doubt."""
DECIMALS, MILLISECONDS = {"decimal_point", "decimal_comma"}, "round_thousands"
"""What it shows so of its lengths."""


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
        lengths: columns of durations that by their own evidence have the other decimal sign, or count milliseconds,
            and not what the profile says.
        tried, refused: how many rows were read by the profile, and how many of them would be rejected.
    """

    lacking: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    order: str = ""
    lengths: tuple[str, ...] = ()
    tried: int = 0
    refused: int = 0


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
    for batch in table.batches():
        if rows >= MOST_ROWS and batch.count:
            is_whole = False
            break
        rows += batch.count
        if sample is None and batch.count:
            sample = head_of(batch, TRIED) if batch.count > TRIED else batch
        at = read_columns(batch.fields, began, profile.time_zone or zone).columns[first].cast(pl.Int64)
        spans.append((at.min(), at.max()))  # type: ignore[arg-type]
    if sample is None:
        raise SourceError(f"{name} holds no rows of values; there is nothing to load.")
    since = _moment(min((low for low, _ in spans if low is not None), default=None))
    until = _moment(max((high for _, high in spans if high is not None), default=None))
    return Seen(name, profile.used, table.form, table.columns, rows, is_whole, since, until, sample)


def look(seen: Seen, profile: Profile, zone: str, usual: Sequence[str] = ()) -> Looked:
    """How a file suits a profile.

    Args:
        seen: what it holds.
        profile: by which it would be loaded.
        zone: of times that name none, where the profile says none either.
        usual: the columns of the first file; none to compare with none.
    """
    read = batch_of(seen.sample, profile, "look", profile.time_zone or zone)
    return Looked(
        tuple(sorted(profile.used - set(seen.columns))),
        tuple(each for each in seen.columns if usual and each not in usual and each not in profile.used),
        _differences(profile.form, seen.form),
        _contrary(seen.sample, profile),
        _other_lengths(seen.sample, profile),
        seen.sample.count,
        read.rejected.height,
    )


def _moment(epoch_ms: int | None) -> datetime | None:
    return None if epoch_ms is None else datetime.fromtimestamp(epoch_ms / 1000, UTC)


def _differences(said: Form | None, own: Form) -> tuple[str, ...]:
    """The fields of a form in which a file is written otherwise than the profile says."""
    if said is None:
        return ()
    if said.kind != own.kind:
        return ("kind",)
    return tuple(name for name, value in own.to_dict().items() if value != getattr(said, name) and name in NOTICED)


def _contrary(rows: Rows, profile: Profile) -> str:
    """The order of the dates that the values show beyond doubt, where it is not the profile's; empty else."""
    targets = targets_of(profile.kind)
    for target, mapped in profile.columns:
        if targets[target].takes != INSTANT or mapped.style not in ORDERS:
            continue
        times = raw_text(rows.fields, mapped.time_columns, mapped.missing) if mapped.time_columns else None
        dates = raw_text(rows.fields, mapped.columns, mapped.missing)
        guesses = guess_instants(dates, (), times_of_day(times) if times is not None else None)
        best = guesses[0] if guesses else None
        is_told = best is not None and any(note.key in TELLING for note in best.evidence)
        if best and is_told and best.style in ORDERS and best.style != mapped.style:
            return best.style
    return ""


def _other_lengths(rows: Rows, profile: Profile) -> tuple[str, ...]:
    """The columns of durations whose values show beyond doubt that the profile misreads them by a factor."""
    targets, told = targets_of(profile.kind), []
    for target, mapped in profile.columns:
        if targets[target].takes != DURATION or mapped.style not in COUNTS:
            continue
        best = next(iter(guess_durations(raw_text(rows.fields, mapped.columns, mapped.missing))), None)
        shown = {note.key for note in best.evidence} if best else set()
        has_other_sign = best and best.style.endswith("_comma") != mapped.style.endswith("_comma") and shown & DECIMALS
        if has_other_sign or (MILLISECONDS in shown and not mapped.style.startswith("milliseconds")):
            told += [name for name in mapped.columns if name in rows.fields.columns]
    return tuple(told)
