"""The file of saved views: two who save at a time do not lose each other's, and what was removed can come back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.errors import Overtaken
from core.store.files import Files
from core.store.kept_text import KeptText, text_of
from core.views.text import Views, opening_with, put, read_views, taken_out
from core.views.view import View, now

FILE = "views.toml"


@dataclass(frozen=True)
class Saved:
    """A view that is not there any more, as it was last.

    Args:
        until: when the last text that had it was written, UTC.
    """

    view: View
    until: datetime


@dataclass(frozen=True)
class ViewsFile:
    """`views.toml` of a workspace; the texts that it had before are kept under `history/views`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def load(self) -> Views:
        """What it says now."""
        return read_views(text_of(self._kept.content()))

    def save(self, view: View, seen: View | None = None) -> View:
        """Add a view, or put it in the place of the one that has been seen; told with the moment of saving.

        Args:
            seen: the view that it replaces, as whoever saves has seen it; None for a new one. It may have another name.

        Raises:
            Overtaken: there is another one of that name, or the one that was seen has changed; nothing has changed.
            DefinitionError: the file is no TOML; nothing has changed.
        """
        stamped = view.with_(saved_at=now())

        def edited(text: str, present: Views) -> str:
            there = present.named(view.name)
            if there is not None and (seen is None or there.key != seen.key):
                raise Overtaken(f"There is a view called {there.name!r} already; choose another name, or replace it.")
            if seen is not None and present.named(seen.name) != seen:
                raise Overtaken(f"{seen.name!r} has been changed or removed meanwhile; look at it again.")
            return put(text, stamped, seen.name if seen else "")

        self._change(edited)
        return stamped

    def remove(self, seen: View) -> None:
        """Take a view away; `removed` has it still.

        Raises:
            Overtaken: it has been changed meanwhile; nothing has changed.
            DefinitionError: the file is no TOML; nothing has changed.
        """

        def edited(text: str, present: Views) -> str:
            if present.named(seen.name) not in (seen, None):
                raise Overtaken(f"{seen.name!r} has been changed meanwhile; look at it again.")
            return taken_out(text, seen.name)

        self._change(edited)

    def open_first(self, name: str) -> None:
        """Let the view of that name open first; none for an empty name.

        Raises:
            Overtaken: there is no such view any more; nothing has changed.
            DefinitionError: the file is no TOML; nothing has changed.
        """

        def edited(text: str, present: Views) -> str:
            found = present.named(name)
            if name and found is None:
                raise Overtaken(f"There is no view called {name!r} any more; choose another one.")
            return opening_with(text, found.name if found else "")

        self._change(edited)

    def removed(self) -> list[Saved]:
        """The views that earlier texts had and the present one has not, each as it was last; newest first."""
        there = {view.key for view in self.load().views}
        found: dict[str, Saved] = {}
        for earlier in self._kept.earlier():
            for view in read_views(text_of(earlier.content)).views:
                if view.key not in there:
                    found.setdefault(view.key, Saved(view, earlier.saved_at))
        return list(found.values())

    def _change(self, edit: Callable[[str, Views], str]) -> None:
        self._kept.change(read_views, edit, "[[view]]")

    @property
    def _kept(self) -> KeptText:
        return KeptText(self.files, FILE, "views")
