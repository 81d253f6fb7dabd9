"""Where a number of a figure leads: to its passport, when an address can say all that it is about."""

import streamlit as st

from core.figures import Figure
from core.grains import GRAINS
from core.period import stretch
from core.scope import Scope, is_filter
from core.sheet import Heading, Sheet
from ui.doors import follow
from ui.figure.laid import Group, Laid, beyond, within
from ui.links import open_passport
from ui.show.narrow import narrowed_to
from ui.words import say


def group_of(sheet: Sheet, row: int) -> Group:
    """The groups that a row of a sheet stands for; none of a row of others or totals."""
    told = {one.name: sheet.rows[one.key][row] for one in sheet.headings if one.is_group and one.name}
    return told if sheet.kinds[row] == "row" else {}


def open_number(view: Scope, laid: Laid, group: Group, heading: Heading) -> None:
    """Go to the passport of a number; a note instead where another page could not say which number it is.

    Of what is worked out of two numbers it is the passport of the number itself.
    """
    figure, earlier = laid.figure, laid.worked.earlier
    unsaid = [column for column in group if not is_filter(column) and column not in GRAINS]
    if unsaid or beyond(figure) or heading.told == "running":
        st.toast(say("drawn.no_passport"), icon=":material/info:")
        return
    narrow = within(view, figure)
    if heading.told == "before" and earlier and earlier.since and earlier.until:
        narrow = narrow.during(stretch(earlier.since, earlier.until, view.zone))
    open_passport(narrowed_to(narrow, group), heading.name)


def open_group(view: Scope, figure: Figure, group: Group) -> None:
    """Narrow the page to a group of a figure, as a click on its mark or its name does."""
    follow(view, group, figure.metrics, drawn=within(view, figure))
