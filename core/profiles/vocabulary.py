"""The words by which columns are known: what headers say, in English and Spanish, and in common platforms' exports.

Headers are compared as `normal` writes them. Words of a platform stand here only where its own exports are known to
bear them.
"""

import re
import unicodedata
from collections.abc import Mapping

from core.profiles.counted import COUNTED

HEADERS: Mapping[str, str] = {
    "id": """call id; id; conversation id; interaction id; contact id; chat id; session id; call uuid; uuid; uniqueid;
        unique id; ucid; call sid; sid; call key; ticket id; ticket; ticket number; record id; reference; callid;
        id llamada; id de llamada; id de la llamada; identificador; identificador de llamada; id interaccion;
        id de interaccion; id conversacion; id de conversacion; id contacto; id de contacto; id chat; referencia;
        folio; numero de ticket; llamada; call; interaction; conversation; interaccion; id unico; codigo llamada;
        call identifier; interaction identifier""",
    "conversation_id": """master contact id; linkedid; linked id; parent call id; root call id; master id; id maestro;
        conversacion principal""",
    "start": """start; time; hora; start time; started at; started; start date; start datetime; start timestamp;
        call start; call start time; call started; timestamp; date time; datetime; date; call date; calldate;
        call time; created; created at; created time; creation date; date created; date started; time started;
        activity date; segstart; arrival time; arrived at; offered at; received at; received; initiated at;
        initiation timestamp; begin; begin time; contact start; contact start time; conversation start;
        start date time; date and time; datetime utc; fecha; fecha y hora; fecha hora; inicio; hora de inicio;
        hora inicio; fecha de inicio; fecha inicio; fecha hora inicio; fecha y hora de inicio; fecha de llamada;
        fecha llamada; fecha de la llamada; inicio de llamada; inicio llamada; hora de entrada; fecha de entrada;
        fecha entrada; entrada; fecha de creacion; creado; creada; recibida; hora de llegada; llegada;
        fecha de contacto; fecha contacto""",
    "start_time": """time; hour; time of day; call time of day; clock; hora; hora llamada; hora de llamada;
        hora de la llamada; hora contacto""",
    "queue_entry": """queue entry; queued at; enqueued at; enqueued; queue start; queue start time; entered queue;
        entered queue at; queue entry time; enqueue timestamp; entrada en cola; hora de entrada en cola; inicio cola;
        hora entrada cola; entrada cola; encolada""",
    "answer": """answer; answer time; answered at; answer timestamp; answered time; connected at; connect time;
        connected; date connected; pickup time; picked up at; time answered; accepted at; answer date;
        agent answer time; answered; connected to agent at; hora de respuesta; hora respuesta; respuesta; respondida;
        fecha de respuesta; fecha respuesta; hora de atencion; hora atencion; fecha de atencion; fecha atencion;
        contestada a las; atendida a las; hora contestacion; hora de contestacion; inicio conversacion;
        inicio atencion""",
    "end": """end; end time; ended at; ended; end date; end datetime; end timestamp; call end; call end time;
        call ended; date ended; finish; finished at; finish time; completed at; completion time; closed at; closed;
        resolved at; resolved; solved at; hangup time; hang up time; hung up at; disconnect time; disconnected at;
        disconnect timestamp; segstop; stop time; stop; fin; hora de fin; hora fin; fecha fin; fecha de fin;
        fecha hora fin; fecha y hora de fin; final; finalizada; hora de finalizacion; fecha de finalizacion;
        fin de llamada; fin llamada; hora de cierre; fecha de cierre; cierre; termino; hora termino; hora de termino;
        fecha termino; hora final""",
    "status": """status; call status; state; result; call result; disposition; completion status; answered; abandoned;
        abandon; missed; handled; call disposition; action result; contact status; conversation status; outcome;
        answer status; is answered; is abandoned; was answered; was abandoned; category; estado; estado llamada;
        estado de la llamada; estado de llamada; resultado; resultado llamada; resultado de la llamada; atendida;
        atendido; abandonada; abandonado; abandono; contestada; perdida; situacion; estatus; estado final;
        llamada perdida; missed call; call outcome""",
    "wait_time": """wait time; waiting time; wait; time to answer; speed of answer; queue wait time; queue time;
        time in queue; in queue; inqueue; queuetime; total queue; queue duration; wait duration; answer delay;
        waiting duration; time in queue total; ring and queue time; asa; wait seconds; secs to answer;
        seconds to answer; tiempo de espera; espera; tiempo espera; tiempo en cola; tiempo cola; tiempo de cola;
        segundos de espera; duracion espera; duracion de espera; demora; tiempo de respuesta; espera en cola;
        tiempo hasta respuesta; segundos espera""",
    "abandon_time": """abandon time; time to abandon; abandoned time; abandonment time; tiempo de abandono;
        tiempo abandono; tiempo hasta abandono""",
    "ring_time": """ring time; ringing time; ringing; ring; total ringing time; ringtime; ring duration;
        ringing duration; alert time; alerting time; total alert; tiempo de timbre; tiempo de timbrado; timbre;
        tiempo timbre; timbrado; tiempo de ring; tiempo de llamada entrante; tiempo de alerta""",
    "talk_time": """talk time; talk; talking; talktime; total talk; talk duration; conversation time; in call duration;
        duration in call; billsec; agent talk time; talk seconds; talk secs; speaking time; agent time;
        handled duration; tiempo de conversacion; tiempo conversacion; conversacion; tiempo hablado; tiempo de habla;
        tiempo de dialogo; duracion conversacion; duracion de la conversacion; duracion de conversacion; hablado;
        charla; tiempo de charla; segundos hablados; tiempo en conversacion""",
    "hold_time": """hold time; hold; on hold; time on hold; ansholdtime; total hold; hold duration; held time; held;
        customer hold duration; holding time; tiempo de retencion; retencion; tiempo retencion; tiempo en retencion;
        retenida; tiempo en hold; tiempo de hold; tiempo hold; tiempo retenido""",
    "wrap_up_time": """wrap up time; wrapup time; wrap time; wrap up; wrapup; wrap up duration; acw; acw time; acwtime;
        after call work; after call work time; after contact work; after contact work duration; total acw;
        post call time; after call time; wrap; tiempo acw; trabajo posterior; tiempo de trabajo posterior;
        tiempo administrativo; tiempo post llamada; post llamada; tiempo de postllamada; tiempo de cierre;
        tiempo de gestion; gestion posterior; tiempo de codificacion; tiempo de tipificacion; tiempo posterior;
        trabajo post llamada""",
    "handling_time": """handling time; handle time; handle; total handle; aht; handled time; handle duration;
        tiempo de operacion; tiempo de manejo; tiempo de atencion; tiempo atencion; tmo; tiempo total de atencion;
        tiempo operacion; duracion atencion""",
    "total_time": """duration; total time; total duration; call duration; duration total; totals; total; length;
        call length; elapsed; elapsed time; duration seconds; contact duration; conversation duration; duracion;
        duracion total; tiempo total; duracion llamada; duracion de la llamada; duracion de llamada; tiempo de llamada;
        segundos""",
    "agent_id": """agent id; user id; handling user id; agent no; agent login; login; login id; agent code;
        agent number; operator id; anslogin; employee id; agent username; username; id agente; id de agente;
        id del agente; codigo agente; codigo de agente; codigo del agente; usuario agente; login agente; id usuario;
        id operador; extension agente; legajo; matricula; numero de empleado""",
    "agent_name": """agent name; agent; agents; user; user name; users; handling user name; operator; rep;
        representative; advisor; handled by; answered by; assigned to; activity assigned to; owner; assignee; employee;
        employee name; agent full name; staff; agente; nombre agente; nombre del agente; nombre de agente; operador;
        operadora; asesor; ejecutivo; gestor; teleoperador; atendida por; atendido por; usuario; nombre operador;
        nombre del operador; nombre de usuario; empleado; responsable; nombre asesor; asesor comercial""",
    "agent_email": """agent email; agent; user; agente; usuario; operador; operator; assignee; user email;
        handling user email; email agente; correo agente; correo del agente""",
    "team": """team; team name; agent team; teams; agent group; equipo; nombre equipo; equipo agente; grupo de agentes;
        equipo del agente""",
    "department": "department; department name; departamento; area agente; division",
    "queue": """queue; queue name; skill; skill name; acd group; call group; call group name; group; group name;
        ring group; ring groups; queues; line; acd queue; dispsplit; split; hunt group; inbound queue; service;
        service name; cola; nombre cola; nombre de la cola; nombre de cola; grupo; servicio; grupo acd; linea;
        habilidad; cola de atencion; nombre servicio; nombre del servicio; cola servicio""",
    "channel": """channel; media; media type; media name; communication channel; contact channel; contact type;
        interaction type; channel type; medium; canal; medio; tipo de canal; canal de contacto; tipo de contacto;
        tipo canal; canal de atencion; via de contacto""",
    "direction": """direction; call direction; call type; type; inbound outbound; initial direction;
        originating direction; direccion; sentido; tipo de llamada; tipo llamada; tipo; entrante saliente;
        direccion de la llamada; sentido llamada""",
    "customer_id": """customer id; client id; customer number; account number; account id; customer code; crm id;
        patient id; member id; id cliente; id de cliente; id del cliente; numero de cliente; codigo cliente;
        codigo de cliente; nro cliente; dni; nif; rut; cedula; numero de socio""",
    "customer_name": """customer name; customer; client; client name; contact name; caller name; name; contact;
        requester; cliente; nombre cliente; nombre del cliente; nombre de cliente; nombre; contacto; nombre contacto;
        paciente; socio; titular""",
    "customer_phone": """customer phone; phone; phone number; customer number dialed; contact phone number; caller id;
        callerid; caller number; external number; customer phone number; client phone; remote; remote number; mobile;
        msisdn; telephone; telephone number; telefono; numero; numero de telefono; numero telefono; telefono cliente;
        telefono del cliente; numero cliente telefono; movil; celular; telefono de contacto; numero externo;
        telefono contacto""",
    "customer_email": """email; e mail; customer email; email address; mail; client email; contact email; correo;
        correo electronico; correo cliente; email cliente; email del cliente; correo del cliente""",
    "from": """from; ani; calling pty; calling party; calling number; caller; source number; src; origin; from number;
        ani from; ani dialnum; originating number; de; origen; numero origen; numero llamante; llamante;
        numero de origen; telefono origen; desde; remitente""",
    "to": """to; dnis; dialed num; dialed number; called number; called party; destination; dst; to number; dnis to;
        destination number; talkdesk phone number; a; destino; numero destino; numero marcado; llamado; marcado;
        numero de destino; telefono destino; destinatario""",
    "country": "country; country code; customer country; pais; codigo pais; codigo de pais; pais cliente",
    "state": "state; province; region; customer state; provincia; region cliente; departamento cliente; comunidad",
    "city": "city; town; customer city; ciudad; poblacion; localidad; municipio; comuna",
    "zip": "zip; zip code; postal code; postcode; codigo postal; cp",
    "outcome": """outcome; disposition; disposition code; disposition name; wrap up code; wrapup code; wrap code;
        wrap up; reason; contact reason; result description; resolution; reason code; call outcome; topic; subject;
        tipificacion; motivo; codigo de cierre; motivo de contacto; motivo de llamada; motivo llamada; resolucion;
        resultado gestion; resultado de la gestion; codigo de tipificacion; categoria; asunto; gestion; disposicion""",
    "language": "language; lang; customer language; idioma; lengua",
    "campaign": "campaign; campaign name; campana; nombre campana; nombre de campana; nombre de la campana",
    "hang_up_by": """hang up by; hangup by; disconnected by; hung up by; disconnect reason; released by; colgado por;
        quien cuelga; cuelga; finalizada por; desconectado por""",
    "workflow": "workflow; flow; flow name; ivr; ivr path; ivr branch; ivr options; vdn; dispvdn; flujo; menu; ruta",
    "transfers": """transfers; transfer; transferred; transfer count; number of transfers; is transfer; transferencias;
        transferida; transferido; numero de transferencias""",
    "event": """event; event type; event name; verb; type of event; step; evento; tipo de evento; nombre evento;
        nombre del evento; accion; suceso; hito; action; activity type; transition""",
    "activity": """activity; agent status; new status; presence; estado agente; estado del agente; nuevo estado;
        actividad""",
    "event_id": "event id; id evento; id de evento; id del evento; log id; eventid",
    "reservation_id": "reservation id; offer id; leg id; segment id; id oferta; id segmento; assignment id",
}
"""Target → phrases that name it, separated by semicolons. `start_time` is a time of day that belongs to a date."""

_EVENT_TIME = "event time; event timestamp; event date; when; occurred at; fecha evento; hora evento; momento; instante"

PHRASES: dict[str, tuple[str, ...]] = {
    target: tuple(" ".join(phrase.split()) for phrase in phrases.split(";"))
    for target, phrases in {**HEADERS, **COUNTED, "time": _EVENT_TIME}.items()
}
PHRASES["time"] += PHRASES["start"] + PHRASES["start_time"]
PHRASES["started_at"] += PHRASES["start"] + PHRASES["start_time"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNIT = re.compile(
    r"\s(?:in |en )?(?:ms|s|sec|secs|second|seconds|seg|segs|segundos|min|mins|minutes|minutos|hh mm ss|h mm ss|mm ss|"
    r"msec|millis|milliseconds|milisegundos|utc|gmt|local|ticks)$"
)


def normal(header: str) -> str:
    """A header as words: small letters without accents, single spaces; `TalkTime_(s)` → `talk time s`."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header)).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def without_unit(words: str) -> str:
    """The words without the unit or clock at their end: `talk time s` → `talk time`."""
    shorter = _UNIT.sub("", f" {words}").strip()
    return without_unit(shorter) if shorter not in ("", words) else words
