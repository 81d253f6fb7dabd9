"""Attributes: what are conversations about, how do they end, and are customers satisfied?"""

from ui import attributes, show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

SATISFACTION, SATISFIED = "customer_satisfaction", "satisfied_rate"
ANSWERS, ANSWERED = "satisfaction_answers", "satisfaction_response_rate"
show.tiles(view, SATISFACTION, SATISFIED, ANSWERS, ANSWERED, "attribute_values", "conversations_with_attribute")

by = attributes.group_choice()
with show.pairs():
    show.bars(view, "conversations_by_start", by=by)
    show.donut(view, "conversations_with_outcome", by="outcome")
show.trend(view, SATISFIED)
numbers = attributes.numbers()
show.table(
    view,
    *("conversations_by_start", SATISFACTION, SATISFIED, ANSWERED, "average_handling_time", "abandon_rate"),
    *numbers,
    by=by,
)
