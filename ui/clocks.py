"""Changes of the clocks: which times of a file are uncertain for them, told in the reader's words."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.format import day, number
from ui.labels import plain
from ui.words import language, say


def tell_clock_changes(changes: Mapping[tuple[str, str], int], file: str = "") -> None:
    """One line for each day on which clocks changed and records have times of that hour.

    Args:
        changes: as `core.sources.given.clock_changes` gives them.
        file: named before it, where several could be meant.
    """
    for (change, on), rows in changes.items():
        told = say(
            f"clock_change.{change}",
            file=f"{plain(file)}: " if file else "",
            day=day(date.fromisoformat(on), "day", language()),
            rows=number(rows, "count", language()),
        )
        st.caption(f":material/history_toggle_off: {told}")
