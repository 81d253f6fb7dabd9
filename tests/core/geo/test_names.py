"""Places as people write them."""

import polars as pl
import pytest

from core.geo.gazetteer import countries, states
from core.geo.names import to_country, to_region, to_state


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("deu", "DE"),
        ("Germany", "DE"),
        ("ALEMANIA", "DE"),
        ("Great Britain", "GB"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("The United Kingdom", "GB"),
        ("United States of America", "US"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("EE. UU.", "US"),
        ("Russia", "RU"),
        ("espana", "ES"),
        ("España", "ES"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("NA", "NA"),
        ("Namibia", "NA"),
        ("Narnia", None),
        ("California", None),
    ],
)
def test_a_country_is_recognised(text: str, iso2: str | None) -> None:
    assert pl.select(to_country(pl.lit(text))).item() == iso2


def test_every_name_and_code_of_the_table_leads_back_to_its_country() -> None:
    names = countries().select(
        "iso2", *(to_country(pl.col(name)).alias(name) for name in ("name_en", "name_es", "iso3"))
    )
    wrong = names.filter(~pl.all_horizontal(pl.col("name_en", "name_es", "iso3") == pl.col("iso2")))
    assert wrong.is_empty(), wrong


@pytest.mark.parametrize(
    ("text", "country", "state"),
    [
        ("california", "US", "CA"),
        ("ca", "US", "CA"),
        ("Nueva York", "US", "NY"),
        ("Washington", "US", "WA"),
        ("Washington State", "US", "WA"),
        ("Washington, D.C.", "US", "DC"),
        ("District of Columbia", "US", "DC"),
        ("Québec", "CA", "QC"),
        ("ON", "CA", "ON"),
        ("California", "MX", "California"),
        ("SP", "BR", "São Paulo"),
        ("sao paulo", "BR", "São Paulo"),
        ("jal", "MX", "Jalisco"),
        ("hyogo", "JP", "Hyogo"),
        ("Bayern", "DE", "Bayern"),
        ("Elsewhere", "US", "Elsewhere"),
    ],
)
def test_states_of_two_countries_become_codes_and_others_stay(text: str, country: str, state: str) -> None:
    assert pl.select(to_state(pl.lit(text), pl.lit(country))).item() == state


def test_every_state_name_leads_to_its_code() -> None:
    named = states().select(
        "state", *(to_state(pl.col(name), pl.col("country")).alias(name) for name in ("name_en", "name_es"))
    )
    assert named.filter((pl.col("name_en") != pl.col("state")) | (pl.col("name_es") != pl.col("state"))).is_empty()


@pytest.mark.parametrize(("text", "region"), [("latin america", "Latin America"), ("EMEA", "EMEA")])
def test_the_six_regions_are_recognised_and_others_kept(text: str, region: str) -> None:
    assert pl.select(to_region(pl.lit(text))).item() == region
