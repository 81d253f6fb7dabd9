"""What numbers are compared with, in words: briefly beside a number, with its dates beside the control."""

from core.comparison import PREVIOUS, STEP, WEEKDAYS, Comparison
from core.format import day, moment
from core.period import stretch
from core.query import Query
from core.scope import Scope
from core.scope_words import period_in_words
from ui.answers import compared
from ui.labels import labels
from ui.words import language, say

VOLUME = "conversations_offered"
WEEK_DAYS = 7


def briefly(view: Scope, one: Comparison) -> str:
    """`vs. the 30 days before`; the reason when there is nothing to compare with."""
    days, is_part = (view.period.days, view.period.is_part) if view.period else (0, False)
    weeks = -(-days // WEEK_DAYS)
    if one.before is None:
        return say(f"compare.{one.reason}")
    if one.kind == PREVIOUS and is_part:
        return say("compare.than_before")
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
    """A question's period on the clock of a zone: its first and last day, or its moments where it is a part of a day.

    Args:
        is_cut: it ends within its last day only because the data do, and at which time is told.
    """
    if query.since is None or query.until is None:
        return say("period.all")
    period = stretch(query.since, query.until, zone)
    if not is_cut:
        return period_in_words(period, zone, labels())
    first = day(period.first, "day", language())
    return say("compare.span", first=first, last=moment(query.until - STEP, zone, language(), seconds=False))
