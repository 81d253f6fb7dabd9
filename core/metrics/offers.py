"""Offers and transfers: what agents let ring, rejected, or passed on."""

from core.metrics.measure import Formula, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import MISSED, REJECTED, TALKED, TRANSFERRED
from core.schema.tables import SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Transfers", "Transferencias"),
    meaning_es="Segmentos atendidos desde los que el agente inició una transferencia.",
    unit="count",
    better="neither",
    source="house definition",
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
)
def transfer_rate(_: Settings) -> Formula:
    """Share of the conversations handled that an agent transferred at least once."""
    return distinct(SEGMENTS, "conversation_id", TRANSFERRED) / distinct(SEGMENTS, "conversation_id", TALKED)


@metric(
    label=Text("Missed offers", "Ofertas sin respuesta"),
    meaning_es="Ofertas que un agente dejó sonar hasta que vencieron o se retiraron.",
    unit="count",
    better="lower",
    source="Flex Insights: Missed Segments",
)
def missed_offers(_: Settings) -> Formula:
    """Offers that an agent let ring until they timed out or were withdrawn.

    Dated at the start of ringing. An offer withdrawn because another agent was faster is nobody's fault and not here.
    """
    return count(SEGMENTS, MISSED)


@metric(
    label=Text("Rejected offers", "Ofertas rechazadas"),
    meaning_es="Ofertas que un agente rechazó.",
    unit="count",
    better="lower",
    source="Flex Insights: Rejected Segments",
)
def rejected_offers(_: Settings) -> Formula:
    """Offers that an agent rejected. Dated at the start of ringing."""
    return count(SEGMENTS, REJECTED)
