"""Handling: how long agents worked on the parts of conversations; every time here is per handled segment.

After a transfer each agent's part counts by itself. What a whole conversation took is in `core/metrics/efforts.py`.
"""

from core.metrics.measure import Formula, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import HELD, TALKED
from core.metrics.times import Times
from core.schema.tables import SEGMENTS
from core.settings import Settings

WITH_HOLD = TALKED & HELD

HANDLING = Times(
    SEGMENTS,
    "handling_time_ms",
    TALKED,
    better="neither",
    source="Flex Insights: Handling Time; percentiles by house definition",
    notes="Per segment, not per conversation: after a transfer each agent's part counts by itself. Parts that overlap "
    "(two agents at once) all count: working time, not time that passed.",
    notes_es="Por segmento, no por conversación: tras una transferencia, la parte de cada agente cuenta por separado. "
    "Las partes que se solapan (dos agentes a la vez) cuentan todas: es tiempo de trabajo, no tiempo transcurrido.",
)
HANDLING.average(
    "average_handling_time",
    Text("Average handling time", "Tiempo medio de gestión"),
    Text(
        "Average talk and wrap-up time of a handled segment; on outbound conversations ringing too.",
        "Conversación y trabajo posterior de un segmento atendido, de media; en salientes, también el timbre.",
    ),
)
HANDLING.median(
    "median_handling_time",
    Text("Handling time, median", "Tiempo de gestión, mediana"),
    Text(
        "Handling time that half of the handled segments do not exceed.",
        "Tiempo de gestión que no supera la mitad de los segmentos atendidos.",
    ),
)
HANDLING.percentile(
    "p90_handling_time",
    0.9,
    Text("Handling time, p90", "Tiempo de gestión, p90"),
    Text(
        "Handling time that 90 % of the handled segments do not exceed.",
        "Tiempo de gestión que no supera el 90 % de los segmentos atendidos.",
    ),
)
HANDLING.total(
    "total_handling_time",
    Text("Total handling time", "Tiempo total de gestión"),
    Text(
        "Talk and wrap-up time of all handled segments added up; on outbound conversations ringing too.",
        "Suma de conversación y trabajo posterior de los segmentos atendidos; en salientes, también el timbre.",
    ),
)

TALK = Times(
    SEGMENTS,
    "talk_time_ms",
    TALKED,
    better="neither",
    source="Flex Insights: Talk Time; percentiles by house definition",
    notes="Contains silence and hold. Per segment: after a transfer each agent's part counts by itself.",
    notes_es="Contiene silencio y retención. Por segmento: tras una transferencia, la parte de cada agente cuenta por "
    "separado.",
    related=("average_handling_time",),
)
TALK.average(
    "average_talk_time",
    Text("Average talk time", "Tiempo medio de conversación"),
    Text(
        "Average time of a handled segment from the answer until wrap-up or the end.",
        "Tiempo medio de un segmento atendido desde la respuesta hasta el trabajo posterior o el final.",
    ),
)
TALK.median(
    "median_talk_time",
    Text("Talk time, median", "Tiempo de conversación, mediana"),
    Text(
        "Talk time that half of the handled segments do not exceed.",
        "Tiempo de conversación que no supera la mitad de los segmentos atendidos.",
    ),
)
TALK.percentile(
    "p90_talk_time",
    0.9,
    Text("Talk time, p90", "Tiempo de conversación, p90"),
    Text(
        "Talk time that 90 % of the handled segments do not exceed.",
        "Tiempo de conversación que no supera el 90 % de los segmentos atendidos.",
    ),
)
TALK.total(
    "total_talk_time",
    Text("Total talk time", "Tiempo total de conversación"),
    Text(
        "Talk time of all handled segments added up.",
        "Suma del tiempo de conversación de todos los segmentos atendidos.",
    ),
)

HOLD = Times(
    SEGMENTS,
    "hold_time_ms",
    WITH_HOLD,
    better="lower",
    source="Flex Insights: Average / Median Hold Time; p90 by house definition",
    notes="Only segments with hold, so that many without cannot hide long holds. A hold counts where it started: with "
    "several agents in the oldest part that is still active, and it can last longer than that part's talk.",
    notes_es="Solo segmentos con retención, para que los muchos que no la tienen no oculten las largas. Una retención "
    "cuenta donde empezó: con varios agentes, en la parte más antigua que sigue activa, y puede durar más que la "
    "conversación de esa parte.",
    related=("hold_rate", "average_talk_time"),
)
HOLD.average(
    "average_hold_time",
    Text("Average hold time", "Tiempo medio de retención"),
    Text(
        "Average time on hold of the handled segments that had any.",
        "Tiempo medio en espera retenida de los segmentos atendidos que la tuvieron.",
    ),
)
HOLD.median(
    "median_hold_time",
    Text("Hold time, median", "Tiempo de retención, mediana"),
    Text(
        "Hold time that half of the handled segments with hold do not exceed.",
        "Tiempo de retención que no supera la mitad de los segmentos atendidos que la tuvieron.",
    ),
)
HOLD.percentile(
    "p90_hold_time",
    0.9,
    Text("Hold time, p90", "Tiempo de retención, p90"),
    Text(
        "Hold time that 90 % of the handled segments with hold do not exceed.",
        "Tiempo de retención que no supera el 90 % de los segmentos atendidos que la tuvieron.",
    ),
)
ALL_HOLD = Times(
    SEGMENTS,
    "hold_time_ms",
    TALKED,
    better="neither",
    source="Flex Insights: Hold Time",
    notes="A hold counts where it started: with several agents in the oldest part that is still active. Of a segment "
    "only the sum of its holds is known, not when each was: it counts with its segment, also where other times are "
    "split over the intervals that they overlap.",
    notes_es="Una retención cuenta donde empezó: con varios agentes, en la parte más antigua que sigue activa. De un "
    "segmento solo se conoce la suma de sus retenciones, no cuándo fue cada una: cuenta con su segmento, también donde "
    "otros tiempos se reparten entre los intervalos que abarcan.",
    related=("average_hold_time",),
)
ALL_HOLD.total(
    "total_hold_time",
    Text("Total hold time", "Tiempo total de retención"),
    Text(
        "Hold time of all handled segments added up.",
        "Suma del tiempo en espera retenida de todos los segmentos atendidos.",
    ),
)


@metric(
    label=Text("Conversations with hold", "Conversaciones con retención"),
    meaning_es="Conversaciones atendidas en las que un agente dejó al cliente en espera.",
    unit="count",
    better="lower",
    source="Flex Insights: Conversations with Hold",
    notes_es="En cualquiera de sus segmentos atendidos; por agente o cola, una vez por cada uno cuya parte tuvo "
    "retención.",
    related=("average_hold_time",),
)
def conversations_with_hold(_: Settings) -> Formula:
    """Conversations handled in which an agent put the customer on hold.

    In any of its handled segments; split by agent or queue, once for each whose part had a hold.
    """
    return distinct(SEGMENTS, "conversation_id", WITH_HOLD)


@metric(
    label=Text("Hold rate", "Tasa de retención"),
    meaning_es="Parte de las conversaciones atendidas en la que un agente dejó al cliente en espera.",
    unit="%",
    better="lower",
    source="Flex Insights: Conversations with Hold %",
    notes_es="Donde no llegan eventos de retención es 0: que no se retuvo a nadie no se distingue de que nadie lo "
    "dijo.",
    related=("conversations_with_hold",),
)
def hold_rate(_: Settings) -> Formula:
    """Share of the conversations handled in which an agent put the customer on hold.

    Where no hold events are received it is 0: that nobody was held cannot be told from that nobody told.
    """
    return distinct(SEGMENTS, "conversation_id", WITH_HOLD) / distinct(SEGMENTS, "conversation_id", TALKED)


WRAP_UP = Times(
    SEGMENTS,
    "wrap_up_time_ms",
    TALKED,
    better="neither",
    source="Flex Insights: Wrap Up Time; percentiles by house definition",
    notes="A segment without wrap-up counts as 0. Per segment: after a transfer each agent's part counts by itself.",
    notes_es="Un segmento sin trabajo posterior cuenta como 0. Por segmento: tras una transferencia, la parte de cada "
    "agente cuenta por separado.",
    related=("average_handling_time",),
)
WRAP_UP.average(
    "average_wrap_up_time",
    Text("Average wrap-up time", "Tiempo medio de trabajo posterior"),
    Text(
        "Average after-contact work of a handled segment, from the end of the talk to completion.",
        "Tiempo medio de un segmento atendido desde el final de la conversación hasta completarlo.",
    ),
)
WRAP_UP.median(
    "median_wrap_up_time",
    Text("Wrap-up time, median", "Trabajo posterior, mediana"),
    Text(
        "Wrap-up time that half of the handled segments do not exceed.",
        "Trabajo posterior que no supera la mitad de los segmentos atendidos.",
    ),
)
WRAP_UP.percentile(
    "p90_wrap_up_time",
    0.9,
    Text("Wrap-up time, p90", "Trabajo posterior, p90"),
    Text(
        "Wrap-up time that 90 % of the handled segments do not exceed.",
        "Trabajo posterior que no supera el 90 % de los segmentos atendidos.",
    ),
)
WRAP_UP.total(
    "total_wrap_up_time",
    Text("Total wrap-up time", "Tiempo total de trabajo posterior"),
    Text(
        "Wrap-up time of all handled segments added up.",
        "Suma del trabajo posterior de todos los segmentos atendidos.",
    ),
)
