"""The page of notebooks: find one, begin one, bring one in; copies, downloads, and what was removed."""

from collections.abc import Sequence

import streamlit as st

from core.errors import AtalayaError, DefinitionError
from core.format import moment
from core.notebooks.draft import Draft
from core.notebooks.shelf import Entry
from core.scope import Scope
from core.store.kept_folder import NEW
from ui.labels import plain
from ui.notebook.adding import new_notebook
from ui.notebook.links import address_of, to_notebook
from ui.notebook.state import DRAFT, PAGE, drafts, shelf, tell, told
from ui.sitemap import place
from ui.uploader import uploader
from ui.words import in_words, language, say

SHOWN = 50
TITLE_MOST = 120


def show(view: Scope) -> None:
    """All of the page.

    Args:
        view: for the clock on which times are told.
    """
    if problem := told():
        st.error(say("frame.problem", problem=plain(problem, most=1_000)), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="shelf-bar"):
        wanted = st.text_input(
            say("notebook.search"), key="notebook-search", icon=":material/search:", width=320
        ).casefold()
        _new()
        _upload()
    entries = [one for one in shelf().entries() if wanted in _searched(one)]
    own = [one for one in entries if not one.is_built_in]
    if not own:
        st.caption(say("notebook.none_found" if wanted else "notebook.none"))
    _rows(own, view)
    if built_in := [one for one in entries if one.is_built_in]:
        st.subheader(say("notebook.built_in"), anchor=False, help=say("notebook.built_in_help"))
        _rows(built_in, view)
    _removed()


def _searched(entry: Entry) -> str:
    spoken = language()
    return "\n".join((entry.name, entry.title.told(spoken), entry.description.told(spoken))).casefold()


def _rows(entries: Sequence[Entry], view: Scope) -> None:
    for entry in entries[:SHOWN]:
        with st.container(border=True, key=f"entry-{entry.name}", gap="xsmall"):
            _row(entry, view)
    if len(entries) > SHOWN:
        st.caption(say("show.largest_of", shown=SHOWN, count=len(entries)))


def _row(entry: Entry, view: Scope) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch", gap=None):
            to_notebook(entry.name, plain(entry.headline(language())))
            facts = [plain(entry.description.told(language()), most=300)]
            if entry.changed_at:
                when = moment(entry.changed_at, view.zone, language(), seconds=False)
                facts.append(say("notebook.changed", when=when))
            st.caption(" · ".join(filter(None, facts)))
        _work(entry)
    if entry.problem:
        st.warning(plain(in_words(entry.problem), most=1_000), icon=":material/error:")


def _work(entry: Entry) -> None:
    """What can be done with a notebook without opening it."""
    title = entry.headline(language())
    if not entry.problem:
        st.button(
            say("notebook.duplicate"),
            key=f"duplicate-{entry.name}",
            icon=":material/content_copy:",
            type="tertiary",
            on_click=_duplicate,
            args=(entry.name, say("notebook.copy_of", title=title)),
        )
    text, mark = shelf().text(entry.name)
    st.download_button(
        say("notebook.download"),
        text.encode("utf-8", "surrogateescape"),
        f"{entry.name.removeprefix('atalaya.')}.toml",
        "application/toml",
        key=f"download-{entry.name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
    if not entry.is_built_in:
        with st.popover(say("notebook.remove"), icon=":material/delete:", type="tertiary", key=f"ask-{entry.name}"):
            st.markdown(say("notebook.remove_ask", title=plain(title)))
            st.button(
                say("notebook.remove"),
                key=f"remove-{entry.name}",
                type="primary",
                on_click=_remove,
                args=(entry.name, mark),
            )


def _new() -> None:
    with st.popover(say("notebook.new"), icon=":material/add:", key="new-notebook"):
        title = st.text_input(say("notebook.title"), key="notebook-title", max_chars=TITLE_MOST).strip()
        if st.button(say("notebook.begin"), key="notebook-begin", type="primary", disabled=not title):
            _begin(new_notebook(title))


def _begin(name: str) -> None:
    """Open a notebook to be edited."""
    opened = shelf().open(name)
    draft = drafts(name).begin(Draft.of(*opened))
    st.switch_page(place(PAGE).page(), query_params=address_of(name, **{DRAFT: draft}))


def _upload() -> None:
    with st.popover(say("notebook.upload"), icon=":material/upload:", key="upload-notebook"):
        file = uploader(
            say("notebook.upload_label"), type=["toml"], key=f"notebook-file-{st.session_state.get('brought', 0)}"
        )
        if file and st.button(say("notebook.upload_do"), key="notebook-upload", type="primary"):
            _bring(file.name, file.getvalue())


def _bring(file_name: str, content: bytes) -> None:
    """Put an uploaded file on the shelf; one that is none is told with its line."""
    name = shelf().free_name(file_name.removesuffix(".toml"))
    try:
        shelf().save_text(name, content.decode("utf-8-sig", "surrogateescape"), NEW)
    except DefinitionError as problem:
        st.error(plain(in_words(problem).replace(f"{name}.toml", file_name), most=1_000), icon=":material/error:")
        return
    st.session_state["brought"] = st.session_state.get("brought", 0) + 1
    st.switch_page(place(PAGE).page(), query_params=address_of(name))


def _removed() -> None:
    names = shelf().removed()
    if not names:
        return
    with st.expander(say("notebook.removed", count=len(names)), icon=":material/delete:", key="removed"):
        for name in names:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(plain(name), width="stretch")
                st.button(
                    say("notebook.restore"),
                    key=f"restore-{name}",
                    icon=":material/restore_from_trash:",
                    type="tertiary",
                    on_click=_restore,
                    args=(name,),
                )


def _restore(name: str) -> None:
    try:
        shelf().restore(name)
    except AtalayaError as problem:
        tell(in_words(problem))


def _duplicate(name: str, title: str) -> None:
    try:
        shelf().duplicate(name, title)
    except AtalayaError as problem:
        tell(in_words(problem))


def _remove(name: str, mark: str) -> None:
    try:
        shelf().remove(name, mark)
    except AtalayaError as problem:
        tell(in_words(problem))
