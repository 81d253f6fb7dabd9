"""What has to be said about a sheet, so that nobody reads more into it than there is."""

from zoneinfo import ZoneInfo

from core.comparison import STEP, Comparison
from core.figures.adding import adds_up, has_shares, kind_of
from core.figures.ground import Ground
from core.figures.work import DATES, Worked
from core.format import day, moment, number
from core.labels import Labels

PARTS = ("pie", "treemap")
"""The looks that show parts of a whole."""


def notes_of(worked: Worked, ground: Ground) -> tuple[str, ...]:
    """One sentence each: what is left out, what does not add up, what is compared with what."""
    return tuple(
        note for note in (*_left_out(worked, ground), *_parts(worked, ground), _compared(worked, ground)) if note
    )


def _left_out(worked: Worked, ground: Ground) -> list[str]:
    """How many groups there are, when not all of them are shown."""
    labels, figure = ground.labels, worked.figure
    told = []
    shown = worked.row_groups.height
    if shown < worked.rows_there:
        told.append(_of("figure.note.rows", shown, worked.rows_there, labels))
        if worked.kept is not None and len(figure.rows) > 1:
            group = labels.column(figure.rows[0]).lower()
            told.append(labels.say("figure.note.top_outer", group=group))
    across = worked.column_groups.height
    if across < worked.columns_there:
        told.append(_of("figure.note.columns", across, worked.columns_there, labels))
    return told


def _of(key: str, shown: int, there: int, labels: Labels) -> str:
    told = {"shown": number(shown, "count", labels.language), "count": number(there, "count", labels.language)}
    return labels.say(key, **told)


def _parts(worked: Worked, ground: Ground) -> list[str]:
    """Which metrics have no share or no sum so far, as their parts do not add up, and whose parts overlap."""
    figure, labels, rules = worked.figure, ground.labels, ground.rules
    unshared = [name for name in figure.metrics if figure.share and not has_shares(name, rules)]
    unsummed = [name for name in figure.metrics if figure.running and not adds_up(name, rules)]
    are_parts = figure.share or figure.look in PARTS
    overlapping = [name for name in figure.metrics if are_parts and kind_of(name, rules) == "distinct"]
    told = {"no_share": unshared, "no_running": unsummed, "overlapping": overlapping}
    return [
        labels.say(f"figure.note.{key}", metrics=", ".join(map(labels.metric, names)))
        for key, names in told.items()
        if names
    ]


def _compared(worked: Worked, ground: Ground) -> str:
    """What the numbers are compared with, or why with nothing."""
    labels = ground.labels
    if worked.uncompared == DATES:
        return labels.say("figure.note.dates")
    if worked.uncompared:
        reason = labels.say(f"compare.{worked.uncompared}")
        return f"{reason[0].upper()}{reason[1:]}."
    return _dates(worked.comparison, ground) if worked.comparison else ""


def _dates(one: Comparison, ground: Ground) -> str:
    labels, zone = ground.labels, ground.scope.zone
    before = one.before
    if before is None or before.since is None or before.until is None:
        return ""
    ends = (before.since, before.until - STEP)
    first, last = (day(at.astimezone(ZoneInfo(zone)).date(), "day", labels.language) for at in ends)
    if one.cut_at is not None:
        last = moment(ends[1], zone, labels.language, seconds=False)
    return labels.say("figure.note.compared" if first != last else "figure.note.compared_day", first=first, last=last)
