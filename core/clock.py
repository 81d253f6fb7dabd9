"""The customer's own clock: instants become wall clocks, each row in its own IANA zone, a column at a time.

The engine converts a whole column to one zone. Here each zone has a line of steps of six days, and for each step the
offset at its beginning and the moment within it at which the clock is changed, if it is; since 1970 no zone has changed
its clock twice within six days. One division finds a row's step, and two gathers its offset.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from threading import Lock
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
STEP, STEPS = timedelta(days=6), 3_044
LAST = FIRST + STEPS * STEP
"""From FIRST until LAST (the beginning of 2050) the steps answer; outside, each different instant is looked up."""

NO_PLACE = {"Factory", "localtime"}
"""Names that stand for no place: what they show depends on the machine."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MS = timedelta(milliseconds=1)
_FIRST_MS, _STEP_MS, _SPAN_MS = (FIRST - EPOCH) // MS, STEP // MS, (LAST - FIRST) // MS


def local(moment: pl.Expr, zone: pl.Expr) -> pl.Expr:
    """What the wall clock of each row's own zone shows at the row's instant, to the millisecond.

    By the zones of Python's `zoneinfo`, as the period's midnights and every moment on screen; read when a zone is first
    met (a few ms each), so no compiled file can go stale. Right in every year that `datetime` knows (1 to 9999), but
    fast only from 2000 to 2049. The hour that a change of the clocks repeats is shown twice: the way back to the
    instant is ambiguous, so group by what it shows, and never convert it back.

    Args:
        moment: instants, UTC in milliseconds.
        zone: names of IANA zones. Either may be one literal for all rows.

    Returns:
        Datetime in milliseconds without a zone; null where the instant or the zone is null or the zone is unknown.
    """
    return pl.map_batches([moment, zone], _wall_clocks, return_dtype=pl.Datetime("ms"), is_elementwise=True)


@dataclass(frozen=True)
class _Lines:
    """The zones that were met, one line of `STEPS` + 1 offsets after the other.

    Args:
        of_zone: number of a zone in `_zones` → number of its line; null when it was not met yet.
        offset: at the beginning of each step, in ms.
        change: ms from the beginning of the step to the change of the clocks in it; `_STEP_MS` when there is none.
    """

    of_zone: pl.Series
    offset: pl.Series
    change: pl.Series


class _Met:
    """The lines of all zones met so far in this process; grows, and what it gave out never changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lines = _Lines(
            pl.repeat(None, len(_zones().categories), dtype=pl.Int64, eager=True),
            pl.Series(dtype=pl.Int32),
            pl.Series(dtype=pl.Int32),
        )

    def lines(self, zone: pl.Series) -> _Lines:
        """Lines for all of these zones, given by their numbers."""
        if self._lines.of_zone.gather(zone).null_count() > zone.null_count():
            with self._lock:
                self._lines = _with(self._lines, zone.unique().drop_nulls().sort())
        return self._lines


def _wall_clocks(given: Sequence[pl.Series]) -> pl.Series:
    """`local` on the columns themselves."""
    # A literal comes as one value.
    height = next((one.len() for one in given if one.len() != 1), 1)
    moment, name = (one if one.len() == height else one.new_from_index(0, height) for one in given)
    at, zone = moment.dt.epoch("ms"), name.cast(_zones(), strict=False)
    since = at - _FIRST_MS
    is_far = (since < 0) | (since >= _SPAN_MS)
    if is_far.any():
        since = since.zip_with(~is_far, pl.repeat(None, since.len(), dtype=pl.Int64, eager=True))
        far = _looked_up(at.filter(is_far), zone.filter(is_far))
        shown = (at + _offset(since, zone.to_physical())).scatter(is_far.arg_true(), far)
    else:
        shown = at + _offset(since, zone.to_physical())
    return shown.cast(pl.Datetime("ms"))


def _offset(since: pl.Series, zone: pl.Series) -> pl.Series:
    """Offset from UTC in ms, of instants given as ms since FIRST."""
    lines = _met().lines(zone)
    step = since // _STEP_MS
    place = (lines.of_zone.gather(zone) * (STEPS + 1) + step).cast(pl.UInt32)
    is_changed = (since - step * _STEP_MS) >= lines.change.gather(place)
    return lines.offset.gather(place + is_changed.cast(pl.UInt32))


def _looked_up(at: pl.Series, zone: pl.Series) -> pl.Series:
    """The wall clocks, in ms, of instants that no step covers: one look-up for each different pair."""
    rows = pl.DataFrame({"at": at, "zone": zone.cast(pl.String)})
    asked = rows.unique()
    shown = pl.Series("shown", [_shown(*pair) for pair in asked.iter_rows()], dtype=pl.Int64)
    found = rows.join(asked.with_columns(shown), on=["at", "zone"], how="left", nulls_equal=True, maintain_order="left")
    return found["shown"]


def _shown(at: int, zone: str | None) -> int | None:
    if zone is None:
        return None
    try:
        return at + _offset_at(ZoneInfo(zone), EPOCH + at * MS)
    except OverflowError:  # before the year 1 or after 9999
        return None


@cache
def _zones() -> pl.Enum:
    """The names of all zones; one that is not among them becomes null."""
    return pl.Enum(sorted(available_timezones() - NO_PLACE))


@cache
def _met() -> _Met:
    return _Met()


def _with(lines: _Lines, zones: pl.Series) -> _Lines:
    """The same lines and those of more zones, given by their numbers, unless they are there."""
    new = zones.filter(lines.of_zone.gather(zones).is_null())
    read = [_read(ZoneInfo(_zones().categories[number])) for number in new]
    first = lines.offset.len() // (STEPS + 1)
    return _Lines(
        lines.of_zone.clone().scatter(new, pl.int_range(first, first + new.len(), eager=True)),
        pl.concat([lines.offset, *(offset for offset, _ in read)]),
        pl.concat([lines.change, *(change for _, change in read)]),
    )


def _read(zone: ZoneInfo) -> tuple[pl.Series, pl.Series]:
    """One zone's offsets and changes; what comes after the last step has no change."""
    offsets = [_offset_at(zone, begin) for begin in _begins()]
    changes = [_STEP_MS] * (STEPS + 1)
    for number, (before, after) in enumerate(pairwise(offsets)):
        if before != after:
            changes[number] = _change(zone, _begins()[number]) // MS
    return pl.Series(offsets, dtype=pl.Int32), pl.Series(changes, dtype=pl.Int32)


@cache
def _begins() -> list[datetime]:
    return [FIRST + number * STEP for number in range(STEPS + 1)]


def _change(zone: ZoneInfo, begin: datetime) -> timedelta:
    """How long after the beginning of a step the clock is changed; by halving, to the second."""
    before = _offset_at(zone, begin)
    low, high = 0, STEP // timedelta(seconds=1)
    while high - low > 1:
        middle = (low + high) // 2
        is_before = _offset_at(zone, begin + timedelta(seconds=middle)) == before
        low, high = (middle, high) if is_before else (low, middle)
    return timedelta(seconds=high)


def _offset_at(zone: ZoneInfo, instant: datetime) -> int:
    """Milliseconds that the zone's clock is ahead of UTC."""
    ahead = instant.astimezone(zone).utcoffset()
    return 0 if ahead is None else ahead // MS
