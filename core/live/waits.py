"""What waits to be taken in, counted without touching it."""

from dataclasses import dataclass

from core.collector.journal import FOLDER, OPEN
from core.live.known import Note
from core.live.look import Look, Looker
from core.store.workspace import Workspace


@dataclass(frozen=True)
class Waits:
    """How much waits.

    Args:
        looks: the feeds as they are.
        journal: files that the collector has written or is writing.
        unread: files of all feeds and of the collector that cannot be read or are held back, each with the reason.
    """

    looks: tuple[Look, ...]
    journal: int
    unread: tuple[Note, ...]

    @property
    def files(self) -> int:
        """New files in the feeds, whole or not."""
        return sum(len(look.ready) + len(look.growing) for look in self.looks)

    @property
    def is_ready(self) -> bool:
        """Whether a refresh would find something to take in now."""
        return bool(self.journal) or any(look.ready for look in self.looks)


def waits(workspace: Workspace, looker: Looker | None = None) -> Waits:
    """What waits now.

    Args:
        looker: one that has looked before tells sooner which files are whole.

    Raises:
        DefinitionError: the house rules cannot be read.
        StoreError: the workspace cannot be read.
    """
    eye = looker or Looker(workspace)
    files = workspace.files
    unread: list[Note] = []
    journal = 0
    for folder in (FOLDER, OPEN):
        for name in files.names_in(folder):
            facts = files.facts(f"{folder}/{name}") if name.endswith(".ndjson") and not name.startswith(".") else None
            note = eye.known.notes.get(str(files.path(f"{folder}/{name}").absolute()))
            if note and note.problem:
                unread.append(note)
            elif facts and facts.bytes:
                journal += 1
    looks = tuple(eye.look())
    return Waits(looks, journal, (*unread, *(note for look in looks for note in look.unread)))
