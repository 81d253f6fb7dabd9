"""Decks: small, offline, and with codes that a click can be turned into a filter with."""

import json
from typing import Any

import polars as pl
import pytest

from core.geo.gazetteer import area_codes, countries, states
from core.maps import DARK, LIGHT, CompactDeck, choropleth, circles, picked
from core.maps.colours import rgba

URL = "/assets/outlines"
# Large countries have short calling codes: the worst case for the size of a map.
LARGE = tuple(countries().filter(pl.col("calling_code").str.len_chars() <= 2)["iso2"])


def places(*codes: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"code": codes, "name": codes, "value": [float(n) for n, _ in enumerate(codes)], "value_text": codes},
        schema={"code": pl.String, "name": pl.String, "value": pl.Float64, "value_text": pl.String},
    )


def calls(*sizes: float | None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "code": [str(200 + n) for n, _ in enumerate(sizes)],
            "name": "Somewhere",
            "value_text": "7 %",
            "size": sizes,
            "value": sizes,
            "latitude": [40.0 + n for n, _ in enumerate(sizes)],
            "longitude": -100.0,
        },
        schema_overrides={"size": pl.Float64, "value": pl.Float64},
    )


def layer(deck: CompactDeck, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(layer for layer in json.loads(deck.to_json())["layers"] if layer["id"] == name)
    return found


def all_decks() -> list[CompactDeck]:
    return [
        choropleth(places(*LARGE), "country", LIGHT, URL),
        choropleth(places("TX", "DC"), "state", DARK, URL),
        circles(calls(1.0, 4.0), "state", LIGHT, URL),
    ]


@pytest.mark.parametrize("deck", all_decks())
def test_a_deck_names_no_address_beyond_our_own_server(deck: CompactDeck) -> None:
    written = deck.to_json()
    assert "http" not in written
    assert "//" not in written
    assert "mapProvider" not in json.loads(written) or json.loads(written)["mapProvider"] is None


@pytest.mark.parametrize("deck", all_decks())
def test_every_layer_has_an_id_and_only_land_without_numbers_cannot_be_picked(deck: CompactDeck) -> None:
    layers = json.loads(deck.to_json())["layers"]
    assert [found["id"] for found in layers if not found["pickable"]] == ["background"]
    assert len({found["id"] for found in layers}) == len(layers)


def test_areas_carry_what_a_click_and_a_tooltip_need() -> None:
    features = layer(choropleth(places("US", "ES"), "country", LIGHT, URL), "areas")["data"]["features"]
    assert [feature["properties"]["code"] for feature in features] == ["US", "ES"]
    assert features[0]["properties"].keys() == {"code", "name", "value_text", "fill"}


def test_a_country_too_small_to_see_is_a_circle_too() -> None:
    deck = choropleth(places("SG", "DE", "GI"), "country", LIGHT, URL)
    assert [place["code"] for place in layer(deck, "points")["data"]] == ["SG", "GI"]


def test_unknown_codes_are_left_out() -> None:
    deck = choropleth(places("ZZ", "DE"), "country", LIGHT, URL)
    assert len(layer(deck, "areas")["data"]["features"]) == 1
    assert layer(deck, "points")["data"] == []


def test_a_place_without_a_number_is_grey() -> None:
    nothing = places("DE").with_columns(value=pl.lit(None, pl.Float64))
    features = layer(choropleth(nothing, "country", DARK, URL), "areas")["data"]["features"]
    assert features[0]["properties"]["fill"] == rgba(DARK.no_data)


@pytest.mark.parametrize("deck", [choropleth(places(), "country", LIGHT, URL), circles(calls(), "country", LIGHT, URL)])
def test_no_place_at_all_is_a_map_of_the_world(deck: CompactDeck) -> None:
    assert json.loads(deck.to_json())["initialViewState"]["zoom"] < 1


def test_large_countries_take_less_than_200_kilobytes_and_all_less_than_300() -> None:
    assert len(choropleth(places(*LARGE), "country", LIGHT, URL).to_json()) < 200_000
    assert len(choropleth(places(*countries()["iso2"]), "country", LIGHT, URL).to_json()) < 300_000


def test_all_states_and_all_area_codes_are_small() -> None:
    american = states().filter(pl.col("country") == "US")["state"]
    assert len(choropleth(places(*american), "state", LIGHT, URL).to_json()) < 130_000
    codes = area_codes().with_columns(
        code="area_code", name="city", size=pl.lit(1.0), value=pl.lit(1.0), value_text=pl.lit("1")
    )
    assert len(circles(codes, "state", LIGHT, URL).to_json()) < 70_000


def test_the_area_of_a_circle_is_proportional_to_its_size() -> None:
    points = layer(circles(calls(100.0, 25.0), "state", LIGHT, URL), "points")["data"]
    assert points[0]["radius"] == 2 * points[1]["radius"]


def test_small_circles_lie_on_large_ones_and_none_vanishes() -> None:
    points = layer(circles(calls(1.0, 1000.0, None, 0.0), "state", LIGHT, URL), "points")["data"]
    assert [point["code"] for point in points] == ["201", "200", "203", "202"]
    assert min(point["radius"] for point in points) >= 3


def test_a_circle_needs_a_point() -> None:
    nowhere = calls(1.0, 2.0).with_columns(latitude=pl.when(pl.col("code") == "201").then("latitude"))
    points = layer(circles(nowhere, "state", LIGHT, URL), "points")["data"]
    assert [point["code"] for point in points] == ["201"]


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        ({"objects": {"areas": [{"type": "Feature", "properties": {"code": "ES"}}]}}, "ES"),
        ({"objects": {"points": [{"code": "415", "radius": 3}]}}, "415"),
        ({"objects": {"points": [{"code": "SG"}], "areas": [{"properties": {"code": "MY"}}]}}, "SG"),
        ({"objects": {"areas": []}}, None),
        ({"objects": {}}, None),
        ({}, None),
    ],
)
def test_a_click_gives_the_code_of_its_place(selection: dict[str, Any], code: str | None) -> None:
    assert picked(selection) == code


def test_the_view_holds_the_mainland_when_states_are_shown() -> None:
    view = json.loads(choropleth(places("AK", "HI", "CA", "NY", "TX"), "state", LIGHT, URL).to_json())[
        "initialViewState"
    ]
    assert -105 < view["longitude"] < -90
    assert view["zoom"] > 2.5
