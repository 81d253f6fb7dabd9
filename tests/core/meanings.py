"""What a row is, once more in plain Python: written from the definitions and not from the engine's expressions."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Meaning = Callable[[Row], bool]


def talked(row: Row) -> bool:
    return row["kind"] == "Conversation" and row["abandoned"] == "No" and row["agent_id"] is not None


def gave_up(row: Row) -> bool:
    return row["kind"] == "Conversation" and row["abandoned"] == "Yes" and row["abandoned_phase"] != "Voicemail"


def offered(row: Row) -> bool:
    return talked(row) or gave_up(row)


def follow_up(row: Row) -> bool:
    asked = row["abandoned"] == "Follow-Up" or (row["abandoned"] == "Yes" and row["abandoned_phase"] == "Voicemail")
    return row["kind"] == "Conversation" and asked


def transferred(row: Row) -> bool:
    return talked(row) and row["followed_by"] in ("Cold Transfer", "Warm Transfer")


def voicemail(row: Row) -> bool:
    return follow_up(row) and row["abandoned_phase"] == "Voicemail"


def callback(row: Row) -> bool:
    return follow_up(row) and row["abandoned_phase"] == "Callback Request"


def waited(row: Row) -> bool:
    return row["kind"] == "Queue" and row["queue_time_ms"] is not None


def gave_up_in_queue(row: Row) -> bool:
    return waited(row) and row["abandoned"] == "Yes" and row["abandoned_phase"] != "Voicemail"


def offered_to_queue(row: Row) -> bool:
    return gave_up_in_queue(row) or (waited(row) and row["abandoned"] == "No")


def overflowed(row: Row) -> bool:
    return waited(row) and row["followed_by"] == "Overflow"


def cold(row: Row) -> bool:
    return talked(row) and row["followed_by"] == "Cold Transfer"


def warm(row: Row) -> bool:
    return talked(row) and row["followed_by"] == "Warm Transfer"


def went_to(*targets: str) -> Meaning:
    return lambda row: row["kind"] == "Queue" and row["transferred_to"] in targets


def missed(row: Row) -> bool:
    return bool(row["kind"] == "Missed Conversation")


def rejected(row: Row) -> bool:
    return bool(row["kind"] == "Rejected Conversation")


def offer(row: Row) -> bool:
    return talked(row) or missed(row) or rejected(row) or row["kind"] == "Conversation in Progress"


def on_hold(row: Row) -> bool:
    return row["hold_time_ms"] is not None and row["hold_time_ms"] > 0


def held(row: Row) -> bool:
    return talked(row) and on_hold(row)


def inbound(row: Row) -> bool:
    return row["direction"] == "Inbound"


def inbound_answer(row: Row) -> bool:
    return inbound(row) and row["is_handled"]


def came(row: Row) -> bool:
    return bool(row["is_handled"] or row["is_abandoned"])


def never_connected(row: Row) -> bool:
    return row["is_abandoned"] and not row["is_handled"]


def lost(row: Row) -> bool:
    return row["is_abandoned"] and row["is_handled"]


def handled_to_the_end(row: Row) -> bool:
    return row["is_handled"] and not row["is_in_progress"]


def held_and_handled(row: Row) -> bool:
    return handled_to_the_end(row) and on_hold(row)


def passed_on(row: Row) -> bool:
    return bool(row["transfer_count"] and row["transfer_count"] > 0)


def failed_to_pass_on(row: Row) -> bool:
    return passed_on(row) and bool(row["failed_transfer_count"])
