"""Volume: how many conversations, how many customers."""

from core.metrics.measure import Formula, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import (
    CAME,
    CUSTOMER_KNOWN,
    IN_PROGRESS,
    INBOUND,
    INTERNAL,
    OFFERED,
    OUTBOUND,
    TALKED,
    repeat_contact,
)
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Conversations handled", "Conversaciones atendidas"),
    meaning_es="Conversaciones en las que un agente habló con el cliente y terminó.",
    unit="count",
    better="neither",
    source="Flex Insights: Handled Conversations",
    notes_es="Se fecha en el momento de la respuesta. Dividida por agente o cola, una conversación cuenta una vez por "
    "cada agente y cada cola que la atendió, y una sola vez en el total, así que las partes pueden sumar más que el "
    "total.",
    related=("conversations_offered", "segments"),
)
def conversations(_: Settings) -> Formula:
    """Conversations in which an agent talked with the customer and finished.

    Dated at the answer. Split by agent or queue, a conversation counts once for each agent and queue that handled it,
    and once in the total, so the parts may add up to more than the total.
    """
    return distinct(SEGMENTS, "conversation_id", TALKED)


@metric(
    label=Text("Conversations offered", "Conversaciones ofrecidas"),
    meaning_es="Conversaciones atendidas, abandonadas o ambas cosas.",
    unit="count",
    better="neither",
    source="Flex Insights: Conversations including Abandoned",
    notes_es="Es la unión, nunca la suma de atendidas y abandonadas: una que se atendió y luego se perdió en una "
    "transferencia es una sola conversación. Los mensajes de voz y las solicitudes de llamada son seguimientos y no "
    "cuentan aquí, ni tampoco lo que sigue en curso.",
    related=("conversations_inbound", "conversations_outbound", "conversations_by_start"),
)
def conversations_offered(_: Settings) -> Formula:
    """Conversations that were handled, abandoned, or both.

    The union, never handled plus abandoned: one that was answered and then lost in a transfer is one conversation.
    Voicemails and callback requests are follow-ups and not counted here, nor is what is still in progress.
    """
    return distinct(SEGMENTS, "conversation_id", OFFERED)


@metric(
    label=Text("Inbound conversations", "Conversaciones entrantes"),
    meaning_es="Conversaciones ofrecidas que empezó el cliente.",
    unit="count",
    better="neither",
    source="Flex Insights: Direction",
)
def conversations_inbound(_: Settings) -> Formula:
    """Conversations offered that the customer began."""
    return distinct(SEGMENTS, "conversation_id", OFFERED & INBOUND)


@metric(
    label=Text("Outbound conversations", "Conversaciones salientes"),
    meaning_es="Conversaciones ofrecidas que empezó el centro.",
    unit="count",
    better="neither",
    source="Flex Insights: Direction",
)
def conversations_outbound(_: Settings) -> Formula:
    """Conversations offered that the centre began."""
    return distinct(SEGMENTS, "conversation_id", OFFERED & OUTBOUND)


@metric(
    label=Text("Internal conversations", "Conversaciones internas"),
    meaning_es="Conversaciones ofrecidas entre dos agentes.",
    unit="count",
    better="neither",
    source="Flex Insights: Direction",
    notes_es="El agente que llama ocupa el lugar del cliente y está entre los clientes: filtre por dirección para "
    "dejar fuera a los agentes.",
    related=("conversations_inbound", "conversations_outbound", "conversations_offered"),
)
def conversations_internal(_: Settings) -> Formula:
    """Conversations offered between two agents.

    The agent who calls stands in the customer's place, and is among the customers: filter by direction to leave
    agents out.
    """
    return distinct(SEGMENTS, "conversation_id", OFFERED & INTERNAL)


@metric(
    label=Text("In progress", "En curso"),
    meaning_es="Conversaciones que al final de los datos aún no habían terminado.",
    unit="count",
    better="neither",
    source="Flex Insights: Conversation in Progress, with those that still wait",
    notes_es="Se fechan en su inicio. Quedan fuera de todas las métricas de tiempo, cuyos valores aún crecerían.",
    related=("conversations_offered", "follow_ups"),
)
def conversations_in_progress(_: Settings) -> Formula:
    """Conversations that had not ended at the end of the data.

    Dated at their start. They are out of every time metric, whose values would still grow.
    """
    return count(CONVERSATIONS, IN_PROGRESS)


@metric(
    label=Text("Handled segments", "Segmentos atendidos"),
    meaning_es="Partes de conversaciones en las que un agente habló con el cliente y terminó.",
    unit="count",
    better="neither",
    source="Flex Insights: Segments",
    notes_es="Una conversación tiene uno por cada agente que la atendió; los tiempos por segmento se dividen entre "
    "este número.",
)
def segments(_: Settings) -> Formula:
    """Parts of conversations in which an agent talked with the customer and finished.

    A conversation has one for each agent who handled it; times per segment divide by this.
    """
    return count(SEGMENTS, TALKED)


@metric(
    label=Text("Customers", "Clientes"),
    meaning_es="Clientes distintos con una conversación ofrecida.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="A un cliente se le reconoce por el identificador externo, el teléfono, el correo o la dirección; cada "
    "contacto anónimo cuenta como un cliente. Siempre se vuelve a contar desde las filas: los clientes de dos días "
    "son menos que la suma de los de cada día.",
)
def unique_customers(_: Settings) -> Formula:
    """Different customers with a conversation offered.

    A customer is known by external id, phone, e-mail or address; anonymous contacts count as one customer each.
    Always recounted from the rows: the customers of two days are fewer than the two days' customers added up.
    """
    return distinct(SEGMENTS, "customer_id", OFFERED)


@metric(
    label=Text("Conversations per customer", "Conversaciones por cliente"),
    meaning_es="Conversaciones ofrecidas por cada cliente distinto que tuvo alguna.",
    unit="ratio",
    better="neither",
    source="house definition",
    notes_es="Ambos se vuelven a contar desde las filas en cada grupo y en el total: cuanto más largo es el período, "
    "más sube, así que compare períodos de igual duración. Cada contacto anónimo es un cliente y lo acerca a 1.",
    related=("conversations_offered", "unique_customers"),
)
def conversations_per_customer(_: Settings) -> Formula:
    """Conversations offered for each different customer who had any.

    Both recounted from the rows for each group and total: the longer the period, the higher it gets, so compare
    periods of one length. Anonymous contacts are a customer each and pull it towards 1.
    """
    known = OFFERED & CUSTOMER_KNOWN
    return distinct(SEGMENTS, "conversation_id", known) / distinct(SEGMENTS, "customer_id", known)


@metric(
    label=Text("Repeat contacts", "Contactos repetidos"),
    meaning_es="Conversaciones ofrecidas a clientes cuya conversación anterior empezó dentro del plazo de repetición.",
    unit="count",
    better="lower",
    source="house definition",
    notes_es="De inicio a inicio; justo al cumplirse el plazo aún es un contacto repetido. La conversación anterior "
    "puede ser de cualquier dirección, canal, cola y resultado, también de antes del período, y los filtros nunca la "
    "ocultan; las primeras de los datos no repiten nada. Los contactos anónimos nunca repiten. Se fecha al inicio de "
    "la conversación; filtre por dirección para ver solo los contactos de los propios clientes.",
    related=("conversations_per_customer", "repeat_contact_rate"),
)
def repeat_contacts(rules: Settings) -> Formula:
    """Conversations offered whose customer's conversation before began within the days that make a repeat contact.

    From start to start, exactly the days is still a repeat. The one before may have been of any direction, channel,
    queue and outcome, before the period too, and filters never hide it; the first in the data are nobody's repeat.
    Anonymous contacts never are. Dated at the start of the conversation; filter by direction to ask for customers'
    own contacts alone.
    """
    return count(CONVERSATIONS, CAME & repeat_contact(rules))


@metric(
    label=Text("Repeat contact rate", "Tasa de contactos repetidos"),
    meaning_es="Parte de las conversaciones ofrecidas que fue un contacto repetido.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="Mira hacia atrás: lo que no fue un contacto repetido no tiene por qué estar resuelto, pues el cliente "
    "aún puede volver a llamar. Se fecha al inicio de la conversación, en el numerador y en el denominador.",
)
def repeat_contact_rate(rules: Settings) -> Formula:
    """Share of the conversations offered that was a repeat contact.

    It looks back: what was not a repeat need not have been resolved, for the customer may still call again. Dated at
    the start of the conversation, above and below the line.
    """
    return count(CONVERSATIONS, CAME & repeat_contact(rules)) / count(CONVERSATIONS, CAME)
