"""`views.toml` as text: read with the line of every mistake, and changed without touching what else it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core.errors import DefinitionError
from core.toml_lines import Lines, Unreadable, find_lines, read_toml
from core.views.view import View, read_address

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
    """

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


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
        what = problem.what or "is not UTF-8"
        return Views(mistakes=(Mistake(problem.line, f"the file is no TOML: {what}; repair that."),), is_readable=False)
    mistakes = [
        Mistake(lines.of(name), f"there is no {name!r}; known: default, view.")
        for name in told
        if name not in ("default", "view")
    ]
    entries = told.get("view", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        mistakes.append(Mistake(lines.of("view"), "view is no list of tables; begin each view with [[view]]."))
        entries = []
    views: dict[str, View] = {}
    for place, entry in enumerate(entries):
        try:
            view = _read(entry, lines, place)
        except _Wrong as problem:
            mistakes.append(problem.mistake)
            continue
        if view.key in views:
            line = lines.of("view", str(place), "name")
            mistakes.append(Mistake(line, f"there is another view called {view.name!r} already; give it another name."))
        else:
            views[view.key] = view
    default = _default(told.get("default"), views, lines, mistakes)
    return Views(tuple(views.values()), default, tuple(mistakes))


class _Wrong(Exception):
    """An entry that is no view."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line, message)


def _read(entry: Mapping[str, Any], lines: Lines, place: int) -> View:
    for name, value in entry.items():
        line = lines.of("view", str(place), name)
        if name not in FIELDS:
            raise _Wrong(line, f"a view has no {name!r}; known: {', '.join(FIELDS)}.")
        is_right = isinstance(value, datetime) if name == "saved_at" else isinstance(value, str)
        if not is_right:
            wanted = "a moment such as 2026-11-21T09:30:00Z" if name == "saved_at" else "text in quotes"
            raise _Wrong(line, f"{name} is {_shown(value)}; give {wanted}.")
    for name in NEEDED:
        if not entry.get(name, "").strip():
            raise _Wrong(lines.of("view", str(place)), f"the view has no {name}; give it one.")
    page, params = read_address(entry["address"])
    saved_at = entry.get("saved_at")
    if saved_at is not None:
        saved_at = (saved_at if saved_at.tzinfo else saved_at.replace(tzinfo=UTC)).astimezone(UTC)
    try:
        return View(entry["name"], page, params, entry.get("description", ""), entry.get("by", ""), saved_at)
    except DefinitionError as problem:
        raise _Wrong(lines.of("view", str(place)), str(problem)) from problem


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _default(given: object, views: Mapping[str, View], lines: Lines, mistakes: list[Mistake]) -> View | None:
    if given is None:
        return None
    found = views.get(given.strip().casefold()) if isinstance(given, str) else None
    if found is None:
        known = ", ".join(view.name for view in views.values()) or "none yet"
        mistakes.append(Mistake(lines.of("default"), f"default is {given!r}, which is no view here; known: {known}."))
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
