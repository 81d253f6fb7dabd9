"""The page of a notebook: read it, change what its parameters allow, or edit it side by side with what it shows."""

import streamlit as st

from core.errors import DefinitionError, UnknownName
from core.filters import column_of
from core.notebooks.built_in import is_built_in
from core.notebooks.draft import Draft
from core.notebooks.notebook import Notebook
from core.notebooks.shelf import Opened
from core.scope import Scope
from core.scope_words import scope_in_words
from core.store.kept_folder import NEW
from ui import corrections, empty, filters, offer
from ui.labels import labels, plain
from ui.notebook import bar, edit
from ui.notebook.about import about
from ui.notebook.cells import show_cell
from ui.notebook.links import to_notebook, to_shelf
from ui.notebook.parameters import parameters, word_label
from ui.notebook.rename import rename
from ui.notebook.repair import repair
from ui.notebook.state import DRAFT, NAME, PAGE, Editing, asked_name, drafts, editing, shelf, tell, told
from ui.notebook.unfinished import unfinished
from ui.notebook.versions import versions
from ui.own_scope import fixed, over_own
from ui.sitemap import place
from ui.take import report_menu
from ui.words import in_words, language, say

LINE = 600
"""Characters of the line that says what the notebook speaks of."""


def show(view: Scope) -> None:
    """The notebook that the address names; where it names none that can be read, what to do."""
    name, now = asked_name(), editing()
    if problem := told():
        st.error(say("frame.problem", problem=plain(problem, most=1_000)), icon=":material/error:")
    try:
        opened = shelf().open(name)
    except UnknownName as problem:
        if now is None:
            _not_found(name, problem)
            return
        opened = Opened(now.draft.base, NEW)
    except DefinitionError as problem:
        if now is None:
            repair(name, problem)
            return
        opened = Opened(now.draft.base, shelf().text(name)[1])
    if now:
        bar.show(now, opened.mark)
        _editing(view, now)
        return
    if st.query_params.get(DRAFT):
        st.warning(say("notebook.draft_gone"), icon=":material/draft:")
    _reading(view, opened)


def _reading(view: Scope, opened: Opened) -> None:
    notebook = opened.notebook
    _title(notebook)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="notebook-work"):
        if not is_built_in(notebook.name):
            st.button(say("notebook.edit"), key="edit", icon=":material/edit:", type="primary", on_click=_edit)
        elif st.button(say("notebook.copy"), key="copy", icon=":material/content_copy:", type="primary"):
            _copy(notebook)
        versions(notebook.name, view.zone)
        if view.period is not None and notebook.cells:
            report_menu(notebook, view, notebook.name)
        rename(notebook.name, opened.mark)
        to_shelf(say("notebook.all"))
    unfinished(notebook.name, view.zone)
    parameters(notebook, view)
    _scope(view)
    if view.period is None:
        empty.no_data(view)
        return
    if not notebook.cells:
        st.info(say("notebook.empty"), icon=":material/info:")
    for cell in notebook.cells:
        show_cell(cell, view)


def _editing(view: Scope, now: Editing) -> None:
    _title(now.draft.now)
    about(now.draft.now, view)
    _scope(view)
    edit.cells(now.draft.now, view)


def _title(notebook: Notebook) -> None:
    st.header(plain(notebook.headline(language())), anchor=False)
    if description := notebook.description.told(language()):
        st.markdown(plain(description, most=2_000))


def _scope(view: Scope) -> None:
    """What the numbers are narrowed to, the ways on from the last click, and what of the address does not count."""
    for problem in view.problems:
        words = say(problem.key, name=word_label(problem.name), value=plain(problem.value))
        st.warning(words, icon=":material/filter_alt_off:")
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    for word in over_own(params)[1]:
        st.warning(say("notebook.fixed", name=word_label(word)), icon=":material/lock:")
    own = fixed()
    if view.period is not None:
        told = say("notebook.fixed_help", names=", ".join(map(word_label, sorted(own)))) if own else None
        st.caption(plain(scope_in_words(view, labels()), LINE), help=told)
    kept = {column_of(word) for word in own}
    filters.chips(view.narrowed(**dict.fromkeys(kept, ())))
    if view.period is not None:
        offer.show(view, place(PAGE))
        corrections.note(view)


def _edit() -> None:
    """Begin a draft; the address keeps it through a refresh."""
    try:
        st.query_params[DRAFT] = drafts(asked_name()).begin(Draft.of(*shelf().open(asked_name())))
    except (UnknownName, DefinitionError) as problem:
        tell(in_words(problem))


def _copy(notebook: Notebook) -> None:
    title = say("notebook.copy_of", title=notebook.headline(language()))
    name = shelf().duplicate(notebook.name, title)
    draft = drafts(name).begin(Draft.of(*shelf().open(name)))
    kept = {word: value for word, value in st.query_params.to_dict().items() if word not in (NAME, DRAFT)}
    st.switch_page(place(PAGE).page(), query_params=kept | {NAME: name, DRAFT: draft})


def _not_found(name: str, problem: UnknownName) -> None:
    with st.container(border=True, key="not-found"):
        st.subheader(say("notebook.unknown" if name else "notebook.unnamed"), anchor=False)
        if name:
            st.markdown(plain(in_words(problem), most=1_000))
            if name in shelf().removed():
                st.markdown(say("notebook.was_removed"))
        for other in shelf().names()[:8]:
            to_notebook(other, plain(other))
        to_shelf(say("notebook.all"))
