"""Conditions: each comparison on a few rows, nulls included, and what cannot be compared."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from core.condition import Condition
from core.errors import QueryError
from core.schema.column import INSTANT

COLOURS = pl.DataFrame({"colour": ["red", "Dark red", None, "blue"]})


def _kept(condition: Condition) -> list[str | None]:
    rows = COLOURS.with_columns(condition.holds(pl.col("colour"), pl.String).alias("kept"))
    assert rows["kept"].null_count() == 0
    return rows.filter("kept")["colour"].to_list()


@pytest.mark.parametrize(
    ("op", "values", "kept"),
    [
        ("in", ("red",), ["red"]),
        ("in", ("red", None), ["red", None]),
        ("in", (None,), [None]),
        ("not in", ("red",), ["Dark red", None, "blue"]),
        ("not in", ("red", None), ["Dark red", "blue"]),
        ("not in", (None,), ["red", "Dark red", "blue"]),
        ("is null", (), [None]),
        ("contains", ("RED",), ["red", "Dark red"]),
        ("contains", (".",), []),
        (">=", ("red",), ["red"]),
        ("<", ("red",), ["Dark red", "blue"]),
    ],
)
def test_a_condition_keeps_the_rows_that_meet_it(
    op: str, values: tuple[str | None, ...], kept: list[str | None]
) -> None:
    assert _kept(Condition("colour", op, values)) == kept


@pytest.mark.parametrize("values", [(None,), ("red",), ("red", None)])
def test_in_and_not_in_are_complements(values: tuple[str | None, ...]) -> None:
    inside, outside = _kept(Condition("colour", "in", values)), _kept(Condition("colour", "not in", values))
    assert sorted(map(str, inside + outside)) == sorted(map(str, COLOURS["colour"]))


def test_the_order_and_repetition_of_values_change_nothing() -> None:
    assert Condition("colour", "in", ("red", "blue", "red")) == Condition("colour", "in", ("blue", "red"))


@pytest.mark.parametrize(
    ("text", "dtype", "value"),
    [
        ("12", pl.Int64, 12),
        ("1.5", pl.Float64, 1.5),
        ("true", pl.Boolean, True),
        ("No", pl.Boolean, False),
        ("2026-03-29", pl.Date, date(2026, 3, 29)),
        ("2026-03-29T02:00:00+01:00", INSTANT, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("007", pl.String, "007"),
    ],
)
def test_text_is_read_as_the_column_has_it(text: str, dtype: pl.DataType, value: object) -> None:
    typed = Condition("x", "in", (text,)).typed(dtype)
    assert typed.values == (value,)
    assert type(typed.values[0]) is type(value)


@pytest.mark.parametrize(
    ("op", "values", "dtype", "message"),
    [
        ("in", ("soon",), INSTANT, "x: 'soon' is not an instant with its zone"),
        ("in", (datetime(2026, 3, 29),), INSTANT, "is not an instant with its zone"),
        ("in", ("2026-02-30",), pl.Date, "is not a day such as"),
        ("in", ("maybe",), pl.Boolean, "is not true or false"),
        ("in", (1.5,), pl.Int64, "is not a whole number"),
        ("in", (7,), pl.String, "7 is not text"),
        ("contains", ("1",), pl.Int64, "the column is no text"),
        ("like", ("1",), pl.String, "there is no comparison 'like'"),
        ("in", (), pl.Int64, "got 0 values; it takes a value or more"),
        (">=", (), pl.Int64, "got 0 values; it takes exactly one value"),
        ("is null", (1,), pl.Int64, "got 1 values; it takes no value"),
        ("<", (None,), pl.Int64, "ask with 'is null'"),
    ],
)
def test_a_comparison_that_makes_no_sense_says_why(
    op: str, values: tuple[object, ...], dtype: pl.DataType, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        Condition("x", op, values).typed(dtype)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dtype", "values", "wanted"),
    [
        (pl.Boolean, [True, False, None], True),
        (pl.Int64, [1, 2, None], 1),
        (pl.Float64, [1.5, 2.5, None], 1.5),
        (pl.Date, [date(2026, 3, 2), date(2026, 3, 3), None], date(2026, 3, 2)),
        (INSTANT, [datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), None], "2026-03-02T05:45+05:45"),
    ],
)
def test_every_type_can_be_compared(dtype: pl.DataType, values: list[object], wanted: str) -> None:
    column = pl.DataFrame({"x": values}, schema={"x": dtype})

    def kept(op: str) -> list[object]:
        return column.filter(Condition("x", op, (wanted,)).typed(dtype).holds(pl.col("x"), dtype))["x"].to_list()

    assert kept("in") == values[:1]
    assert kept("not in") == values[1:]
    assert kept(">=") == [value for value in values[:2] if value >= values[0]]  # type: ignore[operator]
