"""Attributes: what integrations say of conversations under keys of their own, and how satisfied customers were."""

import polars as pl

from core.metrics.custom import NUMBER
from core.metrics.measure import Formula, average, count, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import HANDLED_TO_THE_END, rated, scored
from core.schema.tables import ATTRIBUTES, CONVERSATIONS
from core.settings import Settings

DATED_ES = "Cuenta al comenzar la conversación; por cola, en la primera; por agente, en quien respondió primero."


@metric(
    label=Text("Attribute values", "Valores de atributos"),
    meaning_es="Valores que las conversaciones tienen en atributos propios de la casa, uno por conversación y clave.",
    unit="count",
    better="neither",
    source="Flex Insights: attributes and labels of conversations and customers; counted by house definition",
    notes_es="Por key, value o label dice cuántas conversaciones tienen cada clave, valor o etiqueta; lo que el "
    f"modelo lee en columnas propias no está entre ellas. {DATED_ES}",
)
def attribute_values(_: Settings) -> Formula:
    """Values that conversations have under keys of the house's own, one a conversation and key.

    Split by key, value or label it tells how many conversations have each; what the model reads into columns of
    its own is not among them. Dated at the start of the conversation; split by queue it is the first queue, by agent
    the one who answered first.
    """
    return count(ATTRIBUTES, pl.col("key").is_not_null())


@metric(
    label=Text("Conversations with attributes", "Conversaciones con atributos"),
    meaning_es="Conversaciones que tienen al menos un valor en un atributo propio de la casa.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es=f"Filtrada por key, las conversaciones que tienen esa clave. {DATED_ES}",
    related=("attribute_values",),
)
def conversations_with_attribute(_: Settings) -> Formula:
    """Conversations that have at least one value under a key of the house's own.

    Filtered by key: the conversations that have that key. Dated at the start of the conversation; split by queue it
    is the first queue, by agent the one who answered first.
    """
    return distinct(ATTRIBUTES, "conversation_id", pl.col("key").is_not_null())


@metric(
    label=Text("Customer satisfaction", "Satisfacción del cliente"),
    meaning_es="Media de las puntuaciones que dieron los clientes.",
    unit="ratio",
    better="higher",
    source="CSAT as an average score; where it stands is a setting, as Flex Insights has no field of its own for it",
    notes_es="La puntuación es el número que hay en la clave satisfaction_key de la configuración, en la escala en "
    f"que se escribió. Quien no respondió no cuenta, y nadie es nulo, no cero. {DATED_ES}",
)
def customer_satisfaction(rules: Settings) -> Formula:
    """Average of the scores that customers gave.

    The score is the number under the key satisfaction_key of the settings, on the scale on which it was written.
    Whoever did not answer does not count, and nobody at all is null, not zero. Dated at the start of the conversation;
    split by queue it is the first queue, by agent the one who answered first.
    """
    return average(ATTRIBUTES, NUMBER, scored(rules))


@metric(
    label=Text("Satisfied customers", "Clientes satisfechos"),
    meaning_es="Parte de las puntuaciones que llega al menos al umbral de la casa.",
    unit="%",
    better="higher",
    source="CSAT as a share: satisfied answers ÷ answers",
    notes_es="El umbral es satisfied_from en la configuración; una puntuación exactamente igual cuenta como "
    f"satisfecha. Solo cuentan quienes respondieron. {DATED_ES}",
    related=("customer_satisfaction",),
)
def satisfied_rate(rules: Settings) -> Formula:
    """Share of the scores given that is at least the house's threshold.

    The threshold is satisfied_from of the settings; a score of exactly that is satisfied. Of those who answered
    only. Dated at the start of the conversation; split by queue it is the first queue, by agent the one who answered
    first.
    """
    given = scored(rules)
    return count(ATTRIBUTES, given & (pl.col(NUMBER) >= rules.satisfied_from)) / count(ATTRIBUTES, given)


@metric(
    label=Text("Satisfaction answers", "Respuestas de satisfacción"),
    meaning_es="Conversaciones cuyo cliente dio una puntuación.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es=f"También las de conversaciones que nadie atendió, si una encuesta las alcanzó. {DATED_ES}",
    related=("customer_satisfaction", "satisfied_rate"),
)
def satisfaction_answers(rules: Settings) -> Formula:
    """Conversations whose customer gave a score.

    Also those that nobody handled, where a survey reached them. Dated at the start of the conversation; split by queue
    it is the first queue, by agent the one who answered first.
    """
    return count(ATTRIBUTES, scored(rules))


@metric(
    label=Text("Satisfaction response rate", "Tasa de respuesta de satisfacción"),
    meaning_es="Parte de las conversaciones atendidas y terminadas cuyo cliente dio una puntuación.",
    unit="%",
    better="higher",
    source="house definition",
    notes_es="Una conversación de la que una parte sigue en curso aún no puede tener respuesta y queda fuera; las "
    f"puntuaciones de conversaciones que nadie atendió también. {DATED_ES}",
    related=("satisfaction_answers",),
)
def satisfaction_response_rate(rules: Settings) -> Formula:
    """Share of the conversations handled and completed whose customer gave a score.

    A conversation of which any part still goes on cannot have an answer yet and is left out; so are scores of
    conversations that nobody handled. Dated at the start of the conversation; split by queue it is the first queue, by
    agent the one who answered first.
    """
    return count(CONVERSATIONS, HANDLED_TO_THE_END & rated(rules)) / count(CONVERSATIONS, HANDLED_TO_THE_END)
