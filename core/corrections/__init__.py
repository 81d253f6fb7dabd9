"""Corrections: what people of the house know better than the data, laid over them; what arrived stays as it is.

They are entries of `corrections.toml` in the workspace, which is changed by `CorrectionsFile` or by hand. They apply
while conversations and agents' days are modelled (`core.pipeline.corrected`, `core.pipeline.ended`); the table
CORRECTIONS holds those that a version has.
"""

from core.corrections.correction import (
    CLOSE,
    END_STATUS,
    EXCLUDE,
    KINDS,
    MERGE,
    RELABEL,
    Correction,
    Undone,
    new_correction,
)
from core.corrections.file import CorrectionsFile
from core.corrections.in_force import applied_in, as_rows, in_force, to_apply
from core.corrections.mistake import Mistake, WrongCorrection
from core.corrections.text import Corrections, read_corrections

__all__ = [
    "CLOSE",
    "END_STATUS",
    "EXCLUDE",
    "KINDS",
    "MERGE",
    "RELABEL",
    "Correction",
    "Corrections",
    "CorrectionsFile",
    "Mistake",
    "Undone",
    "WrongCorrection",
    "applied_in",
    "as_rows",
    "in_force",
    "new_correction",
    "read_corrections",
    "to_apply",
]
