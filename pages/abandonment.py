"""Abandonment: when do customers give up?"""

from ui import show
from ui.guard import guard
from ui.scope import scope
from ui.words import say

guard()
view = scope()

GIVEN_UP, RATE, MEDIAN, P90 = "conversations_abandoned", "abandon_rate", "median_abandon_time", "p90_abandon_time"
NEVER, LOST, SHORT = "conversations_never_connected", "conversations_lost_in_transfer", "short_abandons"
show.tiles(view, GIVEN_UP, RATE, MEDIAN, SHORT, LOST, "follow_ups")

with show.pairs():
    show.histogram(view, MEDIAN, P90, lines=show.short_abandon(view))
    show.patience(view)
    show.measures(view, say("abandonment.kinds"), NEVER, SHORT, LOST, "voicemails", "callback_requests")
    show.bars(view, GIVEN_UP, by="abandoned_phase")

show.table(view, GIVEN_UP, RATE, NEVER, LOST, SHORT, MEDIAN, P90, "follow_ups", by="queue_name")
show.hours(view, show.metric_choice(RATE, GIVEN_UP, MEDIAN, label=say("abandonment.heat")), by="queue_name")
