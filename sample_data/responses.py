"""How fast agents answered what customers wrote, as an integration that sees the messages tells it of a task."""

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import Floats, Ids, uniform

# By channel; a call has no messages. An e-mail has one answer, so the mean of its answers is that one.
_FIRST_S = np.array([np.nan, 24, 75, 60, 200])
_MEAN_S = np.array([np.nan, 38, 110, 85, np.nan])
_FOCUS = np.array([np.nan, 0.62, 0.48, 0.5, 0.86])
_LONGEST = 0.8
"""Share of the talk that an answer takes at most."""


def respond(tasks: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add `first_response_s`, `response_s` and `focus_s` to tasks; null for calls and where nobody has talked.

    They follow from the task's id and its talk, so that nothing else in the sample depends on them.

    Args:
        tasks: `task_uid`, `channel` and `talk_ms` (null where nobody has talked), one row a task.
    """
    ids, channel = tasks["task_uid"].to_numpy(), tasks["channel"].to_numpy()
    talk_s = tasks["talk_ms"].fill_null(0).to_numpy() / 1000
    pace, one, other, focus = (_normal(ids, salt, seed) for salt in (71, 73, 75, 77))
    first = np.minimum(_FIRST_S[channel] * np.exp(0.4 * pace + 0.5 * one), _LONGEST * talk_s)
    mean = np.minimum(_MEAN_S[channel] * np.exp(0.25 * pace + 0.25 * other), _LONGEST * talk_s)
    times = {
        "first_response_s": first,
        "response_s": np.where(channel == centre.MAIL_CHANNEL, first, mean),
        "focus_s": talk_s * np.clip(_FOCUS[channel] + 0.1 * focus, 0.2, 0.98),
    }
    is_told = pl.col("talk_ms").is_not_null() & (pl.col("channel") != centre.VOICE)
    return tasks.with_columns(
        pl.when(is_told).then(pl.Series(seconds).floor().clip(1)).cast(pl.Int64).alias(name)
        for name, seconds in times.items()
    )


def _normal(ids: Ids, salt: int, seed: int) -> Floats:
    """A number of the standard normal distribution for each id (Box and Muller's way); takes `salt` and the next."""
    radius, turn = uniform(ids, salt + 100 * seed), uniform(ids, salt + 1 + 100 * seed)
    drawn: Floats = np.sqrt(-2 * np.log(1 - radius)) * np.cos(2 * np.pi * turn)
    return drawn
