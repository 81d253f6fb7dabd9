"""Decks: small, offline, and with codes that a click can be turned into a filter with."""

import json
from typing import Any

import polars as pl
import pytest

from core.geo.gazetteer import WITH_STATES, area_codes, countries, states
from core.maps import DARK, LIGHT, CompactDeck, atlas, picked
from core.maps.atlas import DOT_PIXELS, LARGEST_PIXELS, SMALLEST_PIXELS
from core.maps.colours import rgba
from core.maps.outlines import outlines
from core.maps.view import anchors

URL = "/assets/outlines"
NO_SHAPES = pl.DataFrame(schema={"code": pl.String, "level": pl.String, "outline": pl.String})
ALL = tuple(countries()["iso2"])
AMERICAN = tuple(states().filter(pl.col("country") == "US")["state"])
# Large countries have short calling codes.
LARGE = tuple(countries().filter(pl.col("calling_code").str.len_chars() <= 2)["iso2"])


def places(codes: tuple[str, ...], level: Any = "country") -> pl.DataFrame:
    """A place each, valued 0, 1, 2 …, at the point of its outline."""
    points = [anchors(level).get(code, (None, None)) for code in codes]
    return pl.DataFrame(
        {
            "code": codes,
            "name": codes,
            "value": [float(n) for n, _ in enumerate(codes)],
            "value_text": codes,
            "size_text": codes,
            "size": None,
            "latitude": [north for north, _ in points],
            "longitude": [east for _, east in points],
        },
        schema={
            **dict.fromkeys(("code", "name"), pl.String),
            "value": pl.Float64,
            **dict.fromkeys(("value_text", "size_text"), pl.String),
            **dict.fromkeys(("size", "latitude", "longitude"), pl.Float64),
        },
    )


def shapes(codes: tuple[str, ...], level: str = "country", code: str | None = None) -> pl.DataFrame:
    rows = [(code or outline, level, outline) for outline in codes]
    return pl.DataFrame(rows, schema=NO_SHAPES.schema, orient="row")


def choropleth(*codes: str, level: Any = "country", scheme: Any = LIGHT) -> CompactDeck:
    return atlas(places(codes, level), shapes(codes, level), scheme, URL, lands=(level,))


def calls(*sizes: float | None) -> pl.DataFrame:
    """Places without an outline, one degree apart."""
    codes = tuple(str(200 + n) for n, _ in enumerate(sizes))
    return places(codes).with_columns(
        pl.Series("size", sizes, dtype=pl.Float64),
        pl.Series("latitude", [40.0 + n for n, _ in enumerate(sizes)], dtype=pl.Float64),
        longitude=pl.lit(-100.0),
    )


def circles(*sizes: float | None) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = layer(atlas(calls(*sizes), NO_SHAPES, LIGHT, URL, lands=("state",)), "points")["data"]
    return drawn


def layer(deck: CompactDeck, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(layer for layer in json.loads(deck.to_json())["layers"] if layer["id"] == name)
    return found


def view(deck: CompactDeck) -> dict[str, float]:
    found: dict[str, float] = json.loads(deck.to_json())["initialViewState"]
    return found


def all_decks() -> list[CompactDeck]:
    return [
        choropleth(*LARGE),
        choropleth("TX", "DC", level="state", scheme=DARK),
        atlas(calls(1.0, 4.0), NO_SHAPES, LIGHT, URL, lands=("country", "state")),
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
    assert all(found["id"].startswith("background-") for found in layers if not found["pickable"])
    assert [found["id"] for found in layers if found["pickable"]] == ["areas", "points"]
    assert len({found["id"] for found in layers}) == len(layers)


def test_areas_carry_what_a_click_and_a_tooltip_need() -> None:
    features = layer(choropleth("US", "ES"), "areas")["data"]["features"]
    assert [feature["properties"]["code"] for feature in features] == ["US", "ES"]
    assert features[0]["properties"].keys() == {"code", "name", "value_text", "size_text", "fill"}


def test_a_country_too_small_to_see_is_a_dot_too_and_one_without_an_outline_a_dot_alone() -> None:
    deck = choropleth("SG", "DE", "GI")
    assert {(dot["code"], dot["radius"]) for dot in layer(deck, "points")["data"]} == {
        ("SG", DOT_PIXELS),
        ("GI", DOT_PIXELS),
    }
    assert [one["properties"]["code"] for one in layer(deck, "areas")["data"]["features"]] == ["SG", "DE"]


def test_a_region_is_one_area_of_all_its_countries_without_islands_too_small_to_see() -> None:
    codes = ("US", "CA")
    region = places(("North America",)).with_columns(latitude=pl.lit(40.0), longitude=pl.lit(-90.0))
    deck = atlas(region, shapes(codes, code="North America"), LIGHT, URL, lands=("country",))
    features = layer(deck, "areas")["data"]["features"]
    assert [feature["properties"]["code"] for feature in features] == ["North America"]
    apart = [one["geometry"]["coordinates"] for one in layer(choropleth(*codes), "areas")["data"]["features"]]
    assert 2 < len(features[0]["geometry"]["coordinates"]) < sum(map(len, apart))
    assert layer(deck, "points")["data"] == []


def test_a_region_without_land_is_a_circle_beside_those_that_have_some() -> None:
    regions = places(("Iberia", "Elsewhere")).with_columns(
        latitude=pl.lit(40.0), longitude=pl.lit(-90.0), size=pl.Series([9.0, 4.0])
    )
    deck = atlas(regions, shapes(("ES", "PT"), code="Iberia"), LIGHT, URL, lands=("country",))
    assert [one["properties"]["code"] for one in layer(deck, "areas")["data"]["features"]] == ["Iberia"]
    assert [(one["code"], one["radius"]) for one in layer(deck, "points")["data"]] == [("Elsewhere", LARGEST_PIXELS)]


def test_unknown_codes_are_left_out() -> None:
    deck = choropleth("ZZ", "DE")
    assert len(layer(deck, "areas")["data"]["features"]) == 1
    assert layer(deck, "points")["data"] == []


def test_a_place_without_a_number_is_grey() -> None:
    nothing = places(("DE",)).with_columns(value=pl.lit(None, pl.Float64))
    features = layer(atlas(nothing, shapes(("DE",)), DARK, URL, lands=("country",)), "areas")["data"]["features"]
    assert features[0]["properties"]["fill"] == rgba(DARK.no_data)


def test_no_place_at_all_is_a_map_of_the_world() -> None:
    assert view(atlas(places(()), NO_SHAPES, LIGHT, URL, lands=("country",)))["zoom"] < 1


def test_no_map_is_larger_than_300_kilobytes() -> None:
    assert len(choropleth(*LARGE).to_json()) < 200_000
    assert len(choropleth(*ALL).to_json()) < 260_000
    assert len(choropleth(*AMERICAN, level="state").to_json()) < 130_000


def test_regions_of_the_whole_world_stay_small_even_with_two_countries_state_by_state() -> None:
    elsewhere = tuple(code for code in ALL if code not in WITH_STATES)
    all_states = tuple(outlines("state"))
    land = pl.concat([shapes(elsewhere, code="World"), shapes(all_states, "state", code="States")])
    assert len(atlas(places(("World", "States")), land, LIGHT, URL, lands=("country",)).to_json()) < 300_000


def test_all_area_codes_are_small() -> None:
    codes = area_codes().select(
        *("latitude", "longitude"),
        code="area_code",
        name="city",
        size=pl.lit(1.0),
        value=pl.lit(1.0),
        value_text=pl.lit("Conversations offered: 1"),
        size_text=pl.lit("0.1% of all"),
    )
    assert len(atlas(codes, NO_SHAPES, LIGHT, URL, lands=("country", "state")).to_json()) < 100_000


def test_the_area_of_a_circle_is_proportional_to_its_size() -> None:
    large, small = circles(100.0, 25.0)
    assert large["radius"] == LARGEST_PIXELS == 2 * small["radius"]


def test_small_circles_lie_on_large_ones_and_none_vanishes() -> None:
    drawn = circles(1.0, 1000.0, 0.0)
    assert [place["code"] for place in drawn] == ["201", "200", "202"]
    assert min(place["radius"] for place in drawn) == SMALLEST_PIXELS


def test_circles_of_nothing_are_small() -> None:
    assert [place["radius"] for place in circles(0.0, 0.0)] == [SMALLEST_PIXELS, SMALLEST_PIXELS]


def test_a_circle_needs_a_point() -> None:
    nowhere = calls(1.0, 2.0).with_columns(latitude=pl.when(pl.col("code") == "201").then("latitude"))
    drawn = layer(atlas(nowhere, NO_SHAPES, LIGHT, URL, lands=("state",)), "points")["data"]
    assert [place["code"] for place in drawn] == ["201"]


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
    found = view(choropleth("AK", "HI", "CA", "NY", "TX", level="state"))
    assert -105 < found["longitude"] < -90
    assert found["zoom"] > 2.5


def test_the_view_holds_what_is_around_the_places() -> None:
    alone = atlas(calls(1.0), NO_SHAPES, LIGHT, URL, lands=("state",))
    within = atlas(calls(1.0), NO_SHAPES, LIGHT, URL, lands=("state",), around=[("state", "TX")])
    assert view(within)["zoom"] < view(alone)["zoom"]
