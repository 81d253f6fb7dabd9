"""A house's own metrics: a text file of its workspace, read into metrics like any other; nothing in it is ever run."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.grains import GRAINS
from core.metrics.measure import Formula
from core.metrics.metric import BETTER, METRICS, UNITS, Metric, Text
from core.metrics.mistakes import among
from core.metrics.own_formula import MEASURE_KEYS, SIDES, read_formula
from core.metrics.own_mistakes import FILE, Mistake, Wrong
from core.schema.tables import TABLES
from core.settings import Settings
from core.toml_lines import Lines, Unreadable, find_lines, read_toml

TEXTS = {
    "label": Text("a short name for headings", "un nombre corto para los títulos"),
    "meaning": Text("what it is, in one sentence", "qué es, en una frase"),
    "unit": Text(f"one of {', '.join(UNITS)}", f"una de {', '.join(UNITS)}"),
    "better": Text(f"one of {', '.join(BETTER)}", f"una de {', '.join(BETTER)}"),
}
"""What every metric has to say of itself."""

OPTIONAL = ("label_es", "meaning_es", "notes", "notes_es")
KEYS = (*TEXTS, *OPTIONAL, *MEASURE_KEYS, *SIDES)
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
SOURCE = f"{FILE} of the house"
KEPT_TEXTS = 8


@dataclass(frozen=True)
class Reading:
    """What a file of own metrics says.

    Args:
        metrics: those that can be asked, by name, in the file's order.
        mistakes: what is wrong, in the file's order; each keeps one metric from being asked, or all of them.
    """

    metrics: Mapping[str, Metric]
    mistakes: tuple[Mistake, ...]


@lru_cache(maxsize=KEPT_TEXTS)
def read_own(text: str) -> Reading:
    """The metrics of a file, with all that is wrong in it; never fails.

    Args:
        text: of `metrics.toml`; bytes that are no UTF-8 as Python's `surrogateescape` keeps them.
    """
    lines = find_lines(text)
    document = _document(text, lines)
    if isinstance(document, Mistake):
        return Reading({}, (document,))
    metrics: dict[str, Metric] = {}
    mistakes: list[Mistake] = []
    for name, given in document.items():
        try:
            metrics[name] = _metric(name, given)
        except Wrong as wrong:
            mistakes.append(Mistake(lines.of(name, *wrong.path, value=wrong.at), name, wrong.told))
    return Reading(metrics, tuple(sorted(mistakes, key=lambda mistake: mistake.line)))


def _document(text: str, lines: Lines) -> dict[str, Any] | Mistake:
    """What the TOML says, or why it cannot be read."""
    try:
        return read_toml(text, lines)
    except Unreadable as problem:
        wrong = Wrong("toml", value=problem.what) if problem.what else Wrong("encoding")
        return Mistake(problem.line, "", wrong.told)


def _metric(name: str, given: Any) -> Metric:
    """One metric of the file.

    Raises:
        Wrong: something in it cannot be used.
    """
    if not isinstance(given, dict):
        raise Wrong("no_table", value=name)
    _check_name(name)
    for key in given:
        if key not in KEYS:
            raise Wrong("key", key, value=key, other=among(key, KEYS))
    told = {key: _text(key, given) for key in (*TEXTS, *OPTIONAL)}
    for key, known in (("unit", UNITS), ("better", BETTER)):
        if told[key] not in known:
            raise Wrong("choice", key, key=key, value=told[key], other=", ".join(known))
    own = read_formula(given)
    if told["unit"] not in own.units:
        raise Wrong("unit", "unit", value=told["unit"], other=" / ".join(own.units))
    label, meaning, notes = (Text(told[key], told[f"{key}_es"] or told[key]) for key in ("label", "meaning", "notes"))
    formula = _always(own.formula)
    return Metric(name, label, meaning, notes, told["unit"], told["better"], SOURCE, formula, spoken=own.spoken)


def _always(formula: Formula) -> Callable[[Settings], Formula]:
    """Follows no house rule."""
    return lambda _: formula


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise Wrong("name", value=name)
    if name in METRICS:
        raise Wrong("taken_metric", value=name)
    if name in _taken():
        raise Wrong("taken_column", value=name)


def _taken() -> Iterable[str]:
    """An answer has a column for each group and each metric: no two of one name."""
    return {*GRAINS, *(name for table in TABLES.values() for name in table.by_name)}


def _text(key: str, given: Mapping[str, Any]) -> str:
    """A text on one line; empty when it may be left out and is."""
    if key not in given:
        if key in TEXTS:
            raise Wrong("missing", value=key, other=TEXTS[key])
        return ""
    if not isinstance(given[key], str) or not given[key].strip():
        raise Wrong("text", key, key=key, value=given[key])
    return " ".join(given[key].split())
