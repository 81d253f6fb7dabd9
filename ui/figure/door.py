"""Where a number of a figure leads: to its passport, when an address can say all that it is about."""

import streamlit as st

from core.attribution import STARTED
from core.figures import Figure
from core.grains import GRAINS
from core.period import stretch
from core.scope import Scope, is_filter
from core.sheet import OTHERS, ROW, Heading, Sheet
from ui.doors import follow
from ui.figure.laid import Group, Laid, beyond, within
from ui.links import open_passport
from ui.show.narrow import narrowed_to
from ui.words import say


def group_of(sheet: Sheet, row: int) -> Group:
    """The groups that a row of a sheet stands for; none of a row of others or totals."""
    if sheet.kinds[row] != ROW:
        return {}
    told = {one.name: sheet.rows[one.key][row] for one in sheet.headings if one.is_group and one.name}
    return _clocked(told)


def _clocked(group: Group) -> Group:
    """On the customers' clocks an hour that is not known is that of a customer whose clock is not known."""
    unknown = {column for column, value in group.items() if value is None and column in GRAINS}
    return {
        "hour_of_day" if column in unknown and not is_filter(column) else column: value
        for column, value in group.items()
    }


def target(view: Scope, laid: Laid, row: int, heading: Heading) -> Scope | None:
    """The scope whose number of that metric is the one that a cell shows; None where no address can say it.

    Of what is worked out of two numbers it is the scope of the number itself.
    """
    figure, worked, kind = laid.figure, laid.worked, laid.sheet.kinds[row]
    group = group_of(laid.sheet, row) | dict(heading.at)
    unsaid = [column for column in group if not is_filter(column) and column not in GRAINS]
    if kind == OTHERS or unsaid or beyond(figure) or heading.told == "running":
        return None
    narrow = within(view, figure)
    if heading.told == "before" and worked.earlier and worked.earlier.since and worked.earlier.until:
        narrow = narrow.during(stretch(worked.earlier.since, worked.earlier.until, view.zone))
    if worked.query.attribution not in (None, STARTED):
        # Within an hour, sums of time are those of the hour; the period of the passport does not say so by itself.
        narrow = narrow.attributed(worked.query.attribution or "")
    return narrowed_to(narrow, group)


def open_number(view: Scope, laid: Laid, row: int, heading: Heading) -> None:
    """Go to the passport of a number; a note instead where another page could not say which number it is."""
    found = target(view, laid, row, heading)
    if found is None:
        st.toast(say("drawn.no_passport"), icon=":material/info:")
    else:
        open_passport(found, heading.name)


def open_group(view: Scope, figure: Figure, group: Group) -> None:
    """Narrow the page to a group of a figure, as a click on its mark or its name does; a note where it cannot be."""
    known = {column: value for column, value in _clocked(group).items() if is_filter(column) or column in GRAINS}
    if known:
        follow(within(view, figure), known, figure.metrics)
    else:
        st.toast(say("drawn.no_filter"), icon=":material/info:")
