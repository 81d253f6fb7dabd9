"""Handling: how long agents worked on conversations; every time is per handled segment unless it says otherwise."""

import polars as pl

from core.metrics.measure import Formula, average, distinct, percentile, total
from core.metrics.metric import Text, metric
from core.metrics.rows import TALKED
from core.schema.tables import SEGMENTS
from core.settings import Settings

WITH_HOLD = TALKED & (pl.col("hold_time_ms") > 0)


@metric(
    label=Text("Average handling time", "Tiempo medio de gestión"),
    meaning_es="Conversación y trabajo posterior de un segmento atendido, de media; en salientes, también el timbre.",
    unit="ms",
    better="neither",
    source="Flex Insights: Handling Time",
)
def average_handling_time(_: Settings) -> Formula:
    """Average talk and wrap-up time of a handled segment; on outbound conversations ringing too.

    Per segment, not per conversation: after a transfer each agent's part counts by itself.
    """
    return average(SEGMENTS, "handling_time_ms", TALKED)


@metric(
    label=Text("Handling time, p90", "Tiempo de gestión, p90"),
    meaning_es="Tiempo de gestión que no supera el 90 % de los segmentos atendidos.",
    unit="ms",
    better="neither",
    source="house definition; exact, linear between neighbours",
)
def p90_handling_time(_: Settings) -> Formula:
    """Handling time that 90 % of the handled segments do not exceed.

    Exact: ranked from the rows whenever it is asked, also for totals.
    """
    return percentile(SEGMENTS, "handling_time_ms", TALKED, 0.9)


@metric(
    label=Text("Average talk time", "Tiempo medio de conversación"),
    meaning_es="Tiempo medio de un segmento atendido desde la respuesta hasta el trabajo posterior o el final.",
    unit="ms",
    better="neither",
    source="Flex Insights: Talk Time",
)
def average_talk_time(_: Settings) -> Formula:
    """Average time of a handled segment from the answer until wrap-up or the end.

    Contains silence and hold.
    """
    return average(SEGMENTS, "talk_time_ms", TALKED)


@metric(
    label=Text("Average hold time", "Tiempo medio de retención"),
    meaning_es="Tiempo medio en espera retenida de las conversaciones que la tuvieron.",
    unit="ms",
    better="lower",
    source="Flex Insights: Average Hold Time, per conversation",
)
def average_hold_time(_: Settings) -> Formula:
    """Average time on hold of the conversations that had any.

    Per conversation; those without hold are left out, so that many of them cannot hide long holds.
    """
    return total(SEGMENTS, "hold_time_ms", WITH_HOLD) / distinct(SEGMENTS, "conversation_id", WITH_HOLD)


@metric(
    label=Text("Average wrap-up time", "Tiempo medio de trabajo posterior"),
    meaning_es="Tiempo medio de un segmento atendido desde el final de la conversación hasta completarlo.",
    unit="ms",
    better="neither",
    source="Flex Insights: Wrap Up Time",
)
def average_wrap_up_time(_: Settings) -> Formula:
    """Average after-contact work of a handled segment, from the end of the talk to completion.

    A segment without wrap-up counts as 0.
    """
    return average(SEGMENTS, "wrap_up_time_ms", TALKED)


@metric(
    label=Text("Total handling time", "Tiempo total de gestión"),
    meaning_es="Suma de conversación y trabajo posterior de los segmentos atendidos; en salientes, también el timbre.",
    unit="ms",
    better="neither",
    source="Flex Insights: Handling Time",
)
def total_handling_time(_: Settings) -> Formula:
    """Talk and wrap-up time of all handled segments added up; on outbound conversations ringing too.

    Parts that overlap (two agents at once) all count: working time, not time that passed.
    """
    return total(SEGMENTS, "handling_time_ms", TALKED)


@metric(
    label=Text("Total talk time", "Tiempo total de conversación"),
    meaning_es="Suma del tiempo de conversación de todos los segmentos atendidos.",
    unit="ms",
    better="neither",
    source="Flex Insights: Talk Time",
)
def total_talk_time(_: Settings) -> Formula:
    """Talk time of all handled segments added up."""
    return total(SEGMENTS, "talk_time_ms", TALKED)


@metric(
    label=Text("Total hold time", "Tiempo total de retención"),
    meaning_es="Suma del tiempo en espera retenida de todos los segmentos atendidos.",
    unit="ms",
    better="neither",
    source="Flex Insights: Hold Time",
)
def total_hold_time(_: Settings) -> Formula:
    """Hold time of all handled segments added up."""
    return total(SEGMENTS, "hold_time_ms", TALKED)


@metric(
    label=Text("Total wrap-up time", "Tiempo total de trabajo posterior"),
    meaning_es="Suma del trabajo posterior de todos los segmentos atendidos.",
    unit="ms",
    better="neither",
    source="Flex Insights: Wrap Up Time",
)
def total_wrap_up_time(_: Settings) -> Formula:
    """Wrap-up time of all handled segments added up."""
    return total(SEGMENTS, "wrap_up_time_ms", TALKED)
