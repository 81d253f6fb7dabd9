"""The words of the catalogues in the language of whoever reads the page."""

import streamlit as st

from core.words import LANGUAGES, say_in
from ui.held import held


def say(key: str, **values: object) -> str:
    """The words for a key in the reader's language, with `{placeholders}` filled in.

    Raises:
        KeyError: no catalogue has the key; a test finds that before a reader does.
    """
    return say_in(language(), key, **values)


@held
def language() -> str:
    """The language in the URL, else the browser's, else English."""
    asked = st.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    browser = (st.context.locale or "en").split("-")[0].lower()
    return browser if browser in LANGUAGES else "en"
