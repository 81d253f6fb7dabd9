"""The SQL that can be asked: which kinds of expressions, functions and types; whatever is not listed is refused.

Only what checks statements imports this module: the parser is large, and nothing else needs it.
"""

from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.parser import Parser as AnyParser

MATH = ("abs", "ceil", "ceiling", "exp", "floor", "ln", "log10", "log2", "mod", "pow", "power", "round", "sign", "sqrt")
TEXT = (
    *("char_length", "concat", "concat_ws", "ends_with", "initcap", "left", "length", "lower", "ltrim", "regexp_like"),
    *("replace", "reverse", "right", "rtrim", "split_part", "starts_with", "strpos", "substr", "trim", "upper"),
)
TIME = ("date_part", "date_trunc", "strftime", "year", "quarter", "month", "week", "day", "hour", "minute", "second")
CHOICE = ("coalesce", "greatest", "if", "ifnull", "least", "nullif")
ADDED_UP = (
    *("avg", "corr", "count", "covar", "first", "last", "max", "median", "min", "quantile_cont", "quantile_disc"),
    *("stddev", "string_agg", "sum", "variance"),
)
IN_ORDER = ("dense_rank", "first_value", "lag", "last_value", "lead", "rank", "row_number")
FUNCTIONS = frozenset((*MATH, *TEXT, *TIME, *CHOICE, *ADDED_UP, *IN_ORDER))
"""Names of the functions that may be called; none of them reads or writes anything but its arguments."""

TYPES = frozenset(
    exp.DType[name]
    for name in ("BIGINT", "BOOLEAN", "DATE", "DOUBLE", "FLOAT", "INT", "TEXT", "TIME", "TIMESTAMP", "TIMESTAMPTZ")
) | {exp.DType.VARCHAR}
"""What a value may be turned into."""

EXTRACTED = frozenset(
    ("year", "quarter", "month", "week", "day", "dow", "isodow", "doy", "hour", "minute", "second", "epoch")
)
"""What EXTRACT may take out of an instant."""

STATEMENTS = (exp.Select, exp.Union, exp.Intersect, exp.Except)
"""What a whole statement can be."""

_CLAUSES = (
    *(exp.Select, exp.Union, exp.Intersect, exp.Except, exp.With, exp.CTE, exp.Subquery, exp.From, exp.Join),
    *(exp.Where, exp.Group, exp.Having, exp.Qualify, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct),
    *(exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier, exp.Star),
)
_VALUES = (exp.Literal, exp.Boolean, exp.Null, exp.Interval, exp.Var, exp.Placeholder, exp.DataType, exp.Neg)
_LOGIC = (
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between),
    *(exp.Like, exp.ILike, exp.Exists, exp.Case, exp.If, exp.Paren),
)
_WORKED_OUT = (
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe, exp.Cast, exp.TryCast, exp.Extract, exp.AtTimeZone),
    *(exp.Anonymous, exp.Filter, exp.Window, exp.WindowSpec),
)
NODES = frozenset((*_CLAUSES, *_VALUES, *_LOGIC, *_WORKED_OUT))
"""Kinds of expressions that a statement may consist of."""

_SPECIAL = ("CAST", "TRY_CAST", "EXTRACT")


class _OnlyNames(AnyParser):
    """Knows no function by itself: each comes out as its name, to be looked up in `FUNCTIONS`."""

    FUNCTIONS: ClassVar = {}
    NO_PAREN_FUNCTIONS: ClassVar = {}
    FUNCTION_PARSERS: ClassVar = {name: AnyParser.FUNCTION_PARSERS[name] for name in _SPECIAL}
    NO_PAREN_FUNCTION_PARSERS: ClassVar = {"CASE": AnyParser.NO_PAREN_FUNCTION_PARSERS["CASE"]}


class Asked(Dialect):
    """Standard SQL in which a function is its name and its arguments, so that what is checked is what is run."""

    Parser = _OnlyNames
