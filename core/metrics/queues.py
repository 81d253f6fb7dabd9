"""Queues: how long answered parts had waited, in each queue that they met."""

from core.metrics.measure import Formula, average, percentile
from core.metrics.metric import Text, metric
from core.metrics.rows import TALKED
from core.schema.tables import SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Average queue time", "Tiempo medio en cola"),
    meaning_es="Espera media antes de cada parte atendida, desde que entra en la cola hasta la respuesta.",
    unit="ms",
    better="lower",
    source="Flex Insights: Queue Time",
)
def average_queue_time(_: Settings) -> Formula:
    """Average wait before each handled segment, from entering the queue to the answer.

    Contains ringing. A transferred conversation waits once for each part, each wait in its own queue. Waits that ended
    in an abandon are in the abandon time and never here. All directions count; the speed of answer is inbound alone.
    """
    return average(SEGMENTS, "queue_time_ms", TALKED)


@metric(
    label=Text("Queue time, p90", "Tiempo en cola, p90"),
    meaning_es="Espera antes de una parte atendida que no supera el 90 % de ellas.",
    unit="ms",
    better="lower",
    source="house definition; exact, linear between neighbours",
)
def p90_queue_time(_: Settings) -> Formula:
    """Wait before a handled segment that 90 % of them do not exceed.

    Exact: ranked from the rows whenever it is asked, also for totals.
    """
    return percentile(SEGMENTS, "queue_time_ms", TALKED, 0.9)
