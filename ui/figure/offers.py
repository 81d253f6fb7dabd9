"""What the builder offers: metrics with their subjects, groups and grains, those that do not fit at the end."""

from core.figures import Figure
from core.figures.offered import Offer, Offered, all_groups, offered
from core.grains import GRAINS
from core.metrics import SUBJECT_OF, SUBJECTS
from ui.answers import keys, settings
from ui.drawn import drawn
from ui.labels import column_label, metric_label
from ui.words import say

OWN = "own"
"""The subject of the metrics that a house has declared itself."""

UNFIT = "⊘"
"""Stands before what cannot be added to the figure; whoever adds it reads why."""


def metric_names(figure: Figure) -> dict[str, str]:
    """All metrics by what they are called, by subject; those that do not fit last."""
    offers = (*map(Offer, figure.metrics), *_offered(_asked(figure)).metrics)
    subjects = {name: place for place, name in enumerate((*SUBJECTS, OWN))}
    ordered = sorted(offers, key=lambda one: (one.refused is not None, subjects[_subject(one.name)]))
    return {
        one.name: _told(one, f"{metric_label(one.name)} · {say(f'subject.{_subject(one.name)}')}") for one in ordered
    }


def group_names(figure: Figure) -> dict[str, str]:
    """All grains and groups by what they are called, grains first; those that do not fit last."""
    offers = (*map(Offer, figure.groups), *_offered(_asked(figure)).groups)
    places = {name: place for place, name in enumerate(GRAINS)}
    ordered = sorted(
        offers,
        key=lambda one: (
            one.refused is not None,
            places.get(one.name, len(places)),
            column_label(one.name).casefold(),
        ),
    )
    return {one.name: _told(one, column_label(one.name)) for one in ordered}


def _asked(figure: Figure) -> Figure:
    """What of a figure decides on what can be added to it."""
    return Figure(figure.metrics, figure.rows, figure.columns, where=figure.where)


@drawn
def _offered(figure: Figure) -> Offered:
    return offered(figure, settings(), keys())


def columns() -> dict[str, str]:
    """All groups and grains by what they are called."""
    return {name: column_label(name) for name in all_groups(keys())}


def _told(one: Offer, label: str) -> str:
    return f"{UNFIT} {label}" if one.refused else label


def _subject(metric: str) -> str:
    return SUBJECT_OF.get(metric, OWN)
