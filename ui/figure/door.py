"""Where a number of a figure leads: to its passport, when an address can say all that it is about."""

import streamlit as st

from core.figures import Figure
from core.grains import GRAINS
from core.scope import Scope, is_filter
from core.sheet import Sheet
from ui.figure.laid import Group, beyond, within
from ui.links import open_passport
from ui.show.narrow import narrow_to, narrowed_to
from ui.words import say


def group_of(sheet: Sheet, row: int) -> Group:
    """The groups that a row of a sheet stands for; none of a row of others or totals."""
    told = {one.name: sheet.rows[one.key][row] for one in sheet.headings if one.is_group and one.name}
    return told if sheet.kinds[row] == "row" else {}


def open_number(view: Scope, figure: Figure, group: Group, metric: str) -> None:
    """Go to the passport of a number; a note instead where another page could not say which number it is."""
    unsaid = [column for column in group if not is_filter(column) and column not in GRAINS]
    if unsaid or beyond(figure):
        st.toast(say("drawn.no_passport"), icon=":material/info:")
    else:
        open_passport(narrowed_to(within(view, figure), group), metric)


def open_group(view: Scope, figure: Figure, group: Group) -> None:  # noqa: ARG001
    """Narrow the page to a group of a figure, as a click on its mark or its name does."""
    narrow_to(view, group)
