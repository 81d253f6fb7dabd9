"""The model in pandas: EVENTS → SEGMENTS and CONVERSATIONS by the same rules, without holds, places and teams."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from core.pipeline.life_cycle import RANKS, TASK_ENDS

COLUMNS = [
    *("event_id", "occurred_at", "event_type", "task_id", "reservation_id", "agent_id", "agent_name"),
    *("queue_id", "queue_name", "channel", "workflow_name", "task_attributes", "task_reason"),
    *("task_created_at", "task_queue_entered_at", "transfer_mode"),
]
ENTRIES = ["task.transfer-initiated", "task-queue.entered"]
EXITS = ["task.transfer-canceled", "task.transfer-failed", *TASK_ENDS]
GIVEN_UP = ["task.canceled", "task.transfer-failed", "task.deleted", "task.system-deleted"]
STEPS = ("created", "accepted", "rejected", "timeout", "canceled", "rescinded", "wrapup", "completed")
TIMES = ["queue_time_ms", "abandon_time_ms", "ring_time_ms", "talk_time_ms", "wrap_up_time_ms"]


def run(events_file: Path, out: Path) -> None:
    """Read the events, write both tables."""
    events = pd.read_parquet(events_file, columns=COLUMNS)
    events["moment"] = events["occurred_at"].astype("int64") * 100 + events["event_type"].map(RANKS).fillna(-1) + 1
    tasks = _tasks(events)
    offers = _offers(events, tasks)
    waits = _waits(events, offers, tasks)
    segments = _segments(waits, offers, tasks)
    segments.sort_values("started_at").to_parquet(out / "segments.parquet", compression="zstd")
    conversations = _conversations(segments, tasks)
    conversations.sort_values("started_at").to_parquet(out / "conversations.parquet", compression="zstd")


def _tasks(events: pd.DataFrame) -> pd.DataFrame:
    lived = events[events["task_id"].notna()]
    tasks = lived.groupby("task_id").agg(
        first_at=("occurred_at", "min"),
        told_created_at=("task_created_at", "min"),
        channel=("channel", "max"),
        workflow_name=("workflow_name", "max"),
    )
    created = lived[lived["event_type"] == "task.created"].groupby("task_id")["occurred_at"].min()
    tasks["created_at"] = pd.concat([created, tasks["told_created_at"], tasks["first_at"]], axis=1).min(axis=1)
    tasks["told_created_at"] = created.reindex(tasks.index).fillna(tasks["told_created_at"])
    ends = (
        lived[lived["event_type"].isin(TASK_ENDS)].sort_values("moment").drop_duplicates("task_id").set_index("task_id")
    )
    tasks["task_ended_at"], tasks["task_ended_by"] = ends["occurred_at"], ends["event_type"]
    tasks["task_reason"] = ends["task_reason"]
    for name, kinds in {
        "transfer_count": ["task.transfer-initiated"],
        "failed_transfer_count": ["task.transfer-failed", "task.transfer-canceled"],
    }.items():
        counts = lived[lived["event_type"].isin(kinds)].groupby("task_id").size()
        tasks[name] = counts.reindex(tasks.index, fill_value=0)
    told = lived[lived["task_attributes"].notna() & lived["task_attributes"].str.contains(r"\S", na=False)]
    limit = told["task_id"].map(ends["moment"])
    told = told[limit.isna() | (told["moment"] <= limit)]
    last = told.sort_values("moment").drop_duplicates("task_id", keep="last").set_index("task_id")["task_attributes"]
    tasks["attributes"] = last
    words = pd.DataFrame([_words(text) for text in tasks["attributes"]], index=tasks.index, dtype="str")
    tasks["channel"] = words.pop("given_channel").fillna(tasks["channel"]).str.lower()
    tasks = tasks.join(words)
    tasks["outcome"] = tasks["outcome"].fillna(tasks["task_reason"])
    return _link(tasks)


def _words(text: object) -> dict[str, str | None]:
    fields = _object(text)
    conversation, customer = _part(fields, "conversations"), _part(fields, "customers")
    direction = str(conversation.get("direction") or fields.get("direction") or "").lower()
    outbound = direction.startswith("out")
    address = ("to", "called") if outbound else ("from", "caller")
    participants = _part(_part(fields, "conference"), "participants")
    return {
        "given_channel": conversation.get("channel"),
        "direction": "Outbound" if outbound else "Internal" if direction.startswith("internal") else "Inbound",
        "outcome": conversation.get("outcome") or fields.get("reason"),
        "call_id": fields.get("call_sid") or participants.get("customer"),
        "interaction_id": fields.get("flexInteractionSid"),
        "previous_task": fields.get("previous_task_sid"),
        "given_conversation": conversation.get("conversation_id"),
        "given_queue": conversation.get("queue"),
        "given_abandoned": str(conversation.get("abandoned") or "").lower() or None,
        "given_phase": conversation.get("abandoned_phase"),
        "language": conversation.get("language"),
        "campaign": conversation.get("campaign"),
        "customer_name": customer.get("name"),
        "customer_id": customer.get("external_id")
        or customer.get("phone")
        or customer.get("email")
        or _named(fields.get(address[0]))
        or _named(fields.get(address[1])),
    }


def _named(address: Any) -> Any:
    """The address, unless it hides who it is, as the sample writes it."""
    return None if address in ("anonymous", "+266696687") else address


def _object(text: object) -> dict[str, Any]:
    try:
        fields = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _part(fields: dict[str, Any], name: str) -> dict[str, Any]:
    part = fields.get(name)
    return part if isinstance(part, dict) else {}


def _link(tasks: pd.DataFrame) -> pd.DataFrame:
    """Each task looks for the first task of its call or interaction; a second look takes on what that one names."""
    tasks = tasks.sort_values("created_at", kind="stable")
    names = pd.Series(tasks.index, index=tasks.index, dtype="str")
    head = tasks["given_conversation"].fillna(tasks["previous_task"])
    unnamed = tasks[tasks["given_conversation"].isna()]
    for bond in ("call_id", "interaction_id"):
        bound = unnamed[unnamed[bond].notna()]
        first = names.loc[bound.index].groupby(bound[bond]).transform("first")
        head = head.fillna(first.where(first != first.index))
    head = head.fillna(names)
    tasks["conversation_id"] = head.map(head).fillna(head)
    return tasks


def _offers(events: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    told = events[events["reservation_id"].notna() & events["event_type"].str.startswith("reservation.")]
    offers = told.groupby("reservation_id").agg(
        task_id=("task_id", "max"),
        agent_id=("agent_id", "max"),
        agent_name=("agent_name", "max"),
        queue_id=("queue_id", "max"),
        queue_name=("queue_name", "max"),
        queue_entered_at=("task_queue_entered_at", "max"),
        told_created_at=("task_created_at", "min"),
    )
    for step in STEPS:
        at = told[told["event_type"] == f"reservation.{step}"].groupby("reservation_id")["occurred_at"].min()
        offers[f"{step}_at"] = at.reindex(offers.index)
    offers = offers.join(tasks[["task_ended_at", "task_ended_by"]], on="task_id").reset_index()
    last = offers["accepted_at"] == offers.groupby("task_id")["accepted_at"].transform("max")
    aligned = offers["task_ended_at"].where(last & (offers["task_ended_by"] == "task.completed"))
    finished = offers["completed_at"].fillna(aligned)
    offers["finished_at"] = pd.concat([finished, offers["accepted_at"].where(finished.notna())], axis=1).max(axis=1)
    talk_ended = offers["wrapup_at"].fillna(offers["finished_at"])
    talk_ended = talk_ended.where(~(talk_ended < offers["accepted_at"]), offers["accepted_at"])
    offers["talk_ended_at"] = talk_ended.where(~(talk_ended > offers["finished_at"]), offers["finished_at"])
    return offers


def _waits(events: pd.DataFrame, offers: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    steps = _steps(events, offers)
    life = steps.groupby("task_id", sort=False)["event_type"]
    before, after = life.shift(1), life.shift(-1)
    entry = steps["event_type"].isin(ENTRIES)
    takes = (steps["event_type"] == ENTRIES[0]) & (after == ENTRIES[1])
    for name in ("queue_id", "queue_name"):
        following = steps.groupby("task_id", sort=False)[name].shift(-1)
        steps[name] = steps[name].where(~takes, following.fillna(steps[name]))
    steps["is_entry"], steps["is_unheard"] = entry, ~entry & before.isna()
    steps = steps[~((steps["event_type"] == ENTRIES[1]) & (before == ENTRIES[0]))]
    after = steps.groupby("task_id", sort=False)[["at", "event_type", "step_reservation"]].shift(-1)
    after.columns = pd.Index(["left_at", "left_by", "reservation_id"])
    heard = steps.join(after)[steps["is_entry"]].assign(is_entry_known=True).rename(columns={"at": "entered_at"})
    unheard = steps[steps["is_unheard"] & (steps["event_type"] != "task.completed")]
    told = unheard["queue_entered_at"].fillna(unheard["told_created_at"])
    told = told.fillna(unheard["task_id"].map(tasks["told_created_at"]))
    unheard = unheard.assign(
        entered_at=pd.concat([told.fillna(unheard["at"]), unheard["at"]], axis=1).min(axis=1),
        is_entry_known=told.notna(),
        left_at=unheard["at"],
        left_by=unheard["event_type"],
        reservation_id=unheard["step_reservation"],
    )
    waits = pd.concat([heard, unheard]).sort_values(["task_id", "entered_at", "step_id"])
    waits["number"] = waits.groupby("task_id", sort=False).cumcount()
    waits["gave_up"] = waits["left_by"].isin(GIVEN_UP)
    waits["is_broken"] = (waits["left_by"] == "reservation lost") | ~waits["is_entry_known"]
    waits["waited_ms"] = _ms(waits["left_at"], waits["entered_at"])
    return waits


def _steps(events: pd.DataFrame, offers: pd.DataFrame) -> pd.DataFrame:
    of_tasks = events[events["task_id"].notna() & events["event_type"].isin([*ENTRIES, *EXITS])].rename(
        columns={
            "occurred_at": "at",
            "event_id": "step_id",
            "task_queue_entered_at": "queue_entered_at",
            "task_created_at": "told_created_at",
        }
    )
    worked = offers[["wrapup_at", "completed_at"]].min(axis=1)
    offered = offers["created_at"].fillna(worked).where(worked.notna())
    of_offers = offers.assign(
        at=offers["accepted_at"].fillna(offered),
        event_type=offers["accepted_at"].notna().map({True: "reservation.accepted", False: "reservation lost"}),
        step_id=offers["reservation_id"],
        step_reservation=offers["reservation_id"],
    )
    columns = [
        "task_id",
        "event_type",
        "queue_id",
        "queue_name",
        "at",
        "step_id",
        "queue_entered_at",
        "told_created_at",
    ]
    steps = pd.concat(
        [of_tasks[columns], of_offers.loc[of_offers["at"].notna(), [*columns, "step_reservation"]]], ignore_index=True
    )
    steps["rank"] = steps["event_type"].map(RANKS).fillna(-1)
    return steps.sort_values(["task_id", "at", "rank", "step_id"], ignore_index=True)


def _segments(waits: pd.DataFrame, offers: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    parts = pd.concat(
        [_queue_segments(waits), _abandons(waits), _talks(offers, waits), _declined(offers)], ignore_index=True
    )
    words = ["conversation_id", "channel", "direction", "workflow_name", "outcome", "given_queue", "given_abandoned"]
    segments = parts.join(tasks[[*words, "given_phase"]], on="task_id")
    segments["queue_name"] = segments.pop("given_queue").fillna(segments["queue_name"])
    given, phase = segments.pop("given_abandoned"), segments.pop("given_phase")
    may = segments["kind"].isin(["Queue", "Conversation", "Corrupted Conversation Segment"])
    abandoned = pd.Series("Yes", index=segments.index)
    abandoned = abandoned.where(~given.isin(["no", "n", "false"]), "No")
    abandoned = abandoned.where(~given.str.contains("follow", na=False), "Follow-Up")
    segments["abandoned"] = abandoned.where(segments["gave_up"], "No").where(may)
    segments["abandoned_phase"] = phase.fillna("Queue").where(segments["gave_up"])
    segments["outcome"] = segments["outcome"].where((segments["kind"] == "Conversation") | segments["gave_up"])
    handled = (segments["kind"] == "Conversation") & segments["agent_id"].notna()
    ringing = segments["ring_time_ms"].where(segments["direction"] == "Outbound", 0)
    segments["handling_time_ms"] = (segments["talk_time_ms"] + segments["wrap_up_time_ms"] + ringing).where(handled)
    segments = segments.sort_values(["conversation_id", "started_at", "kind", "segment_id"], ignore_index=True)
    segments["segment_order"] = segments.groupby("conversation_id").cumcount() + 1
    return segments


def _queue_segments(waits: pd.DataFrame) -> pd.DataFrame:
    known = waits["waited_ms"].where(~waits["is_broken"])
    return waits[["task_id", "queue_id", "queue_name", "gave_up"]].assign(
        segment_id=waits["task_id"] + ":wait:" + waits["number"].astype("str"),
        kind=waits["is_broken"].map({True: "Corrupted Conversation Segment", False: "Queue"}),
        started_at=waits["entered_at"],
        ended_at=waits["left_at"],
        queue_time_ms=known,
        abandon_time_ms=known.where(waits["gave_up"]),
    )


def _abandons(waits: pd.DataFrame) -> pd.DataFrame:
    abandons = waits[waits["gave_up"] & waits["is_entry_known"]]
    return abandons[["task_id", "queue_id", "queue_name", "gave_up"]].assign(
        segment_id=abandons["task_id"] + ":abandon:" + abandons["number"].astype("str"),
        kind="Conversation",
        started_at=abandons["left_at"],
        ended_at=abandons["left_at"],
        queue_time_ms=abandons["waited_ms"],
        abandon_time_ms=abandons["waited_ms"],
    )


def _talks(offers: pd.DataFrame, waits: pd.DataFrame) -> pd.DataFrame:
    worked = offers[["accepted_at", "wrapup_at", "completed_at"]].notna().any(axis=1)
    declined = offers[["rejected_at", "timeout_at", "canceled_at", "rescinded_at"]].notna().any(axis=1)
    answers = offers[worked & ~(offers["accepted_at"].isna() & declined)]
    ended = waits.loc[waits["reservation_id"].notna(), ["reservation_id", "entered_at", "is_entry_known"]]
    talks = answers.merge(ended, on="reservation_id", how="left")
    finished = talks["finished_at"].notna()
    known = talks["is_entry_known"] == True  # noqa: E712 - absent where no wait belongs to this answer
    unknown = talks["is_entry_known"] == False  # noqa: E712
    missing = talks["accepted_at"].isna() | talks["created_at"].isna() | unknown
    missing |= ~finished & talks["task_ended_at"].notna()
    kind = finished.map({True: "Conversation", False: "Conversation in Progress"})
    return talks[["task_id", "reservation_id", "queue_id", "queue_name", "agent_id", "agent_name"]].assign(
        segment_id=talks["reservation_id"],
        kind=kind.where(~missing, "Corrupted Conversation Segment"),
        started_at=talks["accepted_at"].fillna(talks["wrapup_at"]).fillna(talks["completed_at"]),
        ended_at=talks["finished_at"],
        gave_up=False,
        queue_time_ms=_ms(talks["accepted_at"], talks["entered_at"]).where(known),
        ring_time_ms=_ms(talks["accepted_at"], talks["created_at"]).clip(lower=0),
        talk_time_ms=_ms(talks["talk_ended_at"], talks["accepted_at"]).where(finished),
        wrap_up_time_ms=_ms(talks["finished_at"], talks["talk_ended_at"]).where(talks["accepted_at"].notna()),
    )


def _declined(offers: pd.DataFrame) -> pd.DataFrame:
    over = offers["rejected_at"].fillna(offers[["timeout_at", "canceled_at"]].min(axis=1))
    offers = offers.assign(over_at=over)[offers["accepted_at"].isna() & over.notna()]
    return offers[["task_id", "reservation_id", "queue_id", "queue_name", "agent_id", "agent_name"]].assign(
        segment_id=offers["reservation_id"],
        kind=offers["rejected_at"].notna().map({True: "Rejected Conversation", False: "Missed Conversation"}),
        started_at=offers["created_at"].fillna(offers["over_at"]),
        ended_at=offers[["over_at", "created_at"]].max(axis=1),
        gave_up=False,
        ring_time_ms=_ms(offers["over_at"], offers["created_at"]).clip(lower=0),
        talk_time_ms=0,
    )


def _conversations(segments: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    tasks = tasks.assign(is_task_open=tasks["task_ended_at"].isna())
    conversations = tasks.groupby("conversation_id").agg(
        started_at=("created_at", "min"),
        channel=("channel", "first"),
        direction=("direction", "first"),
        workflow_name=("workflow_name", "first"),
        language=("language", "first"),
        campaign=("campaign", "first"),
        customer_name=("customer_name", "first"),
        customer_id=("customer_id", "first"),
        outcome=("outcome", "last"),
        attributes=("attributes", "last"),
        transfer_count=("transfer_count", "sum"),
        failed_transfer_count=("failed_transfer_count", "sum"),
        is_task_open=("is_task_open", "any"),
    )
    conversations["customer_id"] = conversations["customer_id"].fillna(
        pd.Series(conversations.index, conversations.index)
    )
    kind, agent = segments["kind"], segments["agent_id"].notna()
    queued, handled = segments[kind == "Queue"], segments[(kind == "Conversation") & agent]
    answered = segments[((kind == "Conversation") & agent) | (kind == "Conversation in Progress")]
    abandon = segments[(kind == "Conversation") & ~agent]
    firsts = answered.groupby("conversation_id")[["started_at", "agent_id", "agent_name", "queue_time_ms"]].first()
    firsts.columns = pd.Index(["answered_at", "agent_id", "agent_name", "speed_of_answer_ms"])
    queues = queued.groupby("conversation_id")
    sums = handled.groupby("conversation_id")[[*TIMES[2:], "handling_time_ms"]].sum(min_count=1)
    conversations = conversations.join(
        [
            firsts,
            sums,
            queues.agg(queue_name=("queue_name", "first"), last_queue_name=("queue_name", "last")),
            queues["queue_time_ms"].sum(min_count=1),
            abandon.groupby("conversation_id")["abandon_time_ms"].sum(min_count=1),
            segments.groupby("conversation_id")["ended_at"].max().rename("last_segment_ended_at"),
        ]
    )
    voicemail = abandon["abandoned_phase"] == "Voicemail"
    for name, rows in {
        "segment_count": handled,
        "queue_count": queued,
        "missed_count": segments[kind == "Missed Conversation"],
        "rejected_count": segments[kind == "Rejected Conversation"],
        "abandon_count": abandon[(abandon["abandoned"] == "Yes") & ~voicemail],
        "follow_up_count": abandon[(abandon["abandoned"] == "Follow-Up") | voicemail],
    }.items():
        conversations[name] = rows.groupby("conversation_id").size().reindex(conversations.index, fill_value=0)
    conversations["is_handled"] = conversations["segment_count"] > 0
    conversations["is_abandoned"] = conversations.pop("abandon_count") > 0
    conversations["is_follow_up"] = conversations.pop("follow_up_count") > 0
    return conversations.reset_index()


def _ms(later: pd.Series, earlier: pd.Series) -> pd.Series:
    return (later - earlier).dt.total_seconds() * 1000
