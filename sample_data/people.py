"""Who contacts the centre: invented customers, their names, numbers and addresses, and how each contact went."""

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import Floats, Ids, Ints, choose, sids, uniform
from sample_data.days import INCIDENTS
from sample_data.demand import INBOUND, INTERNAL, OUT, Demand
from sample_data.places import phones, read_csv
from sample_data.products import products

TOPICS = ("Delivery", "Repair", "Invoice", "Warranty", "Installation", "Spare parts", "Complaint", "Advice")
OUTCOMES = ("Resolved", "Resolved", "Resolved", "Follow-up needed", "Sale", "Refund", "Escalated", "Wrong number")
CAMPAIGNS = ("Autumn Sale", "Filter Club", "Recall W-200")
TIERS = ("standard", "plus", "business")
_DOMAINS = ("example.com", "example.org", "example.net")
_ASCII = str.maketrans("ÁÉÍÓÚáéíóúñÑäöüÄÖÜëçèêô", "AEIOUaeiounNaouAOUeceeo")
_CULTURES = {row["culture"]: row for row in read_csv("names.csv")}


def named(chance: Floats, culture: pl.Series, part: str) -> pl.Series:
    """A given or family name for each number in [0, 1), from the names of the culture."""
    lists = {name: row[part].split() for name, row in _CULTURES.items()}
    order = sorted(lists)
    flat = [name for culture_name in order for name in lists[culture_name]]
    start = culture.replace_strict(
        order, np.cumsum([0, *(len(lists[name]) for name in order[:-1])]), return_dtype=pl.Int64
    )
    return pl.Series(flat).gather(start + pl.Series((chance * 20).astype(np.int64)))


def _plain(names: pl.Series) -> pl.Series:
    """Names as they stand in e-mail addresses."""
    return names.replace({name: name.translate(_ASCII) for name in names.unique().to_list()}).str.to_lowercase()


def customers(demand: Demand, known: pl.DataFrame) -> pl.DataFrame:
    """One row a contact: the customer's name, number, address, and the place where the number says she lives."""
    place, rank = demand.place, demand.rank
    who: Ids = (place.astype(np.uint64) << np.uint64(32)) + rank.astype(np.uint64)
    culture = known["culture"].gather(place)
    given, family = named(uniform(who, 11), culture, "given"), named(uniform(who, 12), culture, "family")
    domain = pl.Series(_DOMAINS).gather((uniform(who, 13) * 3).astype(np.int64))
    number = pl.Series(place * 100_000 + rank)
    return known.select("country", "state", "city", "area_code", "language")[place].with_columns(
        name=given + " " + family,
        phone=phones(place, rank, known),
        email=_plain(given) + "." + _plain(family) + (number % 9973).cast(pl.String) + "@" + domain,
        external_id=pl.lit("C") + number.cast(pl.String).str.zfill(8),
        told=pl.Series(uniform(who, 14)),
        elsewhere=pl.Series(uniform(who, 15)),
        tier=pl.Series(TIERS).gather(choose(uniform(who, 16), np.array([0.62, 0.27, 0.11]))),
    )


def _addresses(channel: Ints, direction: Ints, chance: Floats) -> pl.Expr:
    """The address that the contact comes from (or, outbound, goes to), as the channel writes it."""
    odd = pl.Series(np.where((channel == centre.VOICE) & (direction == INBOUND), chance, 1.0))
    kind = pl.Series(channel)
    return (
        pl.when(pl.Series(direction == INTERNAL))
        .then(pl.lit("client:agent_") + pl.col("external_id").str.slice(5))
        .when(odd < 0.008)
        .then(pl.lit("anonymous"))
        .when(odd < 0.015)
        .then(pl.lit("+266696687"))
        .when(odd < 0.02)
        .then(pl.lit("sip:") + pl.col("phone") + "@pbx.example.com")
        .when(kind == centre.CHAT)
        .then(pl.lit("client:") + pl.col("external_id").str.to_lowercase())
        .when(kind == centre.WHATSAPP)
        .then(pl.lit("whatsapp:") + pl.col("phone"))
        .when(kind == centre.MAIL_CHANNEL)
        .then("email")
        .otherwise("phone")
    )


def _pick(words: tuple[str, ...], chance: Floats) -> pl.Series:
    return pl.Series(words).gather((chance * len(words)).astype(np.int64))


def describe(demand: Demand, known: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One row a contact: the customer, the addresses, and how the talk went."""
    ids: Ids = demand.uid.astype(np.uint64)
    draw = {salt: uniform(ids, salt + 64 * seed) for salt in range(20, 34)}
    incident = pl.Series(demand.incident)
    topics = {1 + incident.days_before: incident.topic for incident in INCIDENTS}
    voice, inbound = demand.channel == centre.VOICE, demand.direction == INBOUND
    language = pl.Series(np.where(np.isin(demand.queue, (centre.SUPPORT_ES, centre.CHAT_ES)), "es", ""))
    held = voice & (draw[20] < 0.24)
    return customers(demand, known).with_columns(
        uid=pl.Series(demand.uid),
        at=pl.Series(demand.at),
        channel=pl.Series(demand.channel),
        direction=pl.Series(demand.direction),
        address=_addresses(demand.channel, demand.direction, draw[21]),
        is_known=pl.Series((draw[21] >= 0.015) | ~voice | ~inbound) & pl.Series(demand.direction != INTERNAL),
        call_sid=pl.select(pl.when(pl.Series(voice)).then(sids("CA", ids, seed, 7))).to_series(),
        language=pl.select(pl.when(language == "es").then(pl.lit("es")).otherwise(pl.lit("en"))).to_series(),
        topic=pl.select(
            pl.when(incident > 0)
            .then(incident.replace_strict(topics, default=None, return_dtype=pl.String))
            .otherwise(_pick(TOPICS, draw[22]))
        ).to_series(),
        product=products(ids, seed),
        outcome=_pick(OUTCOMES, draw[23]),
        campaign=pl.select(pl.when(pl.Series(demand.direction == OUT)).then(_pick(CAMPAIGNS, draw[24]))).to_series(),
        ivr_path=pl.select(
            pl.when(pl.Series(voice & inbound)).then(
                pl.Series(demand.queue + 1).cast(pl.String)
                + " > "
                + pl.Series((draw[25] * 3).astype(np.int64) + 1).cast(pl.String)
            )
        ).to_series(),
        hang_up_by=pl.select(
            pl.when(pl.Series(voice)).then(pl.Series(np.where(draw[26] < 0.78, "Customer", "Agent")))
        ).to_series(),
        score=pl.Series(1 + choose(draw[27], np.array([0.05, 0.06, 0.14, 0.33, 0.42]))).set(
            pl.Series(draw[28] > 0.3), None
        ),
        hold_s=pl.Series(np.where(held, 12 + 80 * -np.log(1 - draw[29]), 0).astype(np.int64)),
        holds_told=pl.Series(held & (draw[30] < 0.5)),
        has_place=pl.Series(voice & inbound & (draw[31] < 0.6)),
    )
