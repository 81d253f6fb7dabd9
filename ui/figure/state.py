"""What the builder's controls say, kept between runs, and begun anew whenever another figure is given to them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.figures import Figure

SEEN = "seen"


def name_of(key: str, part: str) -> str:
    """The key of one control of a builder."""
    return f"{key}-{part}"


def begin(key: str, figure: Figure) -> None:
    """Let the controls say what the figure is, unless it is the one that they have made."""
    seen = name_of(key, SEEN)
    is_same = st.session_state.get(seen) == figure
    if not is_same:
        for name in [name for name in st.session_state if str(name).startswith(f"{key}-")]:
            del st.session_state[name]
    for part, value in said(figure).items():
        # What was not shown in the last run has been forgotten since.
        if name_of(key, part) not in st.session_state:
            st.session_state[name_of(key, part)] = value
    st.session_state[seen] = figure


def settle(key: str, figure: Figure) -> None:
    """The figure that the controls have made: given back to them, it changes none of them."""
    st.session_state[name_of(key, SEEN)] = figure


def read(key: str, part: str) -> Any:
    """What a control says."""
    return st.session_state[name_of(key, part)]


def write(key: str, part: str, value: object) -> None:
    """Let a control say something else; before it is shown, or in a callback."""
    st.session_state[name_of(key, part)] = value


def said(figure: Figure) -> Mapping[str, object]:
    """What the controls say of a figure."""
    return {
        "metrics": list(figure.metrics),
        "rows": list(figure.rows),
        "columns": list(figure.columns),
        "look": figure.look,
        "where": figure.where,
        "sort": figure.sort,
        "direction": "up" if figure.ascending else "down",
        "top": figure.top,
        "others": figure.others,
        "totals": figure.totals,
        "share": figure.share,
        "running": figure.running,
        "compared": figure.compared,
        "highlights": figure.highlights,
        "title": figure.title,
    }


def made(key: str, before: Figure) -> Figure:
    """The figure that the controls say.

    Args:
        before: what is kept of it while no metric is chosen.

    Raises:
        QueryError: they contradict each other.
    """
    metrics = tuple(read(key, "metrics")) or before.metrics
    rows = tuple(read(key, "rows"))
    sort = read(key, "sort")
    return Figure(
        metrics=metrics,
        rows=rows,
        columns=tuple(name for name in read(key, "columns") if name not in rows),
        look=read(key, "look") or "",
        where=read(key, "where"),
        sort=sort if sort in (*metrics, *rows) else "",
        ascending=read(key, "direction") == "up",
        top=read(key, "top"),
        others=read(key, "others"),
        totals=read(key, "totals"),
        share=read(key, "share"),
        running=read(key, "running"),
        compared=read(key, "compared"),
        highlights=tuple(one for one in read(key, "highlights") if one.metric in metrics),
        title=read(key, "title").strip(),
    )
