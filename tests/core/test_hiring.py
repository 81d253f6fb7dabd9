"""Where to hire, on a day that can be checked with a pencil.

```
agents      Ana: Madrid · Ben: Tampa, FL · Cy: Tampa · Dan: Springfield · Eva: nothing written · Fay: Madrid, deleted
Spain       three calls, answered by Ana at 9, 10 and 11 of UTC, which is an hour later in Madrid
Tampa       three calls, answered by Ben at 14 and 15 and by Cy at 15 of UTC, which is five hours earlier in Tampa
New York    two calls, answered by Ana at 16 and by Eva at 17
anonymous   one call, answered by Dan at 12
```

Every call is handled for 45 seconds.
"""

from typing import Any

import pytest

from core.hiring import Hiring, hiring
from core.query import Query
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.stories import answered
from tests.story import event

ASKED = Query(("conversations_offered",))
CALLS = (
    ("09", "Ana", "+34612345601"),
    ("10", "Ana", "+34612345602"),
    ("11", "Ana", "+34612345603"),
    ("12", "Dan", "anonymous"),
    ("14", "Ben", "+18132345604"),
    ("15", "Ben", "+18132345605"),
    ("15", "Cy", "+18132345606"),
    ("16", "Ana", "+12122345607"),
    ("17", "Eva", "+12122345608"),
)
SITES = {"Ana": "Madrid", "Ben": "Tampa, FL", "Cy": "Tampa", "Dan": "Springfield", "Eva": None, "Fay": "Madrid"}


def told() -> list[dict[str, Any]]:
    """The events of the day."""
    calls = [
        step
        for number, (hour, agent, phone) in enumerate(CALLS)
        for step in answered(f"WT{number}", f"{hour}:00:00", agent, **{"from": phone})
    ]
    agents = [
        event("08:00:00", "worker.created", agent=name, agent_attributes={"location": site} if site else {})
        for name, site in SITES.items()
    ]
    return [*agents, *calls, event("18:00:00", "worker.deleted", agent="Fay")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return taken_in(tmp_path_factory.mktemp("hiring") / "workspace", *told())[0]


def compared(house: Workspace, level: str, asked: Query = ASKED) -> Hiring:
    return hiring(house.snapshot(), asked, level, house.settings)


def test_countries_with_more_customers_than_agents_come_first(house: Workspace) -> None:
    """Eight calls and three agents have a country: Spain has 3/8 of the calls and a third of the agents."""
    found = compared(house, "country")
    assert (found.offered_elsewhere, found.agents_elsewhere) == (1, 2)
    spain, states = found.places.rows(named=True)
    assert spain == {
        "country": "ES",
        "offered": 3,
        "handling_time_ms": 135_000,
        "share_of_volume": 3 / 8,
        "agents": 1,
        "share_of_agents": pytest.approx(1 / 3),
        "gap": pytest.approx(1 / 24),
        "offered_per_agent": 3.0,
        "hours": [10, 11, 12, 17],
    }
    assert (states["country"], states["offered"], states["agents"]) == ("US", 5, 2)
    assert (states["offered_per_agent"], states["hours"]) == (2.5, [9, 10])


def test_by_state_the_shares_are_of_those_that_have_one(house: Workspace) -> None:
    found = compared(house, "state")
    assert found.places.select("country", "state", "offered", "agents", "gap").rows() == [
        ("US", "NY", 2, 0, pytest.approx(0.4)),
        ("US", "FL", 3, 2, pytest.approx(-0.4)),
    ]
    assert (found.offered_elsewhere, found.agents_elsewhere) == (4, 3)


def test_a_town_of_agents_without_customers_has_a_row_too(house: Workspace) -> None:
    found = compared(house, "city").places
    assert found.select("state", "city", "offered", "agents", "handling_time_ms", "offered_per_agent").rows() == [
        ("NY", "New York City", 2, 0, 90_000, None),
        ("FL", "Tampa", 3, 2, 135_000, 1.5),
        (None, "Madrid", 0, 1, None, 0.0),
    ]


def test_time_zones_are_compared_without_their_countries(house: Workspace) -> None:
    found = compared(house, "time_zone").places
    assert found.select("time_zone", "offered", "agents").rows() == [
        ("Europe/Madrid", 3, 1),
        ("America/New_York", 5, 2),
    ]


def test_each_text_tells_how_it_was_understood_and_the_deleted_have_gone(house: Workspace) -> None:
    sites = compared(house, "country").sites
    assert sites.select("location", "agents", "city", "reason").rows() == [
        ("Madrid", 1, "Madrid", None),
        ("Springfield", 1, None, "several places"),
        ("Tampa", 1, "Tampa", None),
        ("Tampa, FL", 1, "Tampa", None),
        (None, 1, None, "nothing written"),
    ]


def test_a_filter_on_places_narrows_the_agents_too_and_others_do_not(house: Workspace) -> None:
    there = compared(house, "country", ASKED.with_condition("country", "US"))
    assert there.places.select("country", "offered", "agents", "gap").rows() == [("US", 5, 2, 0.0)]
    of_ben = compared(house, "country", ASKED.with_condition("agent_name", "Ben"))
    assert of_ben.places.select("country", "offered", "agents", "hours").rows() == [
        ("US", 2, 2, [9, 10]),
        ("ES", 0, 1, []),
    ]


def test_the_regions_of_the_house_narrow_both_sides(house: Workspace) -> None:
    europe = compared(house, "country", ASKED.with_condition("region", "Europe"))
    assert europe.places.select("country", "offered", "agents").rows() == [("ES", 3, 1)]


def test_without_agents_there_are_no_shares_of_them(house: Workspace) -> None:
    nobody = compared(house, "country", ASKED.with_condition("country", None))
    assert nobody.places.is_empty()
    canada = compared(house, "state", ASKED.with_condition("state", "NY")).places
    assert canada.select("state", "share_of_volume", "share_of_agents", "gap").rows() == [("NY", 1.0, None, None)]
