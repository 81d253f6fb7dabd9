"""Which of the house rules a computation follows: those that it looks at."""

from typing import Any

from core.settings import Settings


def watched(settings: Settings) -> tuple[Settings, set[str]]:
    """The same settings, and the names of what has been read of them so far, which grow as they are read."""
    names = frozenset(settings.__dict__)
    looked_at: set[str] = set()

    class Watched(Settings):
        """Found in no cache, where nothing would be read."""

        __hash__ = object.__hash__

        def __eq__(self, other: object) -> bool:
            return self is other

        def __getattribute__(self, name: str) -> Any:
            if name in names:
                looked_at.add(name)
            return super().__getattribute__(name)

    same = object.__new__(Watched)
    same.__dict__.update(settings.__dict__)
    return same, looked_at
