"""The view that opens first: for whoever comes without an address that says more."""

import streamlit as st

from core.errors import StoreError
from ui.sitemap import PLACES, Place
from ui.views.saved import OWN, place_of, saved

ARRIVED = "views-arrived"


def open_first(place: Place) -> None:
    """Go to the house's default view, once a session; the page that would be first stays in the menu.

    Args:
        place: the page that the address names.
    """
    has_arrived, st.session_state[ARRIVED] = st.session_state.get(ARRIVED, False), True
    if has_arrived or place != PLACES[0] or any(name not in OWN for name in st.query_params):
        return
    try:
        view = saved().default
    except StoreError:
        return  # the control in the sidebar says so
    if view and (page := place_of(view)) and (page != place or view.params):
        st.switch_page(page.page(), query_params=dict(view.params) | st.query_params.to_dict())
