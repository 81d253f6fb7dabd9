"""What the rows of one part add up to."""

from collections.abc import Iterable, Sequence

import polars as pl

from core.metrics import Measure
from core.rollups.cube import NUMBER, SOURCE, STRADDLER, Cube, repeats
from core.rollups.measures import CONVERSATION_ID, add_up, added, column_of, flag_of, is_counted, is_distinct
from core.rollups.slots import Slots
from core.rollups.spread import BUCKET, ROWS, Spread, bucket
from core.schema.tables import SEGMENTS

IN_ALL = "conversation_segments"


def marked(rows: pl.LazyFrame, measures: Iterable[Measure]) -> pl.DataFrame:
    """The rows with a column for each measure, named by its identity: what each adds to what is kept of it."""
    return rows.with_columns(added(measure).alias(measure.identity) for measure in measures).collect()


def cube_rows(rows: pl.DataFrame, cube: Cube, measures: Sequence[Measure], slots: Slots, source: str) -> pl.DataFrame:
    """The rows of a cube: a cell for each slot and combination in which something is counted.

    Args:
        rows: as `marked` gives them.
        source: the part that they are of.
    """
    columns = {measure: column_of(measure, slots) for measure in measures}
    sums = [add_up(measure, pl.col(measure.identity)).alias(column) for measure, column in columns.items()]
    counts = [
        pl.col(column) > 0 if is_counted(one) else pl.col(column).is_not_null() for one, column in columns.items()
    ]
    cells = rows.lazy().group_by(slots.label(), *cube.names).agg(sums).filter(pl.any_horizontal(counts))
    return cube.table(columns.values()).conform(cells.with_columns(pl.lit(source).alias(SOURCE))).collect()


def spread_rows(rows: pl.DataFrame, spread: Spread, source: str) -> pl.DataFrame:
    """How often which values occur in each slot and combination.

    Args:
        rows: as `marked` gives them.
        source: the part that they are of.
    """
    of_values = rows.lazy().filter(pl.col(spread.measure.identity))
    value = bucket(pl.col(spread.measure.column)).alias(BUCKET)
    cells = of_values.group_by(spread.slots.label(), *spread.cube.names, value).agg(pl.len().cast(pl.Int64).alias(ROWS))
    return spread.table.conform(cells.with_columns(pl.lit(source).alias(SOURCE))).collect()


def repeat_rows(rows: pl.DataFrame, measures: Iterable[Measure], source: str, first_number: int) -> pl.DataFrame:
    """The rows of `repeats`: those that a measure counts more than once of a conversation, here or with other parts.

    Args:
        rows: of SEGMENTS, as `marked` gives them.
        measures: the distinct ones are read.
        first_number: no conversation of another part has this number or a higher one.
    """
    flags = {measure.identity: flag_of(measure) for measure in measures if is_distinct(measure)}
    is_whole = (pl.len() == pl.col(IN_ALL).first()).fill_null(value=False).alias("is_whole")
    several = [((pl.col(mark).sum() > 1) | ~is_whole).alias(flag) for mark, flag in flags.items()]
    here = rows.lazy().group_by(CONVERSATION_ID).agg(is_whole, *several).filter(pl.any_horizontal(flags.values()))
    found = (
        rows.lazy()
        .join(here.sort(CONVERSATION_ID).with_row_index(NUMBER), on=CONVERSATION_ID)
        .with_columns((pl.col(mark) & pl.col(flag)).alias(flag) for mark, flag in flags.items())
        .filter(pl.any_horizontal(flags.values()))
        .with_columns(
            pl.lit(source).alias(SOURCE),
            pl.when("is_whole").then(pl.col(NUMBER).cast(pl.Int64) + first_number).alias(NUMBER),
            pl.when(~pl.col("is_whole")).then(CONVERSATION_ID).alias(STRADDLER),
        )
    )
    return repeats(SEGMENTS, flags.values()).conform(found).collect()
