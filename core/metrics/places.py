"""Places: how many conversations the map can show, and how many it shows where their number does not say."""

from core.metrics.measure import Formula, count
from core.metrics.metric import Text, metric
from core.metrics.rows import CAME, CONTRADICTED, PLACED, UNPLACED
from core.schema.tables import CONVERSATIONS
from core.settings import Settings


@metric(
    label=Text("Offered, by start", "Ofrecidas, por inicio"),
    meaning_es="Conversaciones ofrecidas, cada una en el momento en que empezó.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es="Las conversaciones ofrecidas se fechan en la respuesta o el abandono: un período puede tener algunas "
    "más o algunas menos de estas.",
    related=("conversations_offered",),
)
def conversations_by_start(_: Settings) -> Formula:
    """Conversations offered, each dated at its start.

    The conversations offered are dated at the answer or the abandonment: a period can hold a few more or fewer of
    these.
    """
    return count(CONVERSATIONS, CAME)


@metric(
    label=Text("Placed, share", "Situadas, proporción"),
    meaning_es="Parte de las conversaciones ofrecidas de la que se conoce el país del cliente.",
    unit="%",
    better="higher",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación, en el numerador y en el denominador. Venga de donde venga: "
    "también cuenta el país que se supuso para un número en formato nacional.",
    related=("conversations_unplaced", "place_conflicts", "conversations_by_start"),
)
def placed_rate(_: Settings) -> Formula:
    """Share of the conversations offered whose customer's country is known.

    Dated at the start of the conversation, above and below the line. From whatever source: a country that was assumed
    for a number in national form counts too.
    """
    return count(CONVERSATIONS, CAME & PLACED) / count(CONVERSATIONS, CAME)


@metric(
    label=Text("Not placed", "Sin situar"),
    meaning_es="Conversaciones ofrecidas de las que no se conoce ningún lugar del cliente.",
    unit="count",
    better="lower",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación; el motivo está en place_reason.",
    related=("place_conflicts",),
)
def conversations_unplaced(_: Settings) -> Formula:
    """Conversations offered of whose customer no place at all is known.

    Dated at the start of the conversation; the reason is in place_reason.
    """
    return count(CONVERSATIONS, CAME & UNPLACED)


@metric(
    label=Text("Contradictory places", "Lugares contradictorios"),
    meaning_es="Conversaciones ofrecidas cuyos atributos, evento de voz y número dicen lugares distintos.",
    unit="count",
    better="lower",
    source="house definition",
    notes_es="Se fecha al inicio de la conversación. La gente conserva su número cuando se muda, así que por sí solo "
    "no es un error.",
)
def place_conflicts(_: Settings) -> Formula:
    """Conversations offered in which attributes, voice event and number name different countries or states.

    Dated at the start of the conversation. People keep their number when they move, so this is no error by itself.
    """
    return count(CONVERSATIONS, CAME & CONTRADICTED)
