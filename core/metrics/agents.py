"""Agents' time: what of it was spent in which activity, how much was work on conversations, and how many at once.

Sums over stretches of WORKLOAD, in which time with two conversations passes once: busy time is a union.
"""

from core.metrics.measure import HOUR_MS, Formula, Ratio, count, distinct, total
from core.metrics.metric import Text, metric
from core.metrics.rows import ACTIVITY_KNOWN, BUSY, TALKED, available, logged_in, offline
from core.schema.tables import SEGMENTS, WORKLOAD
from core.settings import Settings

STRETCH = "stretch_ms"


@metric(
    label=Text("Activity time", "Tiempo en actividad"),
    meaning_es="Tiempo que los agentes pasaron en una actividad conocida; se divide por actividad.",
    unit="ms",
    better="neither",
    source="Flex Insights: Workload Activity Time",
    notes_es=(
        "Desconectado es también una actividad: sin ella, el tiempo es el tiempo conectado. Un estado que aún "
        "dura cuenta hasta el final de los datos."
    ),
)
def activity_time(_: Settings) -> Formula:
    """Time that agents spent in a known activity; split it by activity.

    Offline is an activity too: without it the time is the logged-in time. A status that still holds lasts until the end
    of the data.
    """
    return total(WORKLOAD, STRETCH, ACTIVITY_KNOWN)


@metric(
    label=Text("Logged-in time", "Tiempo conectado"),
    meaning_es="Tiempo que los agentes pasaron en cualquier actividad que la casa no cuenta como desconexión.",
    unit="ms",
    better="neither",
    source="house definition: all activities but offline_activities",
    notes_es="El tiempo sin actividad conocida no está aquí: nadie sabe si el agente estaba conectado.",
    related=("activity_time", "offline_time", "agents_logged_in"),
)
def logged_in_time(rules: Settings) -> Formula:
    """Time that agents spent in any activity that the house does not count as offline.

    Time without a known activity is not here: nobody knows whether the agent was logged in.
    """
    return total(WORKLOAD, STRETCH, logged_in(rules))


@metric(
    label=Text("Available time", "Tiempo disponible"),
    meaning_es="Tiempo que los agentes pasaron en una actividad en la que se les ofrecen conversaciones.",
    unit="ms",
    better="neither",
    source="Flex Insights: Activity - Available",
    notes_es=(
        "El trabajo en una conversación no lo interrumpe: quien habla está disponible según su estado y, además, "
        "ocupado."
    ),
    related=("logged_in_time", "idle_time"),
)
def available_time(rules: Settings) -> Formula:
    """Time that agents spent in an activity in which conversations are offered to them.

    Work on a conversation does not interrupt it: the agent who talks is available by the status, and busy besides.
    """
    return total(WORKLOAD, STRETCH, available(rules))


@metric(
    label=Text("Idle time", "Tiempo de espera del agente"),
    meaning_es="Tiempo que los agentes pasaron disponibles y sin ninguna conversación.",
    unit="ms",
    better="neither",
    source="Flex Insights: Workload Idle Time",
    notes_es="El timbre de las ofertas entrantes es tiempo de espera: el agente aguarda.",
    related=("busy_time", "occupancy"),
)
def idle_time(rules: Settings) -> Formula:
    """Time that agents spent available and without any conversation.

    Ringing of inbound offers is idle time: the agent waits.
    """
    return total(WORKLOAD, STRETCH, available(rules) & ~BUSY)


@metric(
    label=Text("Offline time", "Tiempo desconectado"),
    meaning_es="Tiempo que los agentes pasaron en una actividad que la casa cuenta como desconexión.",
    unit="ms",
    better="neither",
    source="Flex Insights: Workload Offline Time",
    notes_es="También mientras aún trabajaban en una conversación, como el cierre de la última.",
)
def offline_time(rules: Settings) -> Formula:
    """Time that agents spent in an activity that the house counts as offline.

    Also while they still worked on a conversation, such as the wrap-up of the last one.
    """
    return total(WORKLOAD, STRETCH, offline(rules))


@metric(
    label=Text("Busy time", "Tiempo ocupado"),
    meaning_es="Tiempo en que los agentes trabajaron en una o varias conversaciones; cada momento cuenta una vez.",
    unit="ms",
    better="neither",
    source="house definition: the union of talk and wrap-up, and of ringing on outbound conversations",
    notes_es=(
        "Desde la respuesta (en las salientes, desde el timbre) hasta el final del cierre, retenciones incluidas; "
        "en cualquier actividad y aunque no se conozca ninguna. Dos chats a la vez son un solo tramo ocupado, así "
        "que esto es menos que el tiempo total de gestión. Los segmentos dañados quedan fuera; una conversación "
        "en curso cuenta hasta el final de los datos, 24 horas como máximo."
    ),
    related=("occupancy", "utilisation", "concurrency", "total_handling_time"),
)
def busy_time(_: Settings) -> Formula:
    """Time that agents worked on one conversation or on several at once; each moment counts once.

    From the answer (outbound: from ringing) to the end of wrap-up, holds included; in any activity, and in none that is
    known. Two chats at once are one busy stretch, so this is less than the total handling time. Corrupted segments are
    left out; a conversation in progress counts until the end of the data, for 24 hours at most.
    """
    return total(WORKLOAD, STRETCH, BUSY)


@metric(
    label=Text("Occupancy", "Ocupación"),
    meaning_es="Parte del tiempo de trabajo y de espera de los agentes en la que trabajaron en conversaciones.",
    unit="%",
    better="neither",
    source="house definition: busy time ÷ (busy time + idle time)",
    notes_es=(
        "Nunca supera el 100 %, por muchas conversaciones que se solapen. El trabajo cuenta en cualquier "
        "actividad, también desconectado; las pausas sin trabajo no cuentan. El tiempo sin actividad conocida "
        "queda fuera de ambos lados: no se sabe si el agente esperaba entre las conversaciones, así que un agente "
        "sin ningún estado no tiene ocupación."
    ),
    related=("utilisation", "concurrency"),
)
def occupancy(rules: Settings) -> Formula:
    """Share of agents' busy and idle time that was busy.

    Never above 100 %, however many conversations overlap. Work counts in whatever activity it was done, offline too;
    breaks without work do not count at all. Time without a known activity is left out of both sides: whether the agent
    was idle between the conversations is not known, so an agent without any status has no occupancy.
    """
    busy = ACTIVITY_KNOWN & BUSY
    return total(WORKLOAD, STRETCH, busy) / total(WORKLOAD, STRETCH, busy | available(rules))


@metric(
    label=Text("Utilisation", "Utilización"),
    meaning_es="Parte del tiempo conectado en la que los agentes trabajaron en conversaciones.",
    unit="%",
    better="neither",
    source="house definition: busy time while logged in ÷ logged-in time",
    notes_es=(
        "Nunca supera el 100 %. Las pausas, la formación y similares están en el denominador, a diferencia de la "
        "ocupación. El trabajo hecho desconectado no está en ningún lado."
    ),
)
def utilisation(rules: Settings) -> Formula:
    """Share of the logged-in time in which agents worked on conversations.

    Never above 100 %. Breaks, training and the like are below the line, unlike in occupancy. Work done while offline is
    on neither side.
    """
    return total(WORKLOAD, STRETCH, logged_in(rules) & BUSY) / total(WORKLOAD, STRETCH, logged_in(rules))


@metric(
    label=Text("Conversations at once", "Conversaciones a la vez"),
    meaning_es="Media de conversaciones simultáneas de un agente ocupado, ponderada por el tiempo.",
    unit="ratio",
    better="neither",
    source="house definition: time-weighted mean of Flex Insights' Parallel Conversations",
    notes_es="Es 1 cuando nunca hay más de una; el tiempo de espera no está en ningún lado.",
)
def concurrency(_: Settings) -> Formula:
    """Mean number of conversations that a busy agent worked on at once, weighted by time.

    1 when there is never more than one; idle time is on neither side.
    """
    return total(WORKLOAD, "parallel_ms", BUSY) / total(WORKLOAD, STRETCH, BUSY)


@metric(
    label=Text("Handled per logged-in hour", "Atendidos por hora conectada"),
    meaning_es="Segmentos atendidos por cada hora conectada de los agentes.",
    unit="ratio",
    better="higher",
    source="house definition: segments ÷ logged-in time",
    notes_es=(
        "Un segmento cuenta donde se respondió; las horas, donde transcurrieron: pregúntelo por más tiempo del "
        "que dura una conversación. Por equipo, un segmento pertenece al equipo que nombra su tarea o, si no, al "
        "del agente; las horas, al del agente."
    ),
    related=("segments", "logged_in_time", "average_handling_time"),
)
def handled_segments_per_logged_in_hour(rules: Settings) -> Formula:
    """Segments handled for each hour that agents were logged in.

    A segment counts where it was answered, the hours where they passed: ask it for longer than a conversation lasts. By
    team, a segment belongs to the team that its task names, else the agent's; the hours to the agent's.
    """
    return Ratio(count(SEGMENTS, TALKED), total(WORKLOAD, STRETCH, logged_in(rules)), HOUR_MS)


@metric(
    label=Text("Conversations per logged-in hour", "Conversaciones por hora conectada"),
    meaning_es="Conversaciones atendidas por cada hora conectada de los agentes.",
    unit="ratio",
    better="higher",
    source="house definition: conversations handled ÷ logged-in time",
    notes_es=(
        "Una conversación que pasa por dos agentes cuenta una vez en total y una vez para cada uno de ellos. Cuenta "
        "donde se respondieron sus segmentos; las horas, donde transcurrieron."
    ),
    related=("conversations", "handled_segments_per_logged_in_hour"),
)
def conversations_per_logged_in_hour(rules: Settings) -> Formula:
    """Conversations handled for each hour that agents were logged in.

    A conversation that passes through two agents counts once in total and once for each of them. It counts where its
    segments were answered, the hours where they passed.
    """
    return Ratio(distinct(SEGMENTS, "conversation_id", TALKED), total(WORKLOAD, STRETCH, logged_in(rules)), HOUR_MS)


@metric(
    label=Text("Agents logged in", "Agentes conectados"),
    meaning_es="Agentes distintos que estuvieron conectados en algún momento.",
    unit="count",
    better="neither",
    source="house definition",
    notes_es=(
        "En cada intervalo, cada agente cuenta una vez, por breve que fuera la visita; los intervalos no se "
        "pueden sumar."
    ),
)
def agents_logged_in(rules: Settings) -> Formula:
    """Different agents who were logged in at some moment.

    Within an interval each agent counts once, however short the visit; over several intervals they never add up.
    """
    return distinct(WORKLOAD, "agent_id", logged_in(rules))
