"""Donuts and treemaps: the parts of a whole."""

import polars as pl

from core.charts import donut_rows, donut_spec
from core.charts.donut import MOST_PARTS
from core.charts.treemap import treemap_rows, treemap_spec
from core.figures.draw import Drawing, Picture
from core.figures.marks import KIND, MOST_MARKS, MOST_SERIES, VALUE, Group, groups_of, names_of, unique_names
from core.format import number


def pie(drawing: Drawing) -> Picture | None:
    """A donut of the largest parts, all others together the last; parts of nothing are left out."""
    figure, ground = drawing.worked.figure, drawing.ground
    given = drawing.marks()
    # The row of all others is no group that can be among the largest.
    marks = given.filter(pl.col(VALUE) > 0).sort(pl.col(KIND) != "row", -pl.col(VALUE), maintain_order=True)
    names = unique_names(names_of(marks, figure.groups, figure, ground), marks.select(*figure.groups, KIND).rows())
    others = ground.labels.say("figure.others")
    answers = marks.rename({VALUE: drawing.metric})
    rows = donut_rows(answers, drawing.metric, names, others, drawing.language, drawing.unit())
    if rows.is_empty():
        return None
    groups: list[Group | None] = list(groups_of(marks, figure.groups)[: rows.height])
    if rows.height < marks.height:
        groups[-1] = None
    colours = [*drawing.ink.series[:MOST_PARTS], drawing.ink.grey]
    if groups[-1] is None:
        colours[rows.height - 1] = drawing.ink.grey
    total = number(float(marks[VALUE].sum()), drawing.unit(), drawing.language)
    labels = (drawing.heading(figure.groups), drawing.label(), ground.labels.say("show.share"))
    spec = donut_spec(drawing.language, tuple(rows["part"]), tuple(colours), labels, total, drawing.ink.text)
    notes = drawing.only_first()
    if figure.top is not None and drawing.worked.kept is not None and not figure.others:
        notes.append(drawing.say("not_parts"))
    return drawing.picture(spec, rows, groups, notes)


def treemap(drawing: Drawing) -> Picture | None:
    """A rectangle a part, as large as it is; of two groups the inner ones lie within the outer, each of a colour."""
    figure, ground = drawing.worked.figure, drawing.ground
    given = drawing.marks()
    marks = given.filter(pl.col(VALUE) > 0)
    shown = marks.head(MOST_MARKS)
    outer, inner = (figure.groups[:1], figure.groups[1:]) if len(figure.groups) > 1 else ((), figure.groups)
    wholes = names_of(shown, outer, figure, ground) if outer else [drawing.label()] * shown.height
    others = ground.labels.say("figure.others")
    parts = pl.DataFrame(
        [pl.Series("whole", wholes, dtype=pl.String), shown[VALUE].alias("value")],
    )
    sizes = parts.group_by("whole").agg(pl.col("value").sum()).sort("value", "whole", descending=[True, False])
    largest = [name for name in sizes["whole"] if name != others][:MOST_SERIES]
    named = pl.DataFrame(
        {
            "whole": pl.Series([name if name in largest else others for name in wholes], dtype=pl.String),
            "part": pl.Series(names_of(shown, inner, figure, ground), dtype=pl.String),
            "value": shown[VALUE],
        }
    )
    rows = treemap_rows(named, drawing.unit(), drawing.language).with_columns(name="told")
    legend = tuple(dict.fromkeys(rows["whole"]))
    free = iter(drawing.ink.series)
    colours = tuple(drawing.ink.grey if name == others else next(free) for name in legend)
    labels = (drawing.heading(outer) or " ", drawing.heading(inner), drawing.label())
    spec = treemap_spec(drawing.language, labels, legend, colours, drawing.ink.paper, drawing.ink.paper)
    notes = drawing.only_first()
    if shown.height < marks.height:
        notes.append(drawing.say("marks", shown=shown.height, count=marks.height))
    if given.height > marks.height:
        notes.append(drawing.say("not_positive", count=given.height - marks.height))
    return drawing.picture(spec, rows, groups_of(shown, figure.groups), notes)
