"""Follow-ups: who left a message or asked to be called back instead of waiting; they are no abandonments."""

from core.metrics.measure import Formula, distinct
from core.metrics.metric import Text, metric
from core.metrics.rows import CALLBACK, FOLLOW_UP, VOICEMAIL
from core.schema.tables import SEGMENTS
from core.settings import Settings


@metric(
    label=Text("Follow-ups", "Seguimientos"),
    meaning_es="Conversaciones en las que el cliente dejó un mensaje de voz o pidió que lo llamaran.",
    unit="count",
    better="neither",
    source="Flex Insights: Abandoned = Follow-Up",
    notes_es="Una conversación a la que se devolvió la llamada y se atendió está también entre las conversaciones.",
    related=("voicemails", "callback_requests"),
)
def follow_ups(_: Settings) -> Formula:
    """Conversations in which the customer left a voicemail or asked for a callback instead of waiting.

    One that was called back and handled is also among the conversations.
    """
    return distinct(SEGMENTS, "conversation_id", FOLLOW_UP)


@metric(
    label=Text("Voicemails", "Mensajes de voz"),
    meaning_es="Conversaciones en las que el cliente dejó de esperar en el buzón de voz.",
    unit="count",
    better="neither",
    source="Flex Insights: Abandoned Phase = Voicemail",
    notes_es="Tanto si dejó un mensaje como si colgó antes de la señal. Nunca están entre las abandonadas.",
    related=("callback_requests",),
)
def voicemails(_: Settings) -> Formula:
    """Conversations in which the customer stopped waiting at the voicemail.

    Whether a message was left or the customer hung up before the beep. Never among the abandoned.
    """
    return distinct(SEGMENTS, "conversation_id", VOICEMAIL)


@metric(
    label=Text("Callback requests", "Solicitudes de llamada"),
    meaning_es="Conversaciones en las que el cliente pidió que lo llamaran en vez de esperar.",
    unit="count",
    better="neither",
    source="Flex Insights: Abandoned Phase = Callback Request",
    notes_es="Los seguimientos cuya fase no es ni buzón de voz ni solicitud de llamada solo están entre los "
    "seguimientos.",
)
def callback_requests(_: Settings) -> Formula:
    """Conversations in which the customer asked to be called back instead of waiting.

    Follow-ups whose phase is neither voicemail nor callback request are among the follow-ups alone.
    """
    return distinct(SEGMENTS, "conversation_id", CALLBACK)
