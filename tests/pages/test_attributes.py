"""Attributes: any key that integrations write is a filter, a group and a number on the pages."""

from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.callbacks import taken_in
from tests.stories import answered, given_up
from ui.column_filter import FEW, OFFERED

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
TOPIC, TIER, TICKET = "conversations.conversation_attribute_1", "customers.loyalty_tier", "conversations.ticket"
TICKETS = FEW + 1


def said(topic: str, label: str, score: int | None, **more: Any) -> dict[str, Any]:
    about = {"conversation_attribute_1": topic, "conversation_label_1": label, "conversation_measure_1": score}
    return {"conversations": about | more, "customers": {"loyalty_tier": "gold" if score else "[silver](x)"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three answered calls of two topics with labels, and many that were given up, each with a ticket of its own."""
    home = tmp_path_factory.mktemp("attributes") / "workspace"
    calls = [
        *answered("WT1", "09:00:00", "Ana", **said("r-17", "Repair", 5, cart=120, outcome="Repaired")),
        *answered("WT2", "09:10:00", "Ben", **said("r-17", "Repair", 2, cart=80, outcome="Repaired")),
        *answered("WT3", "09:20:00", "Ben", **said("s-1", "Sale", None)),
    ]
    lost = (
        given_up(f"WX{number:03}", "10:00:00", "10:01:00", conversations={"ticket": f"T-{number:03}"})
        for number in range(TICKETS)
    )
    workspace, done = taken_in(home, *calls, *(event for call in lost for event in call))
    assert not done.failures
    return workspace.home


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def table(app: AppTest) -> dict[str, list[Any]]:
    shown: dict[str, list[Any]] = app.dataframe[0].value.to_dict("list")
    return shown


def test_a_part_of_the_donut_of_outcomes_narrows_to_it(open_page: Open, click: Click, home: Path) -> None:
    app = click(open_page("attributes", home=home), "vega_lite_chart", "donut-outcome", {"pick": [{"row": 1}]})
    assert app.query_params["outcome"] == "Repaired"
    assert tiles(app)["Satisfaction answers"] == "2"


def test_the_tiles_tell_satisfaction_and_what_was_given(open_page: Open, home: Path) -> None:
    told = tiles(open_page("attributes", home=home))
    assert told["Customer satisfaction"] == "3.50"
    assert told["Satisfied customers"] == "50.0%"
    assert told["Satisfaction answers"] == "2"
    assert told["Satisfaction response rate"] == "66.7%"


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Conversation attribute 1"), ("es", "Atributo de conversación 1")]
)
def test_groups_are_called_by_their_labels_and_columns_in_words(
    open_page: Open, home: Path, language: str, heading: str
) -> None:
    app = open_page("attributes", home=home, by=TOPIC, lang=language)
    assert not app.exception
    assert heading in app.selectbox(key="by").options
    assert table(app)[TOPIC] == [catalogue(language)["value.nothing"], "Repair", "Sale"]


def test_a_click_on_a_group_narrows_to_its_value_and_a_chip_lifts_it(open_page: Open, click: Click, home: Path) -> None:
    app = click(
        open_page("attributes", home=home, by=TOPIC), "vega_lite_chart", f"bars-{TOPIC}", {"pick": [{"row": 1}]}
    )
    assert app.query_params[TOPIC] == "r-17"
    assert app.button(key=f"chip-{TOPIC}").label == "Conversation attribute 1: Repair"
    assert tiles(app)["Customer satisfaction"] == "3.50"
    app.button(key=f"chip-{TOPIC}").click().run()
    assert TOPIC not in app.query_params


def test_any_number_stands_beside_the_groups_when_it_is_chosen(open_page: Open, home: Path) -> None:
    app = open_page("attributes", home=home, by=TOPIC, number="conversations.cart", lang="es")
    assert table(app)["average.conversations.cart"] == pytest.approx([nan, 100, nan], nan_ok=True)
    assert table(app)["total.conversations.cart"] == pytest.approx([nan, 200, nan], nan_ok=True)


def test_the_panel_offers_what_the_data_have_and_narrows_by_it(open_page: Open, home: Path) -> None:
    app = open_page("overview", home=home)
    options = app.selectbox(key="add-filter").options
    assert options[:2] == ["Handling team (then)", "Agent"]
    assert [option for option in options[options.index("Cart") :] if not option.endswith("contains")] == [
        "Cart",
        "Conversation attribute 1",
        "Conversation measure 1",
        "Ticket",
        "Loyalty tier (customer)",
    ]
    app.selectbox(key="add-filter").select(TIER).run()
    app.multiselect(key=f"only-{TIER}").select("gold").run()
    assert app.query_params[TIER] == "gold"
    assert tiles(app)["Conversations handled"] == "2"
    assert TIER not in app.selectbox(key="add-filter").options
    app.multiselect(key=f"only-{TIER}").unselect("gold").run()
    assert TIER not in app.query_params


def test_text_in_data_is_no_link(open_page: Open, home: Path) -> None:
    app = open_page("overview", home=home, **{TIER: "[silver](x)"})
    assert app.button(key=f"chip-{TIER}").label == r"Loyalty tier (customer): \[silver\]\(x\)"


def test_of_many_values_those_are_offered_that_contain_what_is_typed(open_page: Open, home: Path) -> None:
    app = open_page("overview", home=home, **{TICKET: "T-100"})
    options = app.multiselect(key=f"only-{TICKET}").options
    assert (len(options), options[0]) == (OFFERED + 1, "T-100")
    assert f"{OFFERED} of {TICKETS} values; type to find others" in [one.value for one in app.caption]
    app.text_input(key=f"search-{TICKET}").input("t-04").run()
    assert app.multiselect(key=f"only-{TICKET}").options == ["T-100", *(f"T-04{digit}" for digit in range(10))]


def test_a_key_or_value_that_the_data_lack_is_told_and_left_out(open_page: Open, home: Path) -> None:
    app = open_page("overview", home=home, **{"customers.shoe_size": "44", TIER: "platinum"})
    assert [one.value for one in app.warning] == [
        "The address narrows Loyalty tier (customer) to “platinum”, which the data does not have; it is left out.",
        "The address narrows Shoe size (customer) to “44”, which the data does not have; it is left out.",
    ]


def test_the_definitions_tell_the_attributes_of_the_data(open_page: Open, home: Path) -> None:
    app = open_page("definitions", home=home, of="groups", find="loyalty")
    told = "\n".join(one.value for one in app.markdown)
    assert f"| `{TIER}` |" in told
    assert "3 conversations have it, with 2 different values" in told


def test_agents_time_is_not_narrowed_by_what_it_cannot_know(open_page: Open, home: Path) -> None:
    app = open_page("agents", home=home, **{TOPIC: "r-17"})
    assert not app.exception
    assert any("conversation attribute 1" in one.value for one in app.caption)
