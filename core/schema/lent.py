"""Columns that no table of numbers has itself: its rows have them by way of their agent, or of all the data."""

from core.schema.column import Column, dimension, instant

AGENT_NOW: dict[str, Column] = {
    column.name: column
    for column in (
        dimension("agent_team_name", "The agent's team as it is now; the team at the time is the handling team"),
        dimension("agent_department_name", "The agent's department as it is now; see the handling department"),
        dimension("agent_role", "The agent's role as it is now"),
        dimension("agent_location", "Where the agent works now"),
        dimension("agent_manager", "The agent's manager now"),
        dimension("agent_state", "Whether the agent is active or deleted now"),
    )
}
"""Name → column; its values are those of AGENTS for the row's agent, whenever the row is from."""

DATA_ENDS_AT = instant("data_ends_at", "When the last conversation of all the data began")
"""Whether something still may come is known of no row by itself; only formulas read it."""

TOLD_BY = {
    "agent_team_name": "team_name",
    "agent_department_name": "department_name",
    "agent_role": "role",
    "agent_location": "location",
    "agent_manager": "manager",
    "agent_state": "agent_state",
}
"""The column of AGENTS that tells each."""
