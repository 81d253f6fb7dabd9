"""A draft: what somebody makes of a notebook until it is saved, with each step on the way."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from core.errors import StoreError
from core.notebooks.notebook import Notebook, read_notebook, write_notebook

KEPT_TEXTS = 1_000
MOST_STEPS = 100
"""So many steps can be taken back."""


@dataclass(frozen=True)
class Draft:
    """Steps from the notebook that was opened to the one that is to be saved.

    Args:
        base: as it was opened.
        mark: of its file then.
        steps: after each change, the newest last; the first is what the draft began with.
        at: which of them is the present one.
    """

    base: Notebook
    mark: str
    steps: tuple[Notebook, ...]
    at: int = 0

    @classmethod
    def of(cls, base: Notebook, mark: str) -> "Draft":
        """One in which nothing has been changed."""
        return cls(base, mark, (base,))

    @property
    def now(self) -> Notebook:
        """What it says at present."""
        return self.steps[self.at]

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.now != self.base

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self.at < len(self.steps) - 1

    def changed(self, now: Notebook) -> "Draft":
        """One more step; what was taken back before is given up."""
        if now == self.now:
            return self
        steps = (*self.steps[: self.at + 1], now)[-MOST_STEPS - 1 :]
        return replace(self, steps=steps, at=len(steps) - 1)

    def undone(self) -> "Draft":
        """The step before."""
        return replace(self, at=max(0, self.at - 1))

    def redone(self) -> "Draft":
        """The step that was taken back last."""
        return replace(self, at=min(len(self.steps) - 1, self.at + 1))

    def on(self, base: Notebook, mark: str) -> "Draft":
        """The same on top of what has been saved."""
        return replace(self, base=base, mark=mark)

    def to_text(self) -> str:
        """As it is kept."""
        texts = [_written(one) for one in self.steps]
        return json.dumps({"base": _written(self.base), "mark": self.mark, "steps": texts, "at": self.at})

    @classmethod
    def from_text(cls, text: str, name: str) -> "Draft":
        """The draft that was kept.

        Raises:
            StoreError: it is none.
        """
        try:
            told = json.loads(text)
            steps = tuple(_read(one, name) for one in told["steps"])
            return cls(_read(told["base"], name), told["mark"], steps, range(len(steps))[told["at"]])
        except (ValueError, LookupError, TypeError, AttributeError) as problem:
            raise StoreError(f"The draft of {name} cannot be read; give it up and begin another one.") from problem


# All steps are read and written with each change; but for one they have been before.
_read = lru_cache(maxsize=KEPT_TEXTS)(read_notebook)
_written = lru_cache(maxsize=KEPT_TEXTS)(write_notebook)
