"""A figure as large numbers: a tile for each metric of each group."""

import streamlit as st

from core.format import number
from core.scope import Scope
from core.sheet import ROW, Heading
from ui.answers import declared
from ui.figure.door import group_of
from ui.figure.laid import Laid, beyond, within
from ui.labels import metric_help, metric_label, plain, value_label
from ui.links import to_passport
from ui.show.change import change
from ui.show.narrow import narrowed_to
from ui.words import language, say

MOST_TILES = 24
ABREAST = 4


def tiles(laid: Laid, view: Scope, key: str) -> None:
    """A tile for each number; at most so many as can be taken in."""
    numbers = [one for one in laid.sheet.headings if not one.is_group and one.told == ""]
    cells = [(row, one) for row, kind in enumerate(laid.sheet.kinds) if kind == ROW for one in numbers]
    with st.grid(ABREAST, min_column_width=210, gap="small", key=f"tiles-{key}"):
        for row, heading in cells[:MOST_TILES]:
            with st.container(border=True, key=f"tile-{key}-{row}-{heading.key}", gap="xsmall"):
                _tile(laid, view, row, heading)
    if len(cells) > MOST_TILES:
        st.caption(say("show.largest_of", shown=MOST_TILES, count=len(cells)))


def _tile(laid: Laid, view: Scope, row: int, heading: Heading) -> None:
    sheet, group = laid.sheet, group_of(laid.sheet, row) | dict(heading.at)
    value, earlier = sheet.rows[heading.key][row], _before(laid, row, heading)
    moved = change(value, earlier, heading.unit, language())
    names = [plain(value_label(column, told)) for column, told in group.items()]
    st.metric(
        " · ".join([*names, metric_label(heading.name)]),
        number(value, heading.unit, language()),
        delta=moved.text if moved else None,
        delta_arrow=moved.arrow if moved else "off",
        delta_color=moved.color(declared(heading.name).better) if moved else "off",
        help=metric_help(heading.name),
    )
    if not beyond(laid.figure):
        to_passport(narrowed_to(within(view, laid.figure), group), heading.name)


def _before(laid: Laid, row: int, heading: Heading) -> float | None:
    wanted = (heading.name, "before", heading.at)
    keys = [one.key for one in laid.sheet.headings if (one.name, one.told, one.at) == wanted]
    return laid.sheet.rows[keys[0]][row] if keys else None
