"""Abandonment: who gave up, and when."""

from core.metrics.measure import Formula, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import (
    ANSWERED,
    CAME,
    GAVE_UP,
    GAVE_UP_IN_QUEUE,
    LOST_IN_TRANSFER,
    NEVER_CONNECTED,
    OFFERED,
    OFFERED_TO_QUEUE,
    short_abandon,
)
from core.metrics.times import Times
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Abandoned", "Abandonadas"),
    meaning_es="Conversaciones en las que el cliente se cansó de esperar, también tras una transferencia.",
    unit="count",
    better="lower",
    source="Flex Insights: Abandoned Conversations",
    notes_es="Se fecha en el momento del abandono y cuenta en la cola en la que ocurrió. El buzón de voz va aparte.",
    related=("abandon_rate", "conversations_never_connected", "conversations_lost_in_transfer", "segments_abandoned"),
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
    notes_es="Incluye los abandonos cortos; las conversaciones perdidas en una transferencia cuentan en el numerador "
    "y, una sola vez, en el denominador.",
)
def abandon_rate(_: Settings) -> Formula:
    """Share of the conversations offered that the customer gave up.

    Short abandons are included; conversations lost in a transfer count above and, once, below the line.
    """
    return distinct(SEGMENTS, "conversation_id", GAVE_UP) / distinct(SEGMENTS, "conversation_id", OFFERED)


@metric(
    label=Text("Never connected", "Nunca atendidas"),
    meaning_es="Conversaciones que el cliente abandonó y que ningún agente atendió.",
    unit="count",
    better="lower",
    source="house definition; Flex Insights' Abandoned Conversations counts those lost in a transfer too",
    notes_es="Se fecha al inicio de la conversación; su cola es la primera. Con las atendidas, son todas las "
    "ofrecidas.",
    related=("conversations_lost_in_transfer", "short_abandons"),
)
def conversations_never_connected(_: Settings) -> Formula:
    """Conversations that the customer gave up and that no agent ever handled.

    Dated at the start of the conversation; its queue is the first one. With those handled they are all that were
    offered.
    """
    return count(CONVERSATIONS, NEVER_CONNECTED)


@metric(
    label=Text("Never connected, share", "Nunca atendidas, proporción"),
    meaning_es="Parte de las conversaciones ofrecidas que el cliente abandonó sin que nadie la atendiera.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación, en el numerador y en el denominador. Incluye los abandonos "
    "cortos.",
    related=("conversations_never_connected", "abandon_rate"),
)
def never_connected_rate(_: Settings) -> Formula:
    """Share of the conversations offered that the customer gave up and that no agent ever handled.

    Dated at the start of the conversation, above and below the line; short abandons are included.
    """
    return count(CONVERSATIONS, NEVER_CONNECTED) / count(CONVERSATIONS, CAME)


@metric(
    label=Text("Lost in a transfer", "Perdidas en transferencia"),
    meaning_es="Conversaciones atendidas primero y abandonadas después, a la espera de otro agente.",
    unit="count",
    better="lower",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación; la cola y el agente son los primeros.",
)
def conversations_lost_in_transfer(_: Settings) -> Formula:
    """Conversations that were handled first and given up later, waiting for another agent.

    Dated at the start of the conversation; queue and agent are its first ones.
    """
    return count(CONVERSATIONS, LOST_IN_TRANSFER)


@metric(
    label=Text("Lost in a transfer, share", "Perdidas en transferencia, proporción"),
    meaning_es="Parte de las conversaciones atendidas que el cliente abandonó después, a la espera de otro agente.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="De todas las atendidas, no de las transferidas. Se fecha al inicio de la conversación, en el numerador "
    "y en el denominador.",
    related=("conversations_lost_in_transfer", "never_connected_rate"),
)
def lost_in_transfer_rate(_: Settings) -> Formula:
    """Share of the conversations handled that were given up later, waiting for another agent.

    Of all handled, not of those transferred. Dated at the start of the conversation, above and below the line.
    """
    return count(CONVERSATIONS, LOST_IN_TRANSFER) / count(CONVERSATIONS, ANSWERED)


@metric(
    label=Text("Short abandons", "Abandonos cortos"),
    meaning_es="Conversaciones que nadie atendió y que el cliente abandonó dentro del umbral de abandono corto.",
    unit="count",
    better="neither",
    source="Flex Insights: Short Abandoned Threshold",
    notes_es="Justo en el umbral aún es corto. Se fecha al inicio de la conversación; su cola es la primera.",
)
def short_abandons(rules: Settings) -> Formula:
    """Conversations that nobody answered and that the customer gave up within the short-abandon threshold.

    Exactly the threshold is still short. Dated at the start of the conversation; its queue is the first one.
    """
    return count(CONVERSATIONS, short_abandon(rules))


@metric(
    label=Text("Short abandon rate", "Tasa de abandonos cortos"),
    meaning_es="Parte de las conversaciones ofrecidas que fue un abandono corto.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="De todas las ofrecidas, no de las abandonadas. Se fecha al inicio de la conversación, en el numerador y "
    "en el denominador.",
    related=("short_abandons",),
)
def short_abandon_rate(rules: Settings) -> Formula:
    """Share of the conversations offered that was a short abandon.

    Of all offered, not of those abandoned. Dated at the start of the conversation, above and below the line.
    """
    return count(CONVERSATIONS, short_abandon(rules)) / count(CONVERSATIONS, CAME)


@metric(
    label=Text("Segments offered", "Segmentos ofrecidos"),
    meaning_es="Esperas terminadas en una cola, una por cada cola en la que entró el contacto.",
    unit="count",
    better="neither",
    source="Flex Insights: Segments including Abandoned",
    notes_es="Una conversación que se desborda o se transfiere se ofrece a cada una de sus colas. Se fecha a la "
    "entrada en la cola. Las esperas que terminaron en un mensaje de voz o una solicitud de llamada son seguimientos "
    "y no cuentan aquí.",
    related=("segments_abandoned", "segments_abandoned_rate", "conversations_offered"),
)
def segments_offered(_: Settings) -> Formula:
    """Waits in a queue that are over, one for each queue that a contact entered.

    A conversation that overflows or is transferred is offered to each of its queues. Dated at the entry into the
    queue. Waits that ended in a voicemail or callback request are follow-ups and not counted here.
    """
    return count(SEGMENTS, OFFERED_TO_QUEUE)


@metric(
    label=Text("Abandoned segments", "Segmentos abandonados"),
    meaning_es="Esperas en una cola que el cliente abandonó, también tras una transferencia.",
    unit="count",
    better="lower",
    source="Flex Insights: Abandoned Segments",
    notes_es="Cuenta en la cola en la que ocurrió y se fecha a la entrada en ella (las conversaciones abandonadas se "
    "fechan en el momento del abandono). El buzón de voz va aparte.",
)
def segments_abandoned(_: Settings) -> Formula:
    """Waits in a queue that the customer gave up, after a transfer too.

    Counted for the queue in which it happened, dated at the entry into it (the conversations abandoned are dated at
    the moment of giving up). Voicemail is kept apart.
    """
    return count(SEGMENTS, GAVE_UP_IN_QUEUE)


@metric(
    label=Text("Abandoned segments, share", "Segmentos abandonados, proporción"),
    meaning_es="Parte de los segmentos ofrecidos que el cliente abandonó.",
    unit="%",
    better="lower",
    source="Flex Insights: Abandoned Segments %",
    notes_es="Es la tasa de abandono propia de la cola: cada cola responde de las esperas en ella, y una conversación "
    "cuenta en todas las colas en las que entró. La cola y la hora son las de la entrada en la cola, en el numerador "
    "y en el denominador.",
    related=("segments_abandoned", "abandon_rate"),
)
def segments_abandoned_rate(_: Settings) -> Formula:
    """Share of the segments offered that the customer gave up.

    The queue's own abandon rate: each queue answers for the waits in it, a conversation counts in every queue that it
    entered. Queue and time are those of the entry into the queue, above and below the line.
    """
    return count(SEGMENTS, GAVE_UP_IN_QUEUE) / count(SEGMENTS, OFFERED_TO_QUEUE)


ABANDON = Times(
    SEGMENTS,
    "abandon_time_ms",
    GAVE_UP,
    better="neither",
    source="Flex Insights: Abandon Time; percentiles by house definition",
    notes="Only finished waits, and only of those who gave up: waits that were answered are in the queue time. In the "
    "last queue alone: what was waited before an overflow or a transfer is not in it.",
    notes_es="Solo esperas terminadas y solo de quienes abandonaron: las que se atendieron están en el tiempo de "
    "cola. Únicamente en la última cola: lo que se esperó antes de un desbordamiento o una transferencia no está "
    "incluido.",
    related=("conversations_abandoned", "short_abandons"),
)
ABANDON.average(
    "average_abandon_time",
    Text("Average abandon time", "Tiempo medio de abandono"),
    Text("Average wait of those who gave up.", "Espera media de quienes abandonaron."),
)
ABANDON.median(
    "median_abandon_time",
    Text("Abandon time, median", "Tiempo de abandono, mediana"),
    Text(
        "Wait that half of those who gave up do not exceed.",
        "Espera que no supera la mitad de quienes abandonaron.",
    ),
)
ABANDON.percentile(
    "p90_abandon_time",
    0.9,
    Text("Abandon time, p90", "Tiempo de abandono, p90"),
    Text(
        "Wait that 90 % of those who gave up do not exceed.",
        "Espera que no supera el 90 % de quienes abandonaron.",
    ),
)

ABANDON.total(
    "total_abandon_time",
    Text("Total abandon time", "Tiempo total de abandono"),
    Text(
        "Waits of all those who gave up added up.",
        "Suma de las esperas de todos los que abandonaron.",
    ),
)
