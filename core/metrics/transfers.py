"""Transfers: what agents passed on, how, to whom, and whether it arrived."""

from core.metrics.measure import Formula, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import (
    BEGAN_TRANSFER,
    COLD,
    TALKED,
    TRANSFER_FAILED,
    TRANSFER_WAIT,
    TRANSFERRED,
    TRANSFERRED_TO,
    WARM,
)
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Transfers", "Transferencias"),
    meaning_es="Segmentos atendidos desde los que el agente inició una transferencia.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="Frías y cálidas, a una cola o a un agente, también las que fallaron; cuentan para el agente y la cola "
    "que la pasó.",
    related=("transfer_rate",),
)
def transfers(_: Settings) -> Formula:
    """Handled segments from which the agent began a transfer.

    Cold and warm, to a queue or an agent, failed ones too; counted for the agent and the queue that passed it on.
    """
    return count(SEGMENTS, TRANSFERRED)


@metric(
    label=Text("Transfer rate", "Tasa de transferencia"),
    meaning_es="Parte de las conversaciones atendidas que un agente transfirió al menos una vez.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="Cuantas veces sea: una conversación transferida dos veces cuenta una sola vez en el numerador.",
)
def transfer_rate(_: Settings) -> Formula:
    """Share of the conversations handled that an agent transferred at least once.

    However often: a conversation passed on twice counts once above the line.
    """
    return distinct(SEGMENTS, "conversation_id", TRANSFERRED) / distinct(SEGMENTS, "conversation_id", TALKED)


@metric(
    label=Text("Cold transfers", "Transferencias ciegas"),
    meaning_es="Segmentos atendidos cuyo agente pasó el contacto sin esperar a la otra parte.",
    unit="count",
    better="neither",
    source="Flex Insights: Followed By",
    notes_es="Cuenta para el agente y la cola que la pasó. Una transferencia cuyo modo no se dice se toma por fría; "
    "si un agente probó de las dos maneras, cuenta como cálida.",
    related=("transfers", "cold_transfer_rate"),
)
def cold_transfers(_: Settings) -> Formula:
    """Handled segments whose agent passed the contact on without waiting for the other side.

    Counted for the agent and the queue that passed it on. A transfer whose mode is not told is taken for cold; an
    agent who tried both ways counts as warm.
    """
    return count(SEGMENTS, COLD)


@metric(
    label=Text("Cold transfer rate", "Tasa de transferencia ciega"),
    meaning_es="Parte de las conversaciones atendidas con al menos una transferencia ciega.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="La que se pasó en frío y en cálido cuenta en las dos tasas, que juntas pueden superar la tasa de "
    "transferencia.",
    related=("transfer_rate",),
)
def cold_transfer_rate(_: Settings) -> Formula:
    """Share of the conversations handled that an agent passed on cold at least once.

    One that was passed on cold and warm counts in both rates, which may add up to more than the transfer rate.
    """
    return distinct(SEGMENTS, "conversation_id", COLD) / distinct(SEGMENTS, "conversation_id", TALKED)


@metric(
    label=Text("Warm transfers", "Transferencias asistidas"),
    meaning_es="Segmentos atendidos cuyo agente llamó a la otra parte antes de dejar el contacto.",
    unit="count",
    better="neither",
    source="Flex Insights: Followed By",
    notes_es="Cuenta para el agente y la cola que la pasó, aunque la otra parte nunca respondiera.",
    related=("transfers", "cold_transfers", "warm_transfer_rate"),
)
def warm_transfers(_: Settings) -> Formula:
    """Handled segments whose agent called the other side in before leaving.

    Counted for the agent and the queue that passed it on, also when the other side never answered.
    """
    return count(SEGMENTS, WARM)


@metric(
    label=Text("Warm transfer rate", "Tasa de transferencia asistida"),
    meaning_es="Parte de las conversaciones atendidas con al menos una transferencia asistida.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="La que se pasó en frío y en cálido cuenta en las dos tasas, que juntas pueden superar la tasa de "
    "transferencia.",
    related=("transfer_rate", "cold_transfer_rate"),
)
def warm_transfer_rate(_: Settings) -> Formula:
    """Share of the conversations handled that an agent passed on warm at least once.

    One that was passed on cold and warm counts in both rates, which may add up to more than the transfer rate.
    """
    return distinct(SEGMENTS, "conversation_id", WARM) / distinct(SEGMENTS, "conversation_id", TALKED)


@metric(
    label=Text("Transfers to queues", "Transferencias a colas"),
    meaning_es="Transferencias que llegaron a una cola para esperar a un agente cualquiera.",
    unit="count",
    better="neither",
    source="Flex Insights: Transfer Segments by Queue",
    notes_es="Cuenta en la cola a la que fue y se fecha a la entrada en ella; cuenta cada intento, así que puede "
    "haber más que segmentos con transferencia. Las transferencias cuyo destino no se dice no están en ninguna de las "
    "dos clases.",
    related=("transfers", "transfers_to_queue_rate"),
)
def transfers_to_queue(_: Settings) -> Formula:
    """Transfers that went to a queue, to wait for any of its agents.

    Counted for the queue that they went to and dated when they entered it; every attempt counts, so there can be more
    than segments with a transfer. Transfers whose target is not told are in neither kind.
    """
    return count(SEGMENTS, TRANSFER_WAIT & (TRANSFERRED_TO == "Queue"))


@metric(
    label=Text("To queues, share", "A colas, proporción"),
    meaning_es="Parte de las transferencias de destino conocido que fue a una cola.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="El resto fue a un agente. Por cola, es la cola que las recibió.",
    related=("transfers_to_agent_rate",),
)
def transfers_to_queue_rate(_: Settings) -> Formula:
    """Share of the transfers with a known target that went to a queue.

    The rest went to an agent. Split by queue it is the queue that received them.
    """
    return count(SEGMENTS, TRANSFER_WAIT & (TRANSFERRED_TO == "Queue")) / count(SEGMENTS, TRANSFER_WAIT)


@metric(
    label=Text("Transfers to agents", "Transferencias a agentes"),
    meaning_es="Transferencias dirigidas a un agente determinado.",
    unit="count",
    better="neither",
    source="Flex Insights: Transfer Segments by Agent",
    notes_es="Se fecha cuando empezó la espera de ese agente; cuenta cada intento. No se puede dividir por ese "
    "agente, que quizá nunca respondió.",
    related=("transfers", "transfers_to_queue", "transfers_to_agent_rate"),
)
def transfers_to_agent(_: Settings) -> Formula:
    """Transfers that went to one agent by name.

    Dated when they began to wait for that agent; every attempt counts. They cannot be split by that agent, who may
    never have answered.
    """
    return count(SEGMENTS, TRANSFER_WAIT & (TRANSFERRED_TO == "Agent"))


@metric(
    label=Text("To agents, share", "A agentes, proporción"),
    meaning_es="Parte de las transferencias de destino conocido que fue a un agente determinado.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="El resto fue a una cola.",
)
def transfers_to_agent_rate(_: Settings) -> Formula:
    """Share of the transfers with a known target that went to one agent by name.

    The rest went to a queue.
    """
    return count(SEGMENTS, TRANSFER_WAIT & (TRANSFERRED_TO == "Agent")) / count(SEGMENTS, TRANSFER_WAIT)


@metric(
    label=Text("With a failed transfer", "Con transferencia fallida"),
    meaning_es="Conversaciones en las que una transferencia falló o se retiró antes de que nadie respondiera.",
    unit="count",
    better="lower",
    source="Flex Insights: Failed Transfer Segments, per conversation",
    notes_es="Se fecha al inicio de la conversación. Lo que falló no tiene por qué haberse perdido: el primer agente "
    "pudo seguir. El cliente que simplemente colgó mientras esperaba es una pérdida en transferencia, que es otra "
    "métrica.",
    related=("transfers", "failed_transfer_rate", "conversations_lost_in_transfer"),
)
def conversations_with_failed_transfer(_: Settings) -> Formula:
    """Conversations in which a transfer failed or was taken back before anybody answered.

    Dated at the start of the conversation. What failed need not be lost: the first agent may have gone on. A customer
    who only hung up while waiting is lost in a transfer, which is another metric.
    """
    return count(CONVERSATIONS, TRANSFER_FAILED)


@metric(
    label=Text("Failed transfer rate", "Tasa de transferencia fallida"),
    meaning_es="Parte de las conversaciones transferidas en las que una transferencia falló o se retiró.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación, en el numerador y en el denominador. También cuentan las "
    "transferencias de partes que siguen en curso.",
)
def failed_transfer_rate(_: Settings) -> Formula:
    """Share of the conversations with a transfer in which one failed or was taken back.

    Dated at the start of the conversation, above and below the line; transfers of parts that still go on count too.
    """
    return count(CONVERSATIONS, TRANSFER_FAILED) / count(CONVERSATIONS, BEGAN_TRANSFER)
