"""Widen: the words that a profile translates, found in more of the file than the sample that it was suggested from."""

from core.profiles import spoken
from core.profiles.features import FEW
from core.profiles.profile import Mapped, Profile
from core.profiles.targets import DIRECTIONS
from core.profiles.typed import raw_text
from core.profiles.vocabulary import normal, without_unit
from core.tabular import Table

MOST_ROWS = 200_000
"""Rows of a file that are looked through for words."""

WORDS = {"direction": spoken.DIRECTIONS, "channel": spoken.CHANNELS, "event": spoken.EVENTS}


def widened(profile: Profile, table: Table, sampled: int) -> Profile:
    """The profile with the translations of words that come only after the sample.

    Args:
        profile: as suggested from the sample.
        table: the whole file.
        sampled: rows of the sample.
    """
    wanted = {target: mapped for target, mapped in profile.columns if target in (*WORDS, "status") and mapped.columns}
    found: dict[str, set[str]] = {target: set() for target in wanted}
    read = 0
    for rows in table.batches() if wanted else ():
        read += rows.count
        for target, mapped in wanted.items():
            told = raw_text(rows.fields, mapped.columns, mapped.missing).drop_nulls().unique()
            found[target].update(told.to_list() if told.len() <= FEW else ())
        if read >= MOST_ROWS:
            break
    if read <= sampled:
        return profile
    return profile.with_(
        columns=tuple(
            (target, _with_words(target, mapped, found[target]) if target in wanted else mapped)
            for target, mapped in profile.columns
        )
    )


def _with_words(target: str, mapped: Mapped, words: set[str]) -> Mapped:
    told = dict(mapped.values)
    new = sorted(words - set(told))
    if target == "status":
        known = spoken.translate_states(new, without_unit(normal(mapped.columns[0]))) if new else {}
    else:
        known = spoken.translate(new, WORDS[target])
    news = {word: ours for word, ours in known.items() if word.casefold() != ours.casefold()}
    otherwise = DIRECTIONS[0] if target == "direction" and len(known) < len(new) else mapped.otherwise
    return Mapped(
        mapped.columns,
        mapped.time_columns,
        mapped.style,
        mapped.missing,
        tuple(sorted((told | news).items())),
        otherwise,
        mapped.always,
    )
