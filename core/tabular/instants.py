"""Read instants, whatever way dates and times are written."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from core.tabular import calendar
from core.tabular.guess import given

DMY, MDY, YMD = "dmy", "mdy", "ymd"
EPOCH_S, EPOCH_MS, EPOCH_US = "epoch_s", "epoch_ms", "epoch_us"
EXCEL_1900, EXCEL_1904 = "excel_1900", "excel_1904"
STYLES = (YMD, DMY, MDY, EPOCH_S, EPOCH_MS, EPOCH_US, EXCEL_1900, EXCEL_1904)

DAY_MS = 86_400_000
PER_MS = {EPOCH_S: 1000.0, EPOCH_MS: 1.0, EPOCH_US: 0.001}
_DAY_ZERO_MS = {EXCEL_1900: -25_569 * DAY_MS, EXCEL_1904: -24_107 * DAY_MS}
SINCE_MS, UNTIL_MS = 946_684_800_000, 4_102_444_800_000
"""2000 and 2100: what is outside is no instant of a contact centre."""

_CLOCK = (
    r"^(?P<date>\d{4}-\d{1,2}-\d{1,2})(?:[t ,_:]+(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,:](?P<fraction>\d{1,9}))?)?)?\s?(?P<half>[ap]m)?"
    r"\s?(?P<zone>z|[a-z]{3,4}|(?:utc|gmt)?[+\-]\d{1,2}(?::?\d{2})?)?)?$"
)
_ZONES = {
    zone: minutes
    for minutes, zones in (
        *((0, ("z", "utc", "gmt", "wet")), (60, ("bst", "west", "cet")), (120, ("cest", "eet")), (180, ("eest",))),
        *((-240, ("edt",)), (-300, ("est", "cdt")), (-360, ("cst", "mdt")), (-420, ("mst", "pdt")), (-480, ("pst",))),
    )
    for zone in zones
}
"""Minutes ahead of UTC of the abbreviations that exports use; of ambiguous ones the American meaning."""


class Instants(NamedTuple):
    """What a column of instants says.

    Args:
        at: Datetime("ms", "UTC"); null where there is none or it cannot be read.
        is_bad: true where something is written that cannot be read.
        again: the second reading of a local time that was twice, as clocks went back, of which `at` is the first; null
            everywhere else.
        is_skipped: true where a local time never was, as clocks went forward over it: it is read as if the clocks had
            gone forward only after it.
    """

    at: pl.Series
    is_bad: pl.Series
    again: pl.Series
    is_skipped: pl.Series


def read_instants(
    values: pl.Series, style: str, zone: str, missing: Sequence[str] = (), times: pl.Series | None = None
) -> Instants:
    """The instants that the values say; never raises for a value.

    Args:
        values: text.
        style: one of STYLES: the order of day, month and year where they are numbers; or what the numbers count.
            Dates that tell their own order (four-digit year first, month by name in English or Spanish) are read in
            any of the three orders. Two-digit years are of this century.
        zone: an IANA name, for values that tell no zone themselves. Epochs are UTC by definition.
        missing: spellings of a missing value.
        times: times of day, when `values` are dates alone; a date without a time is bad.
    """
    cleaned = joined(values, times, missing)
    if style in (DMY, MDY, YMD):
        local, offset = of_calendar(cleaned, style)
    else:
        local, offset = _counted(cleaned, style)
    read = _zoned(local, offset, zone)
    is_bad = (cleaned.is_not_null() & read["at"].is_null()).alias("is_bad")
    return Instants(read["at"], is_bad, read["again"], read["is_skipped"])


def days_later(at: pl.Series, zone: str, days: pl.Series) -> Instants:
    """The same time of day by the clock of a zone, so many days later: a day of a clock change has not 24 hours.

    Args:
        at: Datetime("ms", "UTC").
        days: whole numbers; where 0 the instant stays what it is.
    """
    local = at.dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.epoch("ms") + days * DAY_MS
    offset = pl.Series("offset", [None], dtype=pl.Int64).new_from_index(0, at.len())
    read = _zoned(local, offset, zone)
    moved = days != 0
    nothing = read["again"].clear(at.len())
    return Instants(
        read["at"].zip_with(moved, at),
        pl.repeat(False, at.len(), eager=True).alias("is_bad"),
        read["again"].zip_with(moved, nothing),
        read["is_skipped"] & moved,
    )


def joined(values: pl.Series, times: pl.Series | None, missing: Sequence[str]) -> pl.Series:
    """Dates and times of day in two columns as one text; a date without a time ends in a question mark."""
    dates = given(values, missing).alias("value")
    if times is None:
        return dates
    both = pl.DataFrame({"value": dates, "time": given(times, missing)})
    day = pl.col("value").str.replace(r"[ T]00:00(?::00(?:\.0+)?)?$", "")
    number = day.cast(pl.Float64, strict=False) + pl.col("time").cast(pl.Float64, strict=False)
    time = pl.col("time").str.replace(r"^1899-12-3[01][ T]", "").fill_null("?")
    return both.select(pl.coalesce(number.cast(pl.String), day + " " + time).alias("value")).to_series()


def of_calendar(values: pl.Series, order: str) -> tuple[pl.Series, pl.Series]:
    """Milliseconds since 1970 by the clock that the value shows, and minutes ahead of UTC where it tells them."""
    parts = (
        calendar.plain(values)
        .to_frame()
        .select(calendar.ordered(pl.col("value"), order).str.extract_groups(_CLOCK).alias("parts"))
        .unnest("parts")
    )
    hour, minute, second = (pl.col(each).cast(pl.Int64).fill_null(0) for each in ("hour", "minute", "second"))
    fraction = pl.col("fraction").str.slice(0, 3).str.pad_end(3, "0").cast(pl.Int64).fill_null(0)
    half = pl.col("half")
    in_half = (hour >= 1) & (hour <= 12)
    told_hour = (
        pl.when(half.is_null()).then(hour).when(in_half).then(hour % 12 + pl.when(half == "pm").then(12).otherwise(0))
    )
    is_clock = (minute < 60) & (second <= 60) & ((told_hour < 24) | ((told_hour == 24) & (minute + second == 0)))
    is_clock = is_clock & ~(pl.col("hour").is_not_null() & pl.col("minute").is_null() & half.is_null())
    day_ms = pl.col("date").str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("ms")).dt.epoch("ms")
    local = pl.when(is_clock).then(day_ms + ((told_hour * 60 + minute) * 60 + second) * 1000 + fraction)
    zone = pl.col("zone")
    signed = zone.str.extract_groups(r"([+\-])(\d{1,2}):?(\d{2})?$")
    ahead = signed.struct.field("2").cast(pl.Int64) * 60 + signed.struct.field("3").cast(pl.Int64).fill_null(0)
    ahead = pl.when(signed.struct.field("1") == "-").then(-ahead).otherwise(ahead)
    offset = pl.coalesce(ahead, zone.replace_strict(_ZONES, default=None, return_dtype=pl.Int64))
    read = parts.select(
        pl.when(zone.is_null() | offset.is_not_null()).then(local).alias("local"), offset.alias("offset")
    )
    return read["local"], read["offset"]


def _counted(values: pl.Series, style: str) -> tuple[pl.Series, pl.Series]:
    number = pl.col("value").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    number = number * DAY_MS + _DAY_ZERO_MS[style] if style in _DAY_ZERO_MS else number * PER_MS[style]
    is_sane = number.is_finite() & (number.abs() < UNTIL_MS * 2)
    read = values.to_frame().select(pl.when(is_sane).then(number.round()).cast(pl.Int64).alias("local"))["local"]
    is_utc = style not in _DAY_ZERO_MS
    return read, pl.Series("offset", [0 if is_utc else None], dtype=pl.Int64).new_from_index(0, values.len())


def _zoned(local: pl.Series, offset: pl.Series, zone: str) -> pl.DataFrame:
    """`at` in UTC, `again` of local times that were twice, and `is_skipped` of those that never were."""
    instant = pl.Datetime("ms", "UTC")
    at_offset = (pl.col("local") - pl.col("offset") * 60_000).cast(instant)
    told = pl.DataFrame({"local": local, "offset": offset})
    if not offset.is_null().any():
        return told.select(at=at_offset, again=pl.lit(None, instant), is_skipped=pl.lit(value=False))
    clock = pl.col("local").cast(pl.Datetime("ms"))
    first = clock.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    last = clock.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    before = (clock - pl.duration(hours=25)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    at_zone = pl.coalesce(first, before + pl.duration(hours=25)).dt.convert_time_zone("UTC")
    is_local = pl.col("offset").is_null() & pl.col("local").is_not_null()
    return told.select(
        at=pl.when(pl.col("offset").is_null()).then(at_zone).otherwise(at_offset),
        again=pl.when(is_local & (first != last)).then(last.dt.convert_time_zone("UTC")),
        is_skipped=is_local & first.is_null(),
    )
