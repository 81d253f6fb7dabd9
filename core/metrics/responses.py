"""Responses: how fast agents answered messages, where an integration tells; no message itself is in the data."""

from core.metrics.metric import Text
from core.metrics.rows import HANDLED_TO_THE_END
from core.metrics.times import Times
from core.schema.tables import CONVERSATIONS

TOLD = (
    "Events of tasks tell nothing of messages: known only where the integration hangs it on the task, in seconds. "
    "Conversations of which nothing is told are left out."
)
TOLD_ES = (
    "Los eventos de las tareas no dicen nada de los mensajes: solo se conoce donde la integración lo añade a la "
    "tarea, en segundos. Las conversaciones de las que no se dice nada quedan fuera."
)
DATED = "Dated at the start of the conversation; split by agent it is the one who answered first."
DATED_ES = "Se fecha al inicio de la conversación; por agente, es el primero que respondió."

FIRST = Times(
    CONVERSATIONS,
    "first_response_time_ms",
    HANDLED_TO_THE_END,
    better="lower",
    source="Flex Insights: First Response Time; percentiles by house definition",
    notes=f"From the answer to the agent's first message; of several tasks the first that tells. {TOLD} {DATED}",
    notes_es="Desde la respuesta hasta el primer mensaje del agente; de varias tareas, la primera que lo dice. "
    f"{TOLD_ES} {DATED_ES}",
    related=("average_speed_of_answer",),
)
FIRST.average(
    "average_first_response_time",
    Text("Average first response time", "Tiempo medio de la primera respuesta"),
    Text(
        "Average time from the answer to the agent's first message.",
        "Tiempo medio desde que se atiende hasta el primer mensaje del agente.",
    ),
)
FIRST.median(
    "median_first_response_time",
    Text("First response time, median", "Primera respuesta, mediana"),
    Text(
        "Time to the agent's first message that half of the conversations do not exceed.",
        "Tiempo hasta el primer mensaje del agente que no supera la mitad de las conversaciones.",
    ),
)
FIRST.percentile(
    "p90_first_response_time",
    0.9,
    Text("First response time, p90", "Primera respuesta, p90"),
    Text(
        "Time to the agent's first message that 90 % of the conversations do not exceed.",
        "Tiempo hasta el primer mensaje del agente que no supera el 90 % de las conversaciones.",
    ),
)

LATER = Times(
    CONVERSATIONS,
    "average_response_time_ms",
    HANDLED_TO_THE_END,
    better="lower",
    source="Flex Insights: Average Response Time, as a mean over conversations",
    notes="A mean over conversations and not over messages: each conversation has one mean, and how many messages are "
    "in it is not told, so a long chat weighs as much as a short one. A conversation whose tasks tell several means is "
    f"left out. {TOLD} {DATED}",
    notes_es="Es una media por conversaciones y no por mensajes: cada conversación trae una media sin decir de cuántos "
    "mensajes, así que un chat largo pesa lo mismo que uno corto. Una conversación cuyas tareas traen varias medias "
    f"queda fuera. {TOLD_ES} {DATED_ES}",
    related=("average_first_response_time",),
)
LATER.average(
    "average_response_time",
    Text("Average response time", "Respuesta media a los mensajes"),
    Text(
        "Mean, over conversations, of the time in which the agent answered the customer's messages.",
        "Media, por conversaciones, del tiempo en que el agente respondió a los mensajes del cliente.",
    ),
)

FOCUS = Times(
    CONVERSATIONS,
    "focus_time_ms",
    HANDLED_TO_THE_END,
    better="neither",
    source="Flex Insights: Focus Time",
    notes=f"Until wrap-up begins; the tasks of a conversation added up. {TOLD} {DATED}",
    notes_es=f"Hasta que empieza el trabajo posterior; sumadas las tareas de una conversación. {TOLD_ES} {DATED_ES}",
    related=("average_talk_time_per_conversation", "average_response_time"),
)
FOCUS.average(
    "average_focus_time",
    Text("Average focus time", "Tiempo medio en pantalla"),
    Text(
        "Average time for which the agent had a conversation in focus.",
        "Tiempo medio durante el que el agente tuvo una conversación en pantalla.",
    ),
)
