"""What became of one try to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tried:
    """What became of each recipient; every one that was tried is in exactly one of the three.

    Args:
        delivered: who has it.
        later: who does not have it yet, and why: another try may succeed.
        never: who does not get it, and why: another try would end alike.
        wait_s: how long the other side asked to wait (seconds); null when it did not.
        is_uncertain: the talk broke off after all was handed over: those of `later` may have it nevertheless.
    """

    delivered: tuple[str, ...] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    wait_s: float | None = None
    is_uncertain: bool = False


def all_later(
    recipients: tuple[str, ...], why: str, wait_s: float | None = None, *, is_uncertain: bool = False
) -> Tried:
    """Nobody has it yet, for one reason."""
    return Tried(later=dict.fromkeys(recipients, why), wait_s=wait_s, is_uncertain=is_uncertain)


def all_never(recipients: tuple[str, ...], why: str) -> Tried:
    """Nobody gets it, for one reason."""
    return Tried(never=dict.fromkeys(recipients, why))
