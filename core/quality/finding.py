"""A finding: one law that is broken, how much of the data it touches, and the very rows."""

from dataclasses import dataclass, field

import polars as pl

from core.quality.check import CONTENT, HIGH, MEDIUM, SEVERITIES, Check
from core.quality.checks import LAWS

SOUND, CARE, DOUBT = "sound", "care", "doubt"
NOTHING = "nothing"
"""How far numbers can be believed: fully, with care, not yet; and that there is none that could be."""


@dataclass(frozen=True, eq=False)
class Finding:
    """What one check found.

    Args:
        check: its declaration.
        count: how many faults there are.
        volume: of how many, in the check's unit; silent hours are counted in hours.
        share: of the volume that is touched, 0 to 1.
        severity: `high`, `medium` or `low`.
        conversations: how many conversations are touched.
        rows: of `FOUND`, in the order of time.
        days: `day` (local date) and `count`, of the days with any.
        where: column → its values in which most of the rows are, with their number, at most three.
        median_ms: the median of `amount_ms`; None where it has none. Of clocks it is the shift.
    """

    check: Check
    count: int
    volume: int
    share: float
    severity: str
    conversations: int
    rows: pl.DataFrame
    days: pl.DataFrame
    where: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    median_ms: int | None = None


@dataclass(frozen=True, eq=False)
class Quality:
    """All that was found in a scope.

    Args:
        findings: the gravest first, laws before the rest, then those that touch more.
        checks: names of the checks that were made.
        conversations: how many conversations there are in the scope.
        touched: how many of them are touched by a law that is broken.
        version: of the data.
        intervals: how many rows of files of counts there are in the scope.
    """

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    conversations: int
    touched: int
    version: int
    intervals: int = 0

    @property
    def laws(self) -> int:
        """How many laws were checked."""
        return sum(name in LAWS for name in self.checks)

    @property
    def broken(self) -> int:
        """How many of them are broken."""
        return sum(finding.check.name in LAWS for finding in self.findings)

    @property
    def share(self) -> float:
        """Of the conversations, the share that is touched by a broken law (0 to 1)."""
        return self.touched / self.conversations if self.conversations else 0.0

    @property
    def verdict(self) -> str:
        """`sound`, `care` or `doubt`, by the gravest finding that touches any metric.

        `nothing` where there is neither a conversation nor a count, and nothing worse is known: laws that nothing could
        break say nothing of numbers.

        What the data say of customers and places takes nothing from the other numbers: it asks for care at most.
        """
        touching = [finding for finding in self.findings if finding.check.metrics]
        if any(one.severity == HIGH and one.check.subject != CONTENT for one in touching):
            return DOUBT
        if any(one.severity in (HIGH, MEDIUM) for one in touching):
            return CARE
        return SOUND if self.conversations or self.intervals else NOTHING

    def of(self, severity: str) -> tuple[Finding, ...]:
        """The findings of that severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def careful(self) -> dict[str, tuple[str, ...]]:
        """Metric → the names of the findings, not of low severity, that touch it; most findings first."""
        touched: dict[str, list[str]] = {}
        for finding in self.findings:
            if finding.severity != SEVERITIES[-1]:
                for metric in finding.check.metrics:
                    touched.setdefault(metric, []).append(finding.check.name)
        return {name: tuple(found) for name, found in sorted(touched.items(), key=lambda one: -len(one[1]))}


def gravity(finding: Finding) -> tuple[int, bool, float, str]:
    """For sorting: the gravest first, laws before the rest, then what touches most."""
    name = finding.check.name
    return SEVERITIES.index(finding.severity), name not in LAWS, -finding.share, name
