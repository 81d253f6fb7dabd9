"""How conditions are written as text: on the command line and in the house's own metrics."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.errors import QueryError

if TYPE_CHECKING:
    from core.condition import Condition

WHERE_HELP = (
    "conditions, all of which must hold: COLUMN=VALUE (several for one column: any of them), COLUMN!=VALUE, "
    "COLUMN>=VALUE, 'COLUMN<VALUE', COLUMN~TEXT (contains); COLUMN= for rows without a value"
)
_OPERATORS = {"!=": "not in", ">=": ">=", "<": "<", "~": "contains", "=": "in"}
_WRITTEN = {op: sign for sign, op in _OPERATORS.items()}
_COLUMN = r"\w+|(?:conversations|customers)\.[^!><~=]+"
_CONDITION = re.compile(rf"(?P<column>{_COLUMN})(?P<op>!=|>=|<|~|=)(?P<value>.*)", re.DOTALL)


def column_named(word: str) -> str:
    """The column that a word means: its own name, or `queue` for `queue_name`. Unknown words are left as they are."""
    from core.schema.lent import AGENT_NOW
    from core.schema.tables import TABLES

    declared = {*AGENT_NOW, *(name for table in TABLES.values() for name in table.by_name)}
    full = f"{word}_name"
    return full if word not in declared and full in declared else word


def read_conditions(texts: Sequence[str]) -> list["Condition"]:
    """Conditions as `WHERE_HELP` tells.

    Raises:
        QueryError: a text that is no condition.
    """
    from core.condition import Condition

    values: dict[tuple[str, str], list[str | None]] = {}
    for text in texts:
        found = _CONDITION.fullmatch(text)
        if not found:
            raise QueryError(f"{text!r} is no condition; write COLUMN=VALUE, such as channel=voice.")
        key = (column_named(found["column"]), _OPERATORS[found["op"]])
        values.setdefault(key, []).append(found["value"] or None)
    several = [Condition(column, op, tuple(given)) for (column, op), given in values.items() if "in" in op.split()]
    single = [
        Condition(column, op, (value,))
        for (column, op), given in values.items()
        if "in" not in op.split()
        for value in given
    ]
    return several + single


def write_conditions(conditions: Iterable["Condition"]) -> list[str]:
    """Texts that `read_conditions` reads as these conditions, one a value."""
    return [text for condition in conditions for text in _written(condition)]


def _written(condition: "Condition") -> list[str]:
    if condition.op == "is null":
        return [f"{condition.column}="]
    return [f"{condition.column}{_WRITTEN[condition.op]}{_text(value)}" for value in condition.values]


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
