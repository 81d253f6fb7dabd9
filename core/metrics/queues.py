"""Queues: how long answered parts had waited and rung, in each queue that they met, and what moved on to another."""

from core.metrics.measure import Formula, count
from core.metrics.metric import Text, metric
from core.metrics.rows import CAME_BY_OVERFLOW, OVERFLOWED, TALKED, WAITED
from core.metrics.times import Times
from core.schema.tables import SEGMENTS
from core.settings import Settings

QUEUE = Times(
    SEGMENTS,
    "queue_time_ms",
    TALKED,
    better="lower",
    source="Flex Insights: Queue Time; percentiles by house definition",
    notes="Contains ringing. A transferred conversation waits once for each part, each wait in its own queue. Waits "
    "that ended in an abandon are in the abandon time and never here. All directions count; the speed of answer is "
    "inbound alone.",
    notes_es="Incluye el timbre. Una conversación transferida espera una vez por cada parte, cada espera en su propia "
    "cola. Las esperas que acabaron en abandono están en el tiempo de abandono y nunca aquí. Cuentan todas las "
    "direcciones; el tiempo de respuesta es solo de las entrantes.",
    related=("average_speed_of_answer", "average_abandon_time"),
)
QUEUE.average(
    "average_queue_time",
    Text("Average queue time", "Tiempo medio en cola"),
    Text(
        "Average wait before each handled segment, from entering the queue to the answer.",
        "Espera media antes de cada parte atendida, desde que entra en la cola hasta la respuesta.",
    ),
)
QUEUE.median(
    "median_queue_time",
    Text("Queue time, median", "Tiempo en cola, mediana"),
    Text(
        "Wait before a handled segment that half of them do not exceed.",
        "Espera antes de una parte atendida que no supera la mitad de ellas.",
    ),
)
QUEUE.percentile(
    "p90_queue_time",
    0.9,
    Text("Queue time, p90", "Tiempo en cola, p90"),
    Text(
        "Wait before a handled segment that 90 % of them do not exceed.",
        "Espera antes de una parte atendida que no supera el 90 % de ellas.",
    ),
)
QUEUE.percentile(
    "p95_queue_time",
    0.95,
    Text("Queue time, p95", "Tiempo en cola, p95"),
    Text(
        "Wait before a handled segment that 95 % of them do not exceed.",
        "Espera antes de una parte atendida que no supera el 95 % de ellas.",
    ),
)
QUEUE.longest(
    "longest_queue_time",
    Text("Longest queue time", "Mayor tiempo en cola"),
    Text(
        "Longest wait before a handled segment.",
        "La espera más larga antes de una parte atendida.",
    ),
)
QUEUE.total(
    "total_queue_time",
    Text("Total queue time", "Tiempo total en cola"),
    Text(
        "Queue time of all handled segments added up.",
        "Suma del tiempo en cola de todos los segmentos atendidos.",
    ),
)

RING = Times(
    SEGMENTS,
    "ring_time_ms",
    TALKED,
    better="lower",
    source="Flex Insights: Ring Time, of handled segments; percentiles by house definition",
    notes="Of the offers that were answered and since completed: how long missed and rejected ones rang is not in it. "
    "Part of the queue time, and of the handling time on outbound conversations alone.",
    notes_es="De las ofertas que se atendieron y ya terminaron: lo que sonaron las perdidas y las rechazadas no está "
    "incluido. Forma parte del tiempo de cola y, solo en las conversaciones salientes, del tiempo de gestión.",
    related=("missed_offer_rate",),
)
RING.average(
    "average_ring_time",
    Text("Average ring time", "Tiempo medio de timbre"),
    Text(
        "Average time that a handled segment rang at the agent who answered.",
        "Tiempo medio que un segmento atendido sonó en el puesto del agente que respondió.",
    ),
)
RING.median(
    "median_ring_time",
    Text("Ring time, median", "Tiempo de timbre, mediana"),
    Text(
        "Ring time that half of the handled segments do not exceed.",
        "Tiempo de timbre que no supera la mitad de los segmentos atendidos.",
    ),
)
RING.percentile(
    "p90_ring_time",
    0.9,
    Text("Ring time, p90", "Tiempo de timbre, p90"),
    Text(
        "Ring time that 90 % of the handled segments do not exceed.",
        "Tiempo de timbre que no supera el 90 % de los segmentos atendidos.",
    ),
)
RING.percentile(
    "p95_ring_time",
    0.95,
    Text("Ring time, p95", "Tiempo de timbre, p95"),
    Text(
        "Ring time that 95 % of the handled segments do not exceed.",
        "Tiempo de timbre que no supera el 95 % de los segmentos atendidos.",
    ),
)
RING.longest(
    "longest_ring_time",
    Text("Longest ring time", "Mayor tiempo de timbre"),
    Text(
        "Longest time that a handled segment rang at the agent who answered.",
        "El mayor tiempo que un segmento atendido sonó en el puesto del agente que respondió.",
    ),
)

RING.total(
    "total_ring_time",
    Text("Total ring time", "Tiempo total de timbre"),
    Text(
        "Ring time of all handled segments added up.",
        "Suma del tiempo de timbre de todos los segmentos atendidos.",
    ),
)


@metric(
    label=Text("Queue overflows", "Desbordamientos"),
    meaning_es="Esperas que terminaron porque el contacto pasó a otra cola.",
    unit="count",
    better="lower",
    source="house definition",
    notes_es="Cuenta en la cola que no pudo atender y se fecha a la entrada en ella. Un contacto que pasa dos veces a "
    "otra cola cuenta dos veces; una transferencia no es un desbordamiento.",
    related=("longest_queue_time",),
)
def queue_overflows(_: Settings) -> Formula:
    """Waits that ended because the contact moved on to another queue.

    Counted for the queue that could not serve it, dated when it entered there. A contact that moves on twice counts
    twice; a transfer is no overflow.
    """
    return count(SEGMENTS, OVERFLOWED)


@metric(
    label=Text("Overflow rate", "Tasa de desbordamiento"),
    meaning_es="Parte de las esperas terminadas que terminó porque el contacto pasó a otra cola.",
    unit="%",
    better="lower",
    source="house definition",
    notes_es="En el denominador están todas las esperas terminadas en la cola, acabaran como acabaran: atendidas, "
    "abandonadas, en el buzón de voz o en una solicitud de llamada. Se fecha a la entrada en la cola.",
    related=("queue_overflows",),
)
def queue_overflow_rate(_: Settings) -> Formula:
    """Share of the finished waits that ended because the contact moved on to another queue.

    Below the line every wait in the queue that is over, however it ended: answered, given up, voicemail or callback
    too. Dated when it entered the queue.
    """
    return count(SEGMENTS, OVERFLOWED) / count(SEGMENTS, WAITED)


@metric(
    label=Text("Overflows received", "Desbordamientos recibidos"),
    meaning_es="Entradas en una cola de contactos que otra cola no pudo atender.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="Cuenta en la cola que lo recibió y se fecha a la entrada en ella; el que todavía espera ya cuenta.",
    related=("queue_overflows", "queue_overflow_rate"),
)
def queue_overflows_received(_: Settings) -> Formula:
    """Entries into a queue of contacts that another queue could not serve.

    Counted for the queue that took it over, dated when it entered there; one that still waits counts already.
    """
    return count(SEGMENTS, CAME_BY_OVERFLOW)
