"""Every check, declared once, in the order in which they are listed."""

from core.errors import UnknownName
from core.quality import (
    agents,
    arrivals,
    balance,
    compared,
    counted,
    lives,
    measured,
    offers,
    retold,
    series,
    silence,
    sums,
    tiling,
)
from core.quality.check import (
    ARRIVAL,
    BALANCE,
    CONTENT,
    CONVERSATIONS_OF,
    EVENTS_OF,
    HABIT,
    HOURS_OF,
    INTERVALS_OF,
    LAW,
    LINKS,
    LOADS_OF,
    ORDER,
    RECORDS_OF,
    REPORT,
    SILENCE,
    STATUSES_OF,
    TRACE,
    UNTOLD,
    Check,
    Rule,
)

VOLUME = ("conversations_offered", "conversations", "conversations_abandoned", "abandon_rate", "segments_offered")
WAITS = ("service_level", "average_speed_of_answer", "average_queue_time", "total_queue_time")
WORK = ("average_handling_time", "average_talk_time", "average_wrap_up_time", "total_handling_time")
OFFERS = ("offers", "missed_offers", "missed_offer_rate", "rejected_offers", "average_ring_time")
AGENTS_TIME = ("occupancy", "utilisation", "logged_in_time", "available_time", "idle_time", "activity_time")
PEOPLE = ("unique_customers", "conversations_per_customer", "repeat_contact_rate", "first_contact_resolution")
PLACES = ("placed_rate", "conversations_unplaced", "place_conflicts")
ALL = (*VOLUME, *WAITS, *WORK)
REPORTED = ("reported_offered", "reported_handled", "reported_abandoned", "reported_flowed_out")
REPORTED_RATES = ("reported_abandon_rate", "reported_service_level")
REPORTED_TIMES = (
    *("reported_average_speed_of_answer", "reported_average_abandon_time", "reported_average_handling_time"),
    *("reported_average_talk_time", "reported_average_hold_time", "reported_average_wrap_up_time"),
    "reported_total_handling_time",
)

CHECKS = (
    Check("queue_balance", BALANCE, CONVERSATIONS_OF, LAW, (*VOLUME, *WAITS), balance.unbalanced),
    Check("answers_kept", BALANCE, CONVERSATIONS_OF, LAW, ("conversations", *WORK), sums.answers),
    Check("tasks_kept", BALANCE, CONVERSATIONS_OF, LAW, VOLUME, sums.tasks_kept, of_feed=True),
    Check("parts_add_up", BALANCE, CONVERSATIONS_OF, LAW, (*WAITS, *WORK), sums.parts),
    Check(
        "reports_add_up",
        BALANCE,
        INTERVALS_OF,
        LAW,
        (*REPORTED, *REPORTED_RATES),
        counted.unbalanced_counts,
        of_feed=True,
    ),
    Check("no_gap", ORDER, CONVERSATIONS_OF, LAW, (*WAITS, *WORK), tiling.gaps),
    Check("no_overlap", ORDER, CONVERSATIONS_OF, LAW, (*WAITS, *WORK), tiling.overlaps),
    Check("no_negative_time", ORDER, CONVERSATIONS_OF, LAW, (*WAITS, *WORK), tiling.below_zero),
    Check("reservations_end", ORDER, CONVERSATIONS_OF, LAW, OFFERS, offers.unended),
    Check("reservations_end_once", ORDER, CONVERSATIONS_OF, LAW, OFFERS, offers.ended_twice),
    Check("life_in_order", ORDER, CONVERSATIONS_OF, LAW, (*WAITS, *WORK, "average_ring_time"), offers.out_of_life),
    Check("statuses_tile", ORDER, STATUSES_OF, LAW, AGENTS_TIME, agents.untiled, of_feed=True),
    Check("no_lost_change", ORDER, STATUSES_OF, TRACE, AGENTS_TIME, agents.lost_changes, of_feed=True),
    Check("reported_times", ORDER, INTERVALS_OF, LAW, REPORTED_TIMES, counted.impossible_times, of_feed=True),
    Check("no_missing_event", LINKS, CONVERSATIONS_OF, LAW, (*VOLUME, *WAITS, *WORK), lives.corrupted),
    Check("none_stuck", LINKS, CONVERSATIONS_OF, TRACE, ("conversations_in_progress", *WORK), lives.stuck_open),
    Check("statuses_end", LINKS, STATUSES_OF, TRACE, AGENTS_TIME, agents.endless, of_feed=True),
    Check("tasks_heard", LINKS, CONVERSATIONS_OF, TRACE, (*VOLUME, *WAITS), lives.unheard_tasks),
    Check("offers_have_task", LINKS, EVENTS_OF, TRACE, (*OFFERS, *WORK), lives.offers_without_task, of_feed=True),
    Check(
        "holds_have_call",
        LINKS,
        EVENTS_OF,
        TRACE,
        ("average_hold_time", "hold_rate"),
        lives.holds_without_call,
        of_feed=True,
    ),
    Check("agents_known", LINKS, CONVERSATIONS_OF, TRACE, ("conversations", *AGENTS_TIME), lives.unknown_agents),
    Check(
        "no_missing_day", ARRIVAL, HOURS_OF, Rule(0.0, 0.0), (*ALL, *AGENTS_TIME), silence.missing_days, of_feed=True
    ),
    Check("no_silence", ARRIVAL, HOURS_OF, SILENCE, (*ALL, *AGENTS_TIME), silence.silences, of_feed=True),
    Check(
        "reports_agree",
        ARRIVAL,
        INTERVALS_OF,
        REPORT,
        (*REPORTED[:3], *VOLUME),
        compared.disagreeing,
        of_feed=True,
    ),
    Check(
        "reports_complete",
        ARRIVAL,
        INTERVALS_OF,
        TRACE,
        (*REPORTED, *REPORTED_RATES),
        series.missing_intervals,
        of_feed=True,
    ),
    Check("reports_once", ARRIVAL, INTERVALS_OF, HABIT, REPORTED, counted.counted_twice, of_feed=True),
    Check("records_usable", ARRIVAL, RECORDS_OF, TRACE, ALL, arrivals.rejected, of_feed=True),
    Check("clocks_agree", ARRIVAL, CONVERSATIONS_OF, TRACE, WAITS, arrivals.clock_skew),
    Check("nothing_from_the_future", ARRIVAL, EVENTS_OF, TRACE, ALL, arrivals.future, of_feed=True),
    Check("in_order", ARRIVAL, EVENTS_OF, HABIT, (), arrivals.out_of_order, of_feed=True),
    Check("in_time", ARRIVAL, EVENTS_OF, HABIT, ALL, arrivals.late, of_feed=True),
    Check("once_each", ARRIVAL, RECORDS_OF, HABIT, (), arrivals.duplicates, of_feed=True),
    Check("told_once", ARRIVAL, CONVERSATIONS_OF, LAW, (*ALL, *PEOPLE[1:]), retold.as_two),
    Check(
        "parts_told_once",
        ARRIVAL,
        CONVERSATIONS_OF,
        LAW,
        ("segments_offered", *WAITS[1:], *WORK, "offers"),
        retold.within,
        is_excludable=False,
    ),
    Check("one_name_each", ARRIVAL, LOADS_OF, HABIT, (), arrivals.one_content_two_names, of_feed=True),
    Check("types_known", ARRIVAL, EVENTS_OF, HABIT, (), arrivals.unknown_types, of_feed=True),
    Check("fields_known", ARRIVAL, RECORDS_OF, HABIT, (), arrivals.unknown_fields, of_feed=True),
    Check("customers_known", CONTENT, CONVERSATIONS_OF, TRACE, PEOPLE, lives.without_customer),
    Check("times_told", CONTENT, CONVERSATIONS_OF, UNTOLD, (*WAITS, *WORK), measured.untold),
    Check("numbers_valid", CONTENT, CONVERSATIONS_OF, TRACE, (*PEOPLE, *PLACES), lives.bad_numbers),
    Check("places_agree", CONTENT, CONVERSATIONS_OF, HABIT, PLACES, lives.places_at_odds),
)
"""Every check."""

LAWS = tuple(check.name for check in CHECKS if check.subject in (BALANCE, ORDER, LINKS))
"""Those that are laws: broken, a number is wrong or leaves something out. The others say what to know of the data."""


def check_named(name: str) -> Check:
    """The check of that name.

    Raises:
        UnknownName: there is none.
    """
    known = {check.name: check for check in CHECKS}
    if name not in known:
        raise UnknownName.among("check", name, known)
    return known[name]
