"""The ways to count service level that are in use, under one roof: the same calls, other numbers.

All of them speak of inbound conversations that an agent answered, or that the customer gave up before anybody did, each
once, by its first wait. A conversation that was answered and later lost in a transfer is an answered one. Follow-ups
(voicemail, callback) and conversations that still wait, or are in their first talk, are neither above nor below the
line: none of them is an answer or an abandon yet. An answer is in time when the wait is *less* than the target, unless
a variant says otherwise; whoever publishes `within` says not on which side the edge is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from core.metrics.measure import Ratio, count
from core.metrics.metric import Text
from core.metrics.rows import ANSWERED, GIVEN_UP, INBOUND, NEVER_CONNECTED, WAIT, short_abandon
from core.metrics.targets import answer_within_ms, short_abandon_ms
from core.schema.tables import CONVERSATIONS
from core.settings import Settings

GAVE_UP_AFTER = pl.col("abandon_time_ms")
OFFERED = INBOUND & (ANSWERED | GIVEN_UP)
"""Answered, or given up before anybody answered."""

Where = Callable[[Settings], pl.Expr]


@dataclass(frozen=True)
class Variant:
    """One way to count service level.

    Args:
        name: as in the settings.
        label: what it does with those who gave up.
        formula: in a line.
        users: who counts so.
        notes: what surprises.
        source: where it is published.
        subject: the conversations below the line.
        met: which of those count as served in time; the numerator is always `subject & met`, so that no conversation
            is above the line that is not below it.
    """

    name: str
    label: Text
    formula: Text
    users: Text
    notes: Text
    source: str
    subject: Where
    met: Where

    def above(self, rules: Settings) -> pl.Expr:
        """The conversations above the line."""
        return self.subject(rules) & self.met(rules)

    def ratio(self, rules: Settings) -> Ratio:
        """The service level."""
        return count(CONVERSATIONS, self.above(rules)) / count(CONVERSATIONS, self.subject(rules))


def answered_in_time(rules: Settings) -> pl.Expr:
    """Answered in less than the target."""
    return ANSWERED & WAIT.lt(answer_within_ms(rules))


def gave_up_early(rules: Settings) -> pl.Expr:
    """Given up in less than the target, before anybody answered; what is not known is not early."""
    return NEVER_CONNECTED & GAVE_UP_AFTER.lt(answer_within_ms(rules)).fill_null(False)


def gave_up_short(rules: Settings) -> pl.Expr:
    """Given up within the short-abandon time, its end included; what is not known is not short."""
    return short_abandon(rules).fill_null(False)


def _answered(_: Settings) -> pl.Expr:
    return INBOUND & ANSWERED


def _offered(_: Settings) -> pl.Expr:
    return OFFERED


def _without_early(rules: Settings) -> pl.Expr:
    return OFFERED & ~gave_up_early(rules)


def _without_short(rules: Settings) -> pl.Expr:
    return OFFERED & ~gave_up_short(rules)


def _without_shorter(rules: Settings) -> pl.Expr:
    return OFFERED & ~(NEVER_CONNECTED & GAVE_UP_AFTER.lt(short_abandon_ms(rules)).fill_null(False))


def _answered_or_gave_up_early(rules: Settings) -> pl.Expr:
    return answered_in_time(rules) | gave_up_early(rules)


def _answered_or_gave_up_short(rules: Settings) -> pl.Expr:
    return answered_in_time(rules) | gave_up_short(rules)


ICMI = "ICMI, Service Level Calculations (2002); callcentrehelper.com, Service Level Threshold Calculations"
CISCO = "Cisco Unified Intelligence Center, user guide: Service Level"
GENESYS = "Genesys Cloud, Configure the service level calculation"

_DECLARED = (
    Variant(
        "short_abandons_left_out",
        Text("Short abandons left out", "Sin los abandonos cortos"),
        Text(
            "answered in time ÷ (answered + abandoned − short abandons)",
            "atendidas a tiempo ÷ (atendidas + abandonadas − abandonos cortos)",
        ),
        Text(
            "ICMI, formula 5 with short calls taken out; Genesys Cloud without short abandons",
            "ICMI, fórmula 5 descontando las llamadas cortas; Genesys Cloud sin abandonos cortos",
        ),
        Text(
            "Exactly the short-abandon time is still short. Genesys Cloud's flow-outs are not added.",
            "Exactamente el tiempo de abandono corto sigue siendo corto. No se suman los flow-outs de Genesys Cloud.",
        ),
        f"{ICMI}; {GENESYS}",
        _without_short,
        answered_in_time,
    ),
    Variant(
        "short_abandons_met",
        Text("Short abandons count as served", "Abandonos cortos como atendidos"),
        Text(
            "(answered in time + short abandons) ÷ (answered + abandoned)",
            "(atendidas a tiempo + abandonos cortos) ÷ (atendidas + abandonadas)",
        ),
        Text("ICMI, formula 5", "ICMI, fórmula 5"),
        Text(
            "Exactly the short-abandon time is still short.",
            "Exactamente el tiempo de abandono corto sigue siendo corto.",
        ),
        ICMI,
        _offered,
        _answered_or_gave_up_short,
    ),
    Variant(
        "abandons_failed",
        Text("Every abandon counts as missed", "Todo abandono cuenta en contra"),
        Text("answered in time ÷ (answered + abandoned)", "atendidas a tiempo ÷ (atendidas + abandonadas)"),
        Text(
            "ICMI, formula 3; Cisco with negative impact of abandoned calls; Genesys Cloud with abandons and short "
            "abandons",
            "ICMI, fórmula 3; Cisco con impacto negativo de las abandonadas; Genesys Cloud con abandonos y abandonos "
            "cortos",
        ),
        Text(
            "Cisco counts a call as soon as it has waited for the target; here it counts once it is answered or given "
            "up, which is the same when nobody waits any more. Genesys Cloud's flow-outs are not added.",
            "Cisco cuenta la llamada en cuanto ha esperado hasta el umbral; aquí cuenta al atenderse o abandonarse, lo "
            "mismo cuando ya nadie espera. No se suman los flow-outs de Genesys Cloud.",
        ),
        f"{ICMI}; {CISCO}; {GENESYS}",
        _offered,
        answered_in_time,
    ),
    Variant(
        "abandons_left_out",
        Text("Answered only", "Solo las atendidas"),
        Text("answered in time ÷ answered", "atendidas a tiempo ÷ atendidas"),
        Text("ICMI, formula 2; Genesys Cloud without abandons", "ICMI, fórmula 2; Genesys Cloud sin abandonos"),
        Text(
            "Says nothing of those who gave up: it rises when the impatient leave. Genesys Cloud's text with both "
            "switches off would take short abandons off twice; here once.",
            "No dice nada de quienes abandonaron: sube cuando se van los impacientes. El texto de Genesys Cloud con "
            "ambas opciones desactivadas restaría dos veces los abandonos cortos; aquí, una.",
        ),
        f"{ICMI}; {GENESYS}",
        _answered,
        answered_in_time,
    ),
    Variant(
        "early_abandons_left_out",
        Text("Early abandons left out", "Sin los abandonos tempranos"),
        Text(
            "answered in time ÷ (answered + abandoned after the target)",
            "atendidas a tiempo ÷ (atendidas + abandonadas después del umbral)",
        ),
        Text(
            "ICMI, formula 4; Cisco with abandoned calls ignored",
            "ICMI, fórmula 4; Cisco sin contar las abandonadas",
        ),
        Text(
            "Giving up after exactly the target counts against it. Cisco counts a call as soon as it has waited for "
            "the target; here it counts once it is answered or given up.",
            "Abandonar exactamente en el umbral cuenta en contra. Cisco cuenta la llamada en cuanto ha esperado hasta "
            "el umbral; aquí cuenta al atenderse o abandonarse.",
        ),
        f"{ICMI}; {CISCO}",
        _without_early,
        answered_in_time,
    ),
    Variant(
        "early_abandons_met",
        Text("Early abandons count as served", "Abandonos tempranos como atendidos"),
        Text(
            "(answered in time + abandoned before the target) ÷ (answered + abandoned)",
            "(atendidas a tiempo + abandonadas antes del umbral) ÷ (atendidas + abandonadas)",
        ),
        Text(
            "ICMI, formula 1; Cisco with positive impact of abandoned calls",
            "ICMI, fórmula 1; Cisco con impacto positivo de las abandonadas",
        ),
        Text(
            "Rises with those who give up early. Giving up after exactly the target counts against it.",
            "Sube con quienes abandonan pronto. Abandonar exactamente en el umbral cuenta en contra.",
        ),
        f"{ICMI}; {CISCO}",
        _offered,
        _answered_or_gave_up_early,
    ),
    Variant(
        "stat_server",
        Text("Shorter abandons left out", "Sin los abandonos aún más cortos"),
        Text(
            "answered in time ÷ (answered + abandoned − abandoned in less than the short-abandon time)",
            "atendidas a tiempo ÷ (atendidas + abandonadas − abandonadas en menos del tiempo de abandono corto)",
        ),
        Text("Genesys Stat Server (service factor)", "Genesys Stat Server (service factor)"),
        Text(
            "As short abandons left out, but giving up after exactly the short-abandon time counts against it.",
            "Igual que sin los abandonos cortos, pero abandonar justo en el tiempo de abandono corto cuenta en contra.",
        ),
        "sggu.com, forum topic 83: service factor by time ranges",
        _without_shorter,
        answered_in_time,
    ),
    Variant(
        "flex_insights",
        Text("Every short wait counts as served", "Toda espera corta como atendida"),
        Text(
            "(answered in time + abandoned before the target, no short abandons) ÷ "
            "(answered + abandoned − short abandons)",
            "(atendidas a tiempo + abandonadas antes del umbral, sin abandonos cortos) ÷ "
            "(atendidas + abandonadas − abandonos cortos)",
        ),
        Text("Flex Insights (SLA), corrected", "Flex Insights (SLA), corregida"),
        Text(
            "As published, short abandons are above the line but not below it, so that it can exceed 100 %; here they "
            "are in neither. It counts segments, that is each wait in a queue; here each conversation counts once, by "
            "its first wait. Both edges are its own: less than the target, longer than the short-abandon time.",
            "Tal como se publica, los abandonos cortos están en el numerador y no en el denominador, así que puede "
            "pasar del 100 %; aquí no están en ninguno. Cuenta segmentos, cada espera en una cola; aquí cada "
            "conversación cuenta una vez, por su primera espera. Los límites son los suyos: menos que el umbral, más "
            "que el tiempo de abandono corto.",
        ),
        "Twilio, Flex Insights: SLA Metrics",
        _without_short,
        _answered_or_gave_up_early,
    ),
)

VARIANTS = {variant.name: variant for variant in _DECLARED}
"""Every variant by its name, in the order in which they are shown."""
