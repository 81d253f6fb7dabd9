"""A correction as a frozen value: what is put right, of which conversations, by whom, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from core.corrections.columns import CHOSEN_BY, DIRECTIONS, OF_PARTS, RELABELLED
from core.corrections.mistake import WrongCorrection, mistake
from core.custom import is_custom
from core.errors import listed
from core.schema.tables import CONVERSATIONS

RELABEL, MERGE, EXCLUDE, CLOSE = "relabel", "merge_customers", "exclude", "close"
END_STATUS = "end_status"
KINDS = (RELABEL, MERGE, EXCLUDE, CLOSE, END_STATUS)
"""Give a column another value; make several customers one; leave conversations out of all numbers; end conversations
that were left open because an event was lost; end a status of an agent whose end was lost."""

MOST_LETTERS = {"id": 40, "who": 80, "why": 1_000, "to": 128, "from": 128, "into": 200, "agent_id": 200}
MOST_IDS = 100_000
"""Conversations or customers that one correction names at most."""

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Column → its values, any of which holds; an empty text where nothing is known."""


@dataclass(frozen=True)
class Undone:
    """That a correction holds no more.

    Args:
        who, at, why: who took it back, when (UTC), for which reason.
    """

    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Correction:
    """One correction, of the conversations that all of what it says of them holds for, or of one status of an agent.

    Args:
        id: names it, in one word; no two of a house are alike.
        kind: one of `KINDS`.
        who: whoever made it, as they say themselves.
        at: when, UTC.
        why: the reason; everybody who meets a corrected number can read it.
        conversations: ids of conversations, or of tasks of theirs; empty for any.
        where: columns and values; empty for any. See `core.corrections.columns.CHOSEN_BY`.
        since, until: only conversations that began at or after, and before, these instants; None for any.
        column: of a relabelling, one of `RELABELLED` or a custom column.
        was: only this value of it is replaced; empty text where nothing is known, None for any.
        to: the value that comes in its place.
        customers: of a merge, ids of customers who are one.
        into: the id that this one has from now on.
        closed_at: of a closing, when conversations ended, though never before their last event; None for that event.
        agent_id: of a status that is ended, whose it is.
        started_at: of a status that is ended, when it began, to the millisecond.
        ended_at: when that status ended, unless its platform tells that it ended earlier.
        undone: None as long as it holds.

    Raises:
        WrongCorrection: something is missing, too long, contradicts its kind or means nothing.
    """

    id: str
    kind: str
    who: str
    at: datetime
    why: str
    conversations: tuple[str, ...] = ()
    where: Where = ()
    since: datetime | None = None
    until: datetime | None = None
    column: str = ""
    was: str | None = None
    to: str = ""
    customers: tuple[str, ...] = ()
    into: str = ""
    closed_at: datetime | None = None
    agent_id: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    undone: Undone | None = field(default=None)

    def __post_init__(self) -> None:
        for name in ("id", "who", "why"):
            self._keep(name, _line(name, getattr(self, name)))
        if len(self.id.split()) > 1:
            raise WrongCorrection(mistake("id", "id", value=self.id, better="-".join(self.id.split())))
        self._keep("conversations", _ids("conversations", self.conversations))
        self._keep("customers", _ids("customers", self.customers))
        where = {column: tuple(dict.fromkeys(values)) for column, values in self.where}
        self._keep("where", tuple(sorted(where.items())))
        for name in ("at", "since", "until", "closed_at", "started_at", "ended_at"):
            self._keep(name, _utc(name, getattr(self, name)))
        if self.kind not in KINDS:
            raise WrongCorrection(mistake("kind", "kind", value=self.kind, known=", ".join(KINDS)))
        self._check_chosen()
        if self.kind != END_STATUS:
            self._refuse(agent_id=self.agent_id, started_at=self.started_at, ended_at=self.ended_at)
        of_kind = {RELABEL: self._check_relabel, MERGE: self._check_merge, END_STATUS: self._check_status}
        of_kind.get(self.kind, self._check_touches)()

    def _keep(self, name: str, value: object) -> None:
        """Set a field of the frozen value; only while it is being made."""
        object.__setattr__(self, name, value)

    def _check_chosen(self) -> None:
        for column, values in self.where:
            if column not in CHOSEN_BY and not is_custom(column):
                key = "where_derived" if column in CONVERSATIONS.by_name else "where_column"
                raise WrongCorrection(mistake(key, "where", name=column, known=listed(sorted(CHOSEN_BY))))
            if not values:
                raise WrongCorrection(mistake("where_empty", "where", name=column))
        if self.since and self.until and self.since >= self.until:
            raise WrongCorrection(mistake("period", "until", since=self.since, until=self.until))

    def _check_relabel(self) -> None:
        self._refuse(customers=self.customers, into=self.into, closed_at=self.closed_at)
        if not self.column:
            raise WrongCorrection(mistake("missing", "column", name="column", kind=self.kind))
        if self.column not in RELABELLED and not is_custom(self.column):
            raise WrongCorrection(mistake("column", "column", name=self.column, known=listed(RELABELLED)))
        self._keep("to", _line("to", self.to, self.kind))
        if self.was is not None:
            self._keep("was", _line("from", self.was) if self.was else "")
        if self.was == "" and self.column in OF_PARTS:
            raise WrongCorrection(mistake("part_unknown", "from", name=self.column))
        if self.was == self.to:
            raise WrongCorrection(mistake("same", "to", value=self.to))
        if self.column == "direction" and self.to not in DIRECTIONS:
            raise WrongCorrection(mistake("direction", "to", value=self.to, known=", ".join(DIRECTIONS)))
        if self.column == "channel" and self.to != self.to.lower():
            raise WrongCorrection(mistake("channel", "to", value=self.to, lower=self.to.lower()))
        if self.was is None:
            self._check_touches()

    def _check_merge(self) -> None:
        self._refuse(column=self.column, was=self.was, to=self.to, closed_at=self.closed_at)
        self._refuse(conversations=self.conversations, where=self.where)
        self._keep("into", _line("into", self.into, self.kind))
        if not set(self.customers) - {self.into}:
            raise WrongCorrection(mistake("customers", "customers"))

    def _check_status(self) -> None:
        self._refuse(column=self.column, was=self.was, to=self.to, closed_at=self.closed_at, into=self.into)
        self._refuse(customers=self.customers, conversations=self.conversations, where=self.where)
        self._refuse(since=self.since, until=self.until)
        self._keep("agent_id", _line("agent_id", self.agent_id, self.kind))
        for name in ("started_at", "ended_at"):
            if getattr(self, name) is None:
                raise WrongCorrection(mistake("missing", name, name=name, kind=self.kind))
        if self.started_at and self.ended_at and self.ended_at <= self.started_at:
            values = {"started": self.started_at.isoformat(), "ended": self.ended_at.isoformat()}
            raise WrongCorrection(mistake("status_backwards", "ended_at", **values))

    def _check_touches(self) -> None:
        if self.kind != RELABEL:
            self._refuse(customers=self.customers, into=self.into, column=self.column, was=self.was, to=self.to)
        if self.kind == EXCLUDE:
            self._refuse(closed_at=self.closed_at)
        if not (self.conversations or self.where or self.since or self.until):
            raise WrongCorrection(mistake("everything", "conversations", kind=self.kind))

    def _refuse(self, **fields: object) -> None:
        """Fields that another kind has: whoever gave them expects what will not happen."""
        for name, value in fields.items():
            if value not in (None, "", ()):
                told = "from" if name == "was" else name
                raise WrongCorrection(mistake("not_of_kind", told, name=told, kind=self.kind))

    @property
    def what(self) -> dict[str, Any]:
        """All that it does, without who, when and why; what it does not say is left out. As JSON and TOML hold it."""
        told: dict[str, Any] = {
            "conversations": list(self.conversations),
            "where": {column: list(values) for column, values in self.where},
            "since": self.since,
            "until": self.until,
            "column": self.column,
            "from": self.was,
            "to": self.to,
            "customers": list(self.customers),
            "into": self.into,
            "closed_at": self.closed_at,
            "agent_id": self.agent_id,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
        }
        return {
            name: value for name, value in told.items() if value not in (None, [], {}) and (value or name == "from")
        }

    def with_(self, **changes: Any) -> "Correction":
        """The same with other fields."""
        return replace(self, **changes)


def new_correction(kind: str, who: str, why: str, **what: Any) -> Correction:
    """A correction that is made now, with an id of its own.

    Raises:
        WrongCorrection: something is missing or contradicts itself.
    """
    return Correction(f"c-{uuid4().hex[:10]}", kind, who, now(), why, **what)


def now() -> datetime:
    """This second, UTC: as exact as anybody reads it."""
    return datetime.now(UTC).replace(microsecond=0)


def from_fields(told: Mapping[str, Any]) -> Correction:
    """The correction that an entry of the file says; its values have the right types already.

    Raises:
        WrongCorrection: it is none.
    """
    given = dict(told)
    where = given.pop("where", {})
    undone = {name: given.pop(f"undone_{name}", None) for name in ("by", "at", "why")}
    names = {"from": "was"}
    known: dict[str, Any] = {
        names.get(name, name): tuple(value) if isinstance(value, list) else value for name, value in given.items()
    }
    chosen = tuple((name, (value,) if isinstance(value, str) else tuple(value)) for name, value in where.items())
    return Correction(**known, where=chosen, undone=_undone(undone))


def _undone(told: Mapping[str, Any]) -> Undone | None:
    if not any(told.values()):
        return None
    who, why = (_line(f"undone_{name}", told[name] or "") for name in ("by", "why"))
    at = _utc("undone_at", told["at"])
    if at is None:
        raise WrongCorrection(mistake("missing", "undone_at", name="undone_at", kind="undone"))
    return Undone(who, at, why)


def _line(name: str, given: str, kind: str = "") -> str:
    """One line of text without blanks around it."""
    told = given.strip()
    most = MOST_LETTERS.get(name.replace("undone_by", "who").replace("undone_", ""), 80)
    if not told:
        raise WrongCorrection(mistake("missing", name, name=name, kind=kind or "–"))
    if len(told) > most:
        raise WrongCorrection(mistake("long", name, name=name, length=len(told), most=most))
    if not told.isprintable():
        raise WrongCorrection(mistake("lines", name, name=name, value=repr(told)[:200]))
    return told


def _ids(name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Ids, each once, in the order in which they were given."""
    told = tuple(dict.fromkeys(one.strip() for one in given))
    if "" in told:
        raise WrongCorrection(mistake("empty_id", name, name=name))
    if len(told) > MOST_IDS:
        raise WrongCorrection(mistake("many", name, name=name, count=len(told), most=MOST_IDS))
    return told


def _utc(name: str, given: datetime | None) -> datetime | None:
    """The instant in UTC and whole milliseconds, as tables hold it."""
    if given is None:
        return None
    aware = given if given.tzinfo else given.replace(tzinfo=UTC)
    try:
        moment = aware.astimezone(UTC)
    except OverflowError as problem:
        raise WrongCorrection(mistake("moment", name, name=name, value=given)) from problem
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
