"""Service: how fast customers were answered."""

from core.metrics.measure import Formula
from core.metrics.metric import Text, metric
from core.metrics.rows import ANSWERED, INBOUND
from core.metrics.times import Times
from core.metrics.variants import VARIANTS
from core.schema.tables import CONVERSATIONS
from core.settings import Settings


@metric(
    label=Text("Service level", "Nivel de servicio"),
    meaning_es=(
        "Parte de las conversaciones entrantes ofrecidas que se atendió antes del umbral, contada según la variante de "
        "la casa."
    ),
    unit="%",
    better="higher",
    source="ICMI and others: eight variants, see docs/service-level.md",
    notes_es="Salvo que la casa diga otra cosa: atendidas a tiempo ÷ (atendidas + abandonadas − abandonos cortos). "
    "Una espera de justo el objetivo llega tarde. El objetivo es el de la primera cola, si no, el del canal y, si no, "
    "el de la casa. La espera va hasta la primera respuesta y una conversación cuenta una vez, así que la que se "
    "atendió a tiempo y luego se perdió en una transferencia está a tiempo. Todo lo que está en el numerador está "
    "también en el denominador: nunca supera el 100 %, en ninguna variante. Se fecha al inicio de la conversación; "
    "por cola es la primera, por agente el primero que respondió.",
    related=("abandon_rate", "short_abandons"),
)
def service_level(rules: Settings) -> Formula:
    """Share of the inbound conversations offered that was answered before the target, by the house's variant.

    Unless the house says otherwise: answered in time ÷ (answered + abandoned − short abandons). A wait of exactly the
    target is late. The target is that of the first queue, else of the channel, else of the house. The wait is the one
    until the first answer, and a conversation counts once, so what is answered in time and later lost in a transfer is
    in time. Whatever is above the line is also below it: never above 100 %, in any variant. Dated at the start of the
    conversation; split by queue it is the first queue, by agent the one who answered first.
    """
    return VARIANTS[rules.service_level_variant].ratio(rules)


ANSWER = Times(
    CONVERSATIONS,
    "speed_of_answer_ms",
    INBOUND & ANSWERED,
    better="lower",
    source="ICMI: average speed of answer; percentiles by house definition",
    notes="Contains ringing. Waits of those who gave up are in the abandon time and never here. Dated at the start of "
    "the conversation; split by queue it is the first queue, by agent the one who answered first.",
    notes_es="Incluye el timbre. Las esperas de quienes abandonaron están en el tiempo de abandono y nunca aquí. Se "
    "fecha al inicio de la conversación; por cola es la primera, por agente el primero que respondió.",
    related=("service_level",),
)
ANSWER.average(
    "average_speed_of_answer",
    Text("Average speed of answer", "Tiempo medio de respuesta"),
    Text(
        "Average wait until the first answer, over inbound conversations that were handled.",
        "Espera media hasta la primera respuesta, en conversaciones entrantes atendidas.",
    ),
)
ANSWER.median(
    "median_speed_of_answer",
    Text("Speed of answer, median", "Tiempo de respuesta, mediana"),
    Text(
        "Wait until the first answer that half of the inbound conversations handled do not exceed.",
        "Espera hasta la primera respuesta que no supera la mitad de las conversaciones entrantes atendidas.",
    ),
)
ANSWER.percentile(
    "p90_speed_of_answer",
    0.9,
    Text("Speed of answer, p90", "Tiempo de respuesta, p90"),
    Text(
        "Wait until the first answer that 90 % of the inbound conversations handled do not exceed.",
        "Espera hasta la primera respuesta que no supera el 90 % de las conversaciones entrantes atendidas.",
    ),
)
ANSWER.percentile(
    "p95_speed_of_answer",
    0.95,
    Text("Speed of answer, p95", "Tiempo de respuesta, p95"),
    Text(
        "Wait until the first answer that 95 % of the inbound conversations handled do not exceed.",
        "Espera hasta la primera respuesta que no supera el 95 % de las conversaciones entrantes atendidas.",
    ),
)
ANSWER.longest(
    "longest_speed_of_answer",
    Text("Longest speed of answer", "Mayor tiempo de respuesta"),
    Text(
        "Longest wait until the first answer of an inbound conversation that was handled.",
        "La espera más larga hasta la primera respuesta de una conversación entrante atendida.",
    ),
)
