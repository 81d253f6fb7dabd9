"""Agents and their statuses."""

from typing import Any

from tests.story import agents, event, statuses


def change(
    clock: str, activity: str, before: str | None = None, seconds: int | None = None, **fields: Any
) -> dict[str, Any]:
    told = {"activity": activity, "activity_id": activity, "previous_activity": before, "previous_activity_id": before}
    lasted = None if seconds is None else seconds * 1000
    return event(clock, "worker.activity.update", agent="ana", time_in_previous_activity_ms=lasted, **told, **fields)


def shown(*story: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = statuses(*story)
    return [
        (row["kind"], row["activity"], row["started_at"].strftime("%H:%M:%S"), row["activity_time_ms"])
        for row in rows.iter_rows(named=True)
    ]


def test_each_status_lasts_until_the_next_and_the_last_goes_on() -> None:
    created = event("08:00:00", "worker.created", agent="ana", activity="Offline", activity_id="Offline")
    assert shown(
        created, change("09:00:00", "Available", "Offline", 3600), change("09:30:00", "Break", "Available", 1800)
    ) == [
        ("Agent Status", "Offline", "08:00:00", 3_600_000),
        ("Agent Status", "Available", "09:00:00", 1_800_000),
        ("Agent Status in Progress", "Break", "09:30:00", None),
    ]


def test_the_first_change_heard_of_tells_the_status_before_it() -> None:
    assert shown(change("09:00:00", "Available", "Offline", 600))[0] == ("Agent Status", "Offline", "08:50:00", 600_000)


def test_a_lost_change_shows_in_the_next_one() -> None:
    story = [change("09:00:00", "Available", "Offline", 600), change("10:00:00", "Offline", "Break", 900)]
    assert shown(*story)[1:3] == [
        ("Agent Status", "Available", "09:00:00", 2_700_000),
        ("Agent Status", "Break", "09:45:00", 900_000),
    ]


def test_deleting_an_agent_ends_the_status() -> None:
    gone = event("10:00:00", "worker.deleted", agent="ana")
    assert shown(change("09:00:00", "Available"), gone) == [("Agent Status", "Available", "09:00:00", 3_600_000)]


def test_an_agent_is_as_last_heard_of_and_knows_when_it_came_and_went() -> None:
    row = agents(
        event("12:00:00", "worker.deleted", agent="ana", agent_attributes={"full_name": "Ana B", "team_name": "Night"}),
        event("08:00:00", "worker.created", agent="ana", agent_attributes={"full_name": "Ana A", "team_name": "Day"}),
    ).row(0, named=True)
    assert (row["full_name"], row["team_name"], row["agent_state"]) == ("Ana B", "Night", "Deleted")
    assert (row["joined_at"].hour, row["left_at"].hour) == (8, 12)


def test_roles_may_be_a_list() -> None:
    told = {"roles": ["agent", "supervisor"]}
    assert agents(event("08:00:00", "worker.created", agent="ana", agent_attributes=told))["role"].to_list() == [
        "agent, supervisor"
    ]
