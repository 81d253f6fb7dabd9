"""The words of the catalogues in the language of whoever reads the page."""

import streamlit as st

from core.errors import AtalayaError
from core.words import LANGUAGES, say_in
from core.words.sentences import in_language
from ui.held import held


def say(key: str, **values: object) -> str:
    """The words for a key in the reader's language, with `{placeholders}` filled in.

    Raises:
        KeyError: no catalogue has the key; a test finds that before a reader does.
    """
    return say_in(language(), key, **values)


def in_words(problem: object) -> str:
    """What went wrong, in the reader's language: an error, or the text of one that was kept."""
    if isinstance(problem, AtalayaError):
        return problem.told(language())
    return in_language(language(), str(problem))


@held
def language() -> str:
    """The language in the URL, else the browser's, else English."""
    asked = st.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    browser = (st.context.locale or "en").split("-")[0].lower()
    return browser if browser in LANGUAGES else "en"
