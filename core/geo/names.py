"""Places as people and platforms write them, in any case: brought to the codes that the model uses."""

from functools import cache

import polars as pl

from core.geo.gazetteer import REGIONS, countries, plan_places, states

COUNTRY_ALIASES = {
    "great britain": "GB",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "united states of america": "US",
    "america": "US",
    "estados unidos de america": "US",
    "eeuu": "US",
    "ee uu": "US",
    "russian federation": "RU",
    "holland": "NL",
    "holanda": "NL",
    "czech republic": "CZ",
    "republica checa": "CZ",
    "republic of ireland": "IE",
    "korea": "KR",
    "republic of korea": "KR",
    "turkey": "TR",
    "ivory coast": "CI",
    "hong kong": "HK",
    "macau": "MO",
    "burma": "MM",
    "swaziland": "SZ",
    "macedonia": "MK",
    "cape verde": "CV",
    "uae": "AE",
    "viet nam": "VN",
}
"""Names in use that neither English nor Spanish CLDR lists; keys as `plain` makes them."""

STATE_ALIASES = {
    ("US", "DC"): ("washington dc",),
    ("US", "WA"): ("washington state",),
    ("CA", "QC"): ("pq",),
    ("CA", "NL"): ("newfoundland", "nf"),
    ("CA", "YT"): ("yukon territory", "yk"),
}

UNACCENTED = {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
"""Letters that stand for themselves in Unicode, not for a letter with an accent."""


BEHIND = r"(?:, | - )([^,/]+)$"
"""What stands behind the town in a numbering plan's text, such as a state's abbreviation: Araioses - MA."""


def blank_to_null(text: pl.Expr) -> pl.Expr:
    """Text without the blanks around it; null when nothing is left."""
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def plain(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents, points and double blanks: what two spellings of one name have in common."""
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}|\.", "").str.to_lowercase().str.replace_many(UNACCENTED)
    return bare.str.replace_all(r"[\s,'’‘ʻʼ()_-]+", " ").str.strip_chars()


def to_country(text: pl.Expr) -> pl.Expr:
    """ISO 3166-1 alpha-2 of a code or an English or Spanish name; null when the text names no country."""
    return _known(plain(text).str.strip_prefix("the "), _country_codes())


def to_region(text: pl.Expr) -> pl.Expr:
    """One of the six regions in its own spelling, otherwise the text as it is (a house may have its own regions)."""
    return pl.coalesce(_known(plain(text), {region.lower(): region for region in REGIONS}), text)


def to_state(text: pl.Expr, country: pl.Expr) -> pl.Expr:
    """The code of a state of the United States or a province of Canada; elsewhere the name that the numbering plan has
    for it, where it has one; otherwise the text as it is.
    """
    return pl.coalesce(_known(country + " " + plain(text), _state_codes()), text)


def _known(key: pl.Expr, names: dict[str, str]) -> pl.Expr:
    return key.replace_strict(names, default=None, return_dtype=pl.String)


@cache
def _country_codes() -> dict[str, str]:
    known = countries()
    names = known.unpivot(index="iso2", on=["name_en", "name_es", "iso3", "iso2"], value_name="name")
    keys = names.select(plain(pl.col("name")), "iso2")
    return dict(keys.iter_rows()) | COUNTRY_ALIASES


@cache
def _state_codes() -> dict[str, str]:
    known = states()
    names = known.with_columns(code="state").unpivot(
        index=["country", "state"], on=["name_en", "name_es", "code"], value_name="name"
    )
    plans = plan_places().select("country", "state", name=pl.col("description").str.extract(BEHIND)).drop_nulls("state")
    written = (
        pl.concat([plans, plans.with_columns(name="state")]).drop_nulls().unique().sort("country", "state", "name")
    )
    keys = pl.concat([written, names.select(written.columns)]).select(
        pl.col("country") + " " + plain(pl.col("name")), "state"
    )
    aliases = {f"{country} {alias}": code for (country, code), list_ in STATE_ALIASES.items() for alias in list_}
    return dict(keys.iter_rows()) | aliases
