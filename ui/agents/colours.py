"""The colour of each activity: the same in every picture of a page."""

from core.charts.bands import AVAILABLE, COLOURS, OFFLINE, OTHER
from core.scope import Scope
from ui.answers import ask, house
from ui.drawn import theme
from ui.labels import value_label
from ui.words import say

METRIC = "activity_time"


def activity_colours(view: Scope) -> dict[str | None, str]:
    """Activity → colour, the one with the most time first; beyond those that can be told apart all have one.

    None stands for times of which no status is known.
    """
    rules, shade = house(), theme()
    found = ask(view.query(METRIC, by="activity", sort=METRIC, descending=True))["activity"].to_list()
    free = iter(COLOURS[shade])
    fixed = dict.fromkeys(rules.available_activities, AVAILABLE[shade]) | dict.fromkeys(
        rules.offline_activities, OFFLINE[shade]
    )
    named = {name: fixed.get(name) or next(free, OTHER[shade]) for name in found if name is not None}
    return {**named, None: OTHER[shade]}


def activity_label(activity: str | None) -> str:
    """What an activity is called."""
    return say("agents.no_status") if activity is None else value_label("activity", activity)
