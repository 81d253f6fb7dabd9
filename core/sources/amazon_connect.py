"""Amazon Connect contact records, as delivered to S3 or Kinesis.

Field names and meanings: https://docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html, of transfers
https://docs.aws.amazon.com/connect/latest/adminguide/identify-conferences-transfers.html

A contact is a task with one wait and one answer at most; the contacts of a chain (`InitialContactId`) are one
conversation, of which those that an agent's transfer began say so. What contact records do not tell, and so stays null:
since when the agent's phone had been ringing (but on outbound contacts), which agents let it ring
(`AgentConnectionAttempts` is kept as a custom attribute), when each hold was, and whether a transfer was cold or warm:
that shows only beside the other agent's record (who leaves first was transferred from, and was on the line together
with the next agent if the transfer was warm), which may come in another file or never; cold is assumed, also of
consultations. A contact that began as `QUEUE_TRANSFER` came out of another queue, that of the contact before, which
overflowed: that is known once both are there. Of two deliveries of one record that contradict each other, the later
times and the longer attributes count.
`AgentInteractionDuration` is without holds; talk time here is with them.
"""

import polars as pl

from core.sources.fields import as_json
from core.sources.given import (
    MODELLED,
    attributes,
    given,
    keys,
    others,
    read_instants,
    seconds,
    time_fault,
    with_faults,
)
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.steps import Step, unfold_steps

TIMES = (
    "InitiationTimestamp",
    "ConnectedToSystemTimestamp",
    "DisconnectTimestamp",
    "TransferCompletedTimestamp",
    "Queue.EnqueueTimestamp",
    "Queue.DequeueTimestamp",
    "Agent.ConnectedToAgentTimestamp",
    "Agent.AfterContactWorkStartTimestamp",
    "Agent.AfterContactWorkEndTimestamp",
)
AGENT = ":agent"
HELD = "CustomerHoldDuration"
REQUIRED = ("InitiationTimestamp",)
TEXTS = (
    *("ContactId", "InitialContactId", "PreviousContactId", "NextContactId", "InstanceARN"),
    *("Channel", "InitiationMethod", "DisconnectReason", "AgentConnectionAttempts", "Campaign.CampaignId"),
    *("CustomerEndpoint.Address", "SystemEndpoint.Address", "TransferredToEndpoint.Address"),
    *("Queue.ARN", "Queue.Name", "Agent.ARN", "Agent.Username", "Agent.RoutingProfile.Name"),
    *("Agent.AgentInteractionDuration", "Agent.AgentPauseDuration", "Agent.CustomerHoldDuration"),
    "Agent.AfterContactWorkDuration",
    *(f"Agent.HierarchyGroups.Level{level}.{what}" for level in range(1, 6) for what in ("ARN", "GroupName")),
)
LEVELS = tuple(f"Agent.HierarchyGroups.Level{level}" for level in range(1, 6))
OPENS = (
    *("Agent", "Agent.RoutingProfile", "Agent.HierarchyGroups", *LEVELS, "Attributes", "Campaign"),
    *("CustomerEndpoint", "SystemEndpoint", "TransferredToEndpoint", "Queue"),
)
_NAMES = """
AWSAccountId AWSContactTraceRecordFormatVersion Agent AgentConnectionAttempts AnsweringMachineDetectionStatus
Attributes Campaign Channel ChatMetrics ConnectedToSystemTimestamp ContactAssociationId ContactDetails
ContactEvaluations ContactId ContactLens Customer CustomerEndpoint CustomerId CustomerVoiceActivity
DisconnectDetails DisconnectReason DisconnectTimestamp GlobalResiliencyMetadata InitialContactId InitiationMethod
InitiationTimestamp InstanceARN LastPausedTimestamp LastResumedTimestamp LastUpdateTimestamp MediaStreams
NextContactId NextContacts OutboundStrategy PreviousContactId QualityMetrics Queue Recording Recordings References
RelatedContactId RoutingCriteria ScheduledTimestamp SegmentAttributes SystemEndpoint Tags TaskTemplateInfo
TotalPauseCount TotalPauseDurationInSeconds TransferCompletedTimestamp TransferredToEndpoint VoiceIdResult
"""
DOCUMENTED = frozenset(_NAMES.split())
LISTENING = "MONITOR"
BY_AGENT = ("OUTBOUND", "EXTERNAL_OUTBOUND")
BY_THE_CENTRE = ("API", "CONTACT_FLOW_DISCONNECT", "EXPIRED")
"""Reasons for which a contact leaves a queue without the customer giving up."""

HUNG_UP = {"CUSTOMER_DISCONNECT": "Customer", "AGENT_DISCONNECT": "Agent"}

_connected, _left = pl.col("Agent.ConnectedToAgentTimestamp"), pl.col("DisconnectTimestamp")
_started, _entered = pl.col("InitiationTimestamp"), pl.col("Queue.EnqueueTimestamp")
_method, _reason = pl.col("InitiationMethod"), pl.col("DisconnectReason")
_is_contact = (_method != LISTENING).fill_null(True)
_is_answered = pl.coalesce("Agent.ConnectedToAgentTimestamp", "Agent.ARN", "Agent.Username").is_not_null()
_is_outbound = (
    _method.is_in((*BY_AGENT, "AGENT_REPLY")) | ((_method == "API") & (pl.col("Channel") == "VOICE"))
).fill_null(False)
_is_dialled = _method.is_in(BY_AGENT).fill_null(False)
_is_transferred = ((_method == "TRANSFER") & pl.col("PreviousContactId").is_not_null()).fill_null(False)

_is_onward = ((_method == "QUEUE_TRANSFER") & pl.col("PreviousContactId").is_not_null()).fill_null(False)


def translate(fields: pl.DataFrame, _: Reading) -> pl.DataFrame:
    """Contact records → the events of which they tell."""
    written = given(fields, TIMES)
    read = read_instants(written)
    own = [name for name in fields.columns if name.startswith("Attributes.")]
    told = pl.concat(
        [given(fields, TEXTS), read, time_fault(written, read, REQUIRED), fields.select(own)], how="horizontal"
    )
    kept_apart = [name for name in own if name.partition(".")[2] not in MODELLED]
    records = (
        told.with_row_index("record")
        .with_columns(
            key=keys(told["ContactId"], fields, OPENS),
            rest=others(fields, (*TEXTS, *TIMES, *kept_apart), OPENS),
            talk_ended=_talk_ended(),
            **_agents(),
        )
        .with_columns(work_ended=_work_ended())
        .with_columns(ended=_ended(), is_given_up=_is_given_up())
    )
    records = records.with_columns(
        told=attributes(records, _attributes(), {name.partition(".")[2]: name for name in own}),
        of_agent=as_json(records.select("team_id", "team_name", "department_name"), ()),
        channel=pl.col("Channel").str.to_lowercase(),
        workspace_id=pl.col("InstanceARN"),
    )
    return with_faults(unfold_steps(records, STEPS), records)


def _agents() -> dict[str, pl.Expr]:
    """The agent's groups: the deepest level is the team, the first of several the department."""
    names = [f"{level}.GroupName" for level in LEVELS]
    deepest = {"team_name": names[::-1], "team_id": [f"{level}.ARN" for level in LEVELS[::-1]]}
    is_deep = pl.any_horizontal(pl.col(name).is_not_null() for name in names[1:])
    return {name: pl.coalesce(levels) for name, levels in deepest.items()} | {
        "department_name": pl.when(is_deep).then(names[0])
    }


def _talk_ended() -> pl.Expr:
    """Work after the contact began; else the platform's own seconds after the answer; else the customer left."""
    beside = (seconds(f"Agent.{name}").fill_null(pl.duration()) for name in ("AgentPauseDuration", HELD))
    talked = sum(beside, seconds("Agent.AgentInteractionDuration"))
    return pl.coalesce("Agent.AfterContactWorkStartTimestamp", _connected + talked, "DisconnectTimestamp")


def _work_ended() -> pl.Expr:
    """The end of the work after the contact; null while the agent is still at it."""
    begun = pl.col("Agent.AfterContactWorkStartTimestamp")
    worked = pl.coalesce("Agent.AfterContactWorkEndTimestamp", begun + seconds("Agent.AfterContactWorkDuration"))
    return pl.when(_is_answered).then(pl.when(begun.is_null()).then("talk_ended").otherwise(worked))


def _ended() -> pl.Expr:
    """When the contact was over for the centre: with the agent's work, out of the queue, or out of the flow."""
    waited = pl.coalesce("Queue.DequeueTimestamp", "DisconnectTimestamp")
    answered = pl.when(pl.col("work_ended").is_not_null()).then(pl.max_horizontal("work_ended", "DisconnectTimestamp"))
    unanswered = pl.when(_entered.is_not_null()).then(waited).otherwise(_left)
    return pl.when(_is_answered).then(answered).otherwise(unanswered)


def _is_given_up() -> pl.Expr:
    """Left without an answer, of the customer's own will, or of the agent's who dialled; not led on to elsewhere."""
    is_led_on = pl.col("NextContactId").is_not_null() | _reason.is_in(BY_THE_CENTRE).fill_null(False)
    return ~_is_answered & ((_entered.is_not_null() & ~is_led_on) | _is_dialled)


def _attributes() -> dict[str, pl.Expr | str]:
    customer, centre = pl.col("CustomerEndpoint.Address"), pl.col("SystemEndpoint.Address")
    return {
        "direction": pl.when(_is_outbound).then(pl.lit("outbound")).otherwise(pl.lit("inbound")),
        "previous_task_sid": "PreviousContactId",
        "from": pl.when(_is_outbound).then(centre).otherwise(customer),
        "to": pl.when(_is_outbound).then(customer).otherwise(centre),
        "conversations.conversation_id": pl.coalesce("InitialContactId", "key"),
        "conversations.hold_time": f"Agent.{HELD}",
        "conversations.hang_up_by": _reason.replace_strict(HUNG_UP, default=None),
        "conversations.campaign": "Campaign.CampaignId",
        "conversations.initiation_method": "InitiationMethod",
        "conversations.routing_profile": "Agent.RoutingProfile.Name",
        "conversations.agent_connection_attempts": "AgentConnectionAttempts",
        "conversations.destination": "TransferredToEndpoint.Address",
    }


_task = {"task_id": pl.col("key")}
_queue = _task | {"queue_id": pl.col("Queue.ARN"), "queue_name": pl.col("Queue.Name")}
_agent = {
    "agent_id": pl.coalesce("Agent.ARN", "Agent.Username"),
    "agent_name": pl.col("Agent.Username"),
    "agent_attributes": pl.col("of_agent"),
}
_offer = _queue | _agent | {"reservation_id": pl.col("key") + AGENT}
_transfer = _queue | {
    "transfer_type": pl.when(pl.col("Queue.ARN").str.contains("/queue/agent/", literal=True).fill_null(True))
    .then(pl.lit("WORKER"))
    .otherwise(pl.lit("QUEUE")),
    "transfer_to": pl.col("Queue.ARN"),
    "transfer_status": pl.lit("initiated"),
    "transfer_reservation_id": pl.col("PreviousContactId") + AGENT,
}
_outside = _task | {
    "transfer_type": pl.lit("EXTERNAL"),
    "transfer_to": pl.col("TransferredToEndpoint.Address"),
    "transfer_status": pl.lit("complete"),
    "transfer_reservation_id": pl.col("key") + AGENT,
}
_onward = {"transfer_type": pl.when(_is_onward).then(pl.lit("ONWARD"))}
_ending = _task | {"task_reason": _reason}


def _step(
    event_type: str, name: str, at: pl.Expr | str, facts: dict[str, pl.Expr], when: pl.Expr = _is_contact
) -> Step:
    instant = pl.col(at) if isinstance(at, str) else at
    return Step(event_type, pl.when(when).then(instant), name, facts)


STEPS = (
    _step("contact.monitored", "monitored", _started, _agent | {"extra": pl.col("rest")}, ~_is_contact),
    _step("task.created", "created", _started, _task | {"task_attributes": pl.col("told"), "extra": pl.col("rest")}),
    _step(
        "task.transfer-initiated",
        "transfer",
        pl.coalesce(_entered, pl.when(_is_answered).then(_started)),
        _transfer,
        _is_contact & _is_transferred,
    ),
    _step(
        "task-queue.entered", "entered", pl.coalesce(_entered, pl.when(_is_dialled).then(_started)), _queue | _onward
    ),
    _step("reservation.created", "dialled", _started, _offer, _is_dialled & _is_answered),
    _step("reservation.accepted", "accepted", _connected, _offer, _is_dialled),
    _step("reservation.taken", "accepted", _connected, _offer, _is_contact & ~_is_dialled),
    _step("reservation.wrapup", "wrapup", "Agent.AfterContactWorkStartTimestamp", _offer),
    _step("reservation.completed", "completed", "work_ended", _offer),
    _step(
        "task.transfer-initiated",
        "left",
        "TransferCompletedTimestamp",
        _outside,
        _is_contact & _is_answered,
    ),
    _step("task.canceled", "ended", "ended", _ending, _is_contact & pl.col("is_given_up")),
    _step("task.completed", "ended", "ended", _ending, _is_contact & ~pl.col("is_given_up")),
)

UNTOLD = {
    "missed_offers": "only how often agents were tried (AgentConnectionAttempts), not which of them let it ring",
    "rejected_offers": "the same",
    "warm_transfers": "who was on the line with whom shows only in two records side by side; all count as cold",
    "failed_transfers": "a transfer that nobody took is a contact that was given up",
    "voicemails": "a flow that takes a message ends like any other flow",
    "callbacks": "who asked for one goes on as another contact of the conversation",
    "responses": "of chats, messages are not told one by one",
    "focus": "not told",
    "statuses": "the stream of agents' events is another one",
}

CONTACT_RECORD = Source(
    name="contact record",
    platform="Amazon Connect",
    looks_for="ContactId and InitiationMethod (Amazon Connect)",
    opens=OPENS,
    recognises=lambda columns: {"ContactId", "InitiationMethod"} <= columns,
    translate=translate,
    documented=lambda column: column.partition(".")[0] in DOCUMENTED,
    untold=UNTOLD,
)
