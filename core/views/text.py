"""`views.toml` as text: read with the line of every mistake, and changed without touching what else it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core.errors import DefinitionError
from core.toml_lines import Lines, Unreadable, find_lines, read_toml
from core.views.view import View, read_address
from core.words import say_in
from core.words.sentences import in_language

HEAD = """# Views that people of this house have saved: the state of a page by a name. Atalaya reads and writes this
# file; it can be changed by hand too. `default` is the name of the view that opens first.
"""
FIELDS = ("name", "description", "by", "saved_at", "address")
NEEDED = ("name", "address")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in the file, and the way out.

    Args:
        line: where, from 1.
        key: of the sentence, below `views.wrong`.
        values: what it names.
    """

    line: int
    key: str
    values: tuple[tuple[str, str], ...] = ()

    def told(self, language: str) -> str:
        """The sentence in a language."""
        values = {name: in_language(language, value) for name, value in self.values}
        return say_in(language, f"views.wrong.{self.key}", **values)

    def __str__(self) -> str:
        return f"line {self.line}: {self.told('en')}"


@dataclass(frozen=True)
class Views:
    """What the file says.

    Args:
        views: those that can be opened, in the order of the file.
        default: the one that opens first; None without any.
        mistakes: what is wrong; the rest can be used all the same.
        is_readable: whether it is TOML at all: otherwise nothing can be saved before it is repaired.
    """

    views: tuple[View, ...] = ()
    default: View | None = None
    mistakes: tuple[Mistake, ...] = ()
    is_readable: bool = True

    def named(self, name: str) -> View | None:
        """The view of that name, whatever the case of its letters."""
        return next((view for view in self.views if view.key == name.strip().casefold()), None)


def read_views(text: str) -> Views:
    """All views of the file, and all mistakes."""
    lines = find_lines(text)
    try:
        told = read_toml(text, lines)
    except Unreadable as problem:
        return Views(mistakes=(_mistake(problem.line, "toml", what=problem.what or "UTF-8?"),), is_readable=False)
    mistakes = [_mistake(lines.of(name), "key", name=name) for name in told if name not in ("default", "view")]
    entries = told.get("view", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        mistakes.append(_mistake(lines.of("view"), "tables"))
        entries = []
    views: dict[str, View] = {}
    for place, entry in enumerate(entries):
        try:
            view = _read(entry, lines, place)
        except _Wrong as problem:
            mistakes.append(problem.mistake)
            continue
        if view.key in views:
            mistakes.append(_mistake(lines.of("view", str(place), "name"), "double", name=view.name))
        else:
            views[view.key] = view
    default = _default(told.get("default"), views, lines, mistakes)
    return Views(tuple(views.values()), default, tuple(mistakes))


class _Wrong(Exception):
    """An entry that is no view."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


def _mistake(line: int, key: str, **values: str) -> Mistake:
    return Mistake(line, key, tuple(values.items()))


def _read(entry: Mapping[str, Any], lines: Lines, place: int) -> View:
    for name, value in entry.items():
        line = lines.of("view", str(place), name)
        if name not in FIELDS:
            raise _Wrong(_mistake(line, "field", name=name, known=", ".join(FIELDS)))
        is_right = isinstance(value, datetime) if name == "saved_at" else isinstance(value, str)
        if not is_right:
            raise _Wrong(_mistake(line, "moment" if name == "saved_at" else "text", name=name, value=_shown(value)))
    for name in NEEDED:
        if not entry.get(name, "").strip():
            raise _Wrong(_mistake(lines.of("view", str(place)), "missing", name=name))
    page, params = read_address(entry["address"])
    saved_at = entry.get("saved_at")
    if saved_at is not None:
        saved_at = (saved_at if saved_at.tzinfo else saved_at.replace(tzinfo=UTC)).astimezone(UTC)
    try:
        return View(entry["name"], page, params, entry.get("description", ""), entry.get("by", ""), saved_at)
    except DefinitionError as problem:
        raise _Wrong(_mistake(lines.of("view", str(place)), "view", what=str(problem))) from problem


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _default(given: object, views: Mapping[str, View], lines: Lines, mistakes: list[Mistake]) -> View | None:
    if given is None:
        return None
    found = views.get(given.strip().casefold()) if isinstance(given, str) else None
    if found is None:
        known = ", ".join(view.name for view in views.values()) or "–"
        mistakes.append(_mistake(lines.of("default"), "default", value=_shown(given), known=known))
    return found


def put(text: str, view: View, instead_of: str = "") -> str:
    """The text with a view, in the place of the one that has the other name or its own, else at the end."""
    import tomlkit

    document = tomlkit.parse(text or HEAD)
    if not document.get("view"):
        document.pop("view", None)
        document.add("view", tomlkit.aot())
    entries: Any = document["view"]
    place = _place(entries, instead_of or view.name)
    table = entries[place] if place is not None else tomlkit.table()
    told = {"name": view.name, "description": view.description, "by": view.by, "address": view.address}
    for name, value in told.items():
        if value:
            table[name] = value
        else:
            table.pop(name, None)
    if view.saved_at:
        table["saved_at"] = view.saved_at
    if place is None:
        entries.append(table)
    if instead_of and _is(document.get("default"), instead_of):
        document["default"] = view.name
    return tomlkit.dumps(document)


def taken_out(text: str, name: str) -> str:
    """The text without the view of that name, which is no default any more either."""
    import tomlkit

    document = tomlkit.parse(text)
    entries = document.get("view", [])
    place = _place(entries, name)
    if place is not None:
        del entries[place]
    if _is(document.get("default"), name):
        del document["default"]
    return tomlkit.dumps(document)


def opening_with(text: str, name: str) -> str:
    """The text with another view that opens first; with none for an empty name."""
    import tomlkit

    document = tomlkit.parse(text or HEAD)
    if not name:
        document.pop("default", None)
    elif "default" in document:
        document["default"] = name
    else:
        # Before the first table: below it, it would be a part of that.
        lines = text.split("\n")
        first = min(find_lines(text).headers, default=len(lines))
        lines[first - 1 : first - 1] = [f"default = {tomlkit.item(name).as_string()}", ""]
        return "\n".join(lines)
    return tomlkit.dumps(document)


def _place(entries: Any, name: str) -> int | None:
    return next((place for place, entry in enumerate(entries) if _is(entry.get("name"), name)), None)


def _is(given: object, name: str) -> bool:
    return isinstance(given, str) and given.strip().casefold() == name.strip().casefold()
