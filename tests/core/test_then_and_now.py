"""Then and now: the team at the time of handling stays, the agent's team is the one that the agent is in today."""

import json
from typing import Any

import pytest

from core.answer import answer
from core.listing import Listing, count
from core.metrics import METRICS
from core.plan import groups_of
from core.query import Query
from core.schema.lent import AGENT_NOW
from core.schema.tables import INTERVALS
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.callbacks import taken_in
from tests.core.metrics.pencil import TOPIC
from tests.stories import answered, given_up
from tests.story import event

RULES = Settings()
METRIC = ("conversations", "total_talk_time")


def by(snapshot: Snapshot, *groups: str, metrics: tuple[str, ...] = METRIC) -> list[tuple[Any, ...]]:
    return answer(snapshot, Query(metrics, groups), RULES).rows()


def worked(task: str, clock: str, agent: str, team: str, **agent_is: str) -> list[dict[str, Any]]:
    """A call that an agent of a team answers, about repairs."""
    told = json.dumps({"team_name": team, "department_name": f"{team} department", **agent_is})
    call = answered(task, clock, agent, conversations={"conversation_attribute_1": "Repair"})
    return [one | {"agent_attributes": told} if one.get("agent_id") else one for one in call]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Ana takes two calls in the night team and moves to the day team, where Ben is; she then takes one more."""
    moved = {"team_name": "Day", "department_name": "Day department", "role": "Senior", "manager": "Eva"}
    workspace, done = taken_in(
        tmp_path_factory.mktemp("teams") / "workspace",
        *worked("WT1", "09:00:00", "Ana", "Night", role="Junior", location="Lima"),
        *worked("WT2", "09:10:00", "Ana", "Night", role="Junior", location="Lima"),
        *worked("WT3", "09:20:00", "Ben", "Day"),
        event("10:00:00", "worker.attributes.update", agent="Ana", agent_attributes=moved),
        *worked("WT4", "11:00:00", "Ana", "Day", role="Senior", manager="Eva"),
        *given_up("WT5", "11:30:00", "11:31:00"),
    )
    assert not done.failures
    return workspace.snapshot()


def test_an_agent_who_changed_team_is_in_the_old_team_then_and_in_the_new_team_now(snapshot: Snapshot) -> None:
    then, now = by(snapshot, "handling_team_name"), by(snapshot, "agent_team_name")
    assert then == [("Day", 2, 80_000), ("Night", 2, 80_000)]
    assert now == [("Day", 4, 160_000)]
    assert [sum(column) for column in zip(*(row[1:] for row in then), strict=True)] == list(now[0][1:])
    assert by(snapshot, "handling_team_name", "agent_team_name") == [
        ("Day", "Day", 2, 80_000),
        ("Night", "Day", 2, 80_000),
    ]
    assert by(snapshot, "handling_department_name") == [
        ("Day department", 2, 80_000),
        ("Night department", 2, 80_000),
    ]
    assert by(snapshot, "agent_department_name") == [("Day department", 4, 160_000)]


def test_role_manager_and_location_are_those_of_today_whatever_they_were(snapshot: Snapshot) -> None:
    assert by(snapshot, "agent_role", "agent_manager") == [("Senior", "Eva", 3, 120_000), (None, None, 1, 40_000)]


def test_who_has_no_agent_is_in_no_team(snapshot: Snapshot) -> None:
    assert by(snapshot, "agent_team_name", metrics=("conversations_by_start", "conversations_abandoned")) == [
        ("Day", 4, 0),
        (None, 1, 1),
    ]


def test_the_team_of_today_narrows_questions_and_lists(snapshot: Snapshot) -> None:
    now = Query(("conversations",)).with_condition("agent_team_name", "Day")
    both = now.with_condition("handling_team_name", "Night")
    assert [answer(snapshot, one, RULES).item() for one in (now, both)] == [4, 2]
    assert [count(snapshot, Listing(one), RULES) for one in (now, both)] == [4, 2]
    assert [count(snapshot, Listing(one, "conversations"), RULES) for one in (now, both)] == [4, 2]


def test_attributes_know_the_agent_of_their_conversation(snapshot: Snapshot) -> None:
    assert by(snapshot, "agent_role", metrics=("attribute_values",)) == [("Senior", 3), (None, 1)]
    assert by(snapshot, TOPIC, "agent_team_name", metrics=("conversations",)) == [("Repair", "Day", 4)]


@pytest.mark.parametrize("name", [name for name, one in METRICS.items() if INTERVALS not in one.tables])
def test_every_metric_but_of_counts_can_be_split_by_what_its_agents_are_now(snapshot: Snapshot, name: str) -> None:
    assert set(AGENT_NOW) <= set(groups_of(METRICS[name]))
    split = answer(snapshot, Query((name,), ("agent_team_name",)), RULES)
    assert split.columns == ["agent_team_name", name]
