"""The metrics that can be asked: those declared here, and those that the house rules add to them."""

from collections import ChainMap
from collections.abc import Mapping

from core.errors import UnknownName
from core.metrics.custom import custom_measure
from core.metrics.metric import METRICS, Metric
from core.metrics.mistakes import Mistake
from core.metrics.own import read_own
from core.settings import Settings
from core.words.sentences import in_language

NO_RULES = Settings()
"""The house rules of a house that has set none."""


class Unusable(UnknownName):
    """A metric of the house that its file says wrongly.

    Args:
        name: of the metric.
        mistake: what keeps it from being asked.
    """

    def __init__(self, name: str, mistake: Mistake) -> None:
        self.name, self.mistake = name, mistake
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Which metric, and what is wrong in which line."""
        return in_language(language, f"There is no metric called {self.name!r}: {self.mistake.said_in(language)}")


def related(name: str, rules: Settings = NO_RULES) -> tuple[str, ...]:
    """The metrics to read it with, in the order of the catalogue: those that it names and those that name it.

    Raises:
        UnknownName: when there is no metric of that name.
    """
    neighbours = named(name, rules).neighbours
    return tuple(
        other for other, metric in catalogue(rules).items() if other in neighbours or name in metric.neighbours
    )


def catalogue(rules: Settings = NO_RULES) -> Mapping[str, Metric]:
    """Every metric that can be asked under these house rules, by its name, in the order in which it is shown."""
    own = read_own(rules.metrics).metrics
    # The catalogue's own come first when a chain is walked.
    return ChainMap(dict(own), METRICS) if own else METRICS


def named(name: str, rules: Settings = NO_RULES) -> Metric:
    """The metric of that name, under these house rules; also a custom measure such as `average.conversations.KEY`.

    Raises:
        UnknownName: when there is none, or the house's own of that name cannot be used; then with file and line.
    """
    known = catalogue(rules)
    if name not in known and (custom := custom_measure(name)):
        return custom
    if name not in known:
        for mistake in read_own(rules.metrics).mistakes:
            if mistake.entry in (name, ""):
                raise Unusable(name, mistake)
        raise UnknownName.among("metric", name, known)
    return known[name]
