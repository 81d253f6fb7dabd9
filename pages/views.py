"""Views: which states of pages has the house saved?"""

from ui import views
from ui.guard import guard

guard()
views.manage()
