"""Agents: where does agents' time go?"""

from ui import agents, show
from ui.guard import guard
from ui.labels import column_label, metric_label
from ui.scope import scope
from ui.words import say

guard()
view = scope()

time = show.askable(view, "logged_in_time")
show.tiles(time, "logged_in_time", "occupancy", "utilisation", "missed_offer_rate", "segments", "average_handling_time")
agents.activities(time)
agents.day(time)
agents.teams(time)

by = show.choice("by", ("agent_name", "handling_team_name", "agent_team_name"), column_label, label=say("agents.by"))
SHARES = ("missed_offer_rate", "rejected_offer_rate", "transfer_rate", "hold_rate")
share = show.choice("share", SHARES, metric_label, label=say("agents.share"))
show.funnel_plot(time, share, by="agent_name" if by == "agent_name" else "handling_team_name")
show.table(
    time,
    "segments",
    "handled_segments_per_logged_in_hour",
    "logged_in_time",
    "occupancy",
    "missed_offer_rate",
    "rejected_offer_rate",
    "average_handling_time",
    by=by,
)
