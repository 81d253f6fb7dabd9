"""Editing the cells of a notebook, each side by side with what it shows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256

import streamlit as st

from core.figures import Figure
from core.notebooks.cell import KINDS, Cell, kind_of_look
from core.notebooks.notebook import Notebook
from core.scope import Scope
from core.store.kept_folder import free_name
from ui.figure.build import controls
from ui.labels import plain
from ui.notebook.cells import key_of, show_cell
from ui.notebook.fields import line, lines
from ui.notebook.state import CELL, change
from ui.sql import sql_cell
from ui.words import language, say

ICONS = {
    "text": "notes",
    "tiles": "pin",
    "chart": "bar_chart",
    "table": "table_rows",
    "map": "public",
    "sql": "database",
    "divider": "horizontal_rule",
}
FIRST = {
    "tiles": Figure(("conversations_offered", "service_level", "abandon_rate"), compared=True),
    "chart": Figure(("conversations_offered",), ("day",), look="line"),
    "table": Figure(("conversations_offered", "service_level"), ("queue_name",), totals=True),
    "map": Figure(("conversations_offered",), ("country",)),
}
"""What a new cell shows until it is changed."""

TEXT_PIXELS, NOTE_PIXELS = 260, 90
EDITOR_PIXELS = 420
"""Editor and result stand below each other rather than narrower."""


def cells(notebook: Notebook, view: Scope) -> None:
    """All cells, each with what can be done with it; the open one with its editor beside it."""
    _add(notebook, "", say("notebook.add_first" if not notebook.cells else "notebook.add_top"))
    for place, cell in enumerate(notebook.cells):
        with st.container(border=True, key=f"edit-{cell.name}"):
            is_open = st.query_params.get(CELL) == cell.name
            _work(notebook, cell, place, is_open=is_open)
            if is_open:
                _side_by_side(cell, view)
            else:
                show_cell(cell, view)
        _add(notebook, cell.name, say("notebook.add_below"))


def _side_by_side(cell: Cell, view: Scope) -> None:
    """The editor of a cell and what it shows; an SQL cell shows its answer below its text."""
    beside = st.grid(2, min_column_width=EDITOR_PIXELS, gap="medium")
    with beside.cell(), st.container(key="editor"):
        _editor(cell, view)
    if cell.kind != "sql":
        with beside.cell():
            show_cell(cell, view)


def _work(notebook: Notebook, cell: Cell, place: int, *, is_open: bool) -> None:
    """The name of a cell, and the buttons that move, copy and take it out."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        kind = say(f"notebook.kind_{cell.kind}")
        title = plain(cell.title.told(language()))
        st.markdown(f":material/{ICONS[cell.kind]}: **{place + 1} · {kind}** {title}", width="stretch")
        last = len(notebook.cells) - 1
        for name, icon, is_off, work in (
            ("close_cell" if is_open else "edit_cell", "done" if is_open else "edit", False, _open),
            ("up", "arrow_upward", place == 0, _up),
            ("down", "arrow_downward", place == last, _down),
            ("double", "content_copy", False, _double),
            ("take_out", "delete", False, _take_out),
        ):
            st.button(
                say(f"notebook.{name}"),
                key=f"{name}-{cell.name}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=is_off,
                on_click=work,
                args=(cell.name,),
            )


def _add(notebook: Notebook, after: str, label: str) -> None:
    """A choice of kinds; the new cell stands below the one that is named, or above all, and is open."""
    names = {kind: f":material/{ICONS[kind]}: {say(f'notebook.kind_{kind}')}" for kind in KINDS}
    key = f"add-{after}" if notebook.cells else "add"
    st.menu_button(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        icon=":material/add:",
        type="tertiary",
        on_click=_insert,
        args=(key, after),
    )


def _insert(key: str, after: str) -> None:
    kind = str(st.session_state[key])

    def inserted(notebook: Notebook) -> Notebook:
        name = free_name([cell.name for cell in notebook.cells], kind)
        place = _place(notebook, after) + 1 if after else 0
        st.query_params[CELL] = name
        new = Cell(kind, name, figure=FIRST.get(kind))
        return notebook.with_(cells=(*notebook.cells[:place], new, *notebook.cells[place:]))

    change(inserted)


def _place(notebook: Notebook, name: str) -> int:
    """Where a cell stands, from 0; behind the last one when it is not there any more."""
    return next((place for place, cell in enumerate(notebook.cells) if cell.name == name), len(notebook.cells))


def _open(name: str) -> None:
    if st.query_params.get(CELL) == name:
        del st.query_params[CELL]
    else:
        st.query_params[CELL] = name


def _up(name: str) -> None:
    _move(name, -1)


def _down(name: str) -> None:
    _move(name, 1)


def _move(name: str, steps: int) -> None:
    def moved(notebook: Notebook) -> Notebook:
        order, place = list(notebook.cells), _place(notebook, name)
        if place == len(order):
            return notebook
        cell = order.pop(place)
        order.insert(max(0, place + steps), cell)
        return notebook.with_(cells=tuple(order))

    change(moved)


def _double(name: str) -> None:
    def doubled(notebook: Notebook) -> Notebook:
        place = _place(notebook, name)
        copies = [
            one.named(free_name([cell.name for cell in notebook.cells], name)) for one in notebook.cells[place:][:1]
        ]
        return notebook.with_(cells=(*notebook.cells[: place + 1], *copies, *notebook.cells[place + 1 :]))

    change(doubled)


def _take_out(name: str) -> None:
    change(lambda notebook: notebook.with_(cells=tuple(cell for cell in notebook.cells if cell.name != name)))


def _editor(cell: Cell, view: Scope) -> None:
    """The fields of one kind of cell."""
    key, spoken = key_of(cell), language()
    if cell.figure is None:
        line("title", cell.title.told(spoken), key, partial(_tell, cell.name, "title"))
    else:
        shown = cell.figure_told(spoken)
        made = controls(shown, f"build_{key}")
        if made != shown:
            _take_figure(cell.name, made)
            st.rerun()
    if cell.kind == "sql":
        # Another text is another field: one that was taken back would be shown as it was typed.
        sql_cell(cell.sql, sql_key(cell), view, partial(_take_sql, cell.name), is_run=bool(cell.sql.strip()))
    if cell.kind != "divider":
        name, pixels = ("text", TEXT_PIXELS) if cell.kind == "text" else ("note", NOTE_PIXELS)
        lines(name, cell.text.told(spoken), key, partial(_tell, cell.name, "text"), pixels=pixels)


def sql_key(cell: Cell) -> str:
    """Names the editor of a question."""
    return f"edit_{key_of(cell)}{sha256(cell.sql.encode()).hexdigest()[:8]}"


def _tell(name: str, part: str, text: str) -> None:
    spoken = language()
    _change_cell(name, lambda cell: replace(cell, **{part: getattr(cell, part).saying(spoken, text)}))


def _take_sql(name: str, text: str) -> None:
    """Keep a question that is run; the page is drawn anew, because the bar above stands there already."""
    _change_cell(name, lambda cell: replace(cell, sql=text))
    st.rerun()


def _take_figure(name: str, figure: Figure) -> None:
    """What the builder has made; another look can make another kind of cell of it."""
    spoken = language()
    _change_cell(
        name,
        lambda cell: Cell(
            kind_of_look(figure.look),
            cell.name,
            cell.title.saying(spoken, figure.title),
            cell.text,
            figure.with_(title=""),
        ),
    )


def _change_cell(name: str, make: Callable[[Cell], Cell]) -> None:
    def changed(notebook: Notebook) -> Notebook:
        return notebook.with_(cells=tuple(make(cell) if cell.name == name else cell for cell in notebook.cells))

    change(changed)
