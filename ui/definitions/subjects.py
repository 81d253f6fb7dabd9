"""Which subject each metric belongs to: the file of the catalogue that declares it."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from core import metrics
from core.metrics import METRICS, SUBJECTS
from core.metrics.times import Times
from core.settings import Settings
from ui.words import known, say


def by_subject(names: list[str]) -> Mapping[str, list[str]]:
    """Those metrics under their subjects, both in the order of the catalogue; subjects without any are left out."""
    subjects = _subjects()
    groups = {subject: [name for name in names if subjects.get(name) == subject] for subject in SUBJECTS}
    return {subject: group for subject, group in groups.items() if group}


def subject_label(subject: str) -> str:
    """What a subject is called; its own name where the catalogues have none."""
    return say(f"subject.{subject}") if known(f"subject.{subject}") else subject.replace("_", " ").capitalize()


@cache
def _subjects() -> Mapping[str, str]:
    """Metric → subject; what a file does not show to be its own follows the metric declared before it."""
    own = {
        name: subject for subject in SUBJECTS for name in _declared_in(import_module(f"{metrics.__name__}.{subject}"))
    }
    subjects: dict[str, str] = {}
    latest = SUBJECTS[0]
    for name in METRICS:
        latest = subjects[name] = own.get(name, latest)
    return subjects


def _declared_in(module: ModuleType) -> list[str]:
    """The metrics that are functions of the file, and the statistics of its times."""
    times = [value for value in vars(module).values() if isinstance(value, Times)]
    return [
        name
        for name, one in METRICS.items()
        if one.formula.__module__ == module.__name__ or any(_is_of(one.name, value) for value in times)
    ]


def _is_of(name: str, times: Times) -> bool:
    # One object, not only equal ones: an expression is made for each duration anew.
    measures = METRICS[name].formula(Settings()).measures()
    return any(one.where is times.where and one.column == times.column for one in measures)
