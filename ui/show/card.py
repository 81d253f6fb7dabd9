"""A card: a frame with a title, a way to the passport of its number, and perhaps a chart in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from hashlib import sha256
from typing import Any

import polars as pl
import streamlit as st

from core.scope import Scope
from ui.answers import snapshot
from ui.drawn import theme
from ui.kept import waiting_here
from ui.links import to_passport
from ui.take import about, take_chart
from ui.visit import fresh


@contextmanager
def card(name: str, title: str, view: Scope, metric: str, *, help: str | None = None) -> Iterator[None]:  # noqa: A002
    """A framed part of the page; `name` is its mark in the page, for tests and styles."""
    with st.container(border=True, key=name, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.subheader(title, anchor=False, help=help, width="stretch")
            to_passport(view, metric)
            spot = st.container(horizontal=True, width="content", gap="xsmall")
        with waiting_here(st.empty()), about(title, view, (metric,), spot):
            yield


def draw(name: str, view: Scope, rows: pl.DataFrame, spec: Mapping[str, Any], alt: str) -> int | None:
    """Draw a chart and tell which row of it was clicked; None when none was.

    The key changes with the scope and the data, so that a click is never read against other rows than those that
    were drawn.
    """
    key = f"{name}-{stamp(view)}"
    event = st.vega_lite_chart(
        rows,
        deepcopy(dict(spec)),
        key=key,
        on_select="rerun",
        selection_mode="pick",
        alt=alt,
        width="stretch",
    )
    take_chart(rows, spec, key=key, alt=alt)
    picked = event["selection"].get("pick", [])
    return int(picked[0]["row"]) if picked and "row" in picked[0] else None


def stamp(view: Scope, *more: str) -> str:
    """Names the scope, the data and whatever else decides which rows are drawn, for the keys of what can be clicked."""
    return fresh(sha256(repr((view.params(), snapshot().version, more)).encode()).hexdigest()[:12])


def ink() -> str:
    """The colour of text in the theme that the reader sees, for marks that no theme colours."""
    colour = st.get_option(f"theme.{theme()}.textColor")
    return str(colour or "#16282D")
