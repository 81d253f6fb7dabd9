"""What columns, groups and metrics are called, in a language: on screen, in files and in reports alike."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import polars as pl

from core.custom import is_custom
from core.format import group
from core.geo.gazetteer import country_name, states
from core.grains import GRAINS
from core.metrics import in_force, named
from core.schema.column import INSTANT
from core.schema.columns import PLACE_LEVELS
from core.settings import Settings
from core.words import known, say_in

TOLD = ("source", "precision")
"""What every level of a place is told with; their values have the same names at all levels."""

COUNTRIES = ("country", "phone_country", "sovereign")


@dataclass(frozen=True)
class Labels:
    """The names for one reader.

    Args:
        language: `en` or `es`.
        rules: the house rules, for its own metrics and for what a metric follows.
        labels_of: the labels of a custom column's values, where they are not the value itself.
    """

    language: str
    rules: Settings
    labels_of: Callable[[str], Mapping[str, str]] = lambda _: {}

    def say(self, key: str, **values: object) -> str:
        """The words for a key of the catalogues."""
        return say_in(self.language, key, **values)

    def column(self, column: str) -> str:
        """The heading of a column; its own name where the catalogues have none."""
        if is_custom(column):
            return self._custom(column)
        level, _, told = column.rpartition("_")
        if level in PLACE_LEVELS and told in TOLD:
            return self.say(f"column.{told}_of", level=self.column(level))
        return self.say(f"column.{column}") if known(f"column.{column}") else column.replace("_", " ").capitalize()

    def _custom(self, column: str) -> str:
        """Numbered keys in the reader's language, others as they are written; none becomes a link or a colour."""
        side, _, key = column.partition(".")
        kind, _, number = key.rpartition("_")
        if known(f"column.{kind}") and number.isdecimal():
            return self.say(f"column.{kind}", number=number)
        shown = " ".join(re.sub(r"[\\`*_{}\[\]()<>#+!|~:$&]", " ", key).split())
        return self.say(f"column.of_{side}", name=shown[:1].upper() + shown[1:])

    def metric(self, metric: str) -> str:
        """The metric's declared label."""
        return str(getattr(named(metric, self.rules).label, self.language))

    def meaning(self, metric: str) -> str:
        """The metric's definition."""
        return str(getattr(named(metric, self.rules).meaning, self.language))

    def rules_of(self, metric: str) -> str:
        """The house rules that the metric follows now, such as variant and target; empty of one that follows none."""
        told = in_force(metric, self.rules)
        return str(getattr(told, self.language)) if told else ""

    def value(self, column: str, value: object) -> str:
        """What a group is called: countries by their names, known values translated, moments and others as they read.

        Args:
            value: as an answer gives it; of a day, also its text.
        """
        if value is None:
            return self.say("value.nothing")
        kind = column.rpartition("_")[2]
        if known(key := f"value.{kind if kind in TOLD else column}.{value}"):
            return self.say(key)
        if column in GRAINS and GRAINS[column].dtype == pl.Date and isinstance(value, str):
            value = date.fromisoformat(value)
        if column in GRAINS and GRAINS[column].dtype == INSTANT and isinstance(value, str):
            value = datetime.fromisoformat(value)
        if column in COUNTRIES:
            return country_name(str(value), self.language)
        if is_custom(column):
            return self.labels_of(column).get(str(value), str(value))
        if column == "state":
            return _states(self.language).get(str(value), str(value))
        return group(value, column, self.language)


@cache
def _states(language: str) -> Mapping[str, str]:
    return dict(states().select("state", f"name_{language}").iter_rows())
