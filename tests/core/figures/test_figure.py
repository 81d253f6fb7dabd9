"""A figure as a value: what it refuses, and that its written form reads as itself."""

import pytest

from core.condition import Condition
from core.errors import AtalayaError
from core.figures import Figure, Highlight

FULL = Figure(
    metrics=("service_level", "conversations_offered"),
    rows=("queue_name", "day"),
    columns=("channel",),
    look="pivot",
    where=(Condition("country", "in", ("US", None)), Condition("talk_time_ms", ">=", (1000,))),
    sort="conversations_offered",
    ascending=True,
    top=5,
    others=True,
    totals=True,
    share="total",
    running=True,
    compared=True,
    highlights=(Highlight("service_level", "bad", below=0.8),),
    title="Queues",
)


def test_what_is_written_reads_as_itself() -> None:
    assert Figure.from_dict(FULL.to_dict()) == FULL
    assert Figure.from_dict({"metrics": ["conversations"]}).to_dict() == {"metrics": ["conversations"]}


def test_conditions_are_written_as_people_write_them() -> None:
    assert FULL.to_dict()["where"] == ["country=US", "country=", "talk_time_ms>=1000"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"metrics": []}, "1 to 20 metrics"),
        ({"rows": ["nothing"]}, "nothing"),
        ({"rows": ["day", "day"]}, "twice"),
        ({"look": "pi"}, "pie"),
        ({"sort": "agent_name"}, "agent_name"),
        ({"top": 0}, "top is 0"),
        ({"top": True}, "type int"),
        ({"rows": 7}, "list of texts"),
        ({"where": ["nonsense"]}, "no condition"),
        ({"highlights": [{"metric": "abandon_rate", "tone": "good"}]}, "abandon_rate"),
        ({"highlights": [{"metric": "service_level", "tone": "blue"}]}, "blue"),
        ({"hight": 1}, "hight"),
    ],
)
def test_what_cannot_be_a_figure_is_refused_with_the_value(changes: dict[str, object], said: str) -> None:
    with pytest.raises(AtalayaError, match=said):
        Figure.from_dict({"metrics": ["service_level"], **changes})
