"""What can go wrong, as a tree; every message says what was wrong, with the value, and the way out.

The text of an error is English, for the command line, logs and files; `told` has it in the reader's language.

AtalayaError
├── SourceError         a file cannot be read at all (a bad *row* is no error: it goes to REJECTED)
├── StoreError          the workspace cannot be read or written
│   ├── Busy            another writer holds the workspace
│   └── Overtaken       somebody else has saved meanwhile
├── QueryError          a question that cannot be answered
│   └── UnknownName     a metric, column, table or zone that does not exist
├── DefinitionError     a declaration or a setting contradicts itself
└── Cancelled           somebody stopped long work; nothing of it was kept
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from core.words.sentences import in_language

LISTED_MOST = 20
"""Names that a message lists at most; of more, how many they are."""


class AtalayaError(Exception):
    """Base of every error whose message is written for the person who reads it."""

    def told(self, language: str) -> str:
        """The message in a language, by the sentence that it is; errors that have keys of the catalogues use those."""
        return in_language(language, str(self))


class SourceError(AtalayaError):
    """A file that cannot be read; the message names the file."""


class StoreError(AtalayaError):
    """The workspace is damaged, of another version, or not writable."""


class Busy(StoreError):
    """Another process is writing to the workspace."""


class Overtaken(StoreError):
    """What was to be replaced is no longer what was read: somebody else has saved meanwhile."""


class QueryError(AtalayaError):
    """A question that has no answer as it was asked."""


class UnknownName(QueryError):
    """A name that is not declared."""

    @classmethod
    def among(cls, what: str, name: str, known: Iterable[str]) -> "UnknownName":
        """Name the nearest declared names, so that a slip of the finger costs a second."""
        names = sorted(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {listed(names)}."
        return cls(f"There is no {what} called {name!r}; {hint}")


class DefinitionError(AtalayaError):
    """A declaration or a setting that contradicts itself."""


class Cancelled(AtalayaError):
    """Long work was stopped by who asked for it: raised by a progress callback, and nothing of the work was kept."""


def listed(names: Sequence[str]) -> str:
    """Names as a message lists them: a screen full of them would hide what it says."""
    shown, more = names[:LISTED_MOST], len(names) - LISTED_MOST
    return f"{', '.join(shown)} and {more} more" if more > 0 else ", ".join(shown) or "none at all"
