"""Overview: how are we doing?"""

from ui import show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

show.tiles(
    view,
    "conversations_offered",
    "conversations",
    "abandon_rate",
    "service_level",
    "average_speed_of_answer",
    "average_handling_time",
)
with show.pairs() as pairs:
    show.trend(view, "conversations_offered")
    show.donut(view, "conversations_offered", by="channel")
    show.heat(view, "conversations_offered")
    with pairs.cell():
        show.bars(view, "conversations_offered", by="direction")
        show.bars(view, "conversations", by="handling_team_name", most=4)
show.table(
    view,
    "conversations_offered",
    "abandon_rate",
    "service_level",
    "average_speed_of_answer",
    "average_handling_time",
    by="queue_name",
)
