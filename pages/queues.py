"""Queues: is every queue answering its customers in time?"""

from ui import show
from ui.guard import guard
from ui.scope import scope
from ui.words import say

guard()
view = scope()

WAITS = ("average_speed_of_answer", "median_speed_of_answer", "p90_speed_of_answer", "longest_speed_of_answer")
OFFERED, IN_TIME = "conversations_offered", "service_level"
ABANDONED, GIVEN_UP = "conversations_abandoned", "abandon_rate"

show.tiles(view, OFFERED, IN_TIME, WAITS[0], GIVEN_UP, "longest_queue_time", "queue_overflow_rate")
show.table(view, OFFERED, IN_TIME, *WAITS, ABANDONED, GIVEN_UP, "queue_overflows", by="queue_name")

grain = show.grain_choice(view)
with show.pairs():
    show.trend(view, IN_TIME, grain=grain)
    show.courses(view, say("queues.answered"), *WAITS[:3], grain=grain)
    show.trend(view, ABANDONED, grain=grain)
    show.courses(view, say("queues.given_up"), "average_abandon_time", "median_abandon_time", grain=grain)

show.hours(view, show.metric_choice(IN_TIME, WAITS[0], GIVEN_UP, OFFERED, label=say("queues.heat")), by="queue_name")
