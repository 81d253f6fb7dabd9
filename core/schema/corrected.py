"""What people have put right: the corrections that a version was made with, and the conversations that they exclude."""

from core.schema.column import count, dimension, instant, text
from core.schema.model import CONVERSATIONS
from core.schema.table import Table

CORRECTIONS = Table(
    name="CORRECTIONS",
    meaning="One correction that this version of the model was made with; those that were undone are in their file.",
    key=("correction_id",),
    sorted_by="position",
    columns=(
        text("correction_id", "Names it, here and in corrections.toml"),
        count("position", "Where it stands among the others, from 1: they apply in this order"),
        dimension("kind", "relabel, merge_customers, exclude, close or end_status"),
        text("made_by", "Who made it"),
        instant("made_at", "When it was made"),
        text("why", "The reason given"),
        text("what", "What it changes, of which conversations, as JSON text", personal=True),
    ),
)

_NOT_OF_EXCLUDED = ("since_last_contact_ms", "until_next_contact_ms", "attributes")
"""What follows from a customer's other conversations, and the long text, which the events still have."""

EXCLUDED = Table(
    name="EXCLUDED",
    meaning="One conversation that a correction leaves out of every other table, and so out of every number.",
    key=("conversation_id",),
    sorted_by="started_at",
    columns=(
        *(column for column in CONVERSATIONS.columns if column.name not in _NOT_OF_EXCLUDED),
        text("excluded_by", "The correction that excludes it"),
        text("packed_attributes", "Its custom attributes and their values, as JSON text", personal=True),
    ),
)
