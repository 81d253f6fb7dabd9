"""Transfers: who passes customers on to whom, and does anybody answer there?"""

from ui import show, transfers
from ui.guard import guard
from ui.labels import column_label
from ui.scope import scope
from ui.words import say

guard()
view = scope()

show.tiles(
    view,
    "transfers",
    "transfer_rate",
    "failed_transfer_rate",
    "transfers_to_queue",
    "transfers_to_agent",
    "queue_overflows",
)
transfers.behind(view, transfers.flow(view))

by = show.choice("by", ("queue_name", "agent_name", "handling_team_name"), column_label, label=say("transfers.by"))
show.funnel_plot(view, "transfer_rate", by=by)
show.table(view, "transfers", "transfer_rate", "cold_transfers", "warm_transfers", by=by)
