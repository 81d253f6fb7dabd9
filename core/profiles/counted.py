"""The words by which the columns of a file of counts and averages are known, in English and Spanish."""

from collections.abc import Mapping

COUNTED: Mapping[str, str] = {
    "started_at": """interval; interval start; interval start time; starttime; period; half hour; day; interval date;
        intervalo; inicio intervalo; inicio del intervalo; franja; franja horaria; periodo; dia; tramo; tramo horario;
        media hora""",
    "ended_at": "interval end; interval end time; period end; fin intervalo; fin del intervalo; fin de franja",
    "offered": """offered; calls offered; contacts offered; conversations offered; total calls; calls; inbound calls;
        incoming calls; incoming; offer; entered; total offered; received; calls received; total contacts; contacts;
        volume; ofrecidas; llamadas ofrecidas; recibidas; llamadas recibidas; entrantes; llamadas entrantes;
        total llamadas; llamadas; ofertadas; contactos; contactos ofrecidos; total ofrecidas; total de llamadas""",
    "handled": """handled; calls handled; contacts handled; answered; calls answered; answer; total answered; acdcalls;
        acd calls; conversations handled; total handled; answered calls; handled calls; atendidas; llamadas atendidas;
        contestadas; llamadas contestadas; respondidas; total atendidas; contactos atendidos; atendidos""",
    "abandoned": """abandoned; calls abandoned; abandons; abncalls; aban calls; abandoned calls; total abandoned; lost;
        lost calls; missed; missed calls; abandon; abandonadas; llamadas abandonadas; perdidas; llamadas perdidas;
        no atendidas; total abandonadas; abandonos; abandonados""",
    "flowed_out": """flowed out; flow out; flowout; outflow; outflowcalls; transferred out; overflowed; desbordadas;
        derivadas; salidas por desborde""",
    "answered_within": """answered within; answered in sl; calls within sl; answered within threshold;
        within service level; in service level; answered in threshold; atendidas en umbral; atendidas dentro de umbral;
        atendidas en ns; dentro de nivel de servicio; atendidas en tiempo""",
    "service_level": """service level; sl; sla; service level percent; service level pct; sl pct; sla percent;
        service lvl; tsf; nivel de servicio; ns; nivel servicio; porcentaje nivel de servicio; nds""",
    "abandon_rate": """abandon rate; abandonment rate; abandoned pct; abandon percent; abandonment; abn;
        tasa de abandono; porcentaje de abandono; pct abandono; indice de abandono; tasa abandono""",
    "threshold": "threshold; sl threshold; service level threshold; umbral; umbral ns",
    "average_answer_wait_time": """asa; average speed of answer; avg speed of answer; average wait; average wait time;
        avg wait; avg wait time; average queue time; avg queue time; average time in queue; tiempo medio de espera;
        tiempo promedio de espera; espera media; tme; velocidad media de respuesta; tiempo medio en cola;
        espera promedio""",
    "average_abandon_wait_time": """average time to abandon; avg time to abandon; average abandon time;
        avg abandon time; avg aban time; tiempo medio de abandono; tiempo promedio de abandono;
        tiempo medio hasta abandono""",
    "average_talk_time": """average talk time; avg talk time; average talk; avg talk; att; avg acd time;
        tiempo medio de conversacion; tiempo promedio de conversacion; tmc; conversacion media;
        tiempo medio conversacion""",
    "average_hold_time": """average hold time; avg hold time; average hold; avg hold; tiempo medio de retencion;
        tiempo promedio de retencion; retencion media""",
    "average_wrap_up_time": """average acw; avg acw; average acw time; avg acw time; average wrap up;
        average wrap up time; average after call work; avg wrap; avg after call work; acw medio; tiempo medio acw;
        tiempo medio de cierre; tiempo promedio acw; tiempo medio administrativo""",
    "average_handling_time": """aht; average handle time; average handling time; avg handle time; avg handling time;
        avg handle; average handle; tmo; tma; tiempo medio de operacion; tiempo medio de atencion;
        tiempo promedio de atencion; tiempo medio operativo; tiempo medio operacion; tiempo promedio de operacion;
        tiempo medio de gestion""",
    "answer_wait_time": "total wait time; total speed of answer; total answer time; anstime; tiempo total de espera",
    "abandon_wait_time": "total abandon time; total time to abandon; abntime; tiempo total de abandono",
}
"""Target → phrases that name it, separated by semicolons; sums of talk and the like are called as in other files."""
