"""The offer to bring a file in as a table that is no known export."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import BinaryIO

import streamlit as st

from ui.importing.draft import bring
from ui.labels import plain
from ui.sitemap import place
from ui.visit import fresh
from ui.words import say

HELD = "importing-held"
TABLES = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".gz", ".zip", "")
"""Endings of what may be a table; the content is looked at only then."""


def remember(files: Sequence[tuple[str, BinaryIO]]) -> None:
    """Hold what was uploaded until it is known whether it could be read."""
    st.session_state[HELD] = dict(files)


def forget() -> None:
    """Everything could be read: nothing has to be held."""
    st.session_state.pop(HELD, None)


def show(names: Sequence[str]) -> None:
    """For each file that could not be read and may be a table: a way to the page Import, with it where it is held."""
    held: Mapping[str, BinaryIO] = st.session_state.get(HELD, {})
    tables = [name for name in names if PurePath(name).suffix.lower() in TABLES]
    for number, name in enumerate(tables):
        label = say("importing.bring_in", file=plain(name))
        if name not in held:
            st.page_link(place("importing").page(), label=label, icon=":material/table_view:")
        elif st.button(label, key=fresh(f"bring-{number}"), icon=":material/table_view:"):
            bring(name, held[name])
            forget()
            st.switch_page(place("importing").page())
