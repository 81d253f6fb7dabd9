"""How conditions and moments are written on the command line."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.errors import QueryError

if TYPE_CHECKING:
    from core.condition import Condition

WHERE_HELP = (
    "conditions, all of which must hold: COLUMN=VALUE (several for one column: any of them), COLUMN!=VALUE, "
    "COLUMN>=VALUE, 'COLUMN<VALUE', COLUMN~TEXT (contains); COLUMN= for rows without a value"
)
_OPERATORS = {"!=": "not in", ">=": ">=", "<": "<", "~": "contains", "=": "in"}
_CONDITION = re.compile(r"(?P<column>\w+)(?P<op>!=|>=|<|~|=)(?P<value>.*)", re.DOTALL)


def column_named(word: str) -> str:
    """The column that a word means: its own name, or `queue` for `queue_name`. Unknown words are left as they are."""
    from core.schema.tables import TABLES

    declared = {name for table in TABLES.values() for name in table.by_name}
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


def read_moment(name: str, text: str | None, zone: str, *, end: bool = False) -> datetime | None:
    """A day (its local midnight) or an ISO time; without a zone of its own it is local.

    Args:
        name: the option, for the message.
        zone: IANA zone of what has none.
        end: a whole day is included: the midnight after it.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise QueryError(
            f"{name} is {text!r}; give a day such as 2026-03-29 or a time such as 2026-03-29T09:00."
        ) from problem
    if end and re.fullmatch(r"[\d-]+|\d+W\d+", text):
        moment += timedelta(days=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
