"""Agents: a day of each agent can be chosen, searched and opened, and what an address cannot mean here is told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.callbacks import taken_in
from tests.core.test_bands import status, stories
from tests.stories import answered

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
WORDS = catalogue("en")


@pytest.fixture(scope="module")
def two_agents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ana is there on two days and handles a call on each; Ben is offline."""
    home = tmp_path_factory.mktemp("agents") / "workspace"
    taken_in(home, *stories())
    return home


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: str(tile.value) for tile in app.metric}


def told(app: AppTest, part: str) -> list[str]:
    return [one.value for one in app.caption if part in one.value]


def test_the_tiles_tell_where_agents_time_goes(open_page: Open, two_agents: Path) -> None:
    """On 2 March: 15 hours logged in, 14 of them available; one call of 45 seconds, wrap-up included."""
    app = open_page("agents", home=two_agents, period="2026-03-02")
    assert not app.exception
    assert tiles(app) == {
        "Logged-in time": "15:00:00",
        "Occupancy": "0.1%",
        "Utilisation": "0.1%",
        "Missed, share": "0.0%",
        "Handled segments": "1",
        "Average handling time": "0:45",
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_filters_that_agents_time_cannot_have_are_left_out_and_told(
    open_page: Open, two_agents: Path, language: str
) -> None:
    plain = open_page("agents", home=two_agents, period="2026-03-02", lang=language)
    narrowed = open_page(
        "agents", home=two_agents, period="2026-03-02", lang=language, channel="voice", queue="Support", tz="customer"
    )
    assert not narrowed.exception
    assert tiles(narrowed) == tiles(plain)
    left_out = catalogue(language)["show.not_narrowed"].partition("{filters}")[0]
    assert (len(told(narrowed, left_out)), len(told(plain, left_out))) == (1, 0)
    labels = [catalogue(language)[f"column.{column}"].lower() for column in ("channel", "queue_name")]
    assert ", ".join(labels) in told(narrowed, left_out)[0]


def test_the_last_day_with_anybody_is_shown_until_another_is_chosen(open_page: Open, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all")
    assert told(app, "agents there:")[0].startswith("Mar 3, 2026 · agents there: 1; offline all day: 1")
    app = open_page("agents", home=two_agents, period="all", on="2026-03-02")
    assert told(app, "agents there:")[0].startswith("Mar 2, 2026")
    app = open_page("agents", home=two_agents, period="all", on="yesterday")
    assert told(app, "agents there:")[0].startswith("Mar 3, 2026")


def test_an_agent_who_is_not_found_leaves_no_chart(open_page: Open, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all", who="anna")
    assert told(app, WORDS["agents.nobody"])
    app = open_page("agents", home=two_agents, period="all", who="an")
    assert not told(app, WORDS["agents.nobody"])


def test_forty_agents_are_shown_at_a_time(open_page: Open, tmp_path: Path) -> None:
    crowd = [status("08:00:00", f"Agent {number:02}", "Available", "Offline") for number in range(45)]
    home = tmp_path / "crowd"
    taken_in(home, *crowd, *answered("WT1", "09:30:00", "Agent 00"))

    def drawn(app: AppTest) -> set[str]:
        spec = next(one.proto.spec for one in app.get("vega_lite_chart") if "indexof" in one.proto.spec)
        return set(re.findall(r"Agent \d\d", spec))

    pages = [drawn(open_page("agents", home=home, period="2026-03-02", page=page)) for page in ("1", "2")]
    assert [len(names) for names in pages] == [40, 5]
    assert not pages[0] & pages[1]


def test_the_table_of_a_day_is_made_when_it_is_opened(open_page: Open, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all", on="2026-03-02")
    assert not [one for one in app.dataframe if "talk_ms" in one.value.columns]
    app.session_state["open-day"] = True
    day = next(one.value for one in app.run().dataframe if "talk_ms" in one.value.columns)
    assert (day["agent"].to_list(), day["conversations"].to_list()) == (["Ana"], [1])


def test_a_click_on_a_conversation_opens_it(open_page: Open, click: Click, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all", on="2026-03-02")
    app = click(app, "vega_lite_chart", "bands", {"pick": [{"row": 4}]})
    assert not app.exception
    assert app.query_params["id"] == "WT1"


def test_a_click_on_an_activity_narrows_to_the_agent(open_page: Open, click: Click, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all", on="2026-03-02")
    app = click(app, "vega_lite_chart", "bands", {"pick": [{"row": 1}]})
    assert app.query_params["agent"] == "Ana"


def test_a_click_on_an_hour_narrows_to_it(open_page: Open, click: Click, two_agents: Path) -> None:
    app = open_page("agents", home=two_agents, period="all")
    app = click(app, "vega_lite_chart", "activities", {"pick": [{"row": 9}]})
    assert app.query_params["period"] == "2026-03-02T09:00..2026-03-02T10:00"
    assert tiles(app)["Logged-in time"] == "1:00:00"


@pytest.mark.parametrize("by", ["agent_name", "handling_team_name", "agent_team_name"])
@pytest.mark.parametrize("share", ["missed_offer_rate", "hold_rate"])
def test_agents_and_teams_then_and_now_are_compared(open_page: Open, by: str, share: str) -> None:
    app = open_page("agents", by=by, share=share)
    assert not app.exception
    assert [f"table-{by}-" in table.proto.id for table in app.dataframe] == [True]
