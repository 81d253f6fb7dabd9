"""What numbers are compared with, in words: briefly beside a number, with its dates beside the control."""

from zoneinfo import ZoneInfo

from core.comparison import PREVIOUS, STEP, WEEKDAYS, Comparison
from core.format import day, moment
from core.query import Query
from core.scope import Scope
from ui.answers import compared
from ui.words import language, say

VOLUME = "conversations_offered"
WEEK_DAYS = 7


def briefly(view: Scope, one: Comparison) -> str:
    """`vs. the 30 days before`; the reason when there is nothing to compare with."""
    days = view.period.days if view.period else 0
    weeks = -(-days // WEEK_DAYS)
    if one.before is None:
        return say(f"compare.{one.reason}")
    if one.kind == PREVIOUS:
        return say("compare.than_day" if days == 1 else "compare.than_previous", days=days)
    if one.kind == WEEKDAYS:
        return say("compare.than_week" if weeks == 1 else "compare.than_weekdays", weeks=weeks)
    return say("compare.than_year")


def at_length(view: Scope) -> str:
    """The dates that the scope's numbers are compared with, and that both sides are cut when they are."""
    one = compared(view.query(VOLUME), view.versus)
    if one.before is None:
        reason = say(f"compare.{one.reason}")
        return f"{reason[0].upper()}{reason[1:]}."
    told = say("compare.dates", when=when(one, view.zone))
    if one.cut_at is None:
        return told
    return f"{told} {say('compare.cut', end=moment(one.cut_at, view.zone, language(), seconds=False))}"


def when(one: Comparison, zone: str) -> str:
    """The earlier period on the clock of a zone: its first and last day, or the moment at which it is cut."""
    if one.before is None:
        return say(f"compare.{one.reason}")
    return between(one.before, zone, is_cut=one.cut_at is not None)


def between(query: Query, zone: str, *, is_cut: bool = False) -> str:
    """A question's period on the clock of a zone, by its first and last day.

    Args:
        is_cut: it ends within its last day, and at which time is told.
    """
    if query.since is None or query.until is None:
        return say("period.all")
    until = query.until - STEP
    first, last = (day(at.astimezone(ZoneInfo(zone)).date(), "day", language()) for at in (query.since, until))
    if is_cut:
        last = moment(until, zone, language(), seconds=False)
    return first if first == last else say("compare.span", first=first, last=last)
