"""What stays as it is throughout one run of the script, such as the language and the rules: found out once a run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Found = TypeVar("Found")

_run: ContextVar[dict[Any, Any] | None] = ContextVar("run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Everything within speaks of one state of the world, the one that it meets, whatever changes meanwhile.

    A run within a run is the same run.
    """
    if in_run():
        yield
        return
    token = _run.set({})
    try:
        yield
    finally:
        _run.reset(token)


def in_run() -> bool:
    """Whether a run is on; callbacks, fragments that run alone and threads of one's own stand outside."""
    return _run.get() is not None


def held(find: Callable[[], Found]) -> Callable[[], Found]:
    """Found once in a run, when it is first asked for; outside of any run, each time anew."""

    @wraps(find)
    def found() -> Found:
        run = _run.get()
        if run is None:
            return find()
        if find not in run:
            run[find] = find()
        value: Found = run[find]
        return value

    return found
