"""Offers: what agents were offered, and what of it they let ring or rejected."""

from core.metrics.measure import Formula, count
from core.metrics.metric import Text, metric
from core.metrics.rows import MISSED, OFFERED_TO_AGENT, REJECTED
from core.schema.tables import SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Offers to agents", "Ofertas a agentes"),
    meaning_es="Contactos ofrecidos a un agente: aceptados, sin respuesta o rechazados.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="Un contacto ofrecido a tres agentes son tres ofertas. Las aceptadas se fechan en la respuesta; las "
    "demás, cuando empezó a sonar. No cuentan las ofertas que aún suenan, las que se retiraron porque otro agente fue "
    "más rápido ni las incompletas.",
    related=("missed_offer_rate", "rejected_offer_rate"),
)
def offers(_: Settings) -> Formula:
    """Contacts offered to an agent: accepted, missed or rejected.

    One contact offered to three agents is three offers. Accepted ones are dated at the answer, others at the start of
    ringing. Not counted: offers that still ring, those withdrawn because another agent was faster, and corrupted ones.
    """
    return count(SEGMENTS, OFFERED_TO_AGENT)


@metric(
    label=Text("Missed offers", "Ofertas sin respuesta"),
    meaning_es="Ofertas que un agente dejó sonar hasta que vencieron o se retiraron.",
    unit="count",
    better="lower",
    source="Flex Insights: Missed Segments",
    notes_es="Se fecha cuando empezó a sonar. Una oferta que se retiró porque otro agente fue más rápido no es culpa "
    "de nadie y no está aquí.",
)
def missed_offers(_: Settings) -> Formula:
    """Offers that an agent let ring until they timed out or were withdrawn.

    Dated at the start of ringing. An offer withdrawn because another agent was faster is nobody's fault and not here.
    """
    return count(SEGMENTS, MISSED)


@metric(
    label=Text("Missed, share", "Sin respuesta, proporción"),
    meaning_es="Parte de las ofertas que el agente dejó sonar.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="Por oferta, no por conversación: la que perdieron tres agentes cuenta tres veces. Si el cliente cuelga "
    "mientras suena, también es perdida. Los contactos salientes son ofertas como las demás; filtre por dirección "
    "para dejarlos fuera.",
    related=("missed_offers", "rejected_offer_rate"),
)
def missed_offer_rate(_: Settings) -> Formula:
    """Share of the offers that the agent let ring.

    Per offer, not per conversation: one that three agents missed counts three times. A customer who hangs up while it
    rings makes it missed too. Outbound contacts are offers like others; filter by direction to leave them out.
    """
    return count(SEGMENTS, MISSED) / count(SEGMENTS, OFFERED_TO_AGENT)


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


@metric(
    label=Text("Rejected, share", "Rechazadas, proporción"),
    meaning_es="Parte de las ofertas que el agente rechazó.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="Por oferta, no por conversación. Desconectarse mientras suena cuenta como rechazar, cuando la "
    "plataforma lo dice.",
    related=("rejected_offers",),
)
def rejected_offer_rate(_: Settings) -> Formula:
    """Share of the offers that the agent rejected.

    Per offer, not per conversation. Going offline while it rings counts as rejecting, when the platform says so.
    """
    return count(SEGMENTS, REJECTED) / count(SEGMENTS, OFFERED_TO_AGENT)
