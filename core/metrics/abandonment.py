"""Abandonment: who gave up, when, and who asked to be called back instead."""

from core.metrics.measure import Formula, average, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import ANSWERED, FOLLOW_UP, GAVE_UP, GIVEN_UP, OFFERED, short_abandon
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Abandoned", "Abandonadas"),
    meaning_es="Conversaciones en las que el cliente se cansó de esperar, también tras una transferencia.",
    unit="count",
    better="lower",
    source="Flex Insights: Abandoned Conversations",
)
def conversations_abandoned(_: Settings) -> Formula:
    """Conversations in which the customer gave up waiting, after a transfer too.

    Dated at the moment of giving up and counted for the queue in which it happened. Voicemail is kept apart.
    """
    return distinct(SEGMENTS, "conversation_id", GAVE_UP)


@metric(
    label=Text("Abandon rate", "Tasa de abandono"),
    meaning_es="Parte de las conversaciones ofrecidas que el cliente abandonó.",
    unit="%",
    better="lower",
    source="Flex Insights: Abandoned Conversations %",
)
def abandon_rate(_: Settings) -> Formula:
    """Share of the conversations offered that the customer gave up.

    Short abandons are included; conversations lost in a transfer count above and, once, below the line.
    """
    return distinct(SEGMENTS, "conversation_id", GAVE_UP) / distinct(SEGMENTS, "conversation_id", OFFERED)


@metric(
    label=Text("Lost in a transfer", "Perdidas en transferencia"),
    meaning_es="Conversaciones atendidas primero y abandonadas después, a la espera de otro agente.",
    unit="count",
    better="lower",
    source="house definition",
)
def conversations_lost_in_transfer(_: Settings) -> Formula:
    """Conversations that were handled first and given up later, waiting for another agent.

    Dated at the start of the conversation; queue and agent are its first ones.
    """
    return count(CONVERSATIONS, ANSWERED & GIVEN_UP)


@metric(
    label=Text("Short abandons", "Abandonos cortos"),
    meaning_es="Conversaciones que nadie atendió y que el cliente abandonó dentro del umbral de abandono corto.",
    unit="count",
    better="neither",
    source="Flex Insights: Short Abandoned Threshold",
)
def short_abandons(rules: Settings) -> Formula:
    """Conversations that nobody answered and that the customer gave up within the short-abandon threshold.

    Exactly the threshold is still short. Dated at the start of the conversation; its queue is the first one.
    """
    return count(CONVERSATIONS, short_abandon(rules))


@metric(
    label=Text("Average abandon time", "Tiempo medio de abandono"),
    meaning_es="Espera media de quienes abandonaron.",
    unit="ms",
    better="neither",
    source="Flex Insights: Abandon Time",
)
def average_abandon_time(_: Settings) -> Formula:
    """Average wait of those who gave up.

    Only finished waits, and only of those who gave up: waits that were answered are in the queue time.
    """
    return average(SEGMENTS, "abandon_time_ms", GAVE_UP)


@metric(
    label=Text("Follow-ups", "Seguimientos"),
    meaning_es="Conversaciones en las que el cliente dejó un mensaje de voz o pidió que lo llamaran.",
    unit="count",
    better="neither",
    source="Flex Insights: Abandoned = Follow-Up",
)
def follow_ups(_: Settings) -> Formula:
    """Conversations in which the customer left a voicemail or asked for a callback instead of waiting.

    One that was called back and handled is also among the conversations.
    """
    return distinct(SEGMENTS, "conversation_id", FOLLOW_UP)
