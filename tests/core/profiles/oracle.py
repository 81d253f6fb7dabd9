"""What the numbers of an export have to be, by plain loops over the calls that it was written from."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.core.profiles.odd_files import Call

WITHIN_S, SHORT_S = 60, 5
"""The house's rules, as they are when nobody has set them."""


@dataclass(frozen=True)
class Told:
    """What a file tells of each call, where that is not all.

    Args:
        has_wrap: whether it tells the after-contact work.
        talk_has_hold: whether hold is within what it calls talk; where not even that can be known, the file's word.
        talk_ms: what it tells of every talk besides.
    """

    has_wrap: bool = True
    talk_has_hold: bool = True
    talk_ms: int = 0


def talk_of(call: Call, told: Told) -> int:
    """The talk of an answered call, in ms."""
    return 1000 * (call.talk - (0 if told.talk_has_hold else call.hold)) + told.talk_ms


def kpis(calls: Iterable[Call], told: Told) -> dict[str, float]:
    """The numbers of `core.profiles.preview.KPIS`."""
    offered = handled = abandoned = in_time = short = 0
    waits = handling = 0
    for call in calls:
        offered += 1
        if call.is_answered:
            handled += 1
            waits += 1000 * call.wait
            handling += talk_of(call, told) + (1000 * call.wrap if told.has_wrap else 0)
            in_time += call.wait < WITHIN_S
        else:
            abandoned += 1
            short += call.wait <= SHORT_S
    return {
        "conversations_offered": offered,
        "conversations": handled,
        "conversations_abandoned": abandoned,
        "abandon_rate": abandoned / offered,
        "average_speed_of_answer": waits / handled,
        "average_handling_time": handling / handled,
        "service_level": in_time / (offered - short),
    }
