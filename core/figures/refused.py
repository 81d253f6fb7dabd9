"""Why a figure cannot be asked, in words that any reader's language has."""

from core.errors import QueryError
from core.labels import Labels
from core.settings import Settings

MOST_NAMED = 6
"""So many metrics are named as a way out; the builder lists all of them."""


class Refused(QueryError):
    """A figure that has no answer, or no picture, as it was asked.

    Its text is English, for files and logs; `told` has it in the reader's language.

    Args:
        key: of the sentence, below `figure.refused`.
        rules: the house rules, for the names of its metrics.
        metrics, groups: those that it is about.
        able: metrics that could be asked instead.
    """

    def __init__(
        self,
        key: str,
        rules: Settings,
        *,
        metrics: tuple[str, ...] = (),
        groups: tuple[str, ...] = (),
        able: tuple[str, ...] = (),
    ) -> None:
        self.key, self.rules, self.metrics, self.groups, self.able = key, rules, metrics, groups, able
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """What is wrong, and the way out."""
        labels = Labels(language, self.rules)
        named = [labels.metric(name) for name in self.able[:MOST_NAMED]]
        return labels.say(
            f"figure.refused.{self.key}",
            metrics=", ".join(map(labels.metric, self.metrics)),
            groups=", ".join(labels.column(name).lower() for name in self.groups),
            able=", ".join(named) or labels.say("figure.refused.none_able"),
        )
