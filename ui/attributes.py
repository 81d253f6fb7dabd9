"""The page of attributes: by what the reader groups, and which number of the house's own stands beside."""

from ui.answers import house, keys
from ui.labels import column_label
from ui.show.choice import choice
from ui.words import say

THEN_AND_NOW = (
    *("handling_team_name", "agent_team_name", "handling_department_name", "agent_department_name"),
    *("agent_role", "agent_location", "agent_manager"),
)
"""What is always there to group by: the agents' teams as they were, and what agents are today."""

NO_NUMBER = "-"
FEW = 1_000
"""Different values at most of an attribute that is offered as groups; the rest are ids, dates and free text."""


def group_choice() -> str:
    """Let the reader choose an attribute, or what agents were and are; those that say most come first."""
    of_data = sorted(keys().values(), key=lambda key: (-key.conversations, key.name))
    several = [key.name for key in of_data if 1 < key.values <= FEW]
    return choice("by", (*several, *THEN_AND_NOW), column_label, label=say("attributes.by"))


def numbers() -> tuple[str, ...]:
    """Let the reader choose a key with numbers; its average, median and total. Nothing when none is chosen.

    Where the score of satisfaction stands is left out: it has metrics of its own.
    """
    score = house().satisfaction_key
    named = [key.name for key in keys().values() if key.numbers and key.name != score]
    if not named:
        return ()
    chosen = choice(
        "number",
        (NO_NUMBER, *named),
        lambda name: say("attributes.no_number") if name == NO_NUMBER else column_label(name),
        label=say("attributes.number"),
    )
    return () if chosen == NO_NUMBER else tuple(f"{kind}.{chosen}" for kind in ("average", "median", "total"))
