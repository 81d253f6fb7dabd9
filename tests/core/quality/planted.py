"""A clean day, ways to spoil it, and what the checks say of it, as short texts."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from core.ingest import ingest
from core.profiles import write_profile
from core.quality import Quality, examine
from core.query import Query
from core.settings import Settings
from core.sources import Reading
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.core.profiles.conftest import suggested
from tests.stories import answered, given_up, transferred_call
from tests.story import event

Event = dict[str, Any]
Spoil = Callable[[list[Event]], list[Event]]
TITLES = "Call ID,Start time,Agent,Queue,Phone,Talk seconds,Wait seconds"
Told = tuple[str, str, str]
THREE: tuple[Told, ...] = (("09:10:02", "Ana", "+14155550172"), ("09:30:00", "Ana", "(415) 555-0172"))
THREE = (*THREE, ("10:40:09", "Ana", "0014155550172"))
"""A vendor's telling of WT2, WT4 and WT5, by a clock of its own and with numbers written its own way."""

EVERYTHING = Query(("conversations",))
CUSTOMER = {"from": "+14155550172"}


def clean_day() -> list[Event]:
    """Six conversations and an agent's day, in order of time: nothing is wrong with them."""
    told = [
        *answered("WT2", "09:10:00", "Ana", **CUSTOMER),
        *given_up("WT3", "09:20:00", "09:21:00", **CUSTOMER),
        *answered("WT4", "09:30:00", "Ana", **CUSTOMER),
        *answered("WT5", "10:40:00", "Ana", queue="Billing", **CUSTOMER),
        *given_up("WT6", "10:50:00", "10:50:30", abandoned="Follow-Up", **CUSTOMER),
        *transferred_call(),
        *_activities(),
    ]
    return sorted(told, key=lambda one: (one["occurred_at"], one["event_id"]))


def _activities() -> list[Event]:
    day = (("08:55:00", "Offline", None), ("09:00:00", "Available", 300_000), ("09:50:00", "Break", 3_000_000))
    day = (*day, ("10:30:00", "Available", 2_400_000), ("11:00:00", "Offline", 1_800_000))
    before: dict[str, Any] = {}
    told = []
    for clock, activity, length in day:
        now = {"activity": activity, "activity_id": f"WA {activity}"}
        told.append(
            event(clock, "worker.activity.update", agent="Ana", **now, **before, time_in_previous_activity_ms=length)
        )
        before = {f"previous_{name}": value for name, value in now.items()}
    return told


def quality_of(home: Path, events: Iterable[Event]) -> Quality:
    """What the checks find in events that are really taken in."""
    workspace, done = taken_in(home, *events)
    assert not done.failures
    return of(workspace)


def of(workspace: Workspace, query: Query = EVERYTHING, rules: Settings | None = None) -> Quality:
    """What the checks find in a workspace."""
    return examine(workspace.snapshot(), query, rules or Settings())


def told(quality: Quality) -> dict[str, list[str]]:
    """Check → of each row it found what it is of and what is wrong, such as `WT2: no entry`."""
    keys = ("reservation_id", "task_id", "conversation_id", "agent_id", "file_name")
    return {
        finding.check.name: sorted(
            f"{next((row[key] for key in keys if row[key]), '')}: {row['what']}"
            for row in finding.rows.iter_rows(named=True)
        )
        for finding in quality.findings
    }


def without(event_type: str, **of: str) -> Spoil:
    """The events without those of a type, of a task, reservation or activity."""
    return lambda events: [one for one in events if not _is(one, event_type, of)]


def shifted(event_type: str, seconds: float, **of: str) -> Spoil:
    """The events, with some of them at another time; they still arrive when they did."""
    from datetime import timedelta

    return lambda events: [
        one | {"occurred_at": one["occurred_at"] + timedelta(seconds=seconds)} if _is(one, event_type, of) else one
        for one in events
    ]


def with_more(*more: Event) -> Spoil:
    """The events and others, in order of time."""
    return lambda events: sorted([*events, *more], key=lambda one: one["occurred_at"])


def changed(event_type: str, fields: Event, **of: str) -> Spoil:
    """The events, some of which tell something else."""
    return lambda events: [one | fields if _is(one, event_type, of) else one for one in events]


def _is(one: Event, event_type: str, of: dict[str, str]) -> bool:
    return event_type in (one["event_type"], "") and all(one.get(name) == value for name, value in of.items())


def vendor(home: Path, *rows: Told, ids: Callable[[int], str] = "V-{:07}".format) -> Workspace:
    """A vendor's file about answered calls (when, agent, number), taken in by the profile that is suggested for it."""
    told = [f"{ids(row)},2026-03-02 {clock},{who},Desk,{number},40,10" for row, (clock, who, number) in enumerate(rows)]
    file = home.parent / "vendor.csv"
    file.write_text("\n".join([TITLES, *told]), encoding="utf-8")
    profile = suggested(file).profile
    workspace = Workspace(home)
    done = ingest(workspace, [file], reading=Reading("UTC", write_profile(profile), profile.name))
    assert not done.failures
    assert done.loads[0]["rows_rejected"] == 0
    return workspace


CALL = "1793008800.1"
LOG = f"""1793008800|{CALL}|sales|NONE|ENTERQUEUE||+14155550172|1
1793008810|{CALL}|sales|PJSIP/ana|CONNECT|10|1793008810.2|4
1793008870|{CALL}|sales|PJSIP/ana|COMPLETECALLER|10|60|1
"""
RECORD = (
    '"","+14155550172","700","ext-queues","""""","PJSIP/trunk-00000001","PJSIP/ana-00000001","Queue","sales,t,,,300",'
    '"2026-10-26 10:00:00","2026-10-26 10:00:10","2026-10-26 10:01:10",70,60,"ANSWERED","DOCUMENTATION",'
    f'"{CALL}",""\n'
)


def asterisk(home: Path) -> Workspace:
    """A call of ten seconds' wait and a minute's talk, told by the queue's log and, with the same id, by its record."""
    workspace = Workspace(home)
    for name, content in (("queue_log", LOG), ("Master.csv", RECORD)):
        file = home.parent / name
        file.write_text(content, encoding="utf-8")
        assert not ingest(workspace, [file], reading=Reading("UTC")).failures
    return workspace
