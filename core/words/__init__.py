"""Every word that a person reads, in English and Spanish, from one catalogue a language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "es": "Español"}
"""The languages by code, each named in itself."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All words of a language, by dotted key."""
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def say_in(language: str, key: str, **values: object) -> str:
    """The words for a key in a language, with `{placeholders}` filled in.

    Raises:
        KeyError: no catalogue has the key; a test finds that before a reader does.
    """
    return catalogue(language)[key].format(**values)


def known(key: str) -> bool:
    """Whether the catalogues have the key; for words about values that data may extend."""
    return key in catalogue("en")


def _flat(words: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
