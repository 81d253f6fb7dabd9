"""The fields that Twilio documents for TaskRouter events, in snake_case, and where the three routes put them."""

OPENS = ("data", "data.payload", "data.request", "data.request.parameters", "event_data")
WHERE = ("data.payload.", "event_data.", "data.request.parameters.", "data.", "")
"""Where the event's own fields are, the most specific place first."""

_ENVELOPE = """
account_sid actor_sid actor_type actor_url data data.account_friendly_name data.account_sid data.eventSid
data.group data.level data.name data.parent_account_sid data.parent_friendly_name data.payload
data.payload_type data.product_name data.publisher data.publisher_metadata data.request data.request.method
data.request.parameters data.request.url data.requestDateCreated data.response data.sid data.timestamp
datacontenttype dataschema description event_data event_date event_date_ms event_type id resource_sid
resource_type resource_url sid source source_ip_address specversion subject time type url workspace_sid
"""

_EVENT = """
account_sid activity_available activity_name activity_sid call_sid coaching conference_sid
end_conference_on_exit event_description event_type eventtype friendly_name hold muted operating_unit_sid
participant_label previous_task_priority previous_task_queue_name previous_task_queue_sid reason
reservation_reason_code reservation_sid reservation_status reservation_timeout reservation_version
resource_sid resource_type sequence_number sid start_conference_on_enter status_callback_event
target_changed_reason task_add_on_attributes task_age task_age_in_queue task_assignment_status
task_attributes task_canceled_reason task_channel_name task_channel_optimized_routing task_channel_sid
task_channel_unique_name task_completed_reason task_date_created task_ignore_capacity task_order
task_priority task_queue_assignment_activity_sid task_queue_created_date task_queue_entered_date
task_queue_max_reserved_workers task_queue_name task_queue_reservation_activity_sid task_queue_sid
task_queue_target_expression task_queue_updated_date task_re_evaluated_reason task_routing_target task_sid
task_timeout task_transfer_sid task_version task_virtual_start_time timestamp timestamp_ms
transfer_failed_reason transfer_initiating_reservation_sid transfer_initiating_worker_sid transfer_mode
transfer_started transfer_status transfer_to transfer_type virtual_start_time worker_activity_name
worker_activity_sid worker_attributes worker_available worker_channel_available
worker_channel_available_capacity worker_channel_capacity worker_channel_consumed_capacity
worker_channel_last_reserved_date worker_channel_previous_capacity worker_channel_task_count
worker_consumed_attention worker_consumed_concurrency worker_date_created worker_date_updated
worker_last_status_change worker_name worker_previous_activity_name worker_previous_activity_sid worker_sid
worker_time_in_previous_activity worker_time_in_previous_activity_ms worker_version
workflow_filter_expression workflow_filter_name workflow_filter_target_expression
workflow_filter_target_name workflow_name workflow_rule_target_sid workflow_sid workspace_name workspace_sid
"""

ENVELOPE = frozenset(_ENVELOPE.split())
"""Fields around the event: of CloudEvents and of the Events resource."""

DOCUMENTED = frozenset(_EVENT.split())
"""Fields of the event itself, of whatever route; the event callbacks spell them in PascalCase."""


def pascal(name: str) -> str:
    """The event callbacks' spelling of a field: `task_sid` → `TaskSid`."""
    return "".join(word.capitalize() for word in name.split("_"))


SPELLINGS = DOCUMENTED | {pascal(name) for name in DOCUMENTED}


def places(name: str, columns: frozenset[str]) -> list[str]:
    """The columns that hold a field, the first to be believed first."""
    return [column for where in WHERE for each in (name, pascal(name)) if (column := where + each) in columns]


def is_documented(column: str) -> bool:
    """Whether Twilio documents a field; the others are counted as unknown."""
    where = next(where for where in WHERE if column.startswith(where))
    return column in ENVELOPE or column[len(where) :] in SPELLINGS
