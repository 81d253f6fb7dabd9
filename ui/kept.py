"""Values that are kept as long as there is room for them: answers, and what is drawn of them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

import polars as pl
from streamlit.delta_generator import DeltaGenerator

WAITING_PIXELS = 220
"""Height of what stands in a card while its numbers are worked out."""

Asked = ParamSpec("Asked")
Value = TypeVar("Value")

_place: ContextVar[DeltaGenerator | None] = ContextVar("place", default=None)


@dataclass(frozen=True, eq=False)
class _This:
    """A frame as itself: another one of the same content is another one. Held, so that its place is not taken."""

    frame: pl.DataFrame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.frame is self.frame

    def __hash__(self) -> int:
        return id(self.frame)


def kept(most: int) -> Callable[[Callable[Asked, Value]], Callable[Asked, Value]]:
    """Keep the values of a function for the `most` arguments that were asked for last.

    Not Streamlit's own cache: hashing a question by its parts and copying the answer takes longer than a page has.
    When several readers ask the same at once, one thread works it out and the others wait for it; and while it is
    worked out within `waiting_here`, that place shows so.

    The arguments are given by position. Frames among them are told apart by being the same one, not by their content,
    and nobody may change a value that is kept.
    """

    def keeping(find: Callable[Asked, Value]) -> Callable[Asked, Value]:
        values: OrderedDict[tuple[object, ...], Value] = OrderedDict()
        turns: WeakValueDictionary[tuple[object, ...], Lock] = WeakValueDictionary()
        guard = Lock()

        @wraps(find)
        def found(*args: Asked.args, **kwargs: Asked.kwargs) -> Value:
            key = tuple(_This(one) if isinstance(one, pl.DataFrame) else one for one in args)
            with guard:
                if key in values:
                    values.move_to_end(key)
                    return values[key]
                turn = turns.setdefault(key, Lock())
            with turn:
                with guard:
                    if key in values:
                        return values[key]
                with _waiting():
                    value = find(*args, **kwargs)
                with guard:
                    values[key] = value
                    if len(values) > most:
                        values.popitem(last=False)
            return value

        return found

    return keeping


@contextmanager
def waiting_here(place: DeltaGenerator) -> Iterator[None]:
    """Whatever has to be worked out within shows that at this place, when it takes long."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


@contextmanager
def _waiting() -> Iterator[None]:
    place = _place.get()
    if place is None:
        yield
        return
    token = _place.set(None)
    try:
        with place.skeleton(height=WAITING_PIXELS):
            yield
    finally:
        _place.reset(token)
