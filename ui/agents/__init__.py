"""Where agents' time goes: activities over a period, one day of each agent, and the teams behind each activity."""

from ui.agents.activities import activities
from ui.agents.day import day
from ui.agents.teams import teams

__all__ = ["activities", "day", "teams"]
