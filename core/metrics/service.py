"""Service: how fast customers were answered."""

from core.metrics.measure import Formula, average, count, percentile
from core.metrics.metric import Text, metric
from core.metrics.rows import ANSWERED, GIVEN_UP, INBOUND, WAIT, short_abandon
from core.schema.tables import CONVERSATIONS
from core.settings import Settings


@metric(
    label=Text("Service level", "Nivel de servicio"),
    meaning_es="Parte de las conversaciones entrantes ofrecidas, sin abandonos cortos, atendida antes del umbral.",
    unit="%",
    better="higher",
    source="ICMI: answered in time ÷ (answered + abandoned − short abandons)",
)
def service_level(rules: Settings) -> Formula:
    """Share of the inbound conversations offered, short abandons left out, that was answered before the threshold.

    The formula: answered within the threshold ÷ (answered + abandoned − short abandons). A wait of exactly the
    threshold is late. The wait is the one until the first answer, and a conversation counts once, so what is answered
    in time and later lost in a transfer is in time. Whatever is in time is also below the line: never above 100 %.
    Dated at the start of the conversation; split by queue it is the first queue, by agent the one who answered first.
    """
    subject = INBOUND & (ANSWERED | GIVEN_UP) & ~short_abandon(rules).fill_null(False)
    in_time = subject & ANSWERED & WAIT.lt(rules.answer_within_s * 1000)
    return count(CONVERSATIONS, in_time) / count(CONVERSATIONS, subject)


@metric(
    label=Text("Average speed of answer", "Tiempo medio de respuesta"),
    meaning_es="Espera media hasta la primera respuesta, en conversaciones entrantes atendidas.",
    unit="ms",
    better="lower",
    source="ICMI: average speed of answer",
)
def average_speed_of_answer(_: Settings) -> Formula:
    """Average wait until the first answer, over inbound conversations that were handled.

    Contains ringing. Waits of those who gave up are in the abandon time and never here.
    Dated at the start of the conversation; split by queue it is the first queue, by agent the one who answered first.
    """
    return average(CONVERSATIONS, "speed_of_answer_ms", INBOUND & ANSWERED)


@metric(
    label=Text("Speed of answer, p90", "Tiempo de respuesta, p90"),
    meaning_es="Espera hasta la primera respuesta que no supera el 90 % de las conversaciones entrantes atendidas.",
    unit="ms",
    better="lower",
    source="house definition; exact, linear between neighbours",
)
def p90_speed_of_answer(_: Settings) -> Formula:
    """Wait until the first answer that 90 % of the inbound conversations handled do not exceed.

    Exact: ranked from the rows whenever it is asked, also for totals.
    """
    return percentile(CONVERSATIONS, "speed_of_answer_ms", INBOUND & ANSWERED, 0.9)
