"""The kinds of segment, and the order in which those of one instant are shown."""

QUEUE, TALK, TALK_NOW = "Queue", "Conversation", "Conversation in Progress"
MISSED, REJECTED, CORRUPTED = "Missed Conversation", "Rejected Conversation", "Corrupted Conversation Segment"
STATUS, STATUS_NOW = "Agent Status", "Agent Status in Progress"
KIND_ORDER = {QUEUE: 0, MISSED: 1, REJECTED: 2, TALK: 3, TALK_NOW: 4, CORRUPTED: 5}
