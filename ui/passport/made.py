"""What a number is made of: its formula in words, its sums with their rows, and the expression that is computed."""

import streamlit as st

from core.format import number
from core.metrics import Formula, Measure, describe
from core.passport import Passport, Side
from ui.answers import settings
from ui.definitions.entry import named_in, table_label
from ui.labels import column_label, metric_label, plain
from ui.words import language, say

LONGEST_TEXT = 2_000


def show(one: Passport) -> None:
    """A card with the formula, its parts and the names that it uses."""
    formula = describe(one.metric, settings(), language())
    with st.container(border=True, key="made"):
        st.subheader(say("passport.made"), anchor=False)
        st.markdown(_sums(one, formula.splitlines()))
        st.caption("  \n".join(dict.fromkeys(_rows_of(measure) for measure in one.formula.measures())))
        if named := named_in(formula):
            st.markdown("  \n".join(f"*{plain(name)}:* `{spelt}`" for name, spelt in named))
        with st.expander(say("passport.expression")):
            st.caption(say("passport.expression_help"))
            st.code(_expression(one.formula), language=None, wrap_lines=True)


def unit_of(measure: Measure, one: Passport) -> str:
    """The unit of what a sum adds up."""
    if measure.is_count:
        return "count"
    if measure.column in measure.table.by_name:
        return measure.table.by_name[measure.column].unit or ""
    return one.metric.unit if isinstance(one.formula, Measure) else "ratio"


def _sums(one: Passport, formula: list[str]) -> str:
    """A table: each side of the line with its sum, its rows and its formula; below both what comes out."""
    sides: list[tuple[str, Side, str]] = [("passport.above" if one.below else "passport.value", one.above, formula[0])]
    if one.below:
        sides.append(("passport.below", one.below, formula[1].removeprefix("÷").strip()))
    heads = [say(f"passport.head_{name}") for name in ("side", "sum", "rows", "counted")]
    cells = [
        [
            say(name),
            f"**{number(side.value, unit_of(side.measure, one), language())}**",
            number(side.rows, "count", language()),
            plain(told, LONGEST_TEXT),
        ]
        for name, side, told in sides
    ]
    if one.below:
        cells.append([f"**{say('passport.quotient')}**", f"**{_value(one)}**", "", _division(one, formula[2:])])
    lines = [heads, ["---", "---:", "---:", "---"], *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _division(one: Passport, scale: list[str]) -> str:
    sides = [number(side.value, unit_of(side.measure, one), language()) for side in (one.above, one.below) if side]
    return " ".join((f"{plain(metric_label(one.metric.name))} =", " ÷ ".join(sides), *map(plain, scale)))


def _value(one: Passport) -> str:
    return number(one.value, one.metric.unit, language())


def _rows_of(measure: Measure) -> str:
    """What the rows are, and what of equal ones is counted."""
    rows = f"{measure.table.name}: {table_label(measure.table.name)}"
    if measure.kind != "distinct":
        return rows
    return say("passport.different", rows=rows, column=column_label(measure.column).lower())


def _expression(formula: Formula) -> str:
    return "\n\n÷\n\n".join(str(measure.aggregate()) for measure in formula.measures())
