"""What each activity's time consists of: the teams that spent it."""

from core.scope import Scope
from ui.agents.colours import METRIC, activity_colours
from ui.answers import house
from ui.show.treemap import treemap


def teams(view: Scope) -> None:
    """Logged-in time by activity, and by team within it."""
    offline = house().offline_activities
    treemap(view, METRIC, "activity", "handling_team_name", without=offline, colours=activity_colours(view))
