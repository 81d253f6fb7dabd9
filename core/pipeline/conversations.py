"""Conversations: what happened to each contact as a whole, over all its tasks and segments."""

from collections.abc import Callable

import polars as pl

from core.geo.address import is_anonymous
from core.pipeline.attributes import milliseconds
from core.pipeline.kinds import KIND_ORDER, MISSED, QUEUE, REJECTED, TALK, TALK_NOW
from core.pipeline.stage import stage
from core.pipeline.tasks import OUTBOUND
from core.schema.columns import PLACE_OF_PART
from core.schema.tables import CONVERSATIONS, SEGMENTS

FIRST_WORDS = (
    "platform",
    "channel",
    "direction",
    "workflow_name",
    "language",
    "campaign",
    "initiated_by",
    "customer_external_id",
    "customer_name",
    "customer_phone",
    "customer_email",
    "customer_address",
    *(f"given_{level}" for level in ("region", "country", "state", "area", "city", "zip", "geolocation")),
    *(f"voice_{level}" for level in ("country", "state", "city", "zip")),
)
LAST_WORDS = ("outcome", "hang_up_by", "attributes")
RESPONSES = ("first_response_time", "average_response_time", "focus_time")


def describe_contacts(tasks: pl.LazyFrame) -> pl.LazyFrame:
    """What the tasks of a conversation say of it and of its customer: the first to say a thing is believed, of how it
    ended the last.

    Returns:
        One row a conversation: `FIRST_WORDS`, `LAST_WORDS`, `RESPONSES` in ms, `started_at`, `customer_id`, transfers,
        `is_task_open`.
    """
    responses = (milliseconds(name).alias(f"{name}_ms") for name in RESPONSES)
    told = tasks.with_columns(*_customer_words(), *responses, is_task_open=pl.col("task_ended_at").is_null())
    order = ("created_at", "task_id")
    single = told.filter(pl.len().over("conversation_id") == 1).select(
        "conversation_id",
        *FIRST_WORDS,
        *LAST_WORDS,
        *(f"{name}_ms" for name in RESPONSES),
        *_counts(lambda column: pl.col(column)),
        started_at="created_at",
    )
    several = (
        told.filter(pl.len().over("conversation_id") > 1)
        .sort(order)
        .group_by("conversation_id", maintain_order=True)
        .agg(
            *(pl.col(word).drop_nulls().first() for word in FIRST_WORDS),
            *(pl.col(word).drop_nulls().last() for word in LAST_WORDS),
            *_responses(),
            *_counts(lambda column: pl.col(column).any() if column.startswith("is_") else pl.col(column).sum()),
            started_at=pl.col("created_at").min(),
        )
    )
    contacts = pl.concat([single, several], how="diagonal")
    return contacts.with_columns(
        customer_id=pl.coalesce(
            "customer_external_id",
            _if_named("customer_phone"),
            "customer_email",
            _if_named("customer_address"),
            "conversation_id",
        ),
        customer_phone=pl.coalesce("customer_phone", "customer_address"),
    ).with_columns(customer_address=pl.col("customer_phone"))


@stage(reads="contacts, segments, offers", writes=CONVERSATIONS)
def assemble_conversations(contacts: pl.LazyFrame, segments: pl.LazyFrame, offers: pl.LazyFrame) -> pl.LazyFrame:
    """Sum each conversation's segments up and say how it waited, was handled and ended.

    Args:
        contacts: as `describe_contacts` gives them, placed on the map.
        segments: rows of SEGMENTS of these conversations.
        offers: `conversation_id` and `rescinded_at` of their reservations.
    """
    rescinded = offers.group_by("conversation_id").agg(
        pl.col("rescinded_at").is_not_null().sum().cast(pl.Int64).alias("rescinded_count")
    )
    return (
        contacts.join(_sums(segments), on="conversation_id", how="left")
        .join(rescinded, on="conversation_id", how="left")
        .with_columns(
            pl.col("^.*_count$").fill_null(0),
            pl.col("is_handled", "is_abandoned", "is_follow_up", "is_waiting", "is_talking").fill_null(False),
        )
        .with_columns(
            is_lost_in_transfer=pl.col("is_handled") & pl.col("is_abandoned"),
            is_in_progress=pl.col("is_waiting")
            | pl.col("is_talking")
            | (pl.col("is_task_open") & pl.col("last_segment_ended_at").is_null()),
        )
        .with_columns(ended_at=pl.when(~pl.col("is_in_progress")).then("last_segment_ended_at"))
    )


def order_segments(segments: pl.LazyFrame, conversations: pl.LazyFrame) -> pl.LazyFrame:
    """Number the segments within their conversation and give each the customer and the place of its conversation."""
    place = tuple(column.name for column in PLACE_OF_PART)
    kind_order = pl.col("kind").replace_strict(KIND_ORDER, default=9, return_dtype=pl.Int64)
    # Comparing neighbours costs a fraction of a window over each conversation.
    row, conversation = pl.int_range(pl.len(), dtype=pl.Int64), pl.col("conversation_id")
    first = pl.when(conversation.ne_missing(conversation.shift(1)) | (row == 0)).then(row).forward_fill()
    is_last = conversation.ne_missing(conversation.shift(-1)) | (row == pl.len() - 1)
    last = pl.when(is_last).then(row).backward_fill()
    numbered = (
        segments.select("segment_id", "conversation_id", "started_at", kind_order=kind_order)
        .sort("conversation_id", "started_at", "kind_order", "segment_id")
        .select(
            "segment_id",
            segment_order=row - first + 1,
            conversation_segments=last - first + 1,
        )
    )
    return SEGMENTS.conform(
        segments.drop("customer_id", "segment_order", "conversation_segments", *place)
        .join(numbered, on="segment_id")
        .join(conversations.select("conversation_id", "customer_id", *place), on="conversation_id", how="left")
    )


def _sums(segments: pl.LazyFrame) -> pl.LazyFrame:
    """Per conversation: times summed, firsts and lasts, counts by kind."""
    kind = pl.col("kind")
    with_agent = pl.col("agent_id").is_not_null()
    handled = (kind == TALK) & with_agent
    answered = handled | (kind == TALK_NOW)
    gave_up = (kind == TALK) & ~with_agent
    given_up_for_good = gave_up & (pl.col("abandoned") == "Yes") & (pl.col("abandoned_phase") != "Voicemail")
    follow_up = gave_up & ((pl.col("abandoned") == "Follow-Up") | (pl.col("abandoned_phase") == "Voicemail"))
    queued = kind == QUEUE
    ordered = segments.sort("conversation_id", "started_at", "segment_id")
    return ordered.group_by("conversation_id", maintain_order=True).agg(
        pl.col("started_at").filter(answered).min().alias("answered_at"),
        pl.col("ended_at").max().alias("last_segment_ended_at"),
        pl.col("queue_name").filter(queued).first(),
        pl.col("queue_name").filter(queued).last().alias("last_queue_name"),
        *(
            pl.col(name).filter(answered).first()
            for name in ("agent_id", "agent_name", "handling_team_name", "handling_department_name")
        ),
        handled.any().alias("is_handled"),
        given_up_for_good.any().alias("is_abandoned"),
        follow_up.any().alias("is_follow_up"),
        (queued & pl.col("ended_at").is_null()).any().alias("is_waiting"),
        (kind == TALK_NOW).any().alias("is_talking"),
        pl.col("abandoned_phase").filter(gave_up).last(),
        pl.col("queue_time_ms").filter(answered).first().alias("speed_of_answer_ms"),
        _total(pl.col("queue_time_ms").filter(queued)),
        _total(pl.col("abandon_time_ms").filter(gave_up)),
        *(
            _total(pl.col(name).filter(handled))
            for name in ("ring_time_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms")
        ),
        handled.sum().cast(pl.Int64).alias("segment_count"),
        queued.sum().cast(pl.Int64).alias("queue_count"),
        (kind == MISSED).sum().cast(pl.Int64).alias("missed_count"),
        (kind == REJECTED).sum().cast(pl.Int64).alias("rejected_count"),
    )


def _total(times: pl.Expr) -> pl.Expr:
    """A sum that is null, not zero, where there is nothing to add."""
    return pl.when(times.count() > 0).then(times.sum())


def _responses() -> list[pl.Expr]:
    """Of several tasks the first response and all the focus; means of unknown numbers of messages make no mean."""
    first, average, focus = (pl.col(f"{name}_ms") for name in RESPONSES)
    only = pl.when(average.drop_nulls().n_unique() == 1).then(average.drop_nulls().first())
    return [first.drop_nulls().first(), only.alias(f"{RESPONSES[1]}_ms"), _total(focus)]


def _counts(combine: Callable[[str], pl.Expr]) -> list[pl.Expr]:
    return [combine(column).alias(column) for column in ("transfer_count", "failed_transfer_count", "is_task_open")]


def _if_named(address: str) -> pl.Expr:
    """The address, unless it hides who it is: those who call anonymously are not all one customer."""
    return pl.when(~is_anonymous(pl.col(address))).then(pl.col(address))


def _customer_words() -> list[pl.Expr]:
    """The customer's side of the contact: who wrote or called on inbound tasks, who was called on outbound ones."""
    outbound = pl.col("direction") == OUTBOUND

    def side(suffix: str) -> pl.Expr:
        came, went = (pl.coalesce(f"{a}{suffix}", f"{b}{suffix}") for a, b in (("from", "caller"), ("to", "called")))
        return pl.when(outbound).then(went).otherwise(came)

    given = {
        f"given_{level}": pl.col(f"customer_{level}") for level in ("region", "country", "state", "area", "city", "zip")
    }
    voice = {f"voice_{level}": side(f"_{level}") for level in ("country", "state", "city", "zip")}
    words = {"customer_address": side(""), "given_geolocation": pl.col("customer_geo_location"), **given, **voice}
    return [expr.alias(name) for name, expr in words.items()]
