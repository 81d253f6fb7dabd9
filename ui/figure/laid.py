"""What a figure shows, worked out once for all readers who would see the same."""

from dataclasses import dataclass
from hashlib import sha256

from core.condition import Condition
from core.distribution import bins
from core.figures import Figure, Ground, Worked, lay, suggest, work
from core.figures.picture import Picture, picture
from core.scope import Scope, is_filter
from core.sheet import Sheet
from ui.answers import ask, horizon, settings, snapshot
from ui.drawn import drawn, theme
from ui.labels import labels

Group = dict[str, object]


@dataclass(frozen=True, eq=False)
class Laid:
    """A figure with its answers.

    Args:
        figure: with a look.
        worked: its answers.
        sheet: the table that it is, whatever its look.
    """

    figure: Figure
    worked: Worked
    sheet: Sheet


def ground(view: Scope) -> Ground:
    """What figures of this page stand on."""
    now, rules = snapshot(), settings()
    return Ground(view, ask, horizon(), rules, labels(), lambda query, metric: bins(now, query, metric, rules))


@drawn
def laid(figure: Figure, view: Scope) -> Laid:
    """Work a figure out.

    Raises:
        QueryError: it cannot be asked so.
    """
    stands_on = ground(view)
    worked = work(figure, stands_on)
    return Laid(figure.with_(look=figure.look or suggest(figure, stands_on.rules)), worked, lay(worked, stands_on))


@drawn
def drawn_picture(figure: Figure, view: Scope) -> Picture | None:
    """The picture of a figure in the theme of the page; None when there is nothing to draw."""
    found = laid(figure, view)
    return picture(found.worked, ground(view), theme(), found.sheet)


def mark(figure: Figure) -> str:
    """Names a figure in the keys of what can be clicked."""
    return sha256(repr(figure).encode()).hexdigest()[:8]


def within(view: Scope, figure: Figure) -> Scope:
    """The scope with those of the figure's own conditions that an address can say."""
    for one in figure.where:
        if _is_sayable(one):
            there = view.values(one.column)
            both = tuple(value for value in one.values if not there or value in there)
            view = view.narrowed(**{one.column: both or one.values})  # type: ignore[arg-type]
    return view


def beyond(figure: Figure) -> tuple[Condition, ...]:
    """The figure's own conditions that no address of another page can say."""
    return tuple(one for one in figure.where if not _is_sayable(one))


def _is_sayable(one: Condition) -> bool:
    return one.op == "in" and is_filter(one.column)
