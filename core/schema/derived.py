"""Tables that nothing stores: their rows are worked out of stored ones whenever they are asked."""

import polars as pl

from core.schema.column import Column, dimension, duration, instant
from core.schema.columns import agent_id, agent_name, handling_department_name, handling_team_name, platform
from core.schema.table import Table

WORKLOAD = Table(
    name="WORKLOAD",
    meaning=(
        "One stretch of an agent's time in which neither the activity nor the number of conversations changes; the "
        "status that held then tells the agent's name and team, the latest conversation where there is none."
    ),
    key=("agent_id", "started_at"),
    sorted_by="started_at",
    columns=(
        platform,
        agent_id,
        agent_name,
        handling_team_name,
        handling_department_name,
        dimension("activity", "The agent's activity; null while no status of the agent is known"),
        instant("started_at", "When it began; where time is cut into intervals, when the part within one began"),
        instant("ended_at", "When it ended; what is in progress ends with the data, a conversation within a day"),
        Column(
            "parallel_conversations",
            pl.Int64,
            "Conversations that the agent worked on at once, from the answer (outbound: from ringing) to the end of "
            "wrap-up",
            unit="count",
            groupable=True,
        ),
        duration("stretch_ms", "How long it lasted"),
        duration("parallel_ms", "The same, once for each conversation"),
    ),
    made_of="SEGMENTS",
)
