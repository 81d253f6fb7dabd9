"""What columns, groups and metrics are called on screen, in the reader's language."""

import re
from collections.abc import Sequence

from core.geo.gazetteer import WITH_STATES
from core.labels import Labels
from core.sources.reading import PROFILE
from core.words import known
from ui.answers import declared, house, labels_of
from ui.held import held
from ui.words import language, say

RULES_MOST = 600
"""Characters of the house rules beside a number at most."""


@held
def labels() -> Labels:
    """The names for whoever reads the page."""
    return Labels(language(), house(), labels_of)


def plain(text: object, most: int = 120) -> str:
    """Text out of data or an address as it is to be read: nothing in it becomes a link, a colour or a formula."""
    shown = str(text) if len(str(text)) <= most else f"{str(text)[: most - 1]}…"
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~:$&])", r"\\\1", " ".join(shown.split()))


def source_label(source: str) -> str:
    """The shape in which a file came, in the reader's words; of a profile its name."""
    kind, _, name = source.partition(" ")
    if kind == PROFILE and name:
        return say("load.by_profile", name=name)
    return say(f"source.{source}") if known(f"source.{source}") else source


def column_label(column: str) -> str:
    """The heading of a column; its own name where the catalogues have none."""
    return labels().column(column)


def metric_label(metric: str) -> str:
    """The metric's declared label in the reader's language."""
    return labels().metric(metric)


def metric_meaning(metric: str) -> str:
    """The metric's definition in the reader's language."""
    return labels().meaning(metric)


def metric_help(metric: str) -> str:
    """The definition, the house rules that the number follows now, and where it comes from."""
    return "\n\n".join(
        part for part in (metric_meaning(metric), metric_rules(metric), f"*{declared(metric).source}*") if part
    )


def metric_rules(metric: str) -> str:
    """The house rules that the metric follows now, such as variant and target; empty of one that follows none."""
    return plain(labels().rules_of(metric), RULES_MOST)


def value_label(column: str, value: object) -> str:
    """What a group is called: countries by their names, known values translated, moments and others as they read."""
    return labels().value(column, value)


def state_label(state: str, country: str | None) -> str:
    """What a state is called: the letters of an American state may mean another one elsewhere."""
    return value_label("state", state) if country in WITH_STATES else state


def filter_label(column: str, values: Sequence[object]) -> str:
    """A filter in a few words, to be read as text: `Country: Spain, France`."""
    names = ", ".join(plain(value_label(column, value)) for value in values[:3])
    more = f" +{len(values) - 3}" if len(values) > 3 else ""
    return f"{column_label(column)}: {names}{more}"
