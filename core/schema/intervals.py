"""Intervals: counts and times that somebody else has added up already, so that no conversation is known of them."""

import polars as pl

from core.schema.column import Column, count, dimension, duration, instant, text
from core.schema.columns import agent_name, channel, direction, file_id, load_id, platform, position, queue_name
from core.schema.table import Table

INTERVALS = Table(
    name="INTERVALS",
    meaning="What a report of another system has added up for one interval, queue, channel, direction and agent.",
    key=("interval_id",),
    sorted_by="started_at",
    columns=(
        text(
            "interval_id",
            "Made of platform, profile, beginning, length, queue, channel, direction and agent: delivered again, a row "
            "takes the place of the one before",
        ),
        instant("started_at", "When the interval begins"),
        duration("length_ms", "How long the interval lasts; a day in which clocks are changed has 23 or 25 hours"),
        text("counted_in", "The time zone (IANA) in which the file counts its hours and days"),
        platform,
        dimension("profile", "The profile by which the file of counts was read"),
        queue_name,
        channel,
        direction,
        agent_name,
        count(
            "offered_count", "Contacts offered; where the file does not tell them, handled, abandoned and flowed out"
        ),
        count("handled_count", "Contacts that an agent handled"),
        count("abandoned_count", "Contacts whose customer gave up"),
        count("flowed_out_count", "Contacts that left for another queue, or otherwise ended without either"),
        count(
            "answered_within_count", "Contacts answered within the threshold; of a percentage, the nearest whole number"
        ),
        count("answerable_count", "Contacts that the service level is a share of, as the profile declares"),
        Column(
            "threshold_s",
            pl.Int64,
            "The threshold with which the file counts its service level, in seconds",
            unit="s",
            groupable=True,
        ),
        duration("answer_wait_ms", "Waits until the answer, added up; of an average, times the contacts it is of"),
        duration("abandon_wait_ms", "Waits of those who gave up, added up; of an average, times the contacts it is of"),
        duration("talk_ms", "Talk time added up; of an average, times the contacts it is of"),
        duration("hold_ms", "Hold time added up; of an average, times the contacts it is of"),
        duration("wrap_up_ms", "After-contact work added up; of an average, times the contacts it is of"),
        duration("handling_ms", "Handling time added up; of an average, times the contacts it is of"),
        file_id,
        position,
        load_id,
    ),
)
