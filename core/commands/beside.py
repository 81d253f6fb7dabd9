"""What is told beside an answer: the rules that its numbers follow, and what they are not made of."""

from typing import TYPE_CHECKING

from core.commands.console import tell

if TYPE_CHECKING:
    from core.query import Query
    from core.settings import Settings
    from core.store.snapshot import Snapshot


def tell_beside(snapshot: "Snapshot", query: "Query", settings: "Settings") -> None:
    """Tell the house rules, what was corrected or left out by hand, and what the platforms do not tell."""
    _tell_rules(query, settings)
    _tell_corrections(snapshot, query, settings)
    _tell_untold(snapshot, query, settings)


def _tell_rules(query: "Query", settings: "Settings") -> None:
    """The house rules that numbers follow, each once."""
    from core.attribution import told_of
    from core.metrics import in_force, named

    told = [in_force(name, settings) for name in ("service_level", "repeat_contacts", *query.metrics)]
    told += [told_of(named(name, settings).formula(settings), query) for name in query.metrics]
    for rule in dict.fromkeys(one.en for one in told if one):
        tell(rule)


def _tell_corrections(snapshot: "Snapshot", query: "Query", settings: "Settings") -> None:
    """How many of the conversations and statuses asked about were corrected by hand, or are left out."""
    from core.affected import affected, counts_agents_time
    from core.correction_words import affected_in_words
    from core.labels import Labels

    of_agents = counts_agents_time(query.metrics, settings)
    if told := affected_in_words(affected(snapshot, query, settings, of_agents=of_agents), Labels("en", settings)):
        tell(told)


def _tell_untold(snapshot: "Snapshot", query: "Query", settings: "Settings") -> None:
    """What the platforms asked about do not tell of what the numbers are made of."""
    from core.untold import untold, untold_in_words

    for one in untold(snapshot, query, settings):
        tell(untold_in_words(one, "en"))
