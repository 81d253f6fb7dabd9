"""Customers on screen: masked, unless somebody asks to see them."""

import streamlit as st

from core.masking import mask_value
from ui.words import say


def is_revealed() -> bool:
    """Whether personal data is shown in this session; never part of an address, so that a link cannot reveal."""
    return bool(st.session_state.get("reveal", False))


def reveal_switch() -> None:
    """The switch that shows and masks personal data."""
    st.toggle(say("customer.reveal"), key="reveal", persist_state="session", help=say("customer.reveal_help"))


def shown(value: str | None) -> str | None:
    """A personal value as this session may see it."""
    return value if is_revealed() else mask_value(value)
