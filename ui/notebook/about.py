"""What a notebook is about, to be edited: title, description, own scope, and what a reader can change."""

from functools import partial

import streamlit as st

from core.notebooks.notebook import Notebook
from core.notebooks.scope_table import WORDS, is_word
from core.scope import Scope
from ui import filters
from ui.notebook.adding import scope_words
from ui.notebook.fields import line
from ui.notebook.parameters import word_label
from ui.notebook.state import change
from ui.words import language, say

CHOSEN = "own-parameters"


def about(notebook: Notebook, view: Scope) -> None:
    """All of it, behind a heading."""
    with st.expander(say("notebook.about"), icon=":material/tune:", key="about"):
        for part in ("title", "description"):
            line(part, getattr(notebook, part).told(language()), "", partial(_tell, part))
        st.markdown(f"**{say('notebook.scope')}**", help=say("notebook.scope_help"))
        with st.container(key="own-scope"):
            filters.show(view)
        own = scope_words(view)
        st.button(
            say("notebook.keep_scope"),
            key="keep-scope",
            icon=":material/push_pin:",
            disabled=own == notebook.scope,
            on_click=_keep_scope,
            args=(own,),
        )
        _parameters(notebook)


def _tell(part: str, text: str) -> None:
    spoken = language()
    change(lambda notebook: notebook.with_(**{part: getattr(notebook, part).saying(spoken, text)}))


def _keep_scope(own: dict[str, str]) -> None:
    """Make what is shown now the notebook's own; the address need not say it any more."""
    change(lambda notebook: notebook.with_(scope=own))
    for word in filter(is_word, list(st.query_params)):
        del st.query_params[word]


def _parameters(notebook: Notebook) -> None:
    names = {word: word_label(word) for word in dict.fromkeys((*WORDS, *notebook.parameters))}
    st.session_state[CHOSEN] = list(notebook.parameters)
    st.multiselect(
        say("notebook.parameters"),
        list(names),
        format_func=names.__getitem__,
        key=CHOSEN,
        help=say("notebook.parameters_help"),
        on_change=_take_parameters,
    )


def _take_parameters() -> None:
    chosen = tuple(st.session_state[CHOSEN])
    change(lambda notebook: notebook.with_(parameters=chosen))
