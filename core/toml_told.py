"""What a text file in TOML says, made into what it means, or what is wrong with which line of it."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from core.errors import AtalayaError, DefinitionError, UnknownName
from core.toml_lines import Unreadable, find_lines, read_toml

Made = TypeVar("Made")


class Wrong(Exception):
    """What cannot be used, before its line is known.

    Args:
        path: keys that lead to it.
        at: text by which its line is found, in a list.
    """

    def __init__(self, told: str, *path: str, at: str = "") -> None:
        super().__init__(told)
        self.told, self.path, self.at = told, path, at


class Key(Protocol):
    """A declared key: what its value has to be, and the only values that there are; none for any."""

    @property
    def takes(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...


Declared = TypeVar("Declared", bound=Key)


def read_told(text: str, name: str, make: Callable[[Mapping[str, Any]], Made]) -> Made:
    """What is made of the values of a file.

    Args:
        text: of the file; bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
        name: of the file, without its ending, for messages.
        make: raises `Wrong` for what cannot be used.

    Raises:
        DefinitionError: it says something that cannot be used; the message names the file, the line and the way out.
    """
    text = text.removeprefix("\ufeff")
    lines = find_lines(text)
    try:
        return make(read_toml(text, lines))
    except Unreadable as problem:
        told = f"not readable as TOML: {problem.what}." if problem.what else "no UTF-8 text; save it again as UTF-8."
        line = problem.line
    except Wrong as wrong:
        told, line = wrong.told, lines.of(*wrong.path, value=wrong.at)
    raise DefinitionError(f"{name}.toml, line {line}: {told}")


def told_at(make: Callable[[], Made], *path: str, at: str = "") -> Made:
    """What is made; what is wrong with it is told at this key, as `Wrong`."""
    try:
        return make()
    except AtalayaError as problem:
        raise Wrong(str(problem), *path, at=at) from problem


def check_keys(
    given: Mapping[str, Any],
    keys: Mapping[str, Declared],
    takes: Callable[[Declared, Any], bool],
    *path: str,
) -> None:
    """Raise `Wrong` unless there is no key but these, and each has what it takes."""
    for key, value in given.items():
        if key not in keys:
            raise Wrong(str(UnknownName.among("key", key, keys)), *path, key)
        known = keys[key]
        if not takes(known, value):
            raise Wrong(f"{key} is {value!r}; give {known.takes}.", *path, key)
        if known.choices and value not in known.choices:
            raise Wrong(str(UnknownName.among(key, value, known.choices)), *path, key)
