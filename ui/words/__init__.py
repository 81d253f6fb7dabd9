"""Every word that a person reads, in English and Spanish, from one catalogue a language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from ui.held import held

LANGUAGES = {"en": "English", "es": "Español"}
"""The languages by code, each named in itself."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All words of a language, by dotted key."""
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def say(key: str, **values: object) -> str:
    """The words for a key in the reader's language, with `{placeholders}` filled in.

    Raises:
        KeyError: no catalogue has the key; a test finds that before a reader does.
    """
    return say_in(language(), key, **values)


def say_in(language: str, key: str, **values: object) -> str:
    """As `say`, in a language that is given: for functions whose result is cached."""
    return catalogue(language)[key].format(**values)


def known(key: str) -> bool:
    """Whether the catalogues have the key; for words about values that data may extend."""
    return key in catalogue("en")


@held
def language() -> str:
    """The language in the URL, else the browser's, else English."""
    asked = st.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    browser = (st.context.locale or "en").split("-")[0].lower()
    return browser if browser in LANGUAGES else "en"


def _flat(words: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
