"""Refusals: why a statement is not run, where in it, and what to write instead; in the reader's language."""

from core.errors import QueryError
from core.words import say_in


class Refusal(QueryError):
    """A statement that is not run, or that could not be answered.

    Args:
        why: key of the catalogues, below `sql.refused`.
        line, column: where in the text, from 1; 0 when it is about the whole.
        values: what the words name.
    """

    def __init__(self, why: str, line: int = 0, column: int = 0, **values: object) -> None:
        self.why, self.line, self.column, self.values = why, line, column, values
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The message in a language, with its place in the text where there is one."""
        message = say_in(language, f"sql.refused.{self.why}", **self.values)
        if not self.line:
            return message
        return f"{say_in(language, 'sql.place', line=self.line, column=self.column)} {message}"

    def to_dict(self) -> dict[str, object]:
        """As another process can be told it."""
        return {"why": self.why, "line": self.line, "column": self.column, "values": self.values}

    @classmethod
    def from_dict(cls, told: dict[str, object]) -> "Refusal":
        """What `to_dict` wrote."""
        values = told["values"]
        if not isinstance(values, dict):
            raise TypeError(values)
        return cls(str(told["why"]), int(str(told["line"])), int(str(told["column"])), **values)
