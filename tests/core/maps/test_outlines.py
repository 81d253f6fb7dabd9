"""The outlines: on the earth, in one piece at the antimeridian, and of known places."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from core.geo.gazetteer import WITH_STATES, countries, states
from core.maps.outlines import Level, is_small, outlines

LEVELS: tuple[Level, ...] = ("country", "state")


def rings(level: Level) -> Iterator[tuple[str, list[list[float]]]]:
    for code, geometry in outlines(level).items():
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        yield from ((code, ring) for polygon in polygons for ring in polygon)


@pytest.mark.parametrize("level", LEVELS)
def test_every_ring_is_closed_and_on_the_map(level: Level) -> None:
    for code, ring in rings(level):
        assert len(ring) >= 4, code
        assert ring[0] == ring[-1], code
        assert all(abs(longitude) <= 180 and abs(latitude) <= 85 for longitude, latitude in ring), code


@pytest.mark.parametrize("level", LEVELS)
def test_no_edge_runs_around_the_world(level: Level) -> None:
    # Half the world would be a streak; no real edge is a tenth of that.
    assert all(abs(a[0] - b[0]) < 90 for _, ring in rings(level) for a, b in pairwise(ring))


def test_outlines_are_of_known_places() -> None:
    assert set(outlines("country")) <= set(countries()["iso2"])
    assert set(outlines("state")) == set(states().filter(states()["country"].is_in(WITH_STATES))["state"])


def test_only_specks_and_the_pole_have_no_outline() -> None:
    without = set(countries()["iso2"]) - set(outlines("country"))
    assert without == {"AC", "AQ", "BV", "CC", "CX", "GI", "TA", "TK", "TV", "UM"}


@pytest.mark.parametrize(("territory", "mother"), [("GF", "FR"), ("RE", "FR"), ("SJ", "NO"), ("XK", "RS")])
def test_a_territory_with_a_code_is_not_drawn_as_its_mother_country(territory: str, mother: str) -> None:
    corners = {tuple(point) for code, ring in rings("country") if code == territory for point in ring}
    others = {tuple(point) for code, ring in rings("country") if code == mother for point in ring}
    assert corners - others


@pytest.mark.parametrize(("code", "small"), [("SG", True), ("MT", True), ("GI", True), ("US", False), ("CH", False)])
def test_small_countries_are_known(code: str, small: bool) -> None:
    assert is_small("country", code) is small


def test_russia_and_fiji_lie_on_both_sides_of_the_antimeridian() -> None:
    for crossing in ("RU", "FJ"):
        longitudes = [longitude for code, ring in rings("country") if code == crossing for longitude, _ in ring]
        assert min(longitudes) < -175
        assert max(longitudes) > 175
