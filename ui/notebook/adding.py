"""Adding a cell to a notebook from anywhere: to one that is there, or to a new one."""

import streamlit as st

from core.errors import AtalayaError, Overtaken
from core.figures import Figure
from core.filters import column_of
from core.notebooks.cell import Cell, figure_cell
from core.notebooks.notebook import Notebook
from core.notebooks.scope_table import is_word
from core.notebooks.shelf import Entry
from core.notebooks.spoken import Spoken
from core.scope import Scope
from core.store.kept_folder import NEW, free_name
from ui.labels import plain
from ui.notebook.state import NAME, PAGE, shelf
from ui.sitemap import place
from ui.words import in_words, language, say

TRIES = 5
"""Somebody may be saving the same notebook in this moment; so often is it read anew."""

NEW_ONE = ""
ADDED, PROBLEM = "notebook-added", "notebook-problem"


def add_cell(notebook_name: str, cell: Cell) -> str:
    """Put a cell below the last one of a notebook; the cell's name there, another one where its own is taken.

    Raises:
        UnknownName: there is no such notebook.
        DefinitionError: its file says something wrong, or it is built in.
        Overtaken: others save it faster than it can be read.
    """
    for tries in range(TRIES):
        notebook, mark = shelf().open(notebook_name)
        name = free_name([one.name for one in notebook.cells], cell.name)
        try:
            shelf().save(notebook.with_(cells=(*notebook.cells, cell.named(name))), mark)
        except Overtaken:
            if tries == TRIES - 1:
                raise
        else:
            return name
    return cell.name


def new_notebook(title: str, view: Scope | None = None, *cells: Cell) -> str:
    """A new notebook about what a scope speaks of; its name.

    Raises:
        StoreError: it cannot be written.
    """
    name = shelf().free_name(title)
    scope = {} if view is None else scope_words(view)
    shelf().save(Notebook(name, Spoken.of(title), scope=scope, cells=cells), NEW)
    return name


def scope_words(view: Scope) -> dict[str, str]:
    """What a scope says, as a notebook keeps it."""
    return {word: value for word, value in view.params().items() if is_word(word)}


def adding(what: Figure | Cell, view: Scope, key: str) -> None:
    """A button that lets the reader choose a notebook, or begin one, and adds a figure or a cell to it.

    In a new notebook it stands within the scope that it is seen in; in one that is there, within that notebook's, and
    filters that this does not have become conditions of a figure.
    """
    with st.popover(say("notebook.add_to"), icon=":material/note_add:", key=f"adding-{key}"):
        names = {NEW_ONE: say("notebook.new")}
        names |= {one.name: one.headline(language()) for one in _own()}
        chosen = st.selectbox(
            say("notebook.which"), list(names), format_func=names.__getitem__, key=f"adding-which-{key}"
        )
        title = ""
        if chosen == NEW_ONE:
            title = st.text_input(say("notebook.title"), key=f"adding-title-{key}", max_chars=120).strip()
        else:
            st.caption(say("notebook.add_help"))
        st.button(
            say("notebook.add"),
            key=f"adding-do-{key}",
            type="primary",
            disabled=chosen == NEW_ONE and not title,
            on_click=_add,
            args=(what, view, chosen, title),
        )
    _told()


def _own() -> list[Entry]:
    """The notebooks that can be added to."""
    return [one for one in shelf().entries() if not one.is_built_in and not one.problem]


def _add(what: Figure | Cell, view: Scope, chosen: str, title: str) -> None:
    try:
        if chosen == NEW_ONE:
            name = new_notebook(title, view, _cell(what))
        else:
            name = chosen
            add_cell(name, _cell(_within(what, view, name) if isinstance(what, Figure) else what))
    except AtalayaError as problem:
        st.session_state[PROBLEM] = in_words(problem)
    else:
        st.session_state[ADDED] = name


def _cell(what: Figure | Cell) -> Cell:
    return figure_cell(what, "figure") if isinstance(what, Figure) else what


def _within(figure: Figure, view: Scope, name: str) -> Figure:
    """The figure with the filters as its own conditions that the notebook does not have."""
    scope, here = shelf().open(name).notebook.scope, scope_words(view)
    own = {column_of(word) for word, value in scope.items() if here.get(word) == value}
    more = [one for one in view.conditions() if one.column not in own and one not in figure.where]
    return figure.with_(where=(*figure.where, *more))


def _told() -> None:
    """What came of it, once: the way to the notebook, or why it did not work."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(say("frame.problem", problem=plain(problem, most=1_000)), icon=":material/error:")
    if name := st.session_state.pop(ADDED, ""):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(say("notebook.added"), icon=":material/check_circle:")
            there = place(PAGE)
            st.page_link(there.page(), label=say("notebook.open"), icon=there.icon, query_params={NAME: name})
