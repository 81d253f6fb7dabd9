"""Silence in the feed: told from quiet hours by what is usual, from missing days by whole local days."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from core.ingest import ingest
from core.quality import Quality
from core.settings import Settings
from core.store.workspace import Workspace
from tests.core.quality.planted import EVERYTHING, of

MONDAY = datetime(2026, 2, 2, tzinfo=UTC)
WEEKS = 5
NAMES = ("no_silence", "no_missing_day")


def weeks(home: Path, seed: int = 1, silent: tuple[datetime, datetime] | None = None) -> Workspace:
    """Five weeks of agents' events, about 40 an hour from 8 to 20 o'clock on weekdays and a few at night."""
    chance = Random(seed)
    rows = []
    for hour in range(WEEKS * 7 * 24):
        at = MONDAY + timedelta(hours=hour)
        often = 40 if 8 <= at.hour < 20 and at.weekday() < 5 else 1
        for number in range(chance.randint(often // 2, often * 3 // 2)):
            moment = at + timedelta(seconds=chance.uniform(0, 3_599))
            if silent and silent[0] <= moment < silent[1]:
                continue
            rows.append((moment, f"EV{hour:05}{number:05}"))
    lines = [
        json.dumps(
            {
                "Sid": sid,
                "EventType": "worker.capacity.update",
                "TimestampMs": str(int(moment.timestamp() * 1000)),
                "WorkerSid": "WK1",
            }
        )
        for moment, sid in sorted(rows)
    ]
    file = home.with_suffix(".ndjson")
    file.write_text("\n".join(lines))
    workspace = Workspace(home)
    assert not ingest(workspace, [file]).failures
    return workspace


def silences(quality: Quality) -> dict[str, list[tuple[str, float]]]:
    """Check → when each silence begins and how many hours it lasts."""
    return {
        one.check.name: [
            (f"{at:%a %H}", round(length / 3_600_000, 1))
            for at, length in one.rows.select("at", "amount_ms").iter_rows()
        ]
        for one in quality.findings
        if one.check.name in NAMES
    }


@pytest.mark.parametrize("seed", range(3))
def test_nights_weekends_and_chance_are_no_silence(tmp_path: Path, seed: int) -> None:
    assert silences(of(weeks(tmp_path / "w", seed))) == {}


def test_an_afternoon_without_events_is_one(tmp_path: Path) -> None:
    wednesday = MONDAY + timedelta(days=16, hours=13)
    found = silences(of(weeks(tmp_path / "w", silent=(wednesday, wednesday + timedelta(hours=3)))))
    assert list(found) == ["no_silence"]
    ((begin, hours),) = found["no_silence"]
    assert begin == "Wed 12"
    assert 3 <= hours < 3.3


def test_a_day_without_events_is_a_missing_day_unless_it_is_a_holiday(tmp_path: Path) -> None:
    thursday = MONDAY + timedelta(days=17)
    workspace = weeks(tmp_path / "w", silent=(thursday, thursday + timedelta(days=1)))
    found = silences(of(workspace))
    assert list(found) == ["no_missing_day"]
    assert of(workspace).verdict == "doubt"
    assert silences(of(workspace, rules=Settings(holidays=(date(2026, 2, 19),)))) == {}


def test_a_silence_is_found_in_the_period_alone_by_what_is_usual_before_it(tmp_path: Path) -> None:
    thursday = MONDAY + timedelta(days=31)
    workspace = weeks(tmp_path / "w", silent=(thursday, thursday + timedelta(days=1)))
    inside = EVERYTHING.with_(since=thursday, until=thursday + timedelta(days=1))
    before = EVERYTHING.with_(since=thursday - timedelta(days=1), until=thursday)
    assert list(silences(of(workspace, inside))) == ["no_missing_day"]
    assert silences(of(workspace, before)) == {}
