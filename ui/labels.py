"""What columns, groups and metrics are called on screen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import polars as pl

from core.custom import is_custom
from core.format import group
from core.geo.gazetteer import WITH_STATES, country_name, states
from core.grains import GRAINS
from core.metrics import in_force
from core.schema.columns import PLACE_LEVELS
from ui.answers import declared, house, labels_of
from ui.words import known, language, say

TOLD = ("source", "precision")
"""What every level of a place is told with; their values have the same names at all levels."""

RULES_MOST = 600
"""Characters of the house rules beside a number at most."""


def plain(text: object, most: int = 120) -> str:
    """Text out of data or an address as it is to be read: nothing in it becomes a link, a colour or a formula."""
    shown = str(text) if len(str(text)) <= most else f"{str(text)[: most - 1]}…"
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~:$&])", r"\\\1", " ".join(shown.split()))


def column_label(column: str) -> str:
    """The heading of a column; its own name where the catalogues have none."""
    if is_custom(column):
        return _custom_label(column)
    level, _, told = column.rpartition("_")
    if level in PLACE_LEVELS and told in TOLD:
        return say(f"column.{told}_of", level=column_label(level))
    return say(f"column.{column}") if known(f"column.{column}") else column.replace("_", " ").capitalize()


def _custom_label(column: str) -> str:
    """Numbered keys in the reader's language, others as they are written; none becomes a link or a colour."""
    side, _, key = column.partition(".")
    kind, _, number = key.rpartition("_")
    if known(f"column.{kind}") and number.isdecimal():
        return say(f"column.{kind}", number=number)
    shown = " ".join(re.sub(r"[\\`*_{}\[\]()<>#+!|~:$&]", " ", key).split())
    return say(f"column.of_{side}", name=shown[:1].upper() + shown[1:])


def metric_label(metric: str) -> str:
    """The metric's declared label in the reader's language."""
    return str(getattr(declared(metric).label, language()))


def metric_meaning(metric: str) -> str:
    """The metric's definition in the reader's language."""
    return str(getattr(declared(metric).meaning, language()))


def metric_help(metric: str) -> str:
    """The definition, the house rules that the number follows now, and where it comes from."""
    return "\n\n".join(
        part for part in (metric_meaning(metric), metric_rules(metric), f"*{declared(metric).source}*") if part
    )


def metric_rules(metric: str) -> str:
    """The house rules that the metric follows now, such as variant and target; empty of one that follows none."""
    told = in_force(metric, house())
    return plain(getattr(told, language()), RULES_MOST) if told else ""


def value_label(column: str, value: object) -> str:
    """What a group is called: countries by their names, known values translated, moments and others as they read."""
    if value is None:
        return say("value.nothing")
    kind = column.rpartition("_")[2]
    if known(key := f"value.{kind if kind in TOLD else column}.{value}"):
        return say(key)
    if column in GRAINS and GRAINS[column].dtype == pl.Date and isinstance(value, str):
        value = date.fromisoformat(value)
    if column in ("country", "phone_country", "sovereign"):
        return country_name(str(value), language())
    if is_custom(column):
        return labels_of(column).get(str(value), str(value))
    if column == "state":
        return _states(language()).get(str(value), str(value))
    return group(value, column, language())


def state_label(state: str, country: str | None) -> str:
    """What a state is called: the letters of an American state may mean another one elsewhere."""
    return value_label("state", state) if country in WITH_STATES else state


def filter_label(column: str, values: Sequence[object]) -> str:
    """A filter in a few words, to be read as text: `Country: Spain, France`."""
    names = ", ".join(plain(value_label(column, value)) for value in values[:3])
    more = f" +{len(values) - 3}" if len(values) > 3 else ""
    return f"{column_label(column)}: {names}{more}"


@cache
def _states(code: str) -> Mapping[str, str]:
    return dict(states().select("state", f"name_{code}").iter_rows())
