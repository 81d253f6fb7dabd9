"""New data are offered on pages that there are, and shown by themselves on all others."""

from ui.news import OFFERED
from ui.sitemap import PLACES


def test_the_pages_on_which_new_data_are_offered_are_pages() -> None:
    assert set(OFFERED) <= {place.name for place in PLACES}
