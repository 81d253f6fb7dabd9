"""Facts: what is printed on everything that leaves, so that a number found in a year still says what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from core.affected import COUNTED, affected, counts_agents_time
from core.comparison import compare
from core.condition import Condition
from core.correction_words import affected_in_words
from core.format import moment
from core.horizon import Horizon
from core.labels import Labels
from core.lending import has
from core.metrics import describe, named
from core.period import stretch
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from core.scope_words import filters_in_words, period_in_words
from core.settings import KEPT_APART, LOADING, Settings
from core.settings_text import settings_text
from core.store.snapshot import Snapshot
from core.untold import untold, untold_in_words

MOST_VALUES = 20
"""Of a filter, as many are named."""


@dataclass(frozen=True)
class Definition:
    """A metric that is shown, in the reader's words.

    Args:
        name, label, meaning: as declared.
        formula: what is counted, with the house rules in force.
        rules: the house rules that it follows, in words; may be empty.
    """

    name: str
    label: str
    meaning: str
    formula: str
    rules: str


@dataclass(frozen=True)
class Facts:
    """What a table, a chart or a report says of itself, in one language.

    Args:
        title: what it is of.
        language: `en` or `es`.
        zone: the clock of its days and instants.
        lines: label and text of each fact, in the order in which they are read.
        settings: the house rules in force, as `settings.toml` says them.
        definitions: of the metrics shown.
    """

    title: str
    language: str
    zone: str
    lines: tuple[tuple[str, str], ...]
    settings: str = ""
    definitions: tuple[Definition, ...] = ()


def facts_of(
    title: str,
    scope: Scope,
    labels: Labels,
    rules: Settings,
    data: Horizon | None,
    snapshot: Snapshot,
    *,
    metrics: Iterable[str] = (),
    conditions: Sequence[Condition] = (),
    made_at: datetime | None = None,
    notes: Sequence[str] = (),
) -> Facts:
    """The facts of what is shown under a scope.

    Args:
        metrics: the shown ones, to be defined.
        conditions: beyond those of the scope.
        made_at: when it is made; None for now.
        notes: what else has to be said.
    """
    say, language = labels.say, labels.language
    names, asked = tuple(metrics), _asked(scope, conditions)
    of_agents = not names or counts_agents_time(names, rules)
    filters = filters_in_words(scope, labels, MOST_VALUES) + [condition_in_words(one, labels) for one in conditions]
    clock = say("export.customers_clock", zone=scope.zone) if scope.clock != scope.zone else scope.zone
    told = {
        "period": period_in_words(scope.period, scope.zone, labels) if scope.period else "",
        "zone": clock,
        "filters": "; ".join(filters) or say("export.no_filters"),
        "compared": comparison_in_words(scope, labels, data, rules),
        "attribution": say(f"attribution.told_{scope.attribution}") if scope.attribution else "",
        "data": _data(snapshot, data, scope.zone, labels),
        "corrections": affected_in_words(affected(snapshot, asked, rules, of_agents=of_agents), labels),
        "untold": _untold(snapshot, asked, names, labels, rules),
        "made": f"{moment(made_at or datetime.now(UTC), scope.zone, language, seconds=False)} ({scope.zone})",
        "program": program(),
        "notes": " ".join(notes),
    }
    lines = tuple((say(f"export.fact_{name}"), text) for name, text in told.items() if text)
    return Facts(title, language, scope.zone, lines, _settings(rules), definitions_of(names, labels))


def _untold(snapshot: Snapshot, asked: Query, names: tuple[str, ...], labels: Labels, rules: Settings) -> str:
    """What platforms do not tell of these metrics; empty where none is shown."""
    found = untold(snapshot, asked.with_(metrics=names), rules) if names else ()
    return " ".join(untold_in_words(one, labels.language) for one in found)


def _asked(scope: Scope, conditions: Sequence[Condition]) -> Query:
    """The question about all conversations that are shown; of one that no table can answer, without its own part."""
    asked = scope.query(COUNTED)
    return asked.with_(where=(*asked.where, *(one for one in conditions if has(CONVERSATIONS, one.column))))


def definitions_of(metrics: Iterable[str], labels: Labels) -> tuple[Definition, ...]:
    """Each metric once, in its order."""
    return tuple(
        Definition(
            name,
            labels.metric(name),
            labels.meaning(name),
            " ".join(describe(named(name, labels.rules), labels.rules, labels.language).split("\n")),
            labels.rules_of(name),
        )
        for name in dict.fromkeys(metrics)
    )


def comparison_in_words(scope: Scope, labels: Labels, data: Horizon | None, rules: Settings) -> str:
    """What numbers are compared with; empty when nothing is compared."""
    one = compare(scope.query("conversations"), scope.versus, data, rules)
    if one.reason == "not_asked":
        return ""
    if one.before is None or one.before.since is None or one.before.until is None:
        return labels.say(f"compare.{one.reason}")
    return period_in_words(stretch(one.before.since, one.before.until, scope.zone), scope.zone, labels)


def condition_in_words(one: Condition, labels: Labels) -> str:
    """A condition of a figure: `Country: Spain, France`, `Not Country: Spain`, `Waited ≥ 30`."""
    values = [labels.value(one.column, value) for value in one.values[:MOST_VALUES]]
    more = f" +{len(one.values) - MOST_VALUES}" if len(one.values) > MOST_VALUES else ""
    words = labels.say(f"export.where.{one.op}", column=labels.column(one.column), values=", ".join(values))
    return f"{words}{more}"


def program() -> str:
    """The program with its version."""
    try:
        return f"Atalaya {version('atalaya')}"
    except PackageNotFoundError:
        return "Atalaya"


def _data(snapshot: Snapshot, data: Horizon | None, zone: str, labels: Labels) -> str:
    committed = moment(snapshot.committed_at, zone, labels.language)
    last = moment(data.end if data else None, zone, labels.language)
    return labels.say("passport.data", version=snapshot.version, committed=committed, last=last)


def _settings(rules: Settings) -> str:
    """The house rules that numbers depend on; lists of regions and metrics are named by their files."""
    told = [one.name for one in fields(Settings) if one.name not in (*KEPT_APART, *LOADING)]
    return settings_text(rules, told).strip()
