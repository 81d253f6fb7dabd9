"""The catalogues: every word that is used is there in every language, and no other."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from core.grains import GRAINS
from core.schema.columns import PLACE_LEVELS
from core.schema.lent import AGENT_NOW
from core.schema.tables import CONVERSATIONS
from core.scope import FILTERS
from core.words import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
SECTIONS = {key.split(".")[0] for key in catalogue("en")}
LOOKS_LIKE_A_KEY = re.compile(
    rf"(?:{'|'.join(sorted(SECTIONS))})(?:\.[\w-]+)+(?<!\.csv)(?<!\.lock)(?<!\.json)(?<!\.toml)"
)


@cache
def code() -> list[ast.Module]:
    """All modules that use words."""
    files = [*ROOT.glob("core/**/*.py"), *ROOT.glob("ui/**/*.py"), *ROOT.glob("pages/*.py")]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


@cache
def used_keys() -> set[str]:
    """Patterns of all keys that the code names: literal ones, and those with parts that are filled in."""
    found: set[str] = set()
    for tree in code():
        within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                found.add(_pattern(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
                found.add(re.escape(node.value) if LOOKS_LIKE_A_KEY.fullmatch(node.value) else "")
    return found - {""}


def handed_on_sections() -> set[str]:
    """Sections that a call hands on by name, to a function that puts the keys together itself."""
    return {
        rf"{one.value}\..+"
        for tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for one in node.args
        if isinstance(one, ast.Constant) and one.value in SECTIONS
    }


def _pattern(text: ast.JoinedStr) -> str:
    parts = [part.value if isinstance(part, ast.Constant) else None for part in text.values]
    begins = parts[0] if isinstance(parts[0], str) else ""
    if begins.split(".")[0] not in SECTIONS or ("." not in begins and not begins.endswith("_")):
        return ""
    return "".join(".+" if part is None else re.escape(str(part)) for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_is_used_is_in_the_catalogue(language: str) -> None:
    words = catalogue(language)
    literal = {re.escape(key) for key in words}
    missing = [pattern for pattern in used_keys() - literal if not any(re.fullmatch(pattern, key) for key in words)]
    assert missing == []


def test_every_key_in_the_catalogue_is_used() -> None:
    used = re.compile("|".join(used_keys() | handed_on_sections()))
    assert [key for key in catalogue("en") if not used.fullmatch(key)] == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_the_catalogues_have_the_same_keys_and_the_same_places_to_fill_in(language: str) -> None:
    def places(words: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(words) if field}

    english, other = catalogue("en"), catalogue(language)
    assert set(english) == set(other)
    assert {key for key in english if places(english[key]) != places(other[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty(language: str) -> None:
    assert [key for key, words in catalogue(language).items() if not words.strip()] == []


def test_everything_that_can_be_filtered_has_a_name() -> None:
    words = catalogue("en")
    levels = {f"{level}_{told}": f"column.{level}" for level in PLACE_LEVELS for told in ("source", "precision")}
    assert [column for column in FILTERS.values() if levels.get(column, f"column.{column}") not in words] == []
    assert set(FILTERS.values()) - set(GRAINS) <= {*CONVERSATIONS.by_name, *AGENT_NOW}
