"""The house rules in words: what they say of the rows that they decide on, and of the metrics that follow them."""

import polars as pl

from core.metrics import rows
from core.metrics.metric import Text
from core.metrics.targets import answer_within_ms, short_abandon_ms, told_target
from core.metrics.variants import VARIANTS
from core.settings import Settings

TARGETS = {"answer_within_s": answer_within_ms, "short_abandon_s": short_abandon_ms}
SHORT = ("short_abandons", "short_abandon_rate")
REPEATED = ("repeat_contacts", "repeat_contact_rate")
ACTIVITIES = (
    *("logged_in_time", "available_time", "idle_time", "offline_time", "occupancy", "utilisation"),
    *("handled_segments_per_logged_in_hour", "conversations_per_logged_in_hour", "agents_logged_in"),
)
RESOLVED = ("first_contact_resolution", "resolved_rate")
SATISFACTION = ("customer_satisfaction", "satisfied_rate", "satisfaction_answers", "satisfaction_response_rate")
HOURS = ("outside_hours", "outside_hours_rate", "outside_hours_awake", "outside_hours_awake_rate")


def house_rows(rules: Settings) -> tuple[tuple[Text, pl.Expr], ...]:
    """Parts of formulas that follow the house rules, each by what it says under these."""
    waking = Text(rules.waking_hours or "always", rules.waking_hours or "siempre")
    opening = _opening(rules)
    return (
        *((_bracketed(told_target(rules, key)), of(rules)) for key, of in TARGETS.items() if not _is_one(rules, key)),
        (
            Text(
                f"outside opening hours ({opening.en}, {rules.time_zone})",
                f"fuera del horario de apertura ({opening.es}, {rules.time_zone})",
            ),
            rows.outside_hours_of(rules),
        ),
        (
            Text(
                f"within the customer's waking hours ({waking.en}, the customer's own clock)",
                f"en las horas de vigilia del cliente ({waking.es}, reloj del propio cliente)",
            ),
            rows.awake(rules),
        ),
        (
            Text(f"{rules.satisfaction_key} is a number", f"{rules.satisfaction_key} es un número"),
            rows.rated(rules),
        ),
        (Text("customer's time zone is known", "se conoce la zona horaria del cliente"), rows.clock_known()),
        *_returns(rules),
    )


def in_force(metric: str, rules: Settings) -> Text | None:
    """The house rules that a metric follows now, in a line; None of one that follows none."""
    if metric == "service_level":
        return _service_level(rules)
    if metric in SHORT:
        short = told_target(rules, "short_abandon_s")
        return Text(f"Short abandon: up to {short.en}.", f"Abandono corto: hasta {short.es}.")
    if metric in REPEATED:
        days = rules.repeat_within_days
        return Text(f"Repeat contact: within {days} days.", f"Contacto repetido: en {days} días.")
    if metric in RESOLVED:
        return _resolved(metric, rules)
    if metric in SATISFACTION:
        key, least = rules.satisfaction_key, f"{rules.satisfied_from:g}"
        return Text(f"Score: {key}; satisfied from {least}.", f"Puntuación: {key}; satisfecho desde {least}.")
    if metric in HOURS:
        told = _opening(rules)
        return Text(f"Open: {told.en} ({rules.time_zone}).", f"Abierto: {told.es} ({rules.time_zone}).")
    if metric in ACTIVITIES:
        there, away = (", ".join(names) for names in (rules.available_activities, rules.offline_activities))
        return Text(
            f"Available: {there}. Offline: {away or '–'}.", f"Disponible: {there}. Desconectado: {away or '–'}."
        )
    return None


def _returns(rules: Settings) -> tuple[tuple[Text, pl.Expr], ...]:
    """What the days of a repeat contact and the resolved outcomes say of conversations."""
    days, outcomes = rules.repeat_within_days, _outcomes(rules)
    return (
        (
            Text(f"repeat contact within {days} days", f"contacto repetido en {days} días"),
            rows.repeat_contact(rules),
        ),
        (
            Text(f"customer came back within {days} days", f"el cliente volvió en {days} días"),
            rows.came_back(rules),
        ),
        (
            Text(f"{days} days are over at the end of the data", f"pasaron {days} días hasta el final de los datos"),
            rows.is_settled(rules),
        ),
        (Text(f"resolved ({outcomes.en})", f"resuelta ({outcomes.es})"), rows.resolved(rules)),
    )


def _resolved(metric: str, rules: Settings) -> Text:
    """Which outcomes count, and how long the customer has to stay away."""
    days, outcomes = rules.repeat_within_days, _outcomes(rules)
    told = Text(f"Resolved: {outcomes.en}.", f"Resuelta: {outcomes.es}.")
    if metric == "resolved_rate":
        return told
    return Text(f"{told.en} Repeat contact: within {days} days.", f"{told.es} Contacto repetido: en {days} días.")


def _outcomes(rules: Settings) -> Text:
    if not rules.resolved_outcomes:
        return Text("no outcome is named", "no se nombra ningún resultado")
    listed = ", ".join(rules.resolved_outcomes)
    return Text(listed, listed)


def _service_level(rules: Settings) -> Text:
    """Variant and target: without them, the number says nothing."""
    variant = VARIANTS[rules.service_level_variant]
    within, short = (told_target(rules, key) for key in TARGETS)
    return Text(
        f"{variant.label.en}: {variant.formula.en}. In time: answered in less than {within.en}. "
        f"Short abandon: up to {short.en}.",
        f"{variant.label.es}: {variant.formula.es}. A tiempo: atendida en menos de {within.es}. "
        f"Abandono corto: hasta {short.es}.",
    )


def _opening(rules: Settings) -> Text:
    """`Mon-Fri 09:00-18:00; 2 holidays; own hours in Support`."""
    own = [queue.name for queue in rules.queues if rules.opening(queue.name) != rules.opening()]
    days, names = len(rules.holidays), ", ".join(own)
    hours = Text(rules.opening_hours or "always", rules.opening_hours or "siempre")
    return Text(
        hours.en + (f"; holidays: {days}" if days else "") + (f"; hours of their own: {names}" if own else ""),
        hours.es + (f"; festivos: {days}" if days else "") + (f"; con horario propio: {names}" if own else ""),
    )


def _bracketed(text: Text) -> Text:
    return Text(f"({text.en})", f"({text.es})")


def _is_one(rules: Settings, key: str) -> bool:
    """The same for all queues and channels: the formula says it as well."""
    return told_target(rules, key).en == f"{getattr(rules, key)} s"
