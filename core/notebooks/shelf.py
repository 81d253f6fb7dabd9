"""The notebooks of a workspace: one text file each, saved by one at a time, and never lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from core.errors import DefinitionError, Overtaken, StoreError, UnknownName
from core.notebooks.built_in import BUILT_IN, built_in_text, is_built_in
from core.notebooks.cell import NAME
from core.notebooks.drafts import FOLDER as DRAFTS
from core.notebooks.notebook import Notebook, read_notebook, write_notebook
from core.notebooks.spoken import NOTHING_SAID, Spoken
from core.store.files import Files
from core.store.kept_folder import NEW, KeptFolder, free_name, slug
from core.store.kept_text import mark_of

FOLDER = "notebooks"
KEPT_NOTEBOOKS = 128


class Opened(NamedTuple):
    """A notebook, and the mark that names exactly this content; to be given back when it is saved."""

    notebook: Notebook
    mark: str


@dataclass(frozen=True)
class Entry:
    """A line of the list of notebooks.

    Args:
        name: of the file, without its ending.
        changed_at: when it was saved last, UTC; None of built-in ones.
        problem: why it cannot be opened; empty when it can.
    """

    name: str
    title: Spoken = NOTHING_SAID
    description: Spoken = NOTHING_SAID
    changed_at: datetime | None = None
    problem: str = ""

    @property
    def is_built_in(self) -> bool:
        """Whether it came with the product: it is read, copied and never changed."""
        return is_built_in(self.name)

    def headline(self, language: str) -> str:
        """What it is called."""
        return self.title.told(language) or self.name


@dataclass(frozen=True)
class Version:
    """An earlier text of a notebook, and when it had been saved, UTC."""

    name: str
    saved_at: datetime
    text: str


@dataclass(frozen=True)
class Shelf:
    """The folder `notebooks` of a workspace; earlier texts and removed notebooks are kept under `history/notebooks`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def names(self) -> tuple[str, ...]:
        """All notebooks that have a file, then the built-in ones; those that cannot be read are among them."""
        return (*self._folder.names(), *BUILT_IN)

    def entries(self) -> list[Entry]:
        """What each of them says of itself, in the order of the names."""
        return [self._entry(name) for name in self.names()]

    def open(self, name: str) -> Opened:
        """The notebook as its file is now, whoever has changed it.

        Raises:
            UnknownName: there is none of that name.
            DefinitionError: its file says something that cannot be used.
        """
        text, mark = self.text(name)
        return Opened(_read(text, name), mark)

    def text(self, name: str) -> tuple[str, str]:
        """The text of its file, and the mark of that; what is no UTF-8 in it as `surrogateescape` keeps it.

        Raises:
            UnknownName: there is none of that name.
        """
        if is_built_in(name):
            content = built_in_text(name).encode()
        elif name not in self.names():
            raise UnknownName.among("notebook", name, self.names())
        else:
            content = self._folder.kept(name).content()
        return content.decode("utf-8", "surrogateescape"), mark_of(content)

    def save(self, notebook: Notebook, mark: str) -> str:
        """Write a notebook into its file, and keep the text before; what was written by hand keeps its form.

        Args:
            mark: of what was opened; `NEW` when there was none.

        Returns:
            The new mark.

        Raises:
            Overtaken: the file is no longer what was opened; nothing has changed.
            DefinitionError: it is built in, or its name can be no file's.
            Busy: somebody else has been saving for ten seconds.
        """
        return self._save(notebook.name, mark, lambda before: write_notebook(notebook, before))

    def save_text(self, name: str, text: str, mark: str) -> str:
        """Write a file as it was written by hand, if a notebook can be read from it; else as `save`."""
        read_notebook(text, name)
        return self._save(name, mark, lambda _: text)

    def free_name(self, wanted: str) -> str:
        """A name for a new notebook, after its title."""
        return free_name((*self.names(), *self.removed()), slug(wanted, "notebook"))

    def duplicate(self, name: str, title: str) -> str:
        """A copy under another title, also of a built-in one; its name.

        Raises:
            DefinitionError: the notebook cannot be read.
        """
        text, _ = self.text(name)
        to = self.free_name(title)
        copied = _read(text, name)
        copied = copied.with_(name=to, title=Spoken.of(title))
        self._save(to, NEW, lambda _: write_notebook(copied, text))
        return to

    def rename(self, name: str, to: str, mark: str) -> None:
        """Give its file another name; the earlier texts and the drafts go with it.

        Raises:
            DefinitionError: it is built in, or the name can be no file's.
            Overtaken: the file is no longer what was opened, or there is one of that name.
        """
        _check_name(name)
        _check_name(to)
        if to in (*self.names(), *self.removed()):
            raise Overtaken(f"There is a notebook called {to!r} already; choose another name.")
        with self._folder.alone(name, mark):
            for folder in (f"history/{FOLDER}", DRAFTS):
                self._move(f"{folder}/{name}", f"{folder}/{to}")
            self.files.move(f"{FOLDER}/{name}.toml", f"{FOLDER}/{to}.toml")

    def _move(self, folder: str, to: str) -> None:
        """Give all files right in a folder another one."""
        for name in self.files.names_in(folder):
            self.files.path(to).mkdir(parents=True, exist_ok=True)
            self.files.move(f"{folder}/{name}", f"{to}/{name}")

    def remove(self, name: str, mark: str) -> None:
        """Take a notebook off the shelf; `restore` brings it back.

        Raises:
            DefinitionError: it is built in.
            Overtaken: the file is no longer what was opened.
        """
        _check_name(name)
        self._folder.remove(name, mark)

    def removed(self) -> tuple[str, ...]:
        """Names of the notebooks that were removed, and of those that were renamed by hand."""
        parts = (PurePath(name).parts for name in self.files.names(f"history/{FOLDER}"))
        return tuple(sorted({part[2] for part in parts if len(part) == 4} - set(self.names())))

    def restore(self, name: str) -> None:
        """Bring back what a notebook said last.

        Raises:
            UnknownName: nothing of it is kept.
        """
        kept = self._folder.kept(name)
        versions = kept.earlier() if name in self.removed() else []
        if not versions:
            raise UnknownName.among("removed notebook", name, self.removed())
        with kept.alone() as now:
            kept.replace(now, versions[0].content)

    def versions(self, name: str) -> list[Version]:
        """The texts that its file had before, newest first."""
        return [
            Version(one.name, one.saved_at, one.content.decode("utf-8", "replace"))
            for one in self._folder.kept(name).earlier()
        ]

    def _entry(self, name: str) -> Entry:
        changed_at = None if is_built_in(name) else self._folder.changed_at(name)
        try:
            notebook = self.open(name).notebook
        except (DefinitionError, StoreError, UnknownName) as problem:
            return Entry(name, changed_at=changed_at, problem=str(problem))
        return Entry(name, notebook.title, notebook.description, changed_at)

    def _save(self, name: str, mark: str, write: Callable[[str], str]) -> str:
        _check_name(name)
        return self._folder.write(name, mark, write)

    @property
    def _folder(self) -> KeptFolder:
        return KeptFolder(self.files, FOLDER)


@lru_cache(maxsize=KEPT_NOTEBOOKS)
def _read(text: str, name: str) -> Notebook:
    if not is_built_in(name):
        _check_name(name)
    return read_notebook(text, name)


def _check_name(name: str) -> None:
    """Raise a `DefinitionError` unless the name can be that of a house's own notebook."""
    if is_built_in(name):
        raise DefinitionError(f"{name} is built in and is not changed; make a copy, and change that.")
    if not NAME.fullmatch(name):
        raise DefinitionError(
            f"{name}.toml: a notebook's file is called by small letters, digits and -, at most 60; rename it."
        )
