"""What regions, the places of rules and mistakes are called in the reader's language."""

from functools import cache

import polars as pl

from core.geo.gazetteer import REGIONS, area_codes
from core.regions import Mistake
from core.settings import RegionRule
from ui.labels import plain, state_label, value_label
from ui.words import say


def region_name(label: str | None) -> str:
    """A region as it is read: the six default ones in the reader's language."""
    return value_label("region", label)


def region_label(name: str) -> str:
    """The label that somebody means: a default region may be written in the reader's language."""
    words = " ".join(name.split())
    default = {region_name(region).casefold(): region for region in REGIONS}
    return default.get(words.casefold(), words)


def place_name(country: str | None, state: str | None = None, area_code: str | None = None) -> str:
    """A country, a state with its country, or an area code with its city."""
    if area_code:
        return " · ".join(filter(None, (area_code, _city(area_code))))
    named = (state_label(state, country) if state else "", value_label("country", country))
    return ", ".join(filter(None, named))


def rule_place(rule: RegionRule) -> str:
    """The place of a rule."""
    return place_name(rule.country, rule.state, rule.area_code)


def mistake_text(mistake: Mistake) -> str:
    """A mistake with its line, as text that nothing in the file can turn into anything else."""
    told = say(
        f"regions.mistake_{mistake.what}",
        value=plain(mistake.value),
        other=plain(mistake.other),
        place=plain(place_name(mistake.country, mistake.state)) if mistake.country else "",
    )
    return f"**{say('regions.line', line=mistake.line)}** {told}"


def _city(area_code: str) -> str:
    return _cities().get(area_code, "")


@cache
def _cities() -> dict[str, str]:
    named = pl.concat_str("city", "state", separator=", ")
    return dict(area_codes().select("area_code", named).iter_rows())
