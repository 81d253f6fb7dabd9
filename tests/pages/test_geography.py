"""Geography: from the world to an area code and back, with the same numbers on map, bars and table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.callbacks import taken_in
from tests.centre import centre
from tests.story import event

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
MAP, BARS, TABLE = "deck_gl_json_chart", "vega_lite_chart", "dataframe"


def on_map(layer: str, code: str) -> dict[str, object]:
    return {"indices": {layer: [0]}, "objects": {layer: [{"properties": {"code": code}}]}}


def row(number: int) -> dict[str, object]:
    return {"rows": [number], "columns": [], "cells": []}


def numbers(app: AppTest) -> list[str]:
    return [tile.value for tile in app.metric]


def title(app: AppTest) -> str:
    return str(app.subheader[0].value)


def listed(app: AppTest) -> dict[str, int]:
    table = app.dataframe[0].value
    return dict(zip(table["name"], table["conversations_offered"], strict=True))


def narrowed(app: AppTest, *names: str) -> list[Any]:
    return [app.query_params.get(name) for name in names]


def texts(app: AppTest) -> str:
    return " | ".join(caption.value for caption in app.caption)


def links(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def test_what_has_no_place_is_counted_with_its_reasons_and_not_hidden(open_page: Open) -> None:
    """Four customers with a number each, and twelve anonymous conversations, which count as a customer each."""
    app = open_page("geography")
    assert numbers(app) == ["60", "16", "12"]
    assert "Anonymous number: 12" in links(app)
    assert "Without a known region: 12" in texts(app)


def test_the_world_is_shown_by_region(open_page: Open) -> None:
    app = open_page("geography")
    assert title(app) == "Conversations offered by region"
    assert listed(app) == {"Europe": 24, "North America": 24, "Not known": 12}


def test_clicks_on_the_map_lead_from_the_region_to_the_area_code_and_to_its_conversations(
    open_page: Open, click: Click
) -> None:
    app = click(open_page("geography"), MAP, "places", on_map("areas", "North America"))
    assert (numbers(app)[0], title(app)) == ("24", "Conversations offered by country")
    app = click(app, MAP, "places", on_map("areas", "US"))
    assert (numbers(app)[0], title(app)) == ("24", "Conversations offered by state or province")
    app = click(app, MAP, "places", on_map("areas", "US-NY"))
    assert (numbers(app)[0], title(app)) == ("12", "Conversations offered by area code")
    assert narrowed(app, "region", "country", "state") == ["North America", "US", "NY"]
    app = click(app, MAP, "places", {"objects": {"points": [{"code": "212"}]}})
    assert app.title[0].value == "Conversations"
    assert narrowed(app, "state", "area_code", "behind") == ["NY", "212", "conversations_offered"]


def test_the_page_says_where_a_click_leads(open_page: Open) -> None:
    assert "to look closer." in texts(open_page("geography", country="US"))
    assert "to see its conversations." in texts(open_page("geography", country="US", state="NY"))


def test_a_bar_leads_one_level_deeper(open_page: Open, click: Click) -> None:
    app = click(open_page("geography", country="US"), BARS, "places-bars", {"pick": [{"row": 1}]})
    assert (narrowed(app, "country", "state"), numbers(app)[0]) == (["US", "NY"], "12")


def test_a_row_of_the_table_leads_one_level_deeper(open_page: Open, click: Click) -> None:
    app = click(open_page("geography", level="country"), TABLE, "places-table", row(0))
    assert (narrowed(app, "level", "country"), numbers(app)[0]) == ([None, "US"], "24")


def test_a_place_can_be_chosen_by_name_without_seeing_map_or_table(open_page: Open) -> None:
    app = open_page("geography", country="US")
    field = next(one for one in app.selectbox if one.placeholder == "Look closer at a place")
    assert field.options == ["California", "New York"]
    field.select_index(1).run()
    assert narrowed(app, "country", "state") == ["US", "NY"]


def test_what_has_no_place_leads_to_its_conversations(open_page: Open, click: Click) -> None:
    app = click(open_page("geography", show="abandon_rate"), TABLE, "places-table", row(2))
    assert app.title[0].value == "Conversations"
    assert narrowed(app, "region", "behind") == ["~", "abandon_rate"]


def test_a_country_without_finer_places_leads_to_its_conversations(
    open_page: Open, click: Click, tmp_path: Path
) -> None:
    # The numbering plan of Singapore names no places.
    home, attributes = tmp_path / "own", {"from": "+6565551234", "direction": "inbound"}
    taken_in(
        home,
        event("09:00:00", "task.created", "WT1", attributes=attributes),
        event("09:00:00", "task-queue.entered", "WT1", queue="Support", attributes=attributes),
        event("09:02:00", "task.canceled", "WT1", queue="Support", attributes=attributes),
    )
    app = click(open_page("geography", home=home, region="Asia"), MAP, "places", on_map("areas", "SG"))
    assert app.title[0].value == "Conversations"
    assert narrowed(app, "country", "behind") == ["SG", "conversations_offered"]


def test_the_breadcrumb_leads_back_out_level_by_level(open_page: Open) -> None:
    app = open_page("geography", region="North America", country="US", state="NY", area_code="212")
    for level, left, offered in (("state", "NY", "12"), ("country", "US", "24"), ("region", "North America", "24")):
        app.button(key=f"out-to-{level}").click().run()
        assert (narrowed(app, level), numbers(app)[0]) == ([left], offered)
    app.button(key="out-to-world").click().run()
    assert (narrowed(app, "region", "country"), numbers(app)[0]) == ([None, None], "60")


def test_the_level_is_kept_in_the_address_only_where_it_is_not_the_next_one(open_page: Open) -> None:
    app = open_page("geography")
    app.segmented_control(key="level").select("area_code").run()
    assert (narrowed(app, "level"), title(app)) == (["area_code"], "Conversations offered by area code")
    assert listed(app) == {"212 · New York City": 12, "415 · San Francisco": 12, "Not known": 36}
    app.segmented_control(key="level").select("region").run()
    assert narrowed(app, "level") == [None]


def test_states_of_all_countries_are_named_with_their_country(open_page: Open) -> None:
    found = listed(open_page("geography", level="state"))
    assert (found["New York, United States"], found["California, United States"]) == (12, 12)


def test_a_click_above_a_filter_keeps_it_so_that_the_number_clicked_is_the_number_seen(
    open_page: Open, click: Click
) -> None:
    app = open_page("geography", level="region", state="NY")
    assert listed(app) == {"North America": 12}
    app = click(app, MAP, "places", on_map("areas", "North America"))
    assert (narrowed(app, "region", "state"), numbers(app)[0]) == (["North America", "NY"], "12")


@pytest.mark.parametrize("metric", ["abandon_rate", "average_handling_time", "unique_customers"])
def test_the_metric_on_the_map_is_kept_in_the_address(open_page: Open, metric: str) -> None:
    app = open_page("geography")
    app.selectbox(key="show").select(metric).run()
    assert narrowed(app, "show") == [metric]
    assert title(app).endswith("by region")
    assert title(app) != "Conversations offered by region"


def test_the_table_has_the_numbers_of_the_map(open_page: Open) -> None:
    app = open_page("geography", lang="es", level="country")
    assert listed(app) == {"Estados Unidos": 24, "España": 12, "Reino Unido": 12, "No consta": 12}
    assert app.dataframe[0].value["share"].to_list() == [0.4, 0.2, 0.2, 0.2]


def test_a_level_that_nothing_here_has_says_so(open_page: Open) -> None:
    app = open_page("geography", country="ES", level="area_code")
    assert "Nothing to show here for these filters." in texts(app)
    assert "Without an area code, which only North American numbers have: 12" in texts(app)


def test_regions_that_cut_through_a_country_are_all_on_the_map_and_the_country_is_named(
    open_page: Open, click: Click, tmp_path: Path
) -> None:
    home = tmp_path / "own"
    centre(home)
    (home / "regions.csv").write_text("country,state,area_code,region\nUS,NY,,East\nUS,,,West\n", encoding="utf-8")
    app = open_page("geography", home=home)
    assert listed(app) == {"Europe": 24, "East": 12, "West": 12, "Not known": 12}
    assert "Customers here belong to several regions: United States." in texts(app)
    drawn = app.get(MAP)[0].proto.json
    assert all(f'"code":"{region}"' in drawn for region in ("Europe", "East", "West"))
    app = click(app, MAP, "places", on_map("areas", "East"))
    assert (narrowed(app, "region"), numbers(app)[0]) == (["East"], "12")
