"""The words in tables' cells that say how a contact went, which way, by which channel, and what happened."""

from collections.abc import Mapping

from core.profiles.targets import ABANDONED, CALLBACK, HANDLED, OPEN, VOICEMAIL
from core.profiles.vocabulary import normal

_STATES = {
    HANDLED: """handled; answered; completed; complete; connected; success; successful; attended; accepted; closed;
        resolved; solved; ended; finished; talk; spoke; call answered; call connected; agent answered; ok; completado;
        completada; atendida; atendido; contestada; contestado; respondida; respondido; finalizada; finalizado;
        cerrada; cerrado; resuelta; resuelto; gestionada; gestionado; conectada; conectado; atendida por agente;
        llamada atendida; llamada contestada; exitosa; aceptada; accepted call""",
    ABANDONED: """abandoned; abandon; aband; missed; no answer; noanswer; not answered; unanswered; lost; hung up;
        hangup; hang up; caller hung up; abandoned in queue; abandoned in ring; short abandon; abandoned call;
        missed call; caller disconnected; canceled; cancelled; busy; failed; congestion; declined; rejected; dropped;
        not handled; call missed; no connect; abandonada; abandonado; abandono; perdida; perdido; no atendida;
        no atendido; no contestada; no contestado; sin respuesta; no responde; colgada; cuelga; llamada perdida;
        llamada abandonada; abandona; abandono en cola; cancelada; cancelado; ocupado; comunica; fallida; fallido;
        rechazada; no contesta; desistida; abandonada en cola""",
    VOICEMAIL: """voicemail; voice mail; vm; left voicemail; voicemail left; message left; buzon; buzon de voz;
        mensaje de voz; dejo mensaje; correo de voz""",
    CALLBACK: """callback; call back; callback requested; callback request; scheduled callback; requested callback;
        devolucion; devolucion de llamada; rellamada; solicita llamada; llamada programada""",
    OPEN: """in progress; ongoing; active; open; live; queued; waiting; pending; in queue; ringing; en curso; activa;
        activo; abierta; abierto; pendiente; en cola; en espera""",
}
_DIRECTIONS = {
    "Inbound": """inbound; in; incoming; entrante; entrada; recibida; received; in bound; inbound call; i; ib; input;
        llamada entrante; queue; incoming call; entrantes; inboundcall""",
    "Outbound": """outbound; out; outgoing; saliente; salida; realizada; emitida; placed; dialed; manual; o; ob;
        outbound api; outbound dial; llamada saliente; outgoing call; salientes; out bound; outbound call; preview;
        emision""",
    "Internal": "internal; interna; interno; agent to agent; intern; internal call; llamada interna; extension",
}
_CHANNELS = {
    "voice": """voice; call; calls; phone; telephone; telephony; audio; voz; llamada; llamadas; telefono; telefonica;
        telefonico; pstn; phone call""",
    "chat": "chat; webchat; web chat; live chat; messaging; chat web; mensajeria; message; messages",
    "email": "email; e mail; mail; correo; correo electronico",
    "sms": "sms; text; text message; mensaje de texto",
    "whatsapp": "whatsapp; whats app; wa; wsp",
    "video": "video; videollamada; video call; videocall",
    "facebook": "facebook; messenger; facebook messenger",
    "web": "web; form; web form; formulario; formulario web",
}
_EVENTS = {
    "task.created": """call started; call start; started; created; new call; call arrived; initiated;
        conversation start; call received; received; inicio; inicio llamada; llamada iniciada; iniciada; creada;
        llamada recibida; entrada llamada; start; call initiated; arrived""",
    "task-queue.entered": """queued; enqueued; enterqueue; enter queue; entered queue; queue; call queued; in queue;
        queue entered; join queue; joined queue; queue start; entra en cola; encolada; en cola; entrada en cola;
        encolado; entra cola""",
    "reservation.created": """ringing; ring; ringing agent; offered; alerting; offer; agent ringing; agent offered;
        rang; alert; timbrando; timbra; ofrecida; suena; llamando agente; sonando; timbre""",
    "reservation.accepted": """answered; answer; connected; connect; accepted; agent answered; call answered; pickup;
        picked up; agent connected; atendida; contestada; respondida; conectada; aceptada; contesta; atiende;
        respuesta; agent accepted""",
    "reservation.timeout": """ringnoanswer; ring no answer; missed; no answer; agent no answer; rona; not answered;
        no contestada; perdida por agente; no contesta; sin respuesta; agente no contesta; missed by agent""",
    "reservation.rejected": "rejected; declined; agent rejected; refused; rechazada; rechaza; rechazada por agente",
    "participant.hold": """hold; held; on hold; hold start; hold started; put on hold; retenida; retencion;
        inicio retencion; en retencion; en espera; inicio espera""",
    "participant.unhold": """unhold; resumed; resume; unheld; hold end; hold ended; off hold; retrieved; recuperada;
        fin retencion; reanudada; retomada; fin espera""",
    "reservation.wrapup": """wrap up; wrapup; wrap up start; talk end; talk ended; acw start; wrapup started; acw;
        after call work; fin conversacion; inicio acw; post llamada; tipificando; inicio tipificacion;
        fin de conversacion; wrap up started""",
    "reservation.completed": """wrap up end; wrapup end; acw end; wrap up completed; wrapup completed; acw ended;
        fin acw; fin tipificacion; tipificada; fin post llamada; wrap up ended; agent done""",
    "task.transfer-initiated": "transfer; transferred; blindtransfer; attendedtransfer; transferida; transferencia",
    "task.canceled": """abandoned; abandon; caller abandoned; hangup in queue; caller hung up; customer abandoned;
        call abandoned; abandonada; abandono; abandona; cliente abandona; colgada en cola; abandono en cola""",
    "task.completed": """completed; ended; call ended; hangup; hang up; call end; disconnected; completeagent;
        completecaller; complete; finished; end; conversation end; finalizada; fin; fin llamada; colgada; terminada;
        llamada finalizada; cuelga; fin de llamada; desconectada; closed; completada""",
    "worker.activity.update": """status change; state change; agent state; activity change; status changed; presence;
        cambio de estado; login; logout; cambio estado; pause; unpause""",
}


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for ours, phrases in table.items():
        for phrase in phrases.split(";"):
            words.setdefault(" ".join(phrase.split()), ours)
    return words


STATES, DIRECTIONS, CHANNELS, EVENTS = (_by_word(table) for table in (_STATES, _DIRECTIONS, _CHANNELS, _EVENTS))
"""Word, as `normal` writes it → ours."""

YES = frozenset(["yes", "y", "true", "t", "1", "si", "s", "x", "verdadero", "sí"])
NO = frozenset(["no", "n", "false", "f", "0", "falso"])

SAYS_ABANDONED = ("abandon", "missed", "perdida", "perdid", "no atendid", "no contestad", "lost")
SAYS_HANDLED = ("answered", "handled", "atendid", "contestad", "respondid", "connected", "completed")


def states_of_flag(words: str) -> dict[bool, str]:
    """What yes and no mean in a column whose header says what is asked; none when it does not."""
    if any(part in words for part in SAYS_ABANDONED):
        return {True: ABANDONED, False: HANDLED}
    return {True: HANDLED, False: ABANDONED} if any(part in words for part in SAYS_HANDLED) else {}


def translate(values: list[str], words: Mapping[str, str]) -> dict[str, str]:
    """Those of the values that are known words, with what they are in ours."""
    return {value: words[key] for value in values if (key := normal(value)) in words}


def translate_states(values: list[str], header: str) -> dict[str, str]:
    """How a column's values say that a contact went; its header, when they are yes and no."""
    flags = states_of_flag(header)
    if flags and all(normal(value) in YES | NO for value in values):
        return {value: flags[normal(value) in YES] for value in values}
    return translate(values, STATES)
