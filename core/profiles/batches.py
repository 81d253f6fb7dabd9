"""Read an analyst's own table into events, batch by batch, as its profile says."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from core.errors import SourceError, listed
from core.profiles.conversations import unfold_conversations
from core.profiles.events import unfold_events
from core.profiles.intervals import interval_batch
from core.profiles.profile import Profile
from core.profiles.reading import read_profile
from core.profiles.schema import targets_of
from core.profiles.suited import table_by
from core.profiles.targets import CHOICE, CONVERSATIONS, INTERVALS, NEEDED, TEXT
from core.profiles.times import DISAGREE, find_times
from core.profiles.told import json_of
from core.profiles.typed import Typed, read_columns
from core.sources import Reading, read
from core.sources.batch import Batch, Rejection, rejected_frame
from core.sources.steps import KEY, RECORD
from core.sources.translation import EVENT_COLUMNS
from core.store.landing import Landed
from core.tabular import Rows

DISAGREES = "disagrees"
"""Names in EVENTS.extra the durations that the instants of a row contradict."""


def read_file(landed: Landed, reading: Reading) -> Iterator[Batch]:
    """What a landed file says: by the profile that the reading names, else as its own format is recognised.

    Raises:
        SourceError: the file as a whole cannot be read, perhaps after some batches: discard those.
        DefinitionError: the profile says something that cannot be used.
    """
    if not reading.profile:
        return read(landed, reading)
    return batches(landed, read_profile(reading.profile, reading.profile_name), reading.time_zone)


def batches(landed: Landed, profile: Profile, time_zone: str = "UTC") -> Iterator[Batch]:
    """The events of one landed file, in its own order, in batches of bounded size.

    Every row becomes events or is rejected with one of `core.sources.REASONS`; positions are rows as a spreadsheet
    shows them.

    Args:
        landed: the file.
        profile: how it is read.
        time_zone: of times that name none, where the profile says none either.

    Raises:
        SourceError: the file as a whole cannot be read, perhaps after some batches: discard those.
    """
    table = table_by(landed.path, landed.name, profile)
    check_columns(table.columns, profile, landed.name)
    for rows in table.batches():
        if rows.count:
            yield batch_of(rows, profile, landed.file_id, time_zone)


def check_columns(columns: Sequence[str], profile: Profile, name: str) -> None:
    """Refuse a file that lacks what nothing can be made without.

    Raises:
        SourceError: naming the column, and those that the file has.
    """
    for target in NEEDED.get(profile.kind, ()):
        mapped = profile.mapped[target]
        if mapped.columns and not set(mapped.columns) & set(columns):
            raise SourceError(
                f"{name} has no column {mapped.columns[0]!r}, of which the profile {profile.name} makes {target}; it "
                f"has {listed(columns)}. Correct the profile, or have another one suggested for this file."
            )


def batch_of(rows: Rows, profile: Profile, file_id: str, time_zone: str) -> Batch:
    """The events, or the intervals, and the rejections of some rows."""
    if profile.kind == INTERVALS:
        return interval_batch(rows, profile, file_id, time_zone)
    typed = read_columns(rows.fields, profile, time_zone)
    kept = _frame(rows.fields, profile.kept(tuple(rows.fields.columns)))
    left = [name for name in rows.fields.columns if name not in profile.used]
    extra = _frame(rows.fields, left)
    if profile.kind == CONVERSATIONS:
        events, faults = _conversations(rows, typed, kept, extra, profile)
    else:
        events, faults = _events(rows, typed, kept, extra, profile)
    position = rows.positions.gather(events[RECORD])
    told = events.with_columns(
        position.alias("position"),
        pl.lit(file_id).alias("file_id"),
        pl.lit(profile.told_platform).alias("platform"),
        pl.lit(profile.source).alias("source"),
    ).select(pl.col(name).cast(dtype) for name, dtype in EVENT_COLUMNS.items())
    rejected = rejected_frame([*rows.rejections, *_rejections(rows, faults)])
    unknown = {name: count for name in left if name not in kept.columns and (count := rows.fields[name].count())}
    return Batch(profile.source, rows.count, told, rejected, unknown, profile.told_platform, bytes_read=rows.bytes_read)


def typed_times(typed: Typed, profile: Profile) -> pl.DataFrame:
    """When each step happened, of all rows, as `find_times` tells."""
    there = typed.columns
    agents = [pl.col(name).is_not_null() for name in ("agent_id", "agent_name") if name in there.columns]
    status = pl.col("status") if "status" in there.columns else pl.lit(None, pl.String)
    return find_times(
        there.with_columns(status.alias("status"), pl.any_horizontal(pl.lit(False), *agents).alias("has_agent")),
        profile,
    )


def _conversations(
    rows: Rows, typed: Typed, kept: pl.DataFrame, extra: pl.DataFrame, profile: Profile
) -> tuple[pl.DataFrame, pl.DataFrame]:
    times = typed_times(typed, profile)
    faults = _merged(typed.faults, times.select("reason", "detail"))
    is_good = faults["reason"].is_null()
    told = _texts(typed, profile).with_columns(record_numbers(rows))
    told = told.with_columns(keys(typed.columns, rows.fields, profile.told_platform).alias(KEY)).filter(is_good)
    good = times.filter(is_good)
    marks = [pl.when(f"disagrees {name}").then(pl.lit(name)) for name in DISAGREE]
    disagrees = good.select(pl.concat_str(marks, separator=", ", ignore_nulls=True).alias(DISAGREES)).to_series()
    noted = extra.filter(is_good).with_columns(disagrees.set(disagrees == "", None))
    noted = noted.with_columns(typed.clock.filter(is_good))
    return unfold_conversations(told, good, kept.filter(is_good), json_of(noted), profile), faults


def _events(
    rows: Rows, typed: Typed, kept: pl.DataFrame, extra: pl.DataFrame, profile: Profile
) -> tuple[pl.DataFrame, pl.DataFrame]:
    events, left_out = unfold_events(
        typed.columns.with_columns(record_numbers(rows)),
        typed.faults["reason"].is_null(),
        kept,
        json_of(extra.with_columns(typed.clock)),
        keys(typed.columns, rows.fields, profile.told_platform, "event_id"),
        profile,
    )
    return events, _merged(typed.faults, left_out)


def record_numbers(rows: Rows) -> pl.Series:
    """The number of each row among the fields, from 0."""
    return pl.int_range(rows.fields.height, dtype=pl.Int64, eager=True).alias(RECORD)


def keys(columns: pl.DataFrame, fields: pl.DataFrame, platform: str, own: str = "id") -> pl.Series:
    """What names each row for good: its own id, told apart from other platforms' ids, else a hash of its content."""
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, fields.height)
    ids = columns[own] if own in columns.columns else nothing
    missing = ids.is_null()
    if missing.any():
        texts = json_of(fields.filter(missing)).fill_null("{}")
        hashed = pl.Series([hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts], dtype=pl.String)
        ids = ids.scatter(missing.arg_true(), hashed)
    return pl.Series([f"{platform}:"], dtype=pl.String).new_from_index(0, fields.height) + ids


def _texts(typed: Typed, profile: Profile) -> pl.DataFrame:
    """The targets that are text, without those of which the times are made."""
    targets = targets_of(profile.kind)
    names = [name for name in typed.columns.columns if targets[name].takes in (TEXT, CHOICE) and name != "status"]
    return _frame(typed.columns, [name for name in names if name != "id"])


def _merged(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    is_told = one["reason"].is_not_null()
    return pl.DataFrame({name: one[name].zip_with(is_told, other[name]) for name in ("reason", "detail")})


def _frame(fields: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Columns by name, whatever they are called: Polars would take some names for patterns."""
    columns: Mapping[str, pl.Series] = {name: fields[name] for name in names}
    return pl.DataFrame(columns) if columns else pl.DataFrame(height=fields.height)


def _rejections(rows: Rows, faults: pl.DataFrame) -> list[Rejection]:
    """Rows that could be read but not used; few, so each becomes an object."""
    is_bad = faults["reason"].is_not_null()
    if not is_bad.any():
        return []
    positions = rows.positions.filter(is_bad).to_list()
    bad = faults.filter(is_bad)
    texts = json_of(rows.fields.filter(is_bad)).fill_null("{}")
    return [
        Rejection(position, reason, detail or "", raw)
        for position, reason, detail, raw in zip(positions, bad["reason"], bad["detail"], texts, strict=True)
    ]
