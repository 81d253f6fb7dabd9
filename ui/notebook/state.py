"""The notebook that the page is about: on the shelf, in the address, and as a draft that is being made of it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.errors import AtalayaError, DefinitionError, UnknownName
from core.notebooks.draft import Draft
from core.notebooks.drafts import Drafts
from core.notebooks.notebook import Notebook
from core.notebooks.shelf import Shelf
from ui.answers import workspace
from ui.visit import AT
from ui.words import in_words

PAGE = "notebook"
NAME, DRAFT, CELL = "name", "draft", "cell"
"""In the address: the notebook, the draft that is edited, and the cell of it that is open."""

TOLD = "notebook-told"
"""What became of the last click, to be told once."""


@dataclass(frozen=True)
class Editing:
    """A draft under its id."""

    id: str
    draft: Draft


def shelf() -> Shelf:
    """The notebooks of the workspace."""
    return Shelf(workspace().files)


def drafts(name: str) -> Drafts:
    """The drafts of a notebook."""
    return Drafts(workspace().files, name)


def asked_name() -> str:
    """The notebook that the address names."""
    return st.query_params.get(NAME, "").strip()


def editing() -> Editing | None:
    """The draft that the address names; None when it names none, or one that is not there any more."""
    one = st.query_params.get(DRAFT, "")
    try:
        return Editing(one, drafts(asked_name()).load(one)) if one else None
    except AtalayaError:
        return None


def notebook_here() -> Notebook | None:
    """The notebook that this page shows; None on other pages, and where it cannot be read."""
    if st.session_state.get(AT) != PAGE:
        return None
    if now := editing():
        return now.draft.now
    try:
        return shelf().open(asked_name()).notebook
    except (UnknownName, DefinitionError):
        return None


def change(make: Callable[[Notebook], Notebook]) -> None:
    """One more step of the draft, kept at once; for callbacks and for the script."""
    step(lambda draft: draft.changed(make(draft.now)))


def step(take: Callable[[Draft], Draft]) -> None:
    """Change the draft; what does not work is told, and nothing of it is kept."""
    try:
        with drafts(asked_name()).changing(st.query_params.get(DRAFT, "")) as kept:
            kept.draft = take(kept.draft)
    except AtalayaError as problem:
        tell(in_words(problem))


def tell(problem: str) -> None:
    """Tell a problem on the page's next run."""
    st.session_state[TOLD] = problem


def told() -> str:
    """The problem that is to be told, once."""
    return str(st.session_state.pop(TOLD, ""))
