"""Geography: from the world to an area code and back, with the same numbers in the table."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def places(layer: str, code: str) -> dict[str, object]:
    return {"indices": {layer: [0]}, "objects": {layer: [{"properties": {"code": code}}]}}


def numbers(app: AppTest) -> list[str]:
    return [tile.value for tile in app.metric]


def test_what_has_no_place_is_counted_and_not_hidden(open_page: Open) -> None:
    assert numbers(open_page("geography")) == ["60", "5", "12"]


def test_a_click_goes_from_the_country_to_the_state_to_the_area_code(open_page: Open, click: Click) -> None:
    app = click(open_page("geography"), "deck_gl_json_chart", "places", places("areas", "US"))
    assert (numbers(app)[0], app.query_params["country"]) == ("24", "US")
    app = click(app, "deck_gl_json_chart", "places", places("areas", "NY"))
    assert (numbers(app)[0], app.query_params["state"]) == ("12", "NY")
    app = click(app, "deck_gl_json_chart", "places", {"objects": {"points": [{"code": "212"}]}})
    assert (numbers(app)[0], app.query_params["area_code"]) == ("12", "212")


def test_the_breadcrumb_leads_back_out(open_page: Open) -> None:
    app = open_page("geography", country="US", state="NY")
    app.button(key="out-to-country").click().run()
    assert ("state" in app.query_params, app.query_params["country"]) == (False, "US")
    app.button(key="out-to-world").click().run()
    assert numbers(app)[0] == "60"


def test_the_metric_on_the_map_is_kept_in_the_address(open_page: Open) -> None:
    app = open_page("geography")
    app.segmented_control(key="show").select("abandon_rate").run()
    assert app.query_params["show"] == "abandon_rate"
    assert "Abandon rate by country" in [heading.value for heading in app.subheader]


def test_the_table_has_the_numbers_of_the_map(open_page: Open) -> None:
    countries = open_page("geography", lang="es").dataframe[0].value
    assert dict(zip(countries["country"], countries["conversations_offered"], strict=True)) == {
        "Estados Unidos": 24,
        "España": 12,
        "Reino Unido": 12,
        "No consta": 12,
    }
