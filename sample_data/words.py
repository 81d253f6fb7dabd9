"""Events in the platform's words: numbers become ids, names and attributes; one row an event, one column a field."""

from hashlib import sha256

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import Ids, mix, sid, sids
from sample_data.demand import INTERNAL, OUT
from sample_data.json_text import instant, number, record, text
from sample_data.lives import Life
from sample_data.queueing import CALLBACK, EXPIRED, VOICEMAIL

_STATUS = {
    "reservation.created": "reserved",
    "reservation.accepted": "assigned",
    "reservation.wrapup": "wrapping",
    "task.wrapup": "wrapping",
    "reservation.completed": "completed",
    "task.completed": "completed",
    "task.canceled": "canceled",
    "task.transfer-initiated": "transferring",
}
_TRANSFER = {
    "task.transfer-initiated": "initiated",
    "task.transfer-attempt-failed": "initiated",
    "task.transfer-completed": "complete",
    "task.transfer-failed": "failed",
    "task.transfer-canceled": "canceled",
}
_OVERRIDE = {
    1: '"city":"Boulder","state":"Colorado","country":"United States of America","zip":"80302"',
    2: '"city":"Sevilla","country":"Spain","zip":"41001"',
    3: '"area":"Yorkshire","country":"Great Britain","city":"Leeds"',
    4: '"geo_location":"19.4326;-99.1332","country":"MX"',
}
_SALT = {"WT": 1, "WR": 2, "WQ": 3, "WW": 4, "WA": 5, "EV": 8, "CF": 9, "TT": 10, "AC": 12, "WS": 13, "TC": 14}


def _few(prefix: str, many: int, seed: int) -> pl.Series:
    return sids(prefix, np.arange(many).astype(np.uint64), seed, _SALT[prefix])


def fixed(seed: int) -> dict[str, str]:
    """The ids of the account and the workspace."""
    return {
        "account_sid": sid("AC", 1, seed, _SALT["AC"]),
        "workspace_sid": sid("WS", 1, seed, _SALT["WS"]),
        "workspace_name": centre.WORKSPACE,
    }


def _tasks(life: Life, seed: int) -> pl.DataFrame:
    """One row a task, with its attributes before (`base`) and after (`final`) it was handled or given up."""
    first = pl.col("leg") == 0
    legs = life.legs.filter(first | (pl.col("task") == 1))
    ends = life.legs.group_by("row", "task").agg(pl.col("result").last()).rename({"result": "end"})
    tasks = legs.join(ends, on=["row", "task"], how="left", maintain_order="left")
    tasks = pl.concat([tasks, life.contacts[tasks["row"].to_numpy()]], how="horizontal")
    uid = (tasks["uid"].to_numpy() * 4 + tasks["task"].to_numpy()).astype(np.uint64)
    origin = sids("WT", (tasks["uid"].to_numpy() * 4).astype(np.uint64), seed, _SALT["WT"])
    tasks = tasks.with_columns(task_sid=sids("WT", uid, seed, _SALT["WT"]), task_uid=pl.Series(uid), origin=origin)
    return tasks.with_columns(base=_attributes(final=False), final=_attributes(final=True))


def _attributes(final: bool) -> pl.Expr:
    """The attributes that the flow sets; those of the agent's form are there when the task is done."""
    inbound, again = pl.col("direction") == 0, pl.col("task") == 1
    own = (
        pl.when(pl.col("language") == "es")
        .then(pl.lit(centre.CENTRE_NUMBERS["es"]))
        .otherwise(pl.lit(centre.CENTRE_NUMBERS["en"]))
    )
    place, is_voice = pl.col("has_place") & (pl.col("state") != ""), pl.col("channel") == centre.VOICE
    ways = ("inbound", "outbound", "internal")
    fields = {
        "direction": text(pl.col("direction").replace_strict(range(3), ways, return_dtype=pl.String)),
        "from": text(pl.when(inbound).then("address").otherwise(own)),
        "to": text(pl.when(inbound).then(own).otherwise("address")),
        "call_sid": text(pl.when(~again).then("call_sid")),
        "from_city": text(pl.when(place).then(pl.col("city").str.to_uppercase())),
        "from_state": text(pl.when(place).then("state")),
        "from_country": text(pl.when(pl.col("has_place")).then("country")),
        "conversations": record(_about_the_talk(final, again, is_voice)),
        "customers": record(_about_the_customer()),
    }
    return record(fields)


def _about_the_talk(final: bool, again: pl.Expr, is_voice: pl.Expr) -> dict[str, pl.Expr]:
    end = pl.col("end")
    asked, is_done = end.is_in((CALLBACK, VOICEMAIL)), end.is_in((0, 4))
    fields = {
        "conversation_id": text(pl.when(again).then("origin")),
        "language": text(pl.col("language")),
        "campaign": text(pl.col("campaign")),
        "ivr_path": text(pl.col("ivr_path")),
        "initiated_by": text(pl.when(pl.col("direction") == OUT).then(pl.lit("Agent")).otherwise(pl.lit("Customer"))),
        "conversation_attribute_1": text(pl.col("topic")),
    }
    if not final:
        return fields
    phase = pl.when(end == CALLBACK).then(pl.lit("Callback Request")).otherwise(pl.lit("Voicemail"))
    return fields | {
        "outcome": text(pl.when(is_done).then("outcome")),
        "hang_up_by": text(pl.when(is_done).then("hang_up_by")),
        "abandoned": text(pl.when(asked).then(pl.lit("Follow-Up"))),
        "abandoned_phase": text(pl.when(asked).then(phase)),
        "conversation_measure_1": number(pl.when(is_done).then("score")),
        "hold_time": number(
            pl.when(is_done & is_voice & ~pl.col("holds_told") & (pl.col("hold_s") > 0)).then("hold_s")
        ),
    }


def _about_the_customer() -> dict[str, pl.Expr]:
    known, told = pl.col("is_known"), pl.col("told")
    kind = (pl.col("elsewhere") * 100).cast(pl.Int64)
    return {
        "external_id": text(pl.when(known & (told < 0.35)).then("external_id")),
        "name": text(pl.when(known).then("name")),
        "phone": text(pl.when(known & (told < 0.7)).then("phone")),
        "email": text(pl.when(known & (told > 0.6)).then("email")),
        "customer_attribute_1": text(pl.lit("sample")),
        "type": text(pl.when(pl.col("direction") == INTERNAL).then(pl.lit("Agent"))),
        **_overrides(known, kind),
    }


def _overrides(known: pl.Expr, kind: pl.Expr) -> dict[str, pl.Expr]:
    """A few customers have said where they live, which is elsewhere than their number says."""
    fields: dict[str, pl.Expr] = {}
    for key in ("city", "state", "area", "country", "zip", "geo_location"):
        value = pl.lit(None, pl.String)
        for number_, pairs in _OVERRIDE.items():
            found = dict(pair.split('":"') for pair in pairs.strip('"').split('","'))
            if key in found:
                value = pl.when(kind == number_).then(pl.lit(found[key])).otherwise(value)
        fields[key] = text(pl.when(known).then(value))
    return fields


def _event_ids(events: pl.DataFrame, task_uid: pl.Series) -> Ids:
    """A number for each event that says what it is about, so that it stays the same whatever is generated beside it."""
    about = task_uid.fill_null(0).to_numpy().astype(np.uint64)
    kinds = events["event"].unique().to_list()
    numbers = [int.from_bytes(sha256(kind.encode()).digest()[:7]) for kind in kinds]
    codes = events["event"].replace_strict(kinds, numbers, return_dtype=pl.UInt64).to_numpy()
    offer = events["offer_uid"].fill_null(0).to_numpy().astype(np.uint64)
    agent = events["agent"].fill_null(-1).to_numpy().astype(np.int64).astype(np.uint64)
    at = events["at"].to_numpy().astype(np.uint64)
    return mix(about, 1) ^ mix(codes, 2) ^ mix(offer, 3) ^ mix(agent, 4) ^ mix(at, 5)


def _index(events: pl.DataFrame, second: str, rows: pl.DataFrame, contacts: int) -> pl.Series:
    """For each event the row of `rows` that bears the same contact and the same part or task."""
    places = np.full(2 * max(contacts, 1), -1, np.int64)
    places[rows["row"].to_numpy() * 2 + rows[second].to_numpy()] = np.arange(rows.height)
    key = (events["row"] * 2 + events[second]).to_numpy(allow_copy=True) if events["row"].null_count() == 0 else None
    if key is None:
        key = (events["row"] * 2 + events[second]).fill_null(0).to_numpy()
    found = pl.Series(places[key.astype(np.int64)])
    return pl.select(pl.when(events["row"].is_not_null() & (found >= 0)).then(found)).to_series()


def tell(life: Life, agents: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The day's events with every field, sorted by time.

    Returns:
        `at` (epoch milliseconds), then fields named as in the event stream's payload; null where an event has none.
    """
    events, tasks = life.events, _tasks(life, seed)
    for name in (
        "previous_queue",
        "transfer",
        "ending",
        "activity",
        "previous",
        "previous_ms",
        "queue",
        "agent",
        "offer",
    ):
        if name not in events.columns:
            events = events.with_columns(pl.lit(None, pl.Int64).alias(name))
    offers = life.offers.with_columns(ordinal=pl.int_range(pl.len()).over("row"))
    offers = offers.with_columns(uid=life.contacts["uid"].gather(offers["row"]) * 64 + offers["ordinal"])
    events = events.with_columns(offer_uid=offers["uid"].gather(events["offer"]))
    task = _index(events, "task", tasks, life.contacts.height)
    return _fields(events, tasks, task, agents, life, seed)


def _fields(
    events: pl.DataFrame, tasks: pl.DataFrame, task: pl.Series, agents: pl.DataFrame, life: Life, seed: int
) -> pl.DataFrame:
    kind = events["event"]
    call = kind.str.starts_with("participant.")
    task_uid = tasks["task_uid"].gather(task)
    done = kind.is_in(["task.canceled", "task.wrapup", "task.completed", "reservation.wrapup", "reservation.completed"])
    queues = pl.Series([queue.name for queue in centre.QUEUES])
    queue_sids, activity_sids = _few("WQ", len(queues), seed), _few("WA", len(centre.ACTIVITIES), seed)
    activities = pl.Series(centre.ACTIVITIES)
    legs = life.legs
    leg_of_transfer = legs[events["transfer"].fill_null(0).to_numpy()] if legs.height else legs
    channel = tasks["channel"].gather(task)
    workflow = pl.select(
        pl.when(tasks["direction"].gather(task) > 0).then(3).otherwise(pl.Series([0, 1, 1, 1, 2]).gather(channel))
    ).to_series()
    created = tasks["entered"].gather(task)
    transfer = events["transfer"]
    initiator = leg_of_transfer["initiator"] if legs.height else transfer
    frame = pl.DataFrame(
        {
            "at": events["at"],
            "eventtype": kind,
            "sid": sids("EV", _event_ids(events, task_uid), seed, _SALT["EV"]),
            "task_sid": tasks["task_sid"].gather(task),
            "base": tasks["base"].gather(task),
            "final": tasks["final"].gather(task),
            "is_done": done,
            "is_call": call,
            "created": created,
            "ending": events["ending"],
            "task_channel_unique_name": pl.Series(centre.CHANNELS).gather(channel),
            "task_channel_sid": _few("TC", 5, seed).gather(channel),
            "task_queue_sid": queue_sids.gather(events["queue"]),
            "task_queue_name": queues.gather(events["queue"]),
            "previous_task_queue_sid": queue_sids.gather(events["previous_queue"]),
            "previous_task_queue_name": queues.gather(events["previous_queue"]),
            "workflow_sid": _few("WW", 4, seed).gather(workflow),
            "workflow_name": pl.Series(centre.WORKFLOWS).gather(workflow),
            "reservation_sid": sids("WR", events["offer_uid"].fill_null(0).to_numpy().astype(np.uint64), seed, 2).set(
                events["offer_uid"].is_null(), None
            ),
            "worker_sid": agents["worker_sid"].gather(events["agent"]),
            "worker_name": agents["worker_name"].gather(events["agent"]),
            "worker_attributes": agents["worker_attributes"].gather(events["agent"]),
            "worker_activity_sid": activity_sids.gather(events["activity"]),
            "worker_activity_name": activities.gather(events["activity"]),
            "worker_previous_activity_sid": activity_sids.gather(events["previous"]),
            "worker_previous_activity_name": activities.gather(events["previous"]),
            "worker_time_in_previous_activity_ms": events["previous_ms"],
            "transfer": transfer,
            "transfer_uid": tasks["task_uid"].gather(task),
            "mode": leg_of_transfer["mode"] if legs.height else transfer,
            "transfer_queue": leg_of_transfer["queue"] if legs.height else transfer,
            "transfer_agent": _answering_agent(leg_of_transfer, life) if legs.height else transfer,
            "from_agent": life.offers["agent"].gather(pl.select(pl.when(initiator >= 0).then(initiator)).to_series())
            if legs.height
            else transfer,
            "from_offer": _offer_sid(initiator, life, seed) if legs.height else transfer.cast(pl.String),
            "call_sid": tasks["call_sid"].gather(task),
        }
    )
    return frame.sort("at", "sid").pipe(_finish, agents, queue_sids, seed)


def _answering_agent(legs: pl.DataFrame, life: Life) -> pl.Series:
    answer = legs["answer"]
    return life.offers["agent"].gather(pl.select(pl.when(answer >= 0).then(answer)).to_series())


def _offer_sid(offer: pl.Series, life: Life, seed: int) -> pl.Series:
    offers = life.offers.with_columns(ordinal=pl.int_range(pl.len()).over("row"))
    uid = (life.contacts["uid"].gather(offers["row"]) * 64 + offers["ordinal"]).gather(
        pl.select(pl.when(offer >= 0).then(offer)).to_series()
    )
    return sids("WR", uid.fill_null(0).to_numpy().astype(np.uint64), seed, 2).set(uid.is_null(), None)


def _finish(events: pl.DataFrame, agents: pl.DataFrame, queue_sids: pl.Series, seed: int) -> pl.DataFrame:
    kind = pl.col("eventtype")
    moved = pl.col("transfer").is_not_null()
    to_worker = pl.col("mode").is_in((3, 4)) & pl.col("transfer_agent").is_not_null()
    of_task = ~pl.col("is_call") & pl.col("task_sid").is_not_null()
    ms = pl.col("worker_time_in_previous_activity_ms")
    group = kind.str.split(".").list.first()
    worker_sids, names = agents["worker_sid"], queue_sids
    to = (
        pl.when(to_worker)
        .then(worker_sids.gather(events["transfer_agent"]))
        .otherwise(names.gather(events["transfer_queue"]))
    )
    reason = pl.col("ending").replace_strict(
        [1, 2, 3, EXPIRED],
        ["hangup", "Callback requested", "Voicemail left", "Task TTL Exceeded"],
        default=None,
        return_dtype=pl.String,
    )
    resource = (
        pl.when(group == "reservation")
        .then(pl.lit("reservation"))
        .when(group == "worker")
        .then(pl.lit("worker"))
        .otherwise(pl.lit("task"))
    )
    return events.select(
        "at",
        "eventtype",
        "sid",
        resource_type=resource,
        task_sid=pl.when(of_task).then("task_sid"),
        task_attributes=pl.when(of_task).then(pl.when("is_done").then("final").otherwise("base")),
        task_age=pl.when(of_task).then(pl.max_horizontal((pl.col("at") - pl.col("created")) // 1000, 0)),
        task_date_created=pl.when(of_task).then(instant(pl.col("created"), 0)),
        task_priority=pl.when(of_task).then(pl.when(pl.col("task_queue_name") == "VIP").then(10).otherwise(0)),
        task_assignment_status=pl.when(of_task).then(
            kind.replace_strict(_STATUS, default="pending", return_dtype=pl.String)
        ),
        task_canceled_reason=reason,
        task_completed_reason=pl.when(kind == "task.completed").then(pl.lit("All reservations were completed")),
        task_channel_sid=pl.when(of_task).then("task_channel_sid"),
        task_channel_unique_name=pl.when(of_task).then("task_channel_unique_name"),
        task_queue_sid=pl.when(of_task & ~kind.is_in(["task.created", "workflow.entered"])).then("task_queue_sid"),
        task_queue_name=pl.when(of_task & ~kind.is_in(["task.created", "workflow.entered"])).then("task_queue_name"),
        previous_task_queue_sid="previous_task_queue_sid",
        previous_task_queue_name="previous_task_queue_name",
        workflow_sid=pl.when(of_task).then("workflow_sid"),
        workflow_name=pl.when(of_task).then("workflow_name"),
        reservation_sid=pl.when(of_task & (group == "reservation")).then("reservation_sid"),
        worker_sid=pl.when(group.is_in(["reservation", "worker"])).then("worker_sid"),
        worker_name=pl.when(group.is_in(["reservation", "worker"])).then("worker_name"),
        worker_attributes=pl.when(group.is_in(["reservation", "worker"])).then("worker_attributes"),
        worker_activity_sid="worker_activity_sid",
        worker_activity_name="worker_activity_name",
        worker_previous_activity_sid="worker_previous_activity_sid",
        worker_previous_activity_name="worker_previous_activity_name",
        worker_time_in_previous_activity=ms // 1000,
        worker_time_in_previous_activity_ms=ms,
        task_transfer_sid=pl.when(moved).then(sids("TT", events["transfer_uid"].fill_null(0).to_numpy(), seed, 10)),
        transfer_mode=pl.when(moved).then(
            pl.when(pl.col("mode").is_in((2, 4))).then(pl.lit("WARM")).otherwise(pl.lit("COLD"))
        ),
        transfer_type=pl.when(moved).then(pl.when(to_worker).then(pl.lit("WORKER")).otherwise(pl.lit("QUEUE"))),
        transfer_to=pl.when(moved).then(to),
        transfer_status=kind.replace_strict(_TRANSFER, default=None, return_dtype=pl.String),
        transfer_initiating_worker_sid=pl.when(moved).then(worker_sids.gather(events["from_agent"])),
        transfer_initiating_reservation_sid=pl.when(moved).then("from_offer"),
        call_sid=pl.when("is_call").then("call_sid"),
        hold=pl.when("is_call").then(kind == "participant.hold"),
    )
