"""What pictures are made of: worked out once for all readers who would see the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.held import held
from ui.kept import kept
from ui.words import language

PICTURES = 500
"""Of all kinds together; the rows of one take some ten thousand bytes."""

Asked = ParamSpec("Asked")
Drawn = TypeVar("Drawn")


@held
def theme() -> str:
    """`light` or `dark`, as the reader sees the page."""
    return st.context.theme.type or "light"


def drawn(make: Callable[Asked, Drawn]) -> Callable[Asked, Drawn]:
    """Keep what a picture is made of: rows, specification, words.

    It may follow from the arguments, given by position, and from what all readers of one language and theme share, the
    data and the house rules; from nothing else in the address. It draws nothing: nothing is drawn when it is known.
    """

    @wraps(make)
    def found(*args: Asked.args, **_: Asked.kwargs) -> Drawn:
        made: Drawn = _made(make, snapshot(), settings(), language(), theme(), *args)
        return made

    return found


@kept(PICTURES)
def _made(
    make: Callable[..., Any],
    now: Snapshot,  # noqa: ARG001 (what a picture follows from names it)
    rules: Settings,  # noqa: ARG001
    tongue: str,  # noqa: ARG001
    shade: str,  # noqa: ARG001
    *args: object,
) -> Any:
    return make(*args)
