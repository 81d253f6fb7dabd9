"""Genesys Cloud conversation details, as the analytics conversations details query and job give them.

Fields: https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/ (models AnalyticsConversation,
AnalyticsParticipant, AnalyticsSession, AnalyticsConversationSegment); an example of a whole conversation:
https://github.com/GenesysCloudBlueprints/conversation-model-to-sql-blueprint; disconnect types:
https://help.mypurecloud.com/articles/disconnect-reasons

Each leg of a conversation (see `genesys_parts`) is a task, each agent's part in it an offer. Times are milliseconds. A
wait lasts from the queue's `interact` segment until the agent's begins: some milliseconds more than `tAnswered`, by the
gap between the segments of the two; talk is `tTalk` and `tHeld` together, wrap-up the `wrapup` segment.

What the details do not tell: names of agents (their ids stand for them, unless `participantName` says one), names of
queues but those of which the conversation has a participant (another conversation's are not used: a record would mean
something else in each file), of wrap-up codes, who rejected an offer (it counts as missed), and agents' statuses.
"""

import polars as pl

from core.sources.batch import BROKEN
from core.sources.genesys_parts import customer, decode, holds, legs, participants, segments
from core.sources.given import attributes, given, keys, others, read_instants, time_fault, with_faults
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.steps import Step, unfold_steps

TIMES = ("conversationStart", "conversationEnd")
TEXTS = ("conversationId", "originatingDirection", "participants")
DOCUMENTED = frozenset(
    (
        *(*TIMES, *TEXTS, "divisionIds", "evaluations", "mediaStatsMinConversationMos", "surveys", "resolutions"),
        *("mediaStatsMinConversationRFactor", "originatingSocialMediaPublic"),
    )
)
LED_ON = (
    *("transfer", "conferenceTransfer", "consultTransfer", "forwardTransfer", "noAnswerTransfer"),
    *("notAvailableTransfer", "dndTransfer"),
)
"""Disconnect types of a part that went on elsewhere."""

LEFT_BY = {"endpoint": "Customer", "client": "Customer", "peer": "Agent"}


def translate(fields: pl.DataFrame, _: Reading) -> pl.DataFrame:
    """Conversation details → the events of which they tell."""
    told = given(fields, TEXTS)
    written = given(fields, TIMES)
    read = read_instants(written)
    decoded, is_sound = decode(told["participants"])
    conversations = (
        pl.concat([told.drop("participants"), read, time_fault(written, read, TIMES[:1])], how="horizontal")
        .with_row_index("record")
        .with_columns(
            participants=decoded,
            conversation=keys(told["conversationId"], fields, ()),
            rest=others(fields, (*TEXTS, *TIMES), ()),
            reason=pl.when(~is_sound).then(pl.lit(BROKEN)).otherwise("reason"),
            detail=pl.when(~is_sound).then(pl.lit("participants")).otherwise("detail"),
        )
    )
    of_segments = segments(conversations)
    everybody = participants(of_segments)
    parts = _parts(conversations, everybody)
    tasks = _tasks(conversations, everybody, parts)
    told_events = [
        unfold_steps(tasks, TASK_STEPS),
        unfold_steps(parts.filter("is_queue"), QUEUE_STEPS),
        unfold_steps(parts.filter(~pl.col("is_queue")), AGENT_STEPS),
        unfold_steps(_holds(of_segments, parts), HOLD_STEPS),
    ]
    events = pl.concat(told_events).sort("record", "occurred_at", maintain_order=True)
    return with_faults(events, conversations)


def _parts(conversations: pl.DataFrame, everybody: pl.DataFrame) -> pl.DataFrame:
    """Queues and agents with the names of what they belong to."""
    whole = conversations.select("record", "conversation", "originatingDirection", "conversationEnd")
    ends = pl.coalesce(pl.max_horizontal("wrapped_at", "talked_at"), "conversationEnd")
    is_open = (pl.col("wraps_at").is_not_null() & pl.col("wrapped_at").is_null()) | pl.col("talked_at").is_null()
    in_leg = ("record", "leg")
    joined = legs(everybody).join(whole, on="record", maintain_order="left")
    return joined.with_columns(
        key=pl.concat_str("conversation", pl.lit(":"), "participantId"),
        task_id=_task_id(),
        queue_id=pl.col("queue_then"),
        queue_name=pl.coalesce("queue_name", _name_in_the_record(), "queue_then"),
        channel=pl.when(pl.col("mediaType") == "message")
        .then(pl.coalesce("messageType", "mediaType"))
        .otherwise("mediaType"),
        entered_at=pl.when("is_queue").then(pl.coalesce("interacts_at", "first_at")).otherwise("first_at"),
        worked_at=pl.when(pl.col("talks_at").is_not_null() & (~is_open | pl.col("conversationEnd").is_not_null())).then(
            ends
        ),
        begins=pl.col("participantId") == pl.col("leg_id"),
        transfer_reservation_id=pl.concat_str("conversation", pl.lit(":"), "initiator"),
        transfer_mode=_mode(),
        is_answered=(~pl.col("is_queue") & pl.col("talks_at").is_not_null()).any().over(in_leg),
        has_queue=pl.col("is_queue").any().over(in_leg),
    )


def _name_in_the_record() -> pl.Expr:
    """The queue's name as another part of the conversation tells it: calls for a queue bear its id alone."""
    return pl.col("queue_name").drop_nulls().first().over("record", "queue_then")


def _task_id() -> pl.Expr:
    later = pl.concat_str("conversation", pl.lit(":"), "leg_id")
    return pl.when(pl.col("leg") == 0).then("conversation").otherwise(later)


def _mode() -> pl.Expr:
    """Warm, when the agent who passed the customer on was still there after the other part had begun."""
    stayed = (pl.col("initiator_until") > pl.col("leg_since")).fill_null(True)
    warm = stayed | (pl.col("initiator_by") == "consultTransfer").fill_null(False)
    named = pl.when(warm & (pl.col("initiator_by") != "transfer").fill_null(True)).then(pl.lit("WARM"))
    return pl.when(pl.col("initiator").is_not_null()).then(named.otherwise(pl.lit("COLD")))


def _tasks(conversations: pl.DataFrame, everybody: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """One row a leg, and one for a conversation without any."""
    agent, queue = ~pl.col("is_queue"), pl.col("is_queue")
    talked = agent & pl.col("talks_at").is_not_null()
    by_leg = parts.group_by("record", "leg", maintain_order=True).agg(
        pl.col("task_id", "is_answered", "has_queue", "channel", "leg_since", "initiator").first(),
        worked_at=pl.when(pl.col("worked_at").filter(talked).null_count() == 0).then(
            pl.col("worked_at").filter(talked).max()
        ),
        left_at=pl.col("left_at").filter(queue).last(),
        left_by=pl.col("disconnectType").filter(queue).last(),
        measured=pl.col("metrics").filter(queue).last(),
        gave_up_at=pl.col("left_at").filter(agent).max(),
        wrap_up_code=pl.col("wrapUpCode").filter(talked).last(),
        is_callback=(pl.col("mediaType") == "callback").filter(queue).any(),
    )
    mailed = (
        everybody.filter(pl.col("purpose") == "voicemail").group_by("record").agg(mailed_at=pl.col("first_at").max())
    )
    tasks = (
        conversations.drop("participants")
        .join(by_leg, on="record", how="left", maintain_order="left")
        .join(mailed, on="record", how="left", maintain_order="left")
        .join(customer(everybody), on="record", how="left", maintain_order="left")
    )
    asked = (pl.col("is_callback").shift(-1) & (pl.col("record") == pl.col("record").shift(-1))).fill_null(False)
    goes_on = (pl.col("record") == pl.col("record").shift(-1)).fill_null(False)
    is_first = pl.col("leg").fill_null(0) == 0
    tasks = tasks.with_columns(
        key=pl.coalesce("task_id", "conversation"),
        channel=pl.coalesce("channel", "mediaType"),
        is_first=is_first,
        is_answered=pl.col("is_answered").fill_null(False),
        has_queue=pl.col("has_queue").fill_null(False),
        follows_up=pl.when(asked & ~pl.col("is_callback"))
        .then(pl.lit("Callback Request"))
        .when(pl.col("mailed_at") >= pl.col("left_at") - pl.duration(seconds=5))
        .then(pl.lit("Voicemail")),
        goes_on=goes_on,
        created=pl.when(is_first).then("conversationStart").otherwise("leg_since"),
    ).with_columns(ended=_ended(), is_given_up=_is_given_up())
    return tasks.with_columns(task_id=pl.col("key"), told=attributes(tasks.with_columns(ended=_ended()), _attributes()))


def _ended() -> pl.Expr:
    """When the leg was over; null while it goes on."""
    waited = pl.when("has_queue").then(pl.coalesce("left_at", "conversationEnd"))
    rang = pl.when(pl.col("leg").is_not_null()).then(pl.coalesce("gave_up_at", "conversationEnd"))
    return pl.when("is_answered").then("worked_at").otherwise(pl.coalesce(waited, rang, "conversationEnd"))


def _is_given_up() -> pl.Expr:
    """Left a queue without an answer and not led on, or nobody answered the centre's call."""
    measured = pl.col("measured")
    told = measured.list.contains("tAbandon").fill_null(False)
    led_on = measured.list.contains("tFlowOut") | pl.col("left_by").is_in(LED_ON) | pl.col("goes_on")
    left = told | ~led_on.fill_null(False) | pl.col("follows_up").is_not_null()
    outbound = (
        (pl.col("originatingDirection") == "outbound") & pl.col("initiator").is_null() & pl.col("leg").is_not_null()
    )
    return ~pl.col("is_answered") & ((pl.col("has_queue") & left) | (~pl.col("has_queue") & outbound.fill_null(False)))


def _attributes() -> dict[str, pl.Expr | str]:
    is_internal = pl.col("mediaType").is_null() & pl.col("leg").is_not_null()
    came = pl.coalesce("ani", "addressFrom").str.strip_prefix("tel:")
    went = pl.coalesce("dnis", "addressTo").str.strip_prefix("tel:")
    direction = pl.when(is_internal).then(pl.lit("internal")).otherwise(pl.col("originatingDirection"))
    return {
        "direction": direction,
        "from": came,
        "to": went,
        "call_sid": "key",
        "conversations.conversation_id": "conversation",
        "conversations.outcome": "wrap_up_code",
        "conversations.abandoned": pl.when(pl.col("follows_up").is_not_null()).then(pl.lit("Follow-Up")),
        "conversations.abandoned_phase": "follows_up",
        "conversations.hang_up_by": pl.when("is_answered").then(
            pl.col("customer_left_by").replace_strict(LEFT_BY, default=None)
        ),
        "customers.external_id": "externalContactId",
    }


def _holds(of_segments: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    names = parts.select("record", "participantId", "key", call_id="task_id")
    numbered = holds(of_segments).join(names, on=["record", "participantId"])
    began = pl.col("segmentStart").dt.epoch("ms").cast(pl.String)
    return numbered.with_columns(key=pl.concat_str("key", pl.lit(":"), began))


_offer = {
    "reservation_id": pl.col("key"),
    "agent_id": pl.coalesce("userId", "participantId"),
    "agent_name": pl.coalesce("participantName", "userId"),
}
_is_offered = pl.col("talks_at").is_not_null() | pl.col("rang_at").is_not_null()
_talked = pl.col("talks_at").is_not_null()
_no_response = pl.col("metrics").list.contains("tNotResponding").fill_null(False)
_transfer = {
    "transfer_type": pl.when("is_queue").then(pl.lit("QUEUE")).otherwise(pl.lit("WORKER")),
    "transfer_to": pl.when("is_queue").then("queue_id").otherwise("userId"),
    "transfer_status": pl.lit("initiated"),
}
_untransferred = {"transfer_mode": pl.lit(None), "transfer_reservation_id": pl.lit(None)}
_is_transfer = pl.col("initiator").is_not_null() & pl.col("begins")
_failed = ~pl.col("has_queue") & ~pl.col("is_answered") & pl.col("initiator").is_not_null()


def _when(condition: pl.Expr, at: str) -> pl.Expr:
    return pl.when(condition).then(at)


TASK_STEPS = (
    Step("task.created", pl.col("created"), "created", {"task_attributes": pl.col("told"), "extra": pl.col("rest")}),
    Step("task.transfer-canceled", _when(_failed, "ended"), "unanswered"),
    Step("task.canceled", _when(pl.col("is_given_up"), "ended"), "ended", {"task_reason": pl.col("left_by")}),
    Step("task.completed", _when(~pl.col("is_given_up"), "ended"), "ended"),
)
QUEUE_STEPS = (
    Step("task.transfer-initiated", _when(_is_transfer, "entered_at"), "transfer", _transfer),
    Step("task-queue.entered", pl.col("entered_at"), "entered", _untransferred),
)
AGENT_STEPS = (
    Step("task.transfer-initiated", _when(_is_transfer, "entered_at"), "transfer", _transfer),
    Step("task-queue.entered", _when(pl.col("begins") & ~_is_transfer, "entered_at"), "entered", _untransferred),
    Step("reservation.created", _when(_is_offered, "first_at"), "offered", _offer | _untransferred),
    Step("reservation.accepted", pl.col("talks_at"), "accepted", _offer | _untransferred),
    Step("reservation.timeout", _when(~_talked & _no_response, "rung_out_at"), "passed", _offer | _untransferred),
    Step("reservation.canceled", _when(~_talked & ~_no_response, "rung_out_at"), "passed", _offer | _untransferred),
    Step(
        "reservation.wrapup",
        _when(pl.col("wraps_at").is_not_null() & _talked, "talked_at"),
        "wrapup",
        _offer | _untransferred,
    ),
    Step("reservation.completed", pl.col("worked_at"), "completed", _offer | _untransferred),
)
HOLD_STEPS = (
    Step("participant.hold", pl.col("segmentStart"), "held"),
    Step("participant.unhold", pl.col("segmentEnd"), "resumed"),
)

UNTOLD = {
    "rejected_offers": "told as not answered: they count as missed",
    "responses": "messages are not told one by one",
    "focus": "not told",
    "statuses": "agents' statuses are another query's",
}

CONVERSATION_DETAIL = Source(
    name="conversation detail",
    platform="Genesys Cloud",
    looks_for="conversationId and participants (Genesys Cloud)",
    opens=(),
    recognises=lambda columns: {"conversationId", "conversationStart", "participants"} <= columns,
    translate=translate,
    documented=DOCUMENTED.__contains__,
    untold=UNTOLD,
)
