"""A metric's formula in words, out of the very expressions that compute it."""

import json
from functools import cache
from typing import Any

import polars as pl

from core.metrics import rows
from core.metrics.measure import Measure, Ratio
from core.metrics.metric import Metric, Text
from core.settings import Settings

NAMED_ROWS = (
    (Text("handled segment", "segmento atendido"), rows.TALKED),
    (Text("abandoned segment", "segmento abandonado"), rows.GAVE_UP),
    (Text("follow-up segment", "segmento con seguimiento"), rows.FOLLOW_UP),
)
"""Conditions that have a name of their own, so that a formula fits on a line."""

_MEASURES = {
    "rows": Text("rows of {table} where {where}", "filas de {table} donde {where}"),
    "known": Text(
        "rows of {table} that have {column} where {where}", "filas de {table} que tienen {column} donde {where}"
    ),
    "sum": Text("sum of {column} over {table} where {where}", "suma de {column} en {table} donde {where}"),
    "distinct": Text("different {column} in {table} where {where}", "{column} distintos en {table} donde {where}"),
    "quantile": Text(
        "{share:.0%} percentile of {column} in {table} where {where}",
        "percentil {share:.0%} de {column} en {table} donde {where}",
    ),
}
_COMPARED = {"Eq": "=", "NotEq": "≠", "NotEqValidity": "≠", "Lt": "<", "LtEq": "≤", "Gt": ">", "GtEq": "≥"}
_JOINED = {"And": Text("and", "y"), "Or": Text("or", "o")}
_NOT, _KNOWN = Text("not", "no"), Text("is known", "se conoce")


def describe(metric: Metric, settings: Settings, language: str = "en") -> str:
    """The formula as a person reads it, with the settings in force; a ratio has its two sums on two lines."""
    formula = metric.formula(settings)
    if isinstance(formula, Ratio):
        return f"{_measure(formula.numerator, language)}\n÷ {_measure(formula.denominator, language)}"
    return _measure(formula, language)


def condition(where: pl.Expr, language: str = "en") -> str:
    """A condition as a person reads it; the parts that have a name are not spelt out, the whole is."""
    tree = _tree(where)
    return _told(tree, language, spelt=tree in (named for _, named in _named()))


def _measure(measure: Measure, language: str) -> str:
    words: str = getattr(_MEASURES[measure.kind], language)
    where = _told(_tree(measure.where), language)
    return words.format(table=measure.table.name, column=measure.column, share=measure.share, where=where)


@cache
def _named() -> tuple[tuple[Text, Any], ...]:
    return tuple((name, _tree(expr)) for name, expr in NAMED_ROWS)


def _tree(expr: pl.Expr) -> Any:
    return json.loads(expr.meta.serialize(format="json"))


def _told(node: Any, language: str, *, spelt: bool = False, within: str = "") -> str:
    """One node of an expression.

    Args:
        spelt: spell this node out although it has a name.
        within: the junction around it, which decides whether it needs brackets.
    """
    for name, known in _named():
        if node == known and not spelt:
            return str(getattr(name, language))
    kind, body = next(iter(node.items()))
    if kind == "Column":
        return str(body)
    if kind == "Literal":
        return json.dumps(next(iter(next(iter(body.values())).values())), ensure_ascii=False)
    if kind == "Function":
        return _function(body, language)
    if body["op"] in _COMPARED:
        return f"{_told(body['left'], language)} {_COMPARED[body['op']]} {_told(body['right'], language)}"
    word = getattr(_JOINED[body["op"]], language)
    text = f" {word} ".join(_told(body[side], language, within=body["op"]) for side in ("left", "right"))
    return f"({text})" if within and within != body["op"] else text


def _function(body: Any, language: str) -> str:
    first, name = body["input"][0], body["function"]
    if name == "FillNull":
        return _told(first, language)
    if name == {"Boolean": "IsNotNull"}:
        return f"{_told(first, language)} {getattr(_KNOWN, language)}"
    if name == {"Boolean": "Not"}:
        told = _told(first, language)
        return f"{getattr(_NOT, language)} {f'({told})' if ' ' in told else told}"
    raise NotImplementedError(f"No words for {name} in a metric's condition; add them to core/metrics/words.py.")
