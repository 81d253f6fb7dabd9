"""What columns, groups and metrics are called on screen."""

from functools import cache

from babel import Locale

from core.metrics.metric import METRICS
from ui.words import known, language, say


def column_label(column: str) -> str:
    """The heading of a column; its own name where the catalogues have none."""
    return say(f"column.{column}") if known(f"column.{column}") else column.replace("_", " ").capitalize()


def metric_label(metric: str) -> str:
    """The metric's declared label in the reader's language."""
    return str(getattr(METRICS[metric].label, language()))


def metric_meaning(metric: str) -> str:
    """The metric's definition in the reader's language."""
    return str(getattr(METRICS[metric].meaning, language()))


def value_label(column: str, value: object) -> str:
    """What a group is called: countries and weekdays by their names, known values translated, others as they are."""
    if value is None:
        return say("value.nothing")
    key = f"value.{column}.{value}"
    if known(key):
        return say(key)
    if column == "country":
        return _locale(language()).territories.get(str(value), str(value))
    if column == "weekday":
        return str(_locale(language()).days["stand-alone"]["wide"][int(str(value)) - 1]).capitalize()
    if column == "hour_of_day":
        return f"{int(str(value)):02d}:00"
    return str(value)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)
