"""Data as of: the latest event of each platform, when it was heard of, and who is silent for longer than usual."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from core.live import Heard, heard, heard_lately
from core.schema.tables import EVENTS, LOADS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""A Wednesday."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told(
    home: Path, *loads: tuple[str | None, datetime, datetime | None, int], events: tuple[datetime, ...] = ()
) -> Snapshot:
    """A workspace with loads: platform, when, latest event, new records; and events of Twilio."""
    rows = [
        {"load_id": str(number), "platform": name, "loaded_at": at, "last_event_at": last, "rows_kept": kept}
        for number, (name, at, last, kept) in enumerate(loads)
    ]
    with Workspace(home).write() as change:
        change.append(LOADS, pl.DataFrame(rows, schema_overrides={name: LOADS.schema[name] for name in rows[0]}))
        change.append(
            EVENTS,
            EVENTS.empty()
            .clear(len(events))
            .with_columns(
                occurred_at=pl.Series(events, dtype=EVENTS.schema["occurred_at"]),
                event_id=pl.Series([str(number) for number in range(len(events))], dtype=pl.String),
            ),
        )
        return change.commit("loads")


def working_hours(weeks: int, until: datetime) -> list[datetime]:
    """A load each five minutes, by day, for so many weeks."""
    first = until - timedelta(weeks=weeks)
    moments = (first + 5 * MINUTE * number for number in range(weeks * 7 * 24 * 12))
    return [moment for moment in moments if 8 <= moment.hour < 18]


def only(found: tuple[Heard, ...]) -> Heard:
    (one,) = found
    return one


def test_each_platform_tells_its_latest_event_and_when_it_was_heard_of(tmp_path: Path) -> None:
    snapshot = told(
        tmp_path,
        ("Twilio", NOON - HOUR, NOON - 2 * HOUR, 5),
        ("Amazon Connect", NOON - 2 * HOUR, NOON - 3 * HOUR, 5),
        ("Twilio", NOON - 30 * MINUTE, NOON - 5 * HOUR, 1),
        ("Twilio", NOON - MINUTE, NOON - 2 * MINUTE, 0),
        (None, NOON - 3 * HOUR, NOON - DAY, 7),
    )
    twilio, connect = heard(snapshot, NOON, "UTC")
    assert (twilio.platform, twilio.last_event_at, twilio.heard_at) == ("Twilio", NOON - 2 * HOUR, NOON - 30 * MINUTE)
    assert (twilio.lag, twilio.silent_for) == (5 * HOUR - 30 * MINUTE, 30 * MINUTE)
    assert (connect.platform, connect.last_event_at, connect.lag) == ("Amazon Connect", NOON - 3 * HOUR, HOUR)


def test_an_event_of_a_wrong_clock_does_not_make_the_data_fresh(tmp_path: Path) -> None:
    future = ("Twilio", NOON, datetime(2099, 1, 1, tzinfo=UTC), 5)
    one = only(heard(told(tmp_path, ("Twilio", NOON - HOUR, NOON - 2 * HOUR, 5), future), NOON, "UTC"))
    assert (one.last_event_at, one.heard_at, one.lag) == (NOON - 2 * HOUR, NOON, None)


def test_a_night_is_as_usual_and_a_silent_morning_is_not(tmp_path: Path) -> None:
    closing = NOON.replace(hour=18)
    snapshot = told(tmp_path, *(("Twilio", at, at, 1) for at in working_hours(4, closing)))
    night = only(heard(snapshot, closing + 10 * HOUR, "UTC"))
    assert (night.is_silent, night.usual) == (False, 10 * HOUR + 5 * MINUTE)
    morning = only(heard(snapshot, closing + 15 * HOUR, "UTC"))
    assert (morning.is_silent, morning.usual) == (True, timedelta())


def test_weeks_repeat_by_the_clock_of_the_house(tmp_path: Path) -> None:
    # In Madrid clocks went back on 25 October 2026: eight o'clock there was 06:00 UTC before, 07:00 after.
    moments = [
        datetime(2026, 10, day, hour, minute, tzinfo=UTC)
        for day in (1, 8, 15, 22)
        for hour in range(6, 16)
        for minute in range(0, 60, 5)
    ]
    snapshot = told(tmp_path, *(("Twilio", at, at, 1) for at in moments))
    before_opening = datetime(2026, 10, 29, 6, 30, tzinfo=UTC)
    here, by_utc = (only(heard(snapshot, before_opening, zone)).usual for zone in ("Europe/Madrid", "UTC"))
    assert here is not None
    assert by_utc == timedelta()
    assert here > 6 * DAY


def test_who_is_new_or_seldom_heard_has_no_habits(tmp_path: Path) -> None:
    many_files_at_once = [("Twilio", NOON, NOON, 5)] * 20
    one = only(heard(told(tmp_path, *many_files_at_once), NOON + 30 * DAY, "UTC"))
    assert (one.usual, one.is_silent) == (None, False)


def test_before_weeks_are_known_the_longest_silence_of_all_is_usual(tmp_path: Path) -> None:
    moments = [NOON + 5 * MINUTE * number for number in (*range(20), 32, 33)]
    one = only(heard(told(tmp_path, *(("Twilio", at, at, 1) for at in moments)), moments[-1] + HOUR, "UTC"))
    assert (one.usual, one.is_silent) == (65 * MINUTE, False)
    late = only(heard(Workspace(tmp_path).snapshot(), moments[-1] + 3 * HOUR, "UTC"))
    assert late.is_silent


def test_events_of_the_last_hour_are_counted_by_platform(tmp_path: Path) -> None:
    snapshot = told(tmp_path, ("Twilio", NOON, NOON, 3), events=(NOON - 2 * HOUR, NOON - HOUR, NOON - MINUTE))
    assert heard_lately(snapshot, NOON) == {"Twilio": 2}
