"""A metric's formula in words, out of the very expressions that compute it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from core.metrics import rows
from core.metrics.house import house_rows
from core.metrics.measure import HOUR_MS, MEDIAN, Measure, Ratio
from core.metrics.metric import Metric, Text
from core.settings import Settings

NAMED_ROWS = (
    (Text("handled segment", "segmento atendido"), rows.TALKED),
    (Text("abandoned segment", "segmento abandonado"), rows.GAVE_UP),
    (Text("follow-up segment", "segmento con seguimiento"), rows.FOLLOW_UP),
    (Text("finished wait in a queue", "espera terminada en una cola"), rows.WAITED),
    (Text("wait given up in a queue", "espera abandonada en una cola"), rows.GAVE_UP_IN_QUEUE),
    (Text("wait that a transfer began", "espera que inició una transferencia"), rows.TRANSFER_WAIT),
    (Text("offer to an agent", "oferta a un agente"), rows.OFFERED_TO_AGENT),
    (Text("conversation offered", "conversación ofrecida"), rows.CAME),
    (Text("conversation never connected", "conversación nunca atendida"), rows.NEVER_CONNECTED),
    (Text("conversation lost in a transfer", "conversación perdida en una transferencia"), rows.LOST_IN_TRANSFER),
    (Text("completed conversation", "conversación completada"), rows.HANDLED_TO_THE_END),
)
"""Conditions that have a name of their own, so that a formula fits on a line."""

KEPT_HOUSES = 8

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
    "median": Text("median of {column} in {table} where {where}", "mediana de {column} en {table} donde {where}"),
    "max": Text("longest {column} in {table} where {where}", "mayor {column} en {table} donde {where}"),
}
_COMPARED = {"Eq": "=", "NotEq": "≠", "NotEqValidity": "≠", "Lt": "<", "LtEq": "≤", "Gt": ">", "GtEq": "≥"}
_JOINED = {"And": Text("and", "y"), "Or": Text("or", "o")}
_NOT, _KNOWN, _ONE_OF = Text("not", "no"), Text("is known", "se conoce"), Text("is one of", "es uno de")
_WHERE = Text("where", "donde")
_SCALES = {HOUR_MS: Text("milliseconds an hour", "milisegundos por hora")}


def describe(metric: Metric, settings: Settings, language: str = "en") -> str:
    """The formula as a person reads it, with the settings in force; a ratio has its two sums on two lines."""
    spoken = tuple((name, tree(expr)) for name, expr in metric.spoken)
    formula, told = metric.formula(settings), _Told(language, spoken + _named(settings))
    if isinstance(formula, Ratio):
        scale = f"\n× {formula.scale} {getattr(_SCALES[formula.scale], language)}" if formula.scale != 1 else ""
        return f"{told.measure(formula.numerator)}\n÷ {told.measure(formula.denominator)}{scale}"
    return told.measure(formula)


def condition(where: pl.Expr, language: str = "en") -> str:
    """A condition as a person reads it; the parts that have a name are not spelt out, the whole is."""
    node, names = tree(where), _named(Settings())
    return _Told(language, names).node(node, spelt=node in (named for _, named in names))


Names = tuple[tuple[Text, Any], ...]


@lru_cache(maxsize=KEPT_HOUSES)
def _named(rules: Settings) -> Names:
    return tuple((name, tree(expr)) for name, expr in (*NAMED_ROWS, *house_rows(rules)))


def tree(expr: pl.Expr) -> Any:
    """An expression as the engine writes it down, to be looked through."""
    return json.loads(expr.meta.serialize(format="json"))


def _listed(node: Any) -> list[Any]:
    """The values of a list; the engine writes them down as an Arrow stream."""
    literal = node["Literal"]
    stream = literal["Series"] if "Series" in literal else literal["Scalar"]["List"]
    values: pl.Series = pl.read_ipc_stream(bytes(stream)).to_series()
    return values.explode().to_list() if values.dtype == pl.List else values.to_list()


@dataclass(frozen=True)
class _Told:
    """Expressions in words of a language; those that have a name by their name."""

    language: str
    names: Names

    def measure(self, measure: Measure) -> str:
        """What is counted or summed, over which rows."""
        kind = "median" if measure.kind == "quantile" and measure.share == MEDIAN else measure.kind
        words: str = getattr(_MEASURES[kind], self.language)
        where = self.node(tree(measure.where))
        if measure.where.meta.eq(rows.EVERY):
            words = words.partition(f" {getattr(_WHERE, self.language)} ")[0]
        return words.format(table=measure.table.name, column=measure.column, share=measure.share, where=where)

    def node(self, node: Any, *, spelt: bool = False, within: str = "") -> str:
        """One node of an expression.

        Args:
            spelt: spell this node out although it has a name.
            within: the junction around it, which decides whether it needs brackets.
        """
        for name, known in self.names:
            if node == known and not spelt:
                return str(getattr(name, self.language))
        kind, body = next(iter(node.items()))
        if kind == "Column":
            return str(body)
        if kind == "Literal":
            return json.dumps(next(iter(next(iter(body.values())).values())), ensure_ascii=False)
        if kind == "Function":
            return self._function(body)
        if body["op"] in _COMPARED:
            return f"{self.node(body['left'])} {_COMPARED[body['op']]} {self.node(body['right'])}"
        word = getattr(_JOINED[body["op"]], self.language)
        text = f" {word} ".join(self.node(body[side], within=body["op"]) for side in ("left", "right"))
        return f"({text})" if within and within != body["op"] else text

    def _function(self, body: Any) -> str:
        first, name = body["input"][0], body["function"]
        if name == "FillNull":
            return self.node(first)
        if name == {"Boolean": "IsNotNull"}:
            return f"{self.node(first)} {getattr(_KNOWN, self.language)}"
        if name == {"Boolean": "Not"}:
            told = self.node(first)
            return f"{getattr(_NOT, self.language)} {f'({told})' if ' ' in told else told}"
        if "IsIn" in name.get("Boolean", ()):
            values = ", ".join(json.dumps(value, ensure_ascii=False) for value in _listed(body["input"][1]))
            return f"{self.node(first)} {getattr(_ONE_OF, self.language)} ({values})"
        raise NotImplementedError(f"No words for {name} in a metric's condition; add them to core/metrics/words.py.")
