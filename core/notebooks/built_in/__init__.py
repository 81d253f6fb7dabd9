"""The notebooks that come with the product: locked; a copy can be changed."""

from functools import cache
from pathlib import Path

from core.errors import UnknownName

PREFIX = "atalaya."
"""Begins their names; no file of a house can be called so."""

_FOLDER = Path(__file__).parent
BUILT_IN = tuple(
    f"{PREFIX}{name}"
    for name in ("overview", "queues", "abandonment", "handling", "agents", "transfers", "geography", "reported")
)
"""Their names, in the order of the pages."""


def is_built_in(name: str) -> bool:
    """Whether the name is that of a notebook that came with the product."""
    return name in BUILT_IN


@cache
def built_in_text(name: str) -> str:
    """The text of its file.

    Raises:
        UnknownName: there is none.
    """
    if not is_built_in(name):
        raise UnknownName.among("built-in notebook", name, BUILT_IN)
    return (_FOLDER / f"{name.removeprefix(PREFIX)}.toml").read_text(encoding="utf-8")
