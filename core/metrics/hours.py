"""Hours: what came while the house was closed, and whether the customer was awake then."""

from core.metrics.measure import Formula, count
from core.metrics.metric import Text, metric
from core.metrics.rows import CAME, awake, clock_known, outside_hours_of
from core.schema.tables import CONVERSATIONS
from core.settings import Settings


@metric(
    label=Text("Outside hours", "Fuera de horario"),
    meaning_es="Conversaciones ofrecidas que empezaron fuera del horario de apertura de la casa.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="Según el reloj de la casa; un festivo está cerrado todo el día, y una cola con horario o festivos "
    "propios se rige por los suyos (la primera cola de la conversación). Se fecha al inicio de la conversación: la "
    "que empezó antes del cierre y se atendió después no está aquí. En todas las direcciones, como en las "
    "conversaciones ofrecidas.",
    related=("outside_hours_rate", "outside_hours_awake"),
)
def outside_hours(rules: Settings) -> Formula:
    """Conversations offered that began outside the house's opening hours.

    On the house's clock; a holiday is closed all day, and a queue with opening hours or holidays of its own goes by
    those (the first queue of the conversation). Dated at the start of the conversation: one that began before closing
    time and was answered after it is not here. In both directions, as in the conversations offered.
    """
    return count(CONVERSATIONS, CAME & outside_hours_of(rules))


@metric(
    label=Text("Share outside hours", "Parte fuera de horario"),
    meaning_es="Parte de las conversaciones ofrecidas que empezó fuera del horario de apertura de la casa.",
    unit="%",
    better="neither",
    source="house definition",
    notes_es="Según el reloj de la casa. Se fecha al inicio de la conversación, en el numerador y en el denominador.",
    related=("outside_hours_awake_rate",),
)
def outside_hours_rate(rules: Settings) -> Formula:
    """Share of the conversations offered that began outside the house's opening hours.

    On the house's clock; dated at the start of the conversation, above and below the line.
    """
    return count(CONVERSATIONS, CAME & outside_hours_of(rules)) / count(CONVERSATIONS, CAME)


@metric(
    label=Text("Outside hours, awake", "Fuera de horario, despierto"),
    meaning_es=(
        "Conversaciones ofrecidas que empezaron fuera del horario de apertura y en las horas de vigilia del cliente."
    ),
    unit="count",
    better="neither",
    source="house definition",
    notes_es="El horario de apertura va por el reloj de la casa; el de vigilia, por el del propio cliente. Un cliente "
    "cuya zona horaria no se conoce no cuenta.",
    related=("outside_hours_awake_rate",),
)
def outside_hours_awake(rules: Settings) -> Formula:
    """Conversations offered that began outside the house's opening hours and within the customer's waking hours.

    The opening hours are told by the house's clock, the waking hours by the customer's own; a customer whose time zone
    is not known is not counted.
    """
    return count(CONVERSATIONS, CAME & outside_hours_of(rules) & awake(rules))


@metric(
    label=Text("Share outside hours, awake", "Parte fuera, despierto"),
    meaning_es=(
        "Parte de las conversaciones ofrecidas a clientes de zona horaria conocida que empezó fuera del horario de "
        "apertura y en las horas de vigilia del cliente."
    ),
    unit="%",
    better="neither",
    source="house definition",
    notes_es="Es lo que podría alcanzar un horario más amplio. Un cliente cuya zona horaria no se conoce queda fuera "
    "del numerador y del denominador.",
)
def outside_hours_awake_rate(rules: Settings) -> Formula:
    """Share of the conversations offered of customers with a known time zone that began while the house was closed
    and the customer awake.

    What longer opening hours could reach. A customer whose time zone is not known is left out above and below the line.
    """
    above = count(CONVERSATIONS, CAME & outside_hours_of(rules) & awake(rules))
    return above / count(CONVERSATIONS, CAME & clock_known())
