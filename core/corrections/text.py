"""`corrections.toml` as text: read with the line of every mistake, and changed without touching what else it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from core.corrections.correction import Correction, Undone, from_fields
from core.corrections.mistake import Mistake, WrongCorrection, mistake
from core.toml_lines import Unreadable, find_lines, read_toml

HEAD = """# Corrections: what people of this house know better than the data. Atalaya reads and writes this file;
# it can be changed by hand too, see docs/corrections.md. Every entry says who, when and why.
"""
ENTRY = "correction"
TEXTS = ("id", "kind", "who", "why", "column", "from", "to", "into", "agent_id", "undone_by", "undone_why")
MOMENTS = ("at", "since", "until", "closed_at", "started_at", "ended_at", "undone_at")
LISTS = ("conversations", "customers")
NEEDED = ("id", "kind", "who", "at", "why")
OF_STATUS = ("agent_id", "started_at", "ended_at")
FIELDS = (*NEEDED, *LISTS, "where", "since", "until", "column", "from", "to", "into", "closed_at", *OF_STATUS)
IN_LINE = 5
"""Members of a list that stand on one line."""

UNDONE = ("undone_by", "undone_at", "undone_why")


@dataclass(frozen=True)
class Corrections:
    """What the file says.

    Args:
        all: those that can be read, in the order of the file; with the undone ones.
        mistakes: what is wrong; the other entries hold all the same.
        is_readable: whether it is TOML at all: otherwise nothing can be saved before it is repaired.
        ids: of all entries in their order, also of those with mistakes as far as they tell theirs.
        lines: by the id of each that can be read, the line on which it begins.
    """

    all: tuple[Correction, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    is_readable: bool = True
    ids: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def effective(self) -> tuple[Correction, ...]:
        """Those that hold, in the order in which they apply."""
        return tuple(one for one in self.all if one.undone is None)

    @property
    def undone(self) -> tuple[Correction, ...]:
        """Those that were taken back."""
        return tuple(one for one in self.all if one.undone)

    def named(self, wanted: str) -> Correction | None:
        """The correction of that id."""
        return next((one for one in self.all if one.id == wanted), None)


@lru_cache(maxsize=4)
def read_corrections(text: str) -> Corrections:
    """All corrections of the file, and all mistakes; any text has an answer. Of many ids it takes seconds, once."""
    lines = find_lines(text)
    try:
        told = read_toml(text, lines)
    except Unreadable as problem:
        wrong = mistake("toml", what=problem.what or "UTF-8?").at(problem.line)
        return Corrections(mistakes=(wrong,), is_readable=False)
    mistakes = [mistake("key", name=name).at(lines.of(name)) for name in told if name != ENTRY]
    entries = told.get(ENTRY, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return Corrections(mistakes=(*mistakes, mistake("tables").at(lines.of(ENTRY))), is_readable=False)
    found: dict[str, Correction] = {}
    ids: list[str] = []
    begins: dict[str, int] = {}
    for place, entry in enumerate(entries):
        named = entry.get("id")
        ids.append(named.strip() if isinstance(named, str) else "")
        try:
            one = _read(entry)
            if one.id in found:
                raise WrongCorrection(mistake("double", "id", id=one.id))
            found[one.id] = one
            begins[one.id] = lines.of(ENTRY, str(place))
        except WrongCorrection as problem:
            wrong = problem.mistake
            mistakes.append(wrong.at(lines.of(ENTRY, str(place), *([wrong.field] if wrong.field else []))))
    return Corrections(tuple(found.values()), tuple(mistakes), ids=tuple(ids), lines=begins)


def _read(entry: Mapping[str, Any]) -> Correction:
    """One entry, its values held to their types."""
    told: dict[str, Any] = {}
    for name, value in entry.items():
        if name not in (*FIELDS, *UNDONE):
            raise WrongCorrection(mistake("field", name, name=name, known=", ".join((*FIELDS, *UNDONE))))
        told[name] = _typed(name, value)
    for name in NEEDED:
        if name not in told:
            kind = str(told.get("kind", ENTRY))
            raise WrongCorrection(mistake("missing", "", name=name, kind=kind))
    return from_fields(told)


def _typed(name: str, value: object) -> object:
    if name in TEXTS and not isinstance(value, str):
        raise WrongCorrection(mistake("text", name, name=name, value=_shown(value)))
    if name in MOMENTS:
        return _moment(name, value)
    if name in LISTS:
        return _texts(name, name, value)
    if name == "where":
        if not isinstance(value, dict):
            raise WrongCorrection(mistake("where", name, value=_shown(value)))
        flat = _flat(value)
        return {key: one if isinstance(one, str) else _texts(name, key, one) for key, one in flat.items()}
    return value


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """`customers.tier = …` without quotes is a table in a table; the column is meant all the same."""
    told: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            told |= _flat(value, f"{prefix}{key}.")
        else:
            told[f"{prefix}{key}"] = value
    return told


def _texts(field: str, name: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise WrongCorrection(mistake("texts", field, name=name, value=_shown(value)))
    return value


def _moment(name: str, value: object) -> datetime:
    """An instant; a day begins at midnight UTC, and so is one without a zone meant."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise WrongCorrection(mistake("moment", name, name=name, value=_shown(value)))


def _shown(value: object) -> str:
    told = value.isoformat() if isinstance(value, date | time) else repr(value)
    return told if len(told) <= 200 else f"{told[:200]}…"


def with_added(text: str, one: Correction) -> str:
    """The text with one more correction at its end, where it applies last.

    Written as text: to a parsed document with its comments, thousands of ids would be added for minutes.
    """
    told: dict[str, Any] = {"id": one.id, "kind": one.kind, "who": one.who, "at": one.at, "why": one.why, **one.what}
    entry = "\n".join([f"[[{ENTRY}]]", *(f"{name} = {_written(value)}" for name, value in told.items())])
    return f"{(text or HEAD).rstrip(chr(10))}\n\n{entry}\n"


def with_undone(text: str, wanted: str, undone: Undone) -> str:
    """The text in which the correction of that id says that it was taken back; unchanged where none begins a table."""
    lines = find_lines(text)
    entries = read_toml(text, lines).get(ENTRY, [])
    place = next(place for place, entry in enumerate(entries) if str(entry.get("id", "")).strip() == wanted)
    header = next((line for line, path in lines.headers.items() if path == (ENTRY, str(place))), None)
    if header is None:
        return text
    told = {"undone_by": undone.who, "undone_at": undone.at, "undone_why": undone.why}
    added = [f"{name} = {_written(value)}" for name, value in told.items()]
    return "\n".join([*lines.texts[:header], *added, *lines.texts[header:]])


def _written(value: Any) -> str:
    """A value as TOML writes it; JSON's texts are TOML's too, but for one sign. Long lists have a line an id."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_written(name)} = {_written(one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        some = [_written(one) for one in value]
        return (
            f"[{', '.join(some)}]" if len(some) <= IN_LINE else "[\n" + "".join(f"    {one},\n" for one in some) + "]"
        )
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
