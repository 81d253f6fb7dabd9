"""What customers bring to the centre on one day: when, from where, by which channel, and how long it will take."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sample_data import centre
from sample_data.chance import Floats, Ints, choose
from sample_data.days import DAY_BEGINS_AT, Incident, begins_ms, holidays, incidents, offset_hours
from sample_data.places import weights

HOUR_MS = 3_600_000
INBOUND, OUT, INTERNAL = range(3)
NO_TRANSFER, COLD, WARM, COLD_WORKER, WARM_WORKER, NEW_TASK = range(6)

# Share of a local day's contacts in each hour, from midnight.
_RHYTHM: Floats = np.array(
    [
        [1, 1, 0, 0, 0, 2, 6, 18, 48, 80, 100, 96, 84, 80, 88, 86, 78, 64, 46, 28, 16, 9, 4, 2],
        [4, 2, 1, 1, 1, 2, 6, 16, 34, 52, 62, 64, 60, 58, 62, 64, 66, 70, 82, 96, 100, 80, 42, 14],
        [2, 1, 1, 0, 0, 1, 4, 14, 40, 62, 76, 88, 100, 92, 78, 70, 66, 70, 72, 60, 44, 26, 12, 5],
        [4, 2, 1, 1, 1, 3, 8, 20, 42, 60, 72, 78, 74, 64, 62, 66, 72, 80, 90, 100, 92, 66, 34, 12],
        [8, 6, 5, 4, 5, 8, 16, 38, 74, 100, 98, 88, 70, 72, 82, 84, 74, 58, 40, 32, 30, 28, 22, 14],
    ],
    dtype=np.float64,
)
_CHANNEL = np.array([0.54, 0.17, 0.06, 0.10, 0.13])
_CHANNEL_CHATTY = np.array([0.46, 0.11, 0.03, 0.29, 0.11])
_CHATTY = {"MX", "BR", "CO", "AR", "CL", "PE", "EC", "CR", "IN", "ES", "IT", "ZA", "NG", "AE", "SG", "MY", "HK"}
_ENGLISH = (np.array([0.47, 0.15, 0.2, 0.12, 0.06]), np.array([0, 2, 3, 4, 5]))
_TALK_S = np.array([245, 560, 700, 760, 480], dtype=np.float64)
_TALK_SIGMA = np.array([0.62, 0.5, 0.55, 0.55, 0.5])
_WRAP_S = np.array([56, 45, 40, 40, 60], dtype=np.float64)
_RING_S = np.array([5.5, 7, 9, 9, 20], dtype=np.float64)
_QUEUE_FACTOR = np.array([1.0, 1.05, 1.2, 0.85, 0.9, 1.15, 1.7, 1.0, 1.0, 1.0, 1.0, 0.8])
_OPENS, _CLOSES = 1.3, 22.5
NEVER_MS = 10**15


@dataclass(frozen=True)
class Demand:
    """One row a conversation in each array, in order of arrival; times in milliseconds."""

    uid: Ints
    at: Ints
    place: Ints
    rank: Ints
    channel: Ints
    direction: Ints
    queue: Ints
    incident: Ints
    talk: Ints
    wrap: Ints
    ring: Ints
    patience: Ints
    misses: Ints
    transfer: Ints
    target: Ints
    talk2: Ints
    wrap2: Ints
    ring2: Ints
    patience2: Ints
    follow_up: Ints
    has_twin: Ints
    is_unanswered: Ints


def _arrival(chance: Floats, channel: Ints, zone: Ints, offsets: Floats, day: date) -> Ints:
    """When each contact comes: the hour of its own clock drawn from the channel's rhythm, within the working day."""
    local = np.empty(len(chance))
    hours = np.arange(25)
    for each in range(len(centre.CHANNELS)):
        rows = channel == each
        edges = np.concatenate([[0], np.cumsum(_RHYTHM[each])]) / _RHYTHM[each].sum()
        local[rows] = np.interp(chance[rows], edges, hours)
    # Nobody is on shift at either end of the working day; the closed centre's menu makes no tasks.
    into_day = _OPENS + (local - offsets[zone] - DAY_BEGINS_AT) % 24 * (_CLOSES - _OPENS) / 24
    # Mail that would come when nobody is left to read it comes earlier: the next day knows nothing of this one.
    late = (channel >= centre.SMS) & (into_day > 20)
    into_day = np.where(late, into_day * 0.8, into_day)
    return begins_ms(day) + (into_day * HOUR_MS).astype(np.int64)


def _stir(
    demand: dict[str, Ints], known: pl.DataFrame, found: list[Incident], day: date, chance: np.random.Generator
) -> None:
    """Turn some of the contacts into calls about an incident, from its places and in its hours."""
    first = 0
    for incident in found:
        rows = slice(first, first + int(len(demand["at"]) * incident.share / (1 + incident.share)))
        count = rows.stop - rows.start
        hit = (
            known["area_code"].is_in(incident.area_codes)
            if incident.area_codes
            else (known["country"] == incident.country) & (known["zone"] == incident.zone)
        )
        demand["place"][rows] = chance.choice(np.flatnonzero(hit.to_numpy()), count)
        begin = incident.hour - offset_hours(day, incident.zone) - DAY_BEGINS_AT
        hours = begin % 24 + incident.hours * chance.beta(1.6, 2.2, count)
        demand["at"][rows] = begins_ms(day) + (hours * HOUR_MS).astype(np.int64)
        demand["channel"][rows] = np.where(chance.random(count) < 0.85, centre.VOICE, centre.CHAT)
        demand["incident"][rows] = 1 + incident.days_before
        first = rows.stop


def _queue(channel: Ints, spanish: NDArray[np.bool_], chance: Floats) -> Ints:
    """The queue that the menu leads to."""
    shares, queues = _ENGLISH
    voice = np.where(spanish, np.where(chance < 0.94, centre.SUPPORT_ES, centre.VIP), queues[choose(chance, shares)])
    messaging = np.where(spanish, centre.CHAT_ES, centre.CHAT_EN)
    return np.where(channel == centre.VOICE, voice, np.where(channel == centre.MAIL_CHANNEL, centre.E_MAIL, messaging))


def _milliseconds(seconds: Floats, low: float, high: float) -> Ints:
    return (np.clip(seconds, low, high) * 1000).astype(np.int64)


def _patience(channel: Ints, chance: np.random.Generator) -> Ints:
    """How long each customer waits at most; a few hang up at once."""
    count = len(channel)
    voice = np.where(chance.random(count) < 0.035, 1 + chance.exponential(4, count), 8 + chance.exponential(400, count))
    seconds = np.where(channel == centre.VOICE, voice, 20 + chance.exponential(900, count))
    seconds = np.where((channel == centre.SMS) | (channel == centre.WHATSAPP), seconds * 6, seconds)
    return np.where(channel == centre.MAIL_CHANNEL, NEVER_MS, (seconds * 1000).astype(np.int64))


def _times(channel: Ints, queue: Ints, prefix: str, chance: np.random.Generator) -> dict[str, Ints]:
    """How long ringing, talk and wrap-up will last."""
    talk = chance.lognormal(np.log(_TALK_S[channel] * _QUEUE_FACTOR[queue]), _TALK_SIGMA[channel])
    wrap = chance.gamma(2.2, _WRAP_S[channel] / 2.2)
    ring = chance.lognormal(np.log(_RING_S[channel]), 0.5)
    return {
        "talk" + prefix: _milliseconds(talk, 12, 2_700),
        "wrap" + prefix: _milliseconds(wrap, 2, 480),
        "ring" + prefix: _milliseconds(ring, 1.2, 19),
    }


def draw(day: date, until: date, count: int, first: int, known: pl.DataFrame, population: int, seed: int) -> Demand:
    """The contacts of one day, in order of arrival.

    Args:
        day: the working day; until: the last day, from which incidents are counted.
        count: how many; first: id of the first conversation.
        known: the places (see `places`); population: customers in all.
    """
    chance = np.random.default_rng([seed, day.toordinal()])
    place = choose(chance.random(count), weights(known, holidays(day)))
    chatty = known["country"].is_in(list(_CHATTY)).to_numpy()[place]
    channel = np.where(chatty, *(choose(chance.random(count), share) for share in (_CHANNEL_CHATTY, _CHANNEL)))
    zones = known["zone"].unique(maintain_order=True).to_list()
    zone = known["zone"].replace_strict(zones, range(len(zones)), return_dtype=pl.Int64).to_numpy()[place]
    offsets = np.array([offset_hours(day, name) for name in zones])
    columns: dict[str, Ints] = {
        "at": _arrival(chance.random(count), channel, zone, offsets, day),
        "place": place,
        "channel": channel,
        "incident": np.zeros(count, np.int64),
    }
    _stir(columns, known, incidents(day, until), day, chance)
    order = np.argsort(columns["at"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    people = _people(columns, known, population, chance)
    handling = _handling(columns["channel"], people["direction"], people["queue"], chance)
    return Demand(uid=first + np.arange(count), **columns, **people, **handling)


def _people(
    columns: dict[str, Ints], known: pl.DataFrame, population: int, chance: np.random.Generator
) -> dict[str, Ints]:
    """Who it is, and where the menu leads or, outbound, which desk calls."""
    place, channel = columns["place"], columns["channel"]
    count, numbers = len(place), 10 ** known["digits"].to_numpy()[place]
    size = np.maximum(population * (known["weight"].to_numpy() / known["weight"].sum())[place], 4)
    rank = (chance.random(count) ** 1.7 * size).astype(np.int64)
    spanish = (known["language"] == "es").to_numpy()[place] | (chance.random(count) < 0.03)
    queue = _queue(channel, spanish, chance.random(count))
    ways = choose(chance.random(count), np.array([0.9, 0.095, 0.005]))
    direction = np.where((channel == centre.VOICE) & (columns["incident"] == 0), ways, INBOUND)
    return {
        "rank": np.minimum(rank, numbers - 1),
        "direction": direction,
        "queue": np.where(direction == INBOUND, queue, centre.OUTBOUND),
    }


def _handling(channel: Ints, direction: Ints, queue: Ints, chance: np.random.Generator) -> dict[str, Ints]:
    """How the handling will go if an agent answers, and what the customer does if not."""
    count, is_voice = len(channel), channel == centre.VOICE
    calls = choose(chance.random(count), np.array([0.78, 0.085, 0.07, 0.035, 0.03]))
    chats = np.where((channel <= centre.WHATSAPP) & (chance.random(count) < 0.05), NEW_TASK, NO_TRANSFER)
    stays = (queue == centre.SUPPORT_ES) & (chance.random(count) < 0.7)
    other = np.where(chance.random(count) < 0.7, centre.TECH, centre.BILLING)
    target = np.where(is_voice, np.where(stays, centre.SUPPORT_ES, other), queue)
    asks = choose(chance.random(count), np.array([0.55, 0.3, 0.15]))
    return {
        **_times(channel, queue, "", chance),
        "patience": _patience(channel, chance),
        "misses": choose(chance.random(count), np.array([0.955, 0.025, 0.015, 0.005])),
        "transfer": np.where(direction == INBOUND, np.where(is_voice, calls, chats), NO_TRANSFER),
        "target": target,
        **_times(channel, target, "2", chance),
        "patience2": _patience(channel, chance),
        "follow_up": np.where(is_voice, asks, 0),
        "has_twin": (~is_voice & (chance.random(count) < 0.04)).astype(np.int64),
        "is_unanswered": (chance.random(count) < 0.22).astype(np.int64),
    }
