"""The attributes that the flow and the agent's form hang on a task, as JSON text."""

import polars as pl

from sample_data import centre
from sample_data.demand import INTERNAL, OUT
from sample_data.json_text import Fields, number, record, text
from sample_data.products import PRODUCTS, product_code
from sample_data.queueing import CALLBACK, VOICEMAIL

_ELSEWHERE = (
    {"city": "Boulder", "state": "Colorado", "country": "United States of America", "zip": "80302"},
    {"city": "Sevilla", "country": "Spain", "zip": "41001"},
    {"city": "Leeds", "area": "Yorkshire", "country": "Great Britain"},
    {"country": "MX", "geo_location": "19.4326;-99.1332"},
)
_WAYS = ("inbound", "outbound", "internal")


def attributes(final: bool) -> pl.Expr:
    """What the flow and the agent's form hang on each task; a few texts are cut by a fault of the flow."""
    whole = _attributes(final)
    is_cut = pl.col("uid") % 1777 == 1234
    return pl.when(is_cut).then(whole.str.slice(0, 40)).otherwise(whole)


def _attributes(final: bool) -> pl.Expr:
    """The attributes that the flow sets; those of the agent's form are there when the task is done."""
    inbound, again = pl.col("direction") == 0, pl.col("task") == 1
    own = (
        pl.when(pl.col("direction") == INTERNAL)
        .then(pl.lit("client:sample_agent_001"))
        .when(pl.col("language") == "es")
        .then(pl.lit(centre.CENTRE_NUMBERS["es"]))
        .otherwise(pl.lit(centre.CENTRE_NUMBERS["en"]))
    )
    place = pl.col("has_place") & (pl.col("state") != "")
    fields = {
        "direction": text(pl.col("direction").replace_strict(range(3), _WAYS, return_dtype=pl.String)),
        "from": text(pl.when(inbound).then("address").otherwise(own)),
        "to": text(pl.when(inbound).then(own).otherwise("address")),
        "call_sid": text(pl.when(~again).then("call_sid")),
        "from_city": text(pl.when(place).then(pl.col("city").str.to_uppercase())),
        "from_state": text(pl.when(place).then("state")),
        "from_country": text(pl.when(pl.col("has_place")).then("country")),
        "conversations": record(_about_the_talk(final, again)),
        "customers": record(_about_the_customer()),
    }
    return record(fields)


def _about_the_talk(final: bool, again: pl.Expr) -> Fields:
    end = pl.col("end")
    asked, is_done = end.is_in((CALLBACK, VOICEMAIL)), end.is_in((0, 4))
    fields = {
        "conversation_id": text(pl.when(again).then("origin")),
        "language": text(pl.col("language")),
        "campaign": text(pl.col("campaign")),
        "ivr_path": text(pl.col("ivr_path")),
        "initiated_by": text(pl.when(pl.col("direction") == OUT).then(pl.lit("Agent")).otherwise(pl.lit("Customer"))),
        "conversation_attribute_1": text(pl.col("topic")),
        "conversation_attribute_2": text(product_code()),
        "conversation_label_2": text(product_code().replace(PRODUCTS)),
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
        "first_response_time": number(pl.when(is_done).then("first_response_s")),
        "average_response_time": number(pl.when(is_done).then("response_s")),
        "focus_time": number(pl.when(is_done).then("focus_s")),
        "hold_time": number(pl.when(is_done & ~pl.col("holds_told") & (pl.col("hold_s") > 0)).then("hold_s")),
    }


def _about_the_customer() -> Fields:
    known, told = pl.col("is_known"), pl.col("told")
    kind = (pl.col("elsewhere") * 100).cast(pl.Int64)
    return {
        "external_id": text(pl.when(known & (told < 0.35)).then("external_id")),
        "name": text(pl.when(known).then("name")),
        "phone": text(pl.when(known & (told < 0.7)).then("phone")),
        "email": text(pl.when(known & (told > 0.6)).then("email")),
        "customer_attribute_1": text(pl.lit("sample")),
        "tier": text(pl.when(known).then("tier")),
        "type": text(pl.when(pl.col("direction") == INTERNAL).then(pl.lit("Agent"))),
        **_overrides(known, kind),
    }


def _overrides(known: pl.Expr, kind: pl.Expr) -> Fields:
    """A few customers have said where they live, which is elsewhere than their number says."""
    return {
        key: text(pl.when(known).then(kind.replace_strict(values, default=None, return_dtype=pl.String)))
        for key in ("city", "state", "area", "country", "zip", "geo_location")
        if (values := {number: home[key] for number, home in enumerate(_ELSEWHERE) if key in home})
    }
