"""Data as of: of each platform the latest event, when it was last heard of, and whether it is silent for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from core.pipeline.life_cycle import told_platform
from core.schema.tables import EVENTS, LOADS
from core.store.snapshot import Snapshot

WEEKS = 4
"""What is usual is what was so at the same time of so many weeks before."""

KNOWN_WEEKS = 2
"""Before so many of them are known, the longest silence of late counts as usual."""

KNOWN_TIMES = 12
"""Heard of less often, a platform has no habits."""

LENIENT, GRACE = 2, timedelta(minutes=15)
"""Silent is who is so for longer than twice what is usual and a quarter of an hour."""

AHEAD = timedelta(hours=1)
"""An event from later than this after its load has a wrong clock, and says nothing of how fresh the data are."""


@dataclass(frozen=True)
class Heard:
    """One platform.

    Args:
        platform: its name.
        last_event_at: its latest event (UTC).
        heard_at: when a load last brought something new of it (UTC).
        last_load_event_at: the latest event of that load.
        silent_for: since it was last heard of.
        usual: the longest silence at this time of the week; null when that is not known yet.
    """

    platform: str
    last_event_at: datetime | None
    heard_at: datetime
    last_load_event_at: datetime | None
    silent_for: timedelta
    usual: timedelta | None

    @property
    def lag(self) -> timedelta | None:
        """How old the latest event of the last load was when it came in."""
        return self.heard_at - self.last_load_event_at if self.last_load_event_at else None

    @property
    def is_silent(self) -> bool:
        """Whether nothing new has been heard of it for longer than usual."""
        return self.usual is not None and self.silent_for > LENIENT * self.usual + GRACE


def heard(snapshot: Snapshot, now: datetime, zone: str) -> tuple[Heard, ...]:
    """Every platform that ever told something, the one heard of last first. Reads LOADS alone.

    Args:
        now: UTC.
        zone: the house's, by whose clock the weeks repeat.
    """
    loads = _loads(snapshot)
    heard_at, last_event_at = pl.col("loaded_at"), pl.col("last_event_at")
    of_last_load = last_event_at.filter(heard_at == heard_at.max()).max().alias("of_last_load")
    platforms = loads.group_by("platform").agg(heard_at.max(), last_event_at.max(), of_last_load).collect()
    lately = _loads(snapshot, since=now - timedelta(weeks=WEEKS + 1)).select("platform", heard_at).unique().collect()
    found = [
        Heard(
            name,
            latest,
            at,
            last,
            max(now - at, timedelta()),
            _usual(lately.filter(platform=name)["loaded_at"].sort(), now, zone),
        )
        for name, at, latest, last in platforms.rows()
    ]
    return tuple(sorted(found, key=lambda one: (one.heard_at, one.platform), reverse=True))


def heard_lately(snapshot: Snapshot, now: datetime) -> dict[str, int]:
    """How many events of each platform happened in the last hour; opens only the parts of that time."""
    events = snapshot.scan(EVENTS, since=now - timedelta(hours=1)).select(told_platform())
    return dict(events.group_by("platform").len().collect().rows())


def _loads(snapshot: Snapshot, since: datetime | None = None) -> pl.LazyFrame:
    """The loads that brought something new: platform, when, and their latest event whose clock is right."""
    is_right = pl.col("last_event_at") <= pl.col("loaded_at") + AHEAD
    rows = snapshot.scan(LOADS, since=since).filter(pl.col("rows_kept") > 0)
    return rows.select(told_platform(), "loaded_at", last_event_at=pl.when(is_right).then("last_event_at"))


def _usual(moments: pl.Series, now: datetime, zone: str) -> timedelta | None:
    """How long it was silent at this time of the weeks before, at most; null when nobody can say.

    Args:
        moments: of late, at which something was heard, in order, each once: the files of a load are heard at a time.
    """
    if len(moments) < KNOWN_TIMES:
        return None
    silences = [silence for then in _weeks_before(now, zone) if (silence := _silence(moments, then)) is not None]
    if len(silences) < KNOWN_WEEKS:
        lately = moments.filter(moments >= now - timedelta(weeks=WEEKS))
        return lately.diff().max()  # type: ignore[return-value]
    return max(silences)


def _weeks_before(now: datetime, zone: str) -> Iterable[datetime]:
    """The same time by the house's clock, in the weeks before."""
    here = now.astimezone(ZoneInfo(zone))
    return [(here - timedelta(weeks=week)).astimezone(UTC) for week in range(1, WEEKS + 1)]


def _silence(moments: pl.Series, then: datetime) -> timedelta | None:
    """How long nothing had been heard at a moment; null when nothing had ever been."""
    before = moments.filter(moments <= then)
    return then - before[-1] if len(before) else None
