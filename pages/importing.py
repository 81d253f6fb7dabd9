"""Import: how does a table of your own become conversations?"""

from ui import importing
from ui.guard import guard
from ui.scope import scope

guard()
importing.show(scope())
