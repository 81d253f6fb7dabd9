"""Where to hire: which places have a larger share of our customers than of our agents?"""

from ui import show
from ui.guard import guard
from ui.labels import column_label
from ui.scope import scope
from ui.words import say

guard()
view = scope()

level = show.choice("by", ("country", "state", "city", "time_zone"), column_label, label=say("hiring.by"))
show.gaps(view, level)
show.sites(view, level)
