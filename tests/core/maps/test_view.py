"""The first view: at the places, as far as people live there."""

import pytest

from core.maps.view import WORLD, fit, windows


def test_a_single_place_is_not_looked_at_more_closely_than_asked() -> None:
    view = fit([(40.0, -3.0)], closest=5)
    assert (view.latitude, view.longitude, view.zoom) == (40.0, -3.0, 5)


def test_places_all_over_the_world_are_the_world() -> None:
    assert fit([(40.0, -120.0), (35.0, 139.0)], closest=5) is WORLD


def test_the_middle_is_where_the_map_has_it_and_not_between_the_latitudes() -> None:
    # The map stretches the north, so that what lies in its middle is further north than the mean.
    assert fit([(0.0, 0.0), (60.0, 0.0)], closest=5).latitude == pytest.approx(35.264, abs=0.001)


def test_a_country_is_seen_as_far_as_its_people_live() -> None:
    (south, west), (north, east) = windows([("country", "RU")])
    assert east - west < 60
    assert north < 72
    assert (south, west) < (north, east)


def test_overseas_parts_do_not_widen_the_view_of_a_country() -> None:
    longitudes = [longitude for _, longitude in windows([("country", "FR")])]
    assert -6 < min(longitudes) < max(longitudes) < 11


def test_a_place_without_an_outline_is_looked_at_where_its_point_is() -> None:
    assert len(windows([("country", "GI")])) == 1
    assert windows([("country", "ZZ")]) == []
