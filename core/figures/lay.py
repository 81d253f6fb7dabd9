"""Laying out a figure's answers as a sheet: flat, or with its column groups across."""

import polars as pl

from core.figures.ground import Ground
from core.figures.work import Worked
from core.metrics import named
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet


def lay(worked: Worked, ground: Ground) -> Sheet:
    """The sheet of a figure.

    Returns:
        A row a group of the figure's rows, then the others, then the total; a column a metric, or one a metric and
        group of the figure's columns.
    """
    figure, labels = worked.figure, ground.labels
    groups = figure.rows if worked.figure.columns == () else figure.groups
    headings = [Heading(name, labels.column(name), name) for name in groups]
    headings += [Heading(name, labels.metric(name), name, named(name, ground.rules).unit) for name in figure.metrics]
    parts = [(ROW, worked.body), (OTHERS, worked.others), (TOTAL, worked.grand)]
    given = [(kind, frame) for kind, frame in parts if frame is not None]
    rows = pl.concat([frame for _, frame in given], how="diagonal").select(one.key for one in headings)
    kinds = tuple(kind for kind, frame in given for _ in range(frame.height))
    return Sheet(figure.title or title_of(worked, ground), tuple(headings), rows, kinds)


def title_of(worked: Worked, ground: Ground) -> str:
    """What a figure says of itself: its first metrics, and what they are split by."""
    figure, labels = worked.figure, ground.labels
    what = ", ".join(labels.metric(name) for name in figure.metrics[:3])
    how = ", ".join(labels.column(name).lower() for name in figure.groups)
    return labels.say("figure.title", what=what, how=how) if how else what
