"""Efforts: what a whole conversation took, over all of its agents; every time here is per conversation handled."""

from core.metrics.metric import Text
from core.metrics.rows import HANDLED_TO_THE_END, HELD
from core.metrics.times import Times
from core.schema.tables import CONVERSATIONS

WHOLE = (
    "Per conversation, not per segment: all agents' parts together, also where they overlap. A conversation of which "
    "any part still goes on is left out. Dated at the start of the conversation; split by queue it is the first queue, "
    "by agent the one who answered first."
)
WHOLE_ES = (
    "Por conversación, no por segmento: las partes de todos los agentes juntas, también donde se solapan. Queda fuera "
    "la conversación de la que alguna parte sigue en curso. Se fecha al inicio de la conversación; por cola es la "
    "primera, por agente el primero que respondió."
)

HANDLING = Times(
    CONVERSATIONS,
    "handling_time_ms",
    HANDLED_TO_THE_END,
    better="neither",
    source="Flex Insights: Handling Time, summed over the conversation; percentiles by house definition",
    notes=WHOLE,
    notes_es=WHOLE_ES,
    related=("average_handling_time",),
)
HANDLING.average(
    "average_handling_time_per_conversation",
    Text("Average handling per conversation", "Gestión media por conversación"),
    Text(
        "Average talk and wrap-up time of a conversation handled; on outbound ones ringing too.",
        "Conversación y trabajo posterior de una conversación atendida, de media; en salientes, también el timbre.",
    ),
)
HANDLING.median(
    "median_handling_time_per_conversation",
    Text("Handling per conversation, median", "Gestión por conversación, mediana"),
    Text(
        "Handling time that half of the conversations handled do not exceed.",
        "Tiempo de gestión que no supera la mitad de las conversaciones atendidas.",
    ),
)
HANDLING.percentile(
    "p90_handling_time_per_conversation",
    0.9,
    Text("Handling per conversation, p90", "Gestión por conversación, p90"),
    Text(
        "Handling time that 90 % of the conversations handled do not exceed.",
        "Tiempo de gestión que no supera el 90 % de las conversaciones atendidas.",
    ),
)

TALK = Times(
    CONVERSATIONS,
    "talk_time_ms",
    HANDLED_TO_THE_END,
    better="neither",
    source="Flex Insights: Talk Time, summed over the conversation; percentiles by house definition",
    notes=WHOLE,
    notes_es=WHOLE_ES,
    related=("average_talk_time",),
)
TALK.average(
    "average_talk_time_per_conversation",
    Text("Average talk per conversation", "Habla media por conversación"),
    Text(
        "Average time that agents talked in a conversation handled; contains silence and hold.",
        "Tiempo medio que los agentes hablaron en una conversación atendida; contiene silencio y retención.",
    ),
)
TALK.median(
    "median_talk_time_per_conversation",
    Text("Talk per conversation, median", "Habla por conversación, mediana"),
    Text(
        "Talk time that half of the conversations handled do not exceed.",
        "Tiempo de habla que no supera la mitad de las conversaciones atendidas.",
    ),
)
TALK.percentile(
    "p90_talk_time_per_conversation",
    0.9,
    Text("Talk per conversation, p90", "Habla por conversación, p90"),
    Text(
        "Talk time that 90 % of the conversations handled do not exceed.",
        "Tiempo de habla que no supera el 90 % de las conversaciones atendidas.",
    ),
)

HOLD = Times(
    CONVERSATIONS,
    "hold_time_ms",
    HANDLED_TO_THE_END & HELD,
    better="lower",
    source="house definition; Flex Insights has it per segment",
    notes=f"Only conversations with hold, so that many without cannot hide long holds. {WHOLE}",
    notes_es="Solo conversaciones con retención, para que las muchas que no la tienen no oculten las largas. "
    f"{WHOLE_ES}",
    related=("average_hold_time", "hold_rate"),
)
HOLD.average(
    "average_hold_time_per_conversation",
    Text("Average hold per conversation", "Retención media por conversación"),
    Text(
        "Average time on hold of the conversations handled that had any.",
        "Tiempo medio en espera retenida de las conversaciones atendidas que la tuvieron.",
    ),
)
HOLD.median(
    "median_hold_time_per_conversation",
    Text("Hold per conversation, median", "Retención por conversación, mediana"),
    Text(
        "Hold time that half of the conversations handled with hold do not exceed.",
        "Tiempo de retención que no supera la mitad de las conversaciones atendidas que la tuvieron.",
    ),
)
HOLD.percentile(
    "p90_hold_time_per_conversation",
    0.9,
    Text("Hold per conversation, p90", "Retención por conversación, p90"),
    Text(
        "Hold time that 90 % of the conversations handled with hold do not exceed.",
        "Tiempo de retención que no supera el 90 % de las conversaciones atendidas que la tuvieron.",
    ),
)

WRAP_UP = Times(
    CONVERSATIONS,
    "wrap_up_time_ms",
    HANDLED_TO_THE_END,
    better="neither",
    source="Flex Insights: Wrap Up Time, summed over the conversation; percentiles by house definition",
    notes=WHOLE,
    notes_es=WHOLE_ES,
    related=("average_wrap_up_time",),
)
WRAP_UP.average(
    "average_wrap_up_time_per_conversation",
    Text("Average wrap-up per conversation", "Trabajo posterior medio por conversación"),
    Text(
        "Average after-contact work on a conversation handled; one without any counts as 0.",
        "Trabajo posterior medio de una conversación atendida; la que no lo tuvo cuenta como 0.",
    ),
)
WRAP_UP.median(
    "median_wrap_up_time_per_conversation",
    Text("Wrap-up per conversation, median", "Trabajo posterior por conversación, mediana"),
    Text(
        "Wrap-up time that half of the conversations handled do not exceed.",
        "Trabajo posterior que no supera la mitad de las conversaciones atendidas.",
    ),
)
WRAP_UP.percentile(
    "p90_wrap_up_time_per_conversation",
    0.9,
    Text("Wrap-up per conversation, p90", "Trabajo posterior por conversación, p90"),
    Text(
        "Wrap-up time that 90 % of the conversations handled do not exceed.",
        "Trabajo posterior que no supera el 90 % de las conversaciones atendidas.",
    ),
)
