"""Which conversations count otherwise by the rules that are tried: how many of each kind, and each of them."""

from collections.abc import Mapping

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import number
from core.listing import Listing
from core.scope import Scope
from core.service_lab import METRIC, Move
from ui import listing
from ui.grid import choice, counts
from ui.links import MOVED
from ui.service_level.trial import Trial, trial
from ui.show.card import stamp
from ui.words import language, say

SEPARATOR = "."
MOVE = ("fate", "here", "there")


def moves(view: Scope, now: Trial, found: pl.DataFrame) -> None:
    """A row for each kind of conversation that counts otherwise; choosing one lists them.

    Args:
        found: as `core.service_lab.moves` gives it.
    """
    title = say("lab.moves")
    with st.container(border=True, key="lab-moves"):
        st.subheader(title, anchor=False, help=say("lab.moves_help"))
        if found.is_empty():
            st.caption(say("lab.nothing_moves" if now.changes else "lab.nothing_tried"))
            return
        total = int(found["conversations"].sum())
        told = number(total, "count", language())
        st.markdown(say("lab.moved_one" if total == 1 else "lab.moved", count=told))
        picked = choice(
            _worded(found),
            _columns(),
            {"conversations": counts()},
            key=f"lab-moves-{stamp(view, repr(now))}",
            alt=title,
            called=("fate", "here", "there"),
            label=say("lab.choose_move"),
        )
        if picked is not None:
            _remember(_named(found.row(picked, named=True)))
        chosen = _chosen(found)
        if chosen is not None:
            _list(view, now, found.row(chosen, named=True))


def _worded(found: pl.DataFrame) -> pl.DataFrame:
    return found.with_columns(
        fate=pl.Series([say(f"lab.fate_{fate}") for fate in found["fate"]], dtype=pl.String),
        here=pl.Series([say(f"lab.place_{place}") for place in found["here"]], dtype=pl.String),
        there=pl.Series([say(f"lab.place_{place}") for place in found["there"]], dtype=pl.String),
    )


def _columns() -> dict[str, ColumnConfig]:
    kinds = st.column_config
    return {
        "fate": kinds.TextColumn(say("lab.fate"), help=say("lab.fate_help"), pinned=True),
        "here": kinds.TextColumn(say("lab.here")),
        "there": kinds.TextColumn(say("lab.there")),
        "conversations": kinds.Column(say("lab.conversations"), alignment="right"),
    }


def _list(view: Scope, now: Trial, move: dict[str, str]) -> None:
    """The conversations of one kind, with a way to each."""
    fate, here, there = (say(f"lab.{key}") for key in _keys(move))
    st.markdown(f"**{fate}** · {here} → {there}")
    listing.show(view, _listing(view, now, move))


def asked(view: Scope) -> Listing:
    """The list that the address asks for: of conversations that count otherwise, else as on the page Conversations."""
    named = st.query_params.get(MOVED, "").split(SEPARATOR)
    if len(named) != len(MOVE):
        return listing.asked(view)
    return _listing(view, trial(), dict(zip(MOVE, named, strict=True)))


def _listing(view: Scope, now: Trial, move: Mapping[str, str]) -> Listing:
    wanted = Move(now.rules, move["fate"], move["here"], move["there"])
    return Listing(view.query(METRIC), moved=wanted, sort="wait_ms", descending=False)


def _keys(move: dict[str, str]) -> tuple[str, str, str]:
    return f"fate_{move['fate']}", f"place_{move['here']}", f"place_{move['there']}"


def _named(move: dict[str, str]) -> str:
    return SEPARATOR.join(move[name] for name in MOVE)


def _chosen(found: pl.DataFrame) -> int | None:
    """The row that the address names."""
    names = [_named(row) for row in found.iter_rows(named=True)]
    asked = st.query_params.get(MOVED, "")
    return names.index(asked) if asked in names else None


def _remember(name: str) -> None:
    """Put the choice into the address; a page of another list has no meaning."""
    if st.query_params.get(MOVED, "") != name:
        st.query_params.pop("page", None)
        st.query_params[MOVED] = name
