"""Sites: what people write for a place of work is that place, or it is none and says why."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.geo.sites import find_sites
from tests.thorough import examples

Place = tuple[str | None, str | None, str | None]
NOWHERE: Place = (None, None, None)


def site(text: str | None) -> tuple[Place, str | None]:
    """Country, state and city, and the reason when there is none."""
    row = find_sites(pl.Series([text], dtype=pl.String)).row(0, named=True)
    return (row["country"], row["state"], row["city"]), row["reason"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Madrid", ("ES", None, "Madrid")),
        ("  BOGOTA ", ("CO", None, "Bogotá")),
        ("Lisbon, PT", ("PT", None, "Lisbon")),
        ("Spain - Valencia", ("ES", None, "Valencia")),
        ("Valencia/España", ("ES", None, "Valencia")),
        ("Dublin", ("IE", None, "Dublin")),
        ("Dublin, CA", ("US", "CA", "Dublin")),
        ("Toronto, CA", ("CA", "ON", "Toronto")),
        ("Vancouver (WA)", ("US", "WA", "Vancouver")),
        ("Tampa; Florida; USA", ("US", "FL", "Tampa")),
        ("Paris, Texas", ("US", "TX", "Paris")),
        ("Madrid, Comunidad de Madrid, Spain", ("ES", None, "Madrid")),
        ("New York", ("US", "NY", "New York City")),
        ("New York, New York", ("US", "NY", "New York City")),
        ("Washington, DC", ("US", "DC", "Washington")),
        ("Singapore", ("SG", None, "Singapore")),
        ("Mexico", ("MX", None, None)),
        ("Spain", ("ES", None, None)),
        ("Remote, Spain", ("ES", None, None)),
        ("Texas", ("US", "TX", None)),
        ("Georgia, US", ("US", "GA", None)),
    ],
)
def test_a_place_is_found_by_its_town_its_state_or_its_country(text: str, place: Place) -> None:
    assert site(text) == (place, None)


@pytest.mark.parametrize(
    "text", ["Springfield", "Valencia", "Birmingham", "Georgia", "CA", "Washington", "Ontario", "Ontario, CA"]
)
def test_what_could_be_several_places_is_none(text: str) -> None:
    assert site(text) == (NOWHERE, "several places")


@pytest.mark.parametrize("text", ["Remote", "Floor 3", "Paris, Texass", "Madrid, HQ", "🏠"])
def test_what_names_no_place_is_none(text: str) -> None:
    assert site(text) == (NOWHERE, "not found")


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nothing_written_is_no_place(text: str | None) -> None:
    assert site(text) == (NOWHERE, "nothing written")


def test_each_text_has_one_row_with_the_clock_of_its_place() -> None:
    found = find_sites(pl.Series(["Tampa", "Spain", "Russia", "Texas", None, "Tampa"]))
    assert found.select("location", "time_zone").rows() == [
        ("Russia", None),
        ("Spain", "Europe/Madrid"),
        ("Tampa", "America/New_York"),
        ("Texas", "America/Chicago"),
        (None, None),
    ]


def test_no_texts_are_no_sites() -> None:
    assert find_sites(pl.Series([], dtype=pl.String)).is_empty()


words = st.sampled_from(["Madrid", "Tampa", "FL", "CA", "Ontario", "US", "Spain", "Valencia", "Georgia", "x", ""])
written = st.none() | st.lists(words, max_size=4).map(", ".join) | st.text(max_size=12)


@settings(max_examples=examples(30, 500), deadline=None)
@given(st.lists(written, max_size=8))
def test_whatever_is_written_is_a_place_or_has_a_reason_and_alone_it_is_the_same(texts: list[str | None]) -> None:
    found = find_sites(pl.Series(texts, dtype=pl.String))
    assert found["location"].to_list() == sorted(set(texts), key=lambda text: (text is None, text or ""))
    assert found.filter(pl.col("country").is_null() == pl.col("reason").is_null()).is_empty()
    for text in texts:
        alone = find_sites(pl.Series([text], dtype=pl.String)).row(0)
        assert alone in found.rows()
