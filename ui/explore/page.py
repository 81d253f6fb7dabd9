"""The page Explore: the builder, and what has been built."""

from core.figures import Figure
from core.scope import Scope
from ui.figure import show as show_figure
from ui.figure.build import controls


def show(view: Scope) -> None:
    """All of the page."""
    figure = controls(
        Figure(("conversations_offered", "service_level"), ("queue_name",), totals=True, top=2, others=True), "explore"
    )
    show_figure(figure, view, "explore")
