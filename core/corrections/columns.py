"""Which columns a correction can give another value, and by which it can choose conversations.

Both are words that events bring and that nothing else is worked out of, so that a condition means the same however
often what it looks at is modelled again.
"""

DIRECTIONS = ("Inbound", "Outbound", "Internal")

OF_PARTS = ("queue_name", "agent_name", "agent_id", "handling_team_name", "handling_department_name")
"""What single parts of a conversation have: only where something is known it is replaced."""

OF_WHOLES = ("channel", "direction", "outcome", "language", "campaign", "workflow_name")
"""What is said of the whole conversation."""

RELABELLED = (*OF_PARTS, *OF_WHOLES)
"""Columns that can have another value, besides custom ones."""

CHOSEN_BY = frozenset((*RELABELLED, "last_queue_name", "platform", "hang_up_by", "initiated_by", "customer_id"))
"""Columns of CONVERSATIONS by which they can be chosen, besides custom ones."""
