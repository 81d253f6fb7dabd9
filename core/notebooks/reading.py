"""Reading a notebook's file: its parts, or what is wrong with which line."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from core.errors import AtalayaError
from core.figures import Figure
from core.notebooks.cell import NAME, Cell
from core.notebooks.schema import (
    CELL_KEYS,
    CELL_OWN,
    HIGHLIGHT_KEYS,
    KINDS_AND_KEYS,
    MOST_CELLS,
    NOTEBOOK_KEYS,
    PARAMETERS,
    takes,
    unnamed,
)
from core.notebooks.scope_table import address_value, check_word, flat
from core.notebooks.spoken import Spoken
from core.toml_told import Wrong, check_keys, read_told, told_at

SOME_METRIC = "conversations"


def read_parts(text: str, name: str) -> dict[str, Any]:
    """The parts of a notebook: `title`, `description`, `scope`, `parameters`, `cells`.

    Args:
        text: of the file; bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
        name: of the file, without its ending, for messages.

    Raises:
        DefinitionError: as `core.notebooks.notebook.read_notebook` tells.
    """
    return read_told(text, name, _parts)


def _parts(given: Mapping[str, Any]) -> dict[str, Any]:
    check_keys(given, NOTEBOOK_KEYS, takes)
    cells = given.get("cell", [])
    if len(cells) > MOST_CELLS:
        raise Wrong(f"there are {len(cells)} cells; {MOST_CELLS} are the most.", "cell", str(MOST_CELLS))
    return {
        "title": _spoken(given.get("title", "")),
        "description": _spoken(given.get("description", "")),
        "scope": {word: _scope_value(word, value) for word, value in flat(given.get("scope", {})).items()},
        "parameters": _parameters(given.get("parameters", list(PARAMETERS))),
        "cells": _cells(cells),
    }


def _scope_value(word: str, value: Any) -> str:
    return told_at(lambda: address_value(word, value), "scope", word)


def _parameters(given: Any) -> tuple[str, ...]:
    words = (given,) if isinstance(given, str) else tuple(given)
    for word in words:
        told_at(partial(check_word, word), "parameters", at=word)
        if words.count(word) > 1:
            raise Wrong(f"parameters names {word!r} twice; name it once.", "parameters", at=word)
    return words


def _cells(given: list[dict[str, Any]]) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for place, told in enumerate(given):
        cell = _cell(told, ("cell", str(place)), unnamed(place + 1))
        if cell.name in cells:
            raise Wrong(f"another cell is called {cell.name!r} too; give each its own.", "cell", str(place), "name")
        cells[cell.name] = cell
    return tuple(cells.values())


def _cell(given: Mapping[str, Any], path: tuple[str, ...], name: str) -> Cell:
    if "kind" not in given:
        raise Wrong(f"kind is missing; give one of {', '.join(CELL_KEYS['kind'].choices)}.", *path)
    check_keys({"kind": given["kind"]}, CELL_KEYS, takes, *path)
    kind = given["kind"]
    for key in given:
        if key in CELL_KEYS and key not in KINDS_AND_KEYS[kind]:
            raise Wrong(f"a cell of kind {kind} has no {key}; it has {', '.join(KINDS_AND_KEYS[kind])}.", *path, key)
    check_keys(given, CELL_KEYS, takes, *path)
    for number, highlight in enumerate(given.get("highlights", [])):
        check_keys(highlight, HIGHLIGHT_KEYS, takes, *path, "highlights", str(number))
    name = given.get("name", name)
    if not NAME.fullmatch(name):
        told = f"a cell cannot be called {name!r}; use small letters, digits and -, at most 60 in all."
        raise Wrong(told, *path, "name")
    asked = {key: value for key, value in given.items() if key not in CELL_OWN}
    figure = _figure(asked, *path) if "metrics" in KINDS_AND_KEYS[kind] else None
    title, text = (_spoken(given.get(key, "")) for key in ("title", "text"))
    return told_at(lambda: Cell(kind, name, title, text, figure, given.get("sql", "")), *path, "look")


def _figure(asked: dict[str, Any], *path: str) -> Figure:
    """The figure; what is wrong with it is told at the key without which it would not be."""
    if "metrics" not in asked:
        raise Wrong("metrics is missing; give a list of names of metrics.", *path)
    told = _problem(asked)
    if not told:
        return Figure.from_dict(asked)
    without = {key: {**asked, key: [SOME_METRIC]} if key == "metrics" else _less(asked, key) for key in asked}
    key = next((key for key in reversed(asked) if _problem(without[key]) != told), "")
    raise Wrong(f"{key}: {told}" if key else told, *path, key)


def _problem(asked: dict[str, Any]) -> str:
    """Why there is no such figure; empty when there is one."""
    try:
        Figure.from_dict(asked)
    except AtalayaError as problem:
        return str(problem)
    return ""


def _less(asked: dict[str, Any], key: str) -> dict[str, Any]:
    return {other: value for other, value in asked.items() if other != key}


def _spoken(given: Any) -> Spoken:
    return Spoken.of(given) if isinstance(given, str) else Spoken.by_language(given)
