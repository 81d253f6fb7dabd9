"""The metrics under their subjects, and what the subjects are called."""

from collections.abc import Mapping

from core.metrics import SUBJECT_OF, SUBJECTS
from core.words import known
from ui.words import say

OWN = "own"
"""The subject of the metrics that the house has written itself."""


def by_subject(names: list[str]) -> Mapping[str, list[str]]:
    """Those metrics under their subjects, both in the order of the catalogue; subjects without any are left out."""
    subject_of = {name: SUBJECT_OF.get(name, OWN) for name in names}
    groups = {subject: [name for name in names if subject_of[name] == subject] for subject in (*SUBJECTS, OWN)}
    return {subject: group for subject, group in groups.items() if group}


def subject_label(subject: str) -> str:
    """What a subject is called; its own name where the catalogues have none."""
    return say(f"subject.{subject}") if known(f"subject.{subject}") else subject.replace("_", " ").capitalize()
