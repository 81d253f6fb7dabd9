"""Reported: what files of counts have added up already, put together again by the volumes that they tell.

Every number here is of INTERVALS and of nothing else: contacts that are conversations, too, count by themselves.
"""

from core.metrics.measure import Formula, Ratio, total
from core.metrics.metric import Metric, Text, declare
from core.metrics.rows import EVERY, known
from core.schema.tables import INTERVALS

NEIGHBOUR = "reported_offered"
SOURCE = "the file's own counts; weighted by their volumes, house definition"
NOTES = Text(
    "Out of files of counts (table INTERVALS), dated at the beginning of the interval; conversations are not counted. "
    "Only by what the files tell, and by no time finer than their intervals.",
    "De archivos de recuentos (tabla INTERVALS), con fecha del inicio del intervalo; las conversaciones no cuentan. "
    "Solo por lo que dicen los archivos, y por ningún tiempo más fino que sus intervalos.",
)
WEIGHTED = Text(
    "Weighted: times and contacts are added up first and divided last; an interval that lacks either is left out.",
    "Ponderado: se suman tiempos y contactos y al final se divide; queda fuera el intervalo al que le falta uno.",
)


def _declare(name: str, label: Text, meaning: Text, unit: str, better: str, formula: Formula, note: Text) -> None:
    notes = Text(f"{NOTES.en} {note.en}".strip(), f"{NOTES.es} {note.es}".strip())
    neighbours = () if name == NEIGHBOUR else (NEIGHBOUR,)
    declare(Metric(name, label, meaning, notes, unit, better, SOURCE, lambda _: formula, neighbours))


def _count(name: str, column: str, label: Text, meaning: Text, *, better: str = "neither") -> None:
    """Declare the sum of a count; null, not zero, where no file tells it."""
    unknown = Text("Null where no file tells it.", "Nulo donde ningún archivo lo dice.")
    _declare(name, label, meaning, "count", better, total(INTERVALS, column, EVERY), unknown)


def _quotient(above: str, below: str) -> Ratio:
    """Two sums over the intervals that tell both."""
    return total(INTERVALS, above, known(below)) / total(INTERVALS, below, known(above))


def _share(name: str, above: str, below: str, better: str, label: Text, meaning: Text, note: Text) -> None:
    _declare(name, label, meaning, "%", better, _quotient(above, below), note)


def _average(name: str, column: str, volume: str, label: Text, meaning: Text, better: str = "neither") -> None:
    _declare(name, label, meaning, "ms", better, _quotient(column, volume), WEIGHTED)


_count(
    "reported_offered",
    "offered_count",
    Text("Reported offered", "Ofrecidos según informe"),
    Text("Contacts offered, as files of counts tell them.", "Contactos ofrecidos, según los archivos de recuentos."),
)
_count(
    "reported_handled",
    "handled_count",
    Text("Reported handled", "Atendidos según informe"),
    Text(
        "Contacts that an agent handled, as files of counts tell them.",
        "Contactos que atendió un agente, según los archivos de recuentos.",
    ),
)
_count(
    "reported_abandoned",
    "abandoned_count",
    Text("Reported abandoned", "Abandonados según informe"),
    Text(
        "Contacts whose customer gave up, as files of counts tell them.",
        "Contactos cuyo cliente desistió, según los archivos de recuentos.",
    ),
    better="lower",
)
_count(
    "reported_flowed_out",
    "flowed_out_count",
    Text("Reported flowed out", "Desbordados según informe"),
    Text(
        "Contacts that left for another queue or ended otherwise, as files of counts tell them.",
        "Contactos que pasaron a otra cola o acabaron de otro modo, según los archivos de recuentos.",
    ),
)
_share(
    "reported_abandon_rate",
    "abandoned_count",
    "offered_count",
    "lower",
    Text("Reported abandon rate", "Tasa de abandono según informe"),
    Text(
        "Share of the contacts offered whose customer gave up, out of files of counts.",
        "Parte de los contactos ofrecidos cuyo cliente desistió, según los archivos de recuentos.",
    ),
    WEIGHTED,
)
_share(
    "reported_service_level",
    "answered_within_count",
    "answerable_count",
    "higher",
    Text("Reported service level", "Nivel de servicio según informe"),
    Text(
        "Share of the contacts answered within the file's own threshold, out of files of counts.",
        "Parte de los contactos atendidos dentro del umbral del propio archivo, según los archivos de recuentos.",
    ),
    Text(
        "The threshold is the file's, not the house's, and so is what the share is of; split by threshold where files "
        "differ. A percentage in a file is as exact as it is written.",
        "El umbral es el del archivo, no el de la casa, y también aquello de lo que es parte; divida por umbral si los "
        "archivos difieren. El porcentaje de un archivo es tan exacto como está escrito.",
    ),
)
_average(
    "reported_average_speed_of_answer",
    "answer_wait_ms",
    "handled_count",
    Text("Reported speed of answer", "Tiempo de respuesta según informe"),
    Text(
        "Average wait of the contacts handled, out of files of counts.",
        "Espera media de los contactos atendidos, según los archivos de recuentos.",
    ),
    better="lower",
)
_average(
    "reported_average_abandon_time",
    "abandon_wait_ms",
    "abandoned_count",
    Text("Reported abandon time", "Tiempo de abandono según informe"),
    Text(
        "Average wait of the contacts abandoned, out of files of counts.",
        "Espera media de los contactos abandonados, según los archivos de recuentos.",
    ),
)
_average(
    "reported_average_handling_time",
    "handling_ms",
    "handled_count",
    Text("Reported handling time", "Tiempo de gestión según informe"),
    Text(
        "Average handling time of the contacts handled, out of files of counts.",
        "Tiempo medio de gestión de los contactos atendidos, según los archivos de recuentos.",
    ),
)
_average(
    "reported_average_talk_time",
    "talk_ms",
    "handled_count",
    Text("Reported talk time", "Tiempo de conversación según informe"),
    Text(
        "Average talk time of the contacts handled, out of files of counts.",
        "Tiempo medio de conversación de los contactos atendidos, según los archivos de recuentos.",
    ),
)
_average(
    "reported_average_hold_time",
    "hold_ms",
    "handled_count",
    Text("Reported hold time", "Tiempo de retención según informe"),
    Text(
        "Average hold time of the contacts handled, those without a hold among them, out of files of counts.",
        "Retención media de los contactos atendidos, también los que no la tuvieron, según los archivos de recuentos.",
    ),
)
_average(
    "reported_average_wrap_up_time",
    "wrap_up_ms",
    "handled_count",
    Text("Reported wrap-up time", "Trabajo posterior según informe"),
    Text(
        "Average after-contact work of the contacts handled, out of files of counts.",
        "Trabajo posterior medio de los contactos atendidos, según los archivos de recuentos.",
    ),
)
_declare(
    "reported_total_handling_time",
    Text("Reported total handling time", "Tiempo total de gestión según informe"),
    Text(
        "Handling time of all contacts added up, out of files of counts.",
        "Suma del tiempo de gestión de todos los contactos, según los archivos de recuentos.",
    ),
    "ms",
    "neither",
    total(INTERVALS, "handling_ms", EVERY),
    Text("", ""),
)
