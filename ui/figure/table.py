"""A figure as a table or a pivot: every group and every number of it is a door."""

from dataclasses import replace

import streamlit as st

from core.scope import Scope
from core.sheet import ROW
from ui.figure.cells import above, compact, configured, readers, shortened, shown_rows, style
from ui.figure.door import group_of, open_group, open_number
from ui.figure.laid import Laid, mark
from ui.figure.tones import tones
from ui.grid import choice
from ui.labels import column_label
from ui.show.card import stamp
from ui.words import say


def table(laid: Laid, view: Scope, key: str) -> None:
    """The sheet of a figure.

    Choosing a row, or clicking its name, narrows to its group; clicking a number opens the passport of it.
    """
    sheet, figure = compact(shortened(laid.sheet)), laid.figure
    shown, looks = shown_rows(sheet), tones(figure, sheet)
    by_key = {one.key: one for one in sheet.headings}

    def open_cell(row: int, column: str) -> None:
        heading = by_key[column]
        if not heading.is_group:
            open_number(view, replace(laid, sheet=sheet), row, heading)
        elif sheet.kinds[row] == ROW:
            open_group(view, figure, group_of(sheet, row))

    picked = choice(
        shown,
        configured(sheet, shown),
        readers(sheet, looks),
        key=f"{key}-{stamp(view, mark(figure))}",
        alt=sheet.title,
        called=[one.key for one in sheet.headings if one.is_group],
        label=say("show.choose", group=", ".join(column_label(name).lower() for name in figure.rows)),
        on_cell=open_cell,
        above=above(sheet),
        style=style(sheet, looks),
        choosable=sheet.kinds.count(ROW),
        sheet=laid.sheet,
    )
    if sheet.rows.height < laid.sheet.rows.height:
        st.caption(say("show.largest_of", shown=sheet.rows.height, count=laid.sheet.rows.height))
    if picked is not None and sheet.kinds[picked] == ROW:
        open_group(view, figure, group_of(sheet, picked))
