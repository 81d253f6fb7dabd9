"""What the rows of one part add up to."""

from collections.abc import Sequence

import polars as pl

from core.grains import MOMENT
from core.metrics import Measure
from core.rollups.cube import NUMBER, SOURCE, STRADDLER, Cube, repeats
from core.rollups.measures import CONVERSATION_ID, column_of, is_distinct
from core.schema.tables import SEGMENTS

IN_ALL = "conversation_segments"


def marked(rows: pl.LazyFrame, measures: Sequence[Measure], minutes: int) -> pl.DataFrame:
    """The rows with a column for each measure: what each adds to it, null or nothing where it does not count."""
    return rows.with_columns(
        (measure.counted if _is_count(measure) else pl.when(measure.counted).then(measure.column)).alias(
            column_of(measure, minutes)
        )
        for measure in measures
    ).collect()


def cube_rows(rows: pl.DataFrame, cube: Cube, measures: Sequence[Measure], minutes: int, source: str) -> pl.DataFrame:
    """The rows of a cube.

    Args:
        rows: as `marked` gives them.
        source: the part that they are of.
    """
    every = f"{minutes}m"
    sums = [_summed(measure, pl.col(column_of(measure, minutes))) for measure in measures]
    cells = rows.lazy().group_by(pl.col(MOMENT).dt.truncate(every), *cube.names).agg(sums)
    return cells.with_columns(pl.lit(source).alias(SOURCE)).collect()


def repeat_rows(
    rows: pl.DataFrame, measures: Sequence[Measure], minutes: int, source: str, first_number: int
) -> pl.DataFrame:
    """The rows of `repeats`: those of conversations that a measure counts more than once, or that other parts hold too.

    Args:
        rows: of SEGMENTS, as `marked` gives them.
        first_number: no conversation of another part has this number or a higher one.
    """
    flags = [column_of(measure, minutes) for measure in measures if is_distinct(measure)]
    counted = rows.lazy().filter(pl.any_horizontal(flags))
    of_one = pl.col(CONVERSATION_ID)
    here = (
        rows.lazy()
        .group_by(CONVERSATION_ID)
        .agg(
            is_whole=(pl.len() == pl.col(IN_ALL).first()).fill_null(value=False),
            again=pl.max_horizontal(pl.col(flags).sum()) > 1,
        )
    )
    several = here.filter(pl.col("again") | ~pl.col("is_whole")).sort(CONVERSATION_ID).with_row_index(NUMBER)
    found = counted.join(several, on=CONVERSATION_ID).with_columns(
        pl.lit(source).alias(SOURCE),
        pl.when("is_whole").then(pl.col(NUMBER).cast(pl.Int64) + first_number).alias(NUMBER),
        pl.when(~pl.col("is_whole")).then(of_one).alias(STRADDLER),
    )
    return repeats(SEGMENTS, flags).conform(found).collect()


def _is_count(measure: Measure) -> bool:
    return measure.kind in ("rows", "known") or is_distinct(measure)


def _summed(measure: Measure, values: pl.Expr) -> pl.Expr:
    """Of no counted row a count is 0, and any other number not known."""
    if _is_count(measure):
        return values.sum().cast(pl.Int64)
    return values.max() if measure.kind == "max" else pl.when(values.count() > 0).then(values.sum())
