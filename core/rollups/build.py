"""What the rows of one part add up to."""

from collections.abc import Iterable, Sequence

import polars as pl

from core.grains import MOMENT
from core.metrics import Measure
from core.rollups.cube import CUBES, NUMBER, SOURCE, STRADDLER, Cube, repeats
from core.rollups.measures import CONVERSATION_ID, add_up, added, column_of, flag_of, is_counted, is_distinct, is_ranked
from core.rollups.slots import Slots
from core.rollups.spread import BUCKET, ROWS, Spread, bucket
from core.schema.tables import SEGMENTS

IN_ALL = "conversation_segments"


def marked(rows: pl.LazyFrame, measures: Iterable[Measure], slots: Iterable[Slots]) -> pl.DataFrame:
    """The rows with what all cubes are made of.

    A column for each measure, named by its identity: what each row adds to what is kept of it. For percentiles another
    one, with the value's bucket. For each kind of slots a column with the row's slot, named by them.
    """
    dimensions = dict.fromkeys(name for cubes in CUBES.values() for cube in cubes for name in cube.names)
    buckets = (measure for measure in measures if is_ranked(measure))
    return rows.with_columns(
        # Rows are grouped by them again and again: numbers are faster than texts.
        pl.col(*dimensions).cast(pl.Categorical),
        *(one.label().alias(one.name) for one in slots),
        *(added(measure).alias(measure.identity) for measure in measures),
        *(pl.when(one.counted).then(bucket(pl.col(one.column))).alias(_bucket_of(one)) for one in buckets),
    ).collect()


def cube_rows(rows: pl.DataFrame, cube: Cube, measures: Sequence[Measure], slots: Slots, source: str) -> pl.DataFrame:
    """The rows of a cube: a cell for each slot and combination in which something is counted.

    Args:
        rows: as `marked` gives them.
        source: the part that they are of.
    """
    columns = {measure: column_of(measure, slots) for measure in measures}
    sums = [add_up(measure, pl.col(measure.identity)).alias(column) for measure, column in columns.items()]
    counts = [pl.col(name) > 0 if is_counted(one) else pl.col(name).is_not_null() for one, name in columns.items()]
    cells = rows.lazy().group_by(pl.col(slots.name).alias(MOMENT), *cube.names).agg(sums)
    told = cells.filter(pl.any_horizontal(counts)).with_columns(pl.lit(source).alias(SOURCE))
    return cube.table(columns.values()).conform(told).collect()


def spread_rows(rows: pl.DataFrame, spread: Spread, source: str) -> pl.DataFrame:
    """How often which values occur in each slot and combination.

    Args:
        rows: as `marked` gives them.
        source: the part that they are of.
    """
    value = pl.col(_bucket_of(spread.measure))
    slot = pl.col(spread.slots.name).alias(MOMENT)
    of_values = rows.lazy().filter(value.is_not_null())
    cells = of_values.group_by(slot, *spread.cube.names, value.alias(BUCKET)).agg(pl.len().alias(ROWS))
    return spread.table.conform(cells.with_columns(pl.lit(source).alias(SOURCE))).collect()


def _bucket_of(measure: Measure) -> str:
    return f"bucket of {measure.identity}"


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
