"""Outcomes: what conversations came to, and whether the customer had to come back."""

from core.metrics.measure import Formula, count
from core.metrics.metric import Text, metric
from core.metrics.rows import CAME, HANDLED_TO_THE_END, OUTCOME_KNOWN, came_back, is_settled, repeat_contact, resolved
from core.schema.tables import CONVERSATIONS
from core.settings import Settings


@metric(
    label=Text("Conversations with an outcome", "Conversaciones con resultado"),
    meaning_es="Conversaciones ofrecidas de las que se conoce el resultado.",
    unit="count",
    better="neither",
    source="Flex Insights: Outcome",
    notes_es="El resultado que da la integración o, si no da ninguno, el motivo con el que la plataforma terminó la "
    "última tarea. Dividido por resultado dice qué parte tuvo cada uno. Se fecha al inicio de la conversación.",
    related=("resolved_rate", "first_contact_resolution"),
)
def conversations_with_outcome(_: Settings) -> Formula:
    """Conversations offered of which the outcome is known.

    The outcome that the integration tells, else the reason with which the platform ended the last task. Split by
    outcome it tells the share of each. Dated at the start of the conversation.
    """
    return count(CONVERSATIONS, CAME & OUTCOME_KNOWN)


@metric(
    label=Text("Resolved, share", "Resueltas, proporción"),
    meaning_es="Parte de las conversaciones atendidas con resultado cuyo resultado cuenta como resuelto.",
    unit="%",
    better="higher",
    source="house definition",
    notes_es="Los resultados que cuentan como resueltos están en resolved_outcomes de la configuración, escritos como "
    "en los datos; mientras no se nombre ninguno, no hay número. Una conversación sin resultado no está ni en el "
    "numerador ni en el denominador. Se fecha al inicio de la conversación.",
    related=("first_contact_resolution",),
)
def resolved_rate(rules: Settings) -> Formula:
    """Share of the conversations handled with an outcome whose outcome counts as resolved.

    The outcomes that count as resolved are in resolved_outcomes of the settings, written as in the data; as long as
    none is named there is no number. A conversation without an outcome counts neither above nor below the line. Dated
    at the start of the conversation.
    """
    told = HANDLED_TO_THE_END & OUTCOME_KNOWN
    above = count(CONVERSATIONS, told & resolved(rules))
    return above / count(CONVERSATIONS, told if rules.resolved_outcomes else told & resolved(rules))


@metric(
    label=Text("First-contact resolution", "Resolución en el primer contacto"),
    meaning_es=(
        "Parte de los primeros contactos atendidos que quedaron resueltos sin que el cliente volviera dentro del "
        "plazo de repetición."
    ),
    unit="%",
    better="higher",
    source="house definition, after SQM's first call resolution",
    notes_es="Un primer contacto es una conversación atendida y terminada que no es un contacto repetido. Solo "
    "cuentan aquellas cuyo plazo de repetición ya terminó al final de los datos: los últimos días faltan en el "
    "numerador y en el denominador, en vez de verse mejor de lo que son. Volver es cualquier otra conversación del "
    "cliente, de cualquier dirección, canal y cola. Si la configuración nombra resultados en resolved_outcomes, el "
    "resultado tiene que ser uno de ellos y una conversación sin resultado queda fuera; si no nombra ninguno, solo "
    "decide que el cliente no volvió, porque el resultado suele ser el motivo con el que la plataforma terminó la "
    "tarea. Los contactos anónimos nunca vuelven: fíltrelos si son muchos.",
    related=("resolved_rate", "repeat_contact_rate"),
)
def first_contact_resolution(rules: Settings) -> Formula:
    """Share of the first contacts handled that were resolved and whose customer did not come back within the days that
    make a repeat contact.

    A first contact is a conversation handled and ended that is no repeat contact. Only those count whose days are over
    at the end of the data: the last days are missing above and below the line, instead of looking better than they are.
    To come back is any other conversation of the customer, of any direction, channel and queue. If the settings name
    outcomes in resolved_outcomes, the outcome has to be one of them, and a conversation without an outcome is left out;
    if they name none, only staying away decides, because the outcome is mostly the reason with which the platform ended
    the task. Anonymous contacts never come back: filter them out where they are many.
    """
    first = HANDLED_TO_THE_END & ~repeat_contact(rules).fill_null(False) & is_settled(rules)
    stayed_away = ~came_back(rules).fill_null(False)
    if not rules.resolved_outcomes:
        return count(CONVERSATIONS, first & stayed_away) / count(CONVERSATIONS, first)
    told = first & OUTCOME_KNOWN
    return count(CONVERSATIONS, told & resolved(rules) & stayed_away) / count(CONVERSATIONS, told)
