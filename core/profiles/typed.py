"""Typed: the columns that a profile maps, read out of a table of text; what cannot be read is told by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from core.profiles.profile import Mapped, Profile
from core.profiles.schema import targets_of
from core.profiles.styles import read_moments, read_styled
from core.profiles.targets import CHOICE, DURATION, INSTANT, NEEDED, NUMBER, SHARE, Target
from core.profiles.twice import settle
from core.sources.batch import (
    ABSURD_TIME,
    NO_TIME,
    NO_TYPE,
    UNKNOWN_VALUE,
    UNREADABLE_DURATION,
    UNREADABLE_NUMBER,
    UNREADABLE_TIME,
)
from core.sources.fields import EARLIEST, LATEST
from core.sources.given import REPEATED_HOUR, SKIPPED_HOUR
from core.tabular.values import Instants, days_later

BAD = {
    INSTANT: UNREADABLE_TIME,
    DURATION: UNREADABLE_DURATION,
    NUMBER: UNREADABLE_NUMBER,
    SHARE: UNREADABLE_NUMBER,
    CHOICE: UNKNOWN_VALUE,
}
"""Why a row is refused in which a value of that sort cannot be read."""

_DAY_MS = 86_400_000
_EARLIEST_MS, _LATEST_MS = (round(moment.timestamp() * 1000) for moment in (EARLIEST, LATEST))


@dataclass(frozen=True)
class Typed:
    """The targets of a profile as columns.

    Args:
        columns: instants and durations in whole milliseconds, numbers as they are, the rest as text; null where the
            file gives nothing.
        faults: `reason` and `detail` of each row, null where everything could be read.
        clock: `REPEATED_HOUR`, the day on which a time of the row was shown twice and nothing tells which one is meant
            (the first is taken); `SKIPPED_HOUR`, the day on which a time of the row never was. As text; null else.
    """

    columns: pl.DataFrame
    faults: pl.DataFrame
    clock: pl.DataFrame


def read_columns(fields: pl.DataFrame, profile: Profile, time_zone: str) -> Typed:
    """Read the columns that the profile maps; a column that the file lacks is null in every row.

    Args:
        fields: the file's columns, as text.
        time_zone: of times that name none, where the profile says none.
    """
    targets = targets_of(profile.kind)
    zone = profile.time_zone or time_zone
    read: dict[str, pl.Series] = {}
    moments: dict[str, Instants] = {}
    faults: list[pl.DataFrame] = []
    for name, mapped in profile.columns:
        if targets[name].takes == INSTANT:
            moments[name], fault = _moments(fields, name, mapped, zone)
            read[name] = moments[name].at.dt.epoch("ms").alias(name)
        else:
            values, fault = _read(fields, name, mapped, targets[name])
            read[name] = values.alias(name)
        faults.append(fault)
    _over_midnight(read, moments, profile, zone)
    nothing = _same(None, fields.height)
    for name in NEEDED.get(profile.kind, ()):
        reason = NO_TIME if targets[name].takes == INSTANT else NO_TYPE
        faults.append(_faults(read[name].is_null(), reason, nothing))
    # What could not be read at all is more telling than what is then missing, and comes first.
    first = pl.DataFrame({"reason": nothing, "detail": nothing})
    for fault in faults:
        first = _first(first, fault)
    again = pl.DataFrame({name: each.again.dt.epoch("ms") for name, each in moments.items()})
    columns, is_open = settle(pl.DataFrame(read), again, profile)
    return Typed(columns, first, _clock(moments, is_open, zone))


def _over_midnight(read: dict[str, pl.Series], moments: dict[str, Instants], profile: Profile, zone: str) -> None:
    """A time of day that goes with the date of the start, and is far before it, is that of the next day."""
    first = NEEDED[profile.kind][0]
    date = profile.mapped[first].columns
    for name, mapped in profile.columns:
        if name != first and mapped.time_columns and mapped.columns == date:
            is_next_day = (read[first] - read[name] > _DAY_MS // 2).fill_null(value=False)
            if is_next_day.any():
                moved = days_later(moments[name].at, zone, is_next_day.cast(pl.Int64))
                moments[name] = _whole(moments[name], moved, is_next_day)
                read[name] = moments[name].at.dt.epoch("ms").alias(name)


def _whole(there: Instants, moved: Instants, is_moved: pl.Series) -> Instants:
    """What was moved as it is now, and the rest as it was."""
    return Instants(
        moved.at,
        there.is_bad,
        moved.again.zip_with(is_moved, there.again),
        moved.is_skipped.zip_with(is_moved, there.is_skipped),
    )


def _clock(moments: Mapping[str, Instants], is_open: pl.Series, zone: str) -> pl.DataFrame:
    """On which day a row's times were shown twice, though nothing tells which is meant, or never were."""

    def days(values: Sequence[pl.Series]) -> pl.Series:
        found = pl.select(pl.coalesce(*values)).to_series()
        return found.dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d") if found.count() else nothing

    nothing = _same(None, is_open.len())
    twice = days([each.again.set(~is_open, None) for each in moments.values()])
    never = days([each.at.set(~each.is_skipped, None) for each in moments.values()])
    return pl.DataFrame({REPEATED_HOUR: twice, SKIPPED_HOUR: never})


def raw_text(fields: pl.DataFrame, names: tuple[str, ...], missing: tuple[str, ...]) -> pl.Series:
    """The first text given among several columns."""
    found = _same(None, fields.height)
    for name in names:
        if name in fields.columns:
            found = found.zip_with(found.is_not_null(), _given(fields[name], missing))
    return found


def times_of_day(values: pl.Series) -> pl.Series:
    """Times of day of which some are told as `09:00-09:30` or as the hour alone: when they begin."""
    begins = values.str.replace(r"^(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:-|–|—|a|to)\s*\d{1,2}:\d{2}.*$", "$1")
    return begins.str.replace(r"^(\d{1,2})(?: ?h)?$", "$1:00")


def _given(values: pl.Series, missing: tuple[str, ...]) -> pl.Series:
    text = values.cast(pl.String).str.replace_all(r"[\u00a0\u202f\u2009]", " ").str.strip_chars()
    spelled = ["", *(spelling.strip() for spelling in missing)]
    return text.set(text.is_in(spelled).fill_null(value=True), None)


def _moments(fields: pl.DataFrame, name: str, mapped: Mapped, zone: str) -> tuple[Instants, pl.DataFrame]:
    raw = raw_text(fields, mapped.columns, mapped.missing)
    filled = raw.fill_null(mapped.always) if mapped.always else raw
    times = times_of_day(raw_text(fields, mapped.time_columns, mapped.missing)) if mapped.time_columns else None
    read = read_moments(filled, mapped.style, zone, times)
    values = read.at.dt.epoch("ms")
    is_absurd = (values < _EARLIEST_MS) | (values >= _LATEST_MS)
    absurd = _faults(is_absurd.fill_null(value=False), ABSURD_TIME, _detail(name, filled))
    return read, _first(_faults(read.is_bad, BAD[INSTANT], _detail(name, filled)), absurd)


def _read(fields: pl.DataFrame, name: str, mapped: Mapped, target: Target) -> tuple[pl.Series, pl.DataFrame]:
    raw = raw_text(fields, mapped.columns, mapped.missing)
    if target.takes in (DURATION, NUMBER, SHARE):
        filled = raw.fill_null(mapped.always) if mapped.always else raw
        values, is_bad = read_styled(target.takes, filled, mapped.style)
        return values, _faults(is_bad, BAD[target.takes], _detail(name, filled))
    values, is_bad = translated(raw, mapped, target)
    return values, _faults(is_bad, BAD[CHOICE], _detail(name, raw))


def translated(raw: pl.Series, mapped: Mapped, target: Target) -> tuple[pl.Series, pl.Series]:
    """The file's words in ours, and which of them are neither translated nor, of a choice, ours already."""
    words: Mapping[str, str] = {_key(word): ours for word, ours in mapped.values}
    if target.takes == CHOICE:
        words = {_key(choice): choice for choice in target.choices} | dict(words)
    none = _same(None, raw.len())
    keys = raw.str.replace_all(r"\s+", " ").str.to_lowercase()
    found = keys.replace_strict(words, default=None, return_dtype=pl.String) if words else none
    keeps_itself = target.takes != CHOICE and not mapped.otherwise
    fallback = raw if keeps_itself else _same(mapped.otherwise or None, raw.len())
    given = raw.is_not_null()
    values = found.zip_with(found.is_not_null(), fallback).set(~given, mapped.always or None)
    return values, given & values.is_null()


def _key(word: str) -> str:
    return " ".join(word.split()).lower()


def _same(text: str | None, height: int) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, height)


def _detail(name: str, raw: pl.Series) -> pl.Series:
    return _same(f"{name}: ", raw.len()) + raw


def _faults(is_bad: pl.Series, reason: str, detail: pl.Series) -> pl.DataFrame:
    none = _same(None, is_bad.len())
    return pl.DataFrame({"reason": none.set(is_bad, reason), "detail": none.zip_with(~is_bad, detail)})


def _first(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The faults of one, and where it has none those of the other."""
    is_told = one["reason"].is_not_null()
    return pl.DataFrame({name: one[name].zip_with(is_told, other[name]) for name in one.columns})
