"""Mistakes in corrections: what is wrong, where, and the way out, in the reader's language."""

from dataclasses import dataclass, replace

from core.errors import DefinitionError
from core.words import say_in
from core.words.sentences import in_language


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an entry, and the way out.

    Args:
        key: of the sentence, below `corrections.wrong`.
        values: what it names.
        field: of the entry; empty for the whole entry.
        line: of the file, from 1; 0 while it stands in none.
    """

    key: str
    values: tuple[tuple[str, str], ...] = ()
    field: str = ""
    line: int = 0

    def told(self, language: str) -> str:
        """The sentence in a language, without its line."""
        values = {name: in_language(language, value) for name, value in self.values}
        return say_in(language, f"corrections.wrong.{self.key}", **values)

    def at(self, line: int) -> "Mistake":
        """The same mistake on a line."""
        return replace(self, line=line)

    def __str__(self) -> str:
        told = self.told("en")
        return f"line {self.line}: {told}" if self.line else told


class WrongCorrection(DefinitionError):
    """An entry that is no correction.

    Args:
        mistake: the first thing that is wrong with it.
    """

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake

    def told(self, language: str) -> str:
        """The sentence in a language, with its line where it has one."""
        told = self.mistake.told(language)
        return in_language(language, f"line {self.mistake.line}: {told}") if self.mistake.line else told


def mistake(key: str, field: str = "", **values: object) -> Mistake:
    """A mistake of an entry."""
    return Mistake(key, tuple((name, str(value)) for name, value in values.items()), field)
