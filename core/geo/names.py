"""Places as people and platforms write them, in any case: brought to the codes that the model uses."""

from functools import cache

import polars as pl

from core.geo.gazetteer import REGIONS, area_codes, countries, states

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


def blank_to_null(text: pl.Expr) -> pl.Expr:
    """Text without the blanks around it; null when nothing is left."""
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def plain(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents, points and double blanks: what two spellings of one name have in common."""
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}|\.", "").str.to_lowercase()
    return bare.str.replace_all(r"[\s,'’()_-]+", " ").str.strip_chars()


def to_country(text: pl.Expr) -> pl.Expr:
    """ISO 3166-1 alpha-2 of a code or an English or Spanish name; null when the text names no country."""
    return _known(plain(text).str.strip_prefix("the "), _country_codes())


def to_region(text: pl.Expr) -> pl.Expr:
    """One of the six regions in its own spelling, otherwise the text as it is (a house may have its own regions)."""
    return pl.coalesce(_known(plain(text), {region.lower(): region for region in REGIONS}), text)


def to_state(text: pl.Expr, country: pl.Expr) -> pl.Expr:
    """The code of a state of the United States or a province of Canada, otherwise the text as it is."""
    return pl.coalesce(_known(country + " " + plain(text), _state_codes()), text)


def to_city(text: pl.Expr) -> pl.Expr:
    """A major city in its own spelling, otherwise the text as it is; capitals become a name (OAKLAND → Oakland)."""
    # Voice platforms write cities in capitals; left so, one city would be counted as two.
    shouted = (text == text.str.to_uppercase()) & (text.str.len_chars() > 3)
    named = pl.when(shouted).then(text.str.to_titlecase()).otherwise(text)
    return pl.coalesce(_known(plain(text), _cities()), named)


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
    keys = names.select(pl.col("country") + " " + plain(pl.col("name")), "state")
    aliases = {f"{country} {alias}": code for (country, code), list_ in STATE_ALIASES.items() for alias in list_}
    return dict(keys.iter_rows()) | aliases


@cache
def _cities() -> dict[str, str]:
    keys = area_codes().select(key=plain(pl.col("city")), city="city").unique().sort("city")
    return dict(keys.iter_rows())
