"""A schedule: a notebook, when it is due, for which parameters, in which forms, and where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from core.sending import Destination

KEEP_FILES, WATCH_DAYS = 200, 400
"""Where the file says nothing: the files of how many runs are kept, and for how long numbers are watched (days)."""


@dataclass(frozen=True)
class Schedule:
    """One schedule.

    Args:
        name: its own; part of file names and of the ids of its runs.
        notebook: name of the notebook.
        cron: five fields, as `core.schedules.times` reads them.
        zone: IANA zone of the clock; empty for the house's.
        parameters: as in an address; of a period also the words of `core.schedules.period`.
        language: `en` or `es`.
        formats: of `core.reports.files.FORMATS`.
        to: where it goes.
        is_paused: it is not due until somebody says so.
    """

    name: str
    notebook: str
    cron: str
    zone: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    formats: tuple[str, ...] = ("html",)
    to: tuple[Destination, ...] = ()
    is_paused: bool = False

    @property
    def rhythm(self) -> str:
        """Another one when it is due at other times: what was missed under the old one is then no more due."""
        told = f"{self.cron}\n{self.zone}\n{self.is_paused}"
        return sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Schedules:
    """What the file says.

    Args:
        all: the schedules that can be used, in the order of the file.
        keep_files: the files of so many runs are kept.
        watch_days: numbers that were sent are watched for so long (days).
    """

    all: tuple[Schedule, ...] = ()
    keep_files: int = KEEP_FILES
    watch_days: int = WATCH_DAYS
