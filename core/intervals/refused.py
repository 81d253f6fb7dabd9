"""Why counts that somebody else has added up cannot answer a question, in words that any reader's language has."""

from core.errors import QueryError
from core.words import known, say_in


class Unanswerable(QueryError):
    """A question that rows of INTERVALS cannot answer, with the way out.

    Its text is English, for the command line and logs; `told` has it in the reader's language.

    Args:
        key: of the sentence, below `reported.refused`.
        values: what it names; names of columns and grains are those of the declarations.
    """

    def __init__(self, key: str, **values: str) -> None:
        self.key, self.values = key, values
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """What cannot be asked, why, and the way out."""
        return say_in(language, f"reported.refused.{self.key}", **self._spoken(language))

    def _spoken(self, language: str) -> dict[str, str]:
        """The values with the names of columns and grains as the reader knows them."""
        named = {name: [f"{kind}.{value}" for kind in ("column", "grain")] for name, value in self.values.items()}
        keys = {name: next((key for key in there if known(key)), "") for name, there in named.items()}
        return {
            name: say_in(language, keys[name]).lower() if keys[name] else value for name, value in self.values.items()
        }
