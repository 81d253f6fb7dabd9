"""Numbers whose place can be looked up by hand."""

import subprocess
import sys

import polars as pl
import pytest

from core.geo import locate
from core.geo.gazetteer import area_codes
from core.geo.locate import LEVELS, LOCATED

FACTS = ("country", "state", "area", "city", "area_code", "time_zone", "geolocation_precision")

EXCHANGES = ("2345678", "5551234", "6612345", "8765432")


def one(address: str, default_country: str = "") -> dict[str, object]:
    return locate(pl.Series([address], dtype=pl.String), default_country).row(0, named=True)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("+1 (415) 555-2671", ("US", "CA", None, "San Francisco", "415", "America/Los_Angeles", "area code")),
        ("+12065550100", ("US", "WA", None, "Seattle", "206", "America/Los_Angeles", "area code")),
        ("+12025550100", ("US", "DC", None, "Washington", "202", "America/New_York", "area code")),
        ("+18085550100", ("US", "HI", None, "Honolulu", "808", "Pacific/Honolulu", "area code")),
        ("+14165550100", ("CA", "ON", None, "Toronto", "416", "America/Toronto", "area code")),
        ("+18095551234", ("DO", None, None, None, "809", "America/Santo_Domingo", "country")),
        ("+18295551234", ("DO", None, None, None, "829", "America/Santo_Domingo", "country")),
        ("+17875551234", ("PR", None, None, None, "787", "America/Puerto_Rico", "country")),
        ("+442079460018", ("GB", None, None, "London", None, "Europe/London", "city")),
        ("+447400123456", ("GB", None, None, None, None, "Europe/London", "country")),
        ("+34612345678", ("ES", None, None, None, None, "Europe/Madrid", "country")),
        ("+34932123456", ("ES", None, "Barcelona", "Barcelona", None, "Europe/Madrid", "area")),
        ("+34928123456", ("ES", None, "Las Palmas", "Las Palmas", None, "Atlantic/Canary", "area")),
        ("+523336123456", ("MX", "Jalisco", None, "Guadalajara", None, "America/Mexico_City", "city")),
        ("+5511987654321", ("BR", "São Paulo", None, None, None, "America/Sao_Paulo", "country")),
        ("+551130123456", ("BR", "São Paulo", None, "São Paulo", None, "America/Sao_Paulo", "city")),
        ("+498912345678", ("DE", None, None, "Munich", None, "Europe/Berlin", "city")),
        ("+919876543210", ("IN", None, None, None, None, "Asia/Kolkata", "country")),
        ("+541143211234", ("AR", None, None, "Buenos Aires", None, "America/Argentina/Buenos_Aires", "city")),
        ("+541123456789", ("AR", None, None, "Buenos Aires", None, "America/Argentina/Buenos_Aires", "city")),
        ("+35312222222", ("IE", None, None, "Dublin", None, "Europe/Dublin", "city")),
        ("+73432123456", ("RU", None, None, "Ekaterinburg", None, "Asia/Yekaterinburg", "city")),
        ("+79161234567", ("RU", None, None, None, None, None, "country")),
        ("+61412345678", ("AU", None, None, None, None, None, "country")),
        ("+213551234567", ("DZ", None, None, None, None, "Africa/Algiers", "country")),
        ("+37129123456", ("LV", None, None, None, None, "Europe/Riga", "country")),
    ],
)
def test_a_number_is_where_its_plan_says(address: str, place: tuple[str | None, ...]) -> None:
    assert tuple(one(address)[fact] for fact in FACTS) == place


def test_the_point_of_an_area_code_is_near_its_city() -> None:
    found = one("+14155552671")
    assert (found["latitude"], found["longitude"]) == (pytest.approx(37.8, abs=0.2), pytest.approx(-122.4, abs=0.2))


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("whatsapp:+14155552671", "+14155552671"),
        ("WhatsApp:+14155552671", "+14155552671"),
        ("sms:+34612345678", "+34612345678"),
        ("rcs:+34612345678", "+34612345678"),
        ("tel:+1-415-555-2671;ext=12", "+14155552671"),
        ("sip:+14155552671@pbx.example;transport=tls", "+14155552671"),
        ("sip:%2B14155552671@pbx.example", "+14155552671"),
        ("  +14155552671 ", "+14155552671"),
        ("whatsapp:+5215512345678", "+525512345678"),
        ("+525512345678", "+525512345678"),
    ],
)
def test_the_channel_is_taken_off_the_number(address: str, number: str) -> None:
    assert one(address)["phone_e164"] == number


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        *((word, "anonymous") for word in ("anonymous", "Restricted", "UNAVAILABLE", "blocked", "unknown", "private")),
        *((number, "anonymous") for number in ("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253")),
        ("sip:anonymous@anonymous.invalid", "anonymous"),
        ("whatsapp:+266696687", "anonymous"),
        ("+18005551234", "toll-free"),
        ("+34 900 123 456", "toll-free"),
        ("+80012345678", "toll-free"),
        ("+19002345678", "unknown country"),
        ("+15005551234", "unknown country"),
        ("4155552671", "unknown country"),
        ("72975", "unknown country"),
        ("+14155", "invalid"),
        ("+999123456", "invalid"),
        ("client:alice", "not a phone"),
        ("messenger:1000123", "not a phone"),
        ("sip:alice@pbx.example", "not a phone"),
        ("ana@example.com", "not a phone"),
        ("3f2a9c10-1234-4abc-9def-123456789012", "not a phone"),
        ("", "not a phone"),
        ("   ", "not a phone"),
        ("+", "not a phone"),
    ],
)
def test_what_has_no_place_says_why(address: str, reason: str) -> None:
    found = one(address)
    assert found["place_reason"] == reason
    assert found["geolocation_precision"] == "unknown"
    assert all(found[fact] is None for fact in (*FACTS[:-1], "latitude", "longitude"))


def test_a_reason_is_given_only_where_there_is_no_country() -> None:
    found = locate(pl.Series(["+14155552671", "anonymous", "+442079460018", "+18005551234"]))
    assert found.select((pl.col("country").is_null() == pl.col("place_reason").is_not_null()).all()).item()


@pytest.mark.parametrize(
    ("address", "default_country", "country", "source"),
    [
        ("4155552671", "US", "US", "default"),
        ("612 34 56 78", "ES", "ES", "default"),
        ("+442079460018", "US", "GB", "phone"),
        ("011 34 612345678", "US", "ES", "phone"),
    ],
)
def test_a_country_that_was_assumed_says_so(address: str, default_country: str, country: str, source: str) -> None:
    found = one(address, default_country)
    assert (found["country"], found["country_source"]) == (country, source)


def test_each_address_has_its_row_in_its_place() -> None:
    found = locate(pl.Series(["+442079460018", None, "+14155552671", "+442079460018"]))
    assert found["phone_e164"].to_list() == ["+442079460018", None, "+14155552671", "+442079460018"]
    assert found["country"].to_list() == ["GB", None, "US", "GB"]
    assert found["place_reason"].to_list() == [None, "not a phone", None, None]


def test_no_address_at_all_is_no_row_with_the_same_columns() -> None:
    nothing = locate(pl.Series([], dtype=pl.String))
    assert nothing.is_empty()
    assert nothing.schema == locate(pl.Series(["+14155552671"])).schema == LOCATED


def test_every_level_says_where_it_comes_from_and_what_it_was_made_of() -> None:
    found = one("+523336123456")
    told = {level: (found[f"{level}_source"], found[f"{level}_precision"]) for level in LEVELS}
    assert told == {
        "country": ("phone", "country"),
        "state": ("phone", "state"),
        "area": (None, "unknown"),
        "city": ("phone", "city"),
        "geolocation": ("phone", "city"),
        "area_code": (None, "unknown"),
        "time_zone": ("phone", "city"),
    }


def test_a_level_has_a_source_and_a_precision_when_it_is_known_and_only_then() -> None:
    found = locate(
        pl.Series(["+14155552671", "+18095551234", "anonymous", "+79161234567", "+34932123456", "+18005551234"])
    )
    for level in LEVELS:
        value = "latitude" if level == "geolocation" else level
        known = found[value].is_not_null()
        assert found[f"{level}_source"].is_not_null().equals(known), level
        assert (found[f"{level}_precision"] != "unknown").equals(known), level


@pytest.mark.parametrize(
    ("address", "kind", "country"),
    [
        ("+34612345678", "mobile", "ES"),
        ("+14155552671", "fixed line or mobile", "US"),
        ("+34900123456", "toll free", "ES"),
        ("+18005551234", "toll free", None),
        ("+15005551234", "personal number", None),
        ("+447400123456", "mobile", "GB"),
        ("+14155", None, None),
    ],
)
def test_kind_and_issuing_country_are_facts_of_the_number(address: str, kind: str | None, country: str | None) -> None:
    found = one(address)
    assert (found["number_type"], found["phone_country"]) == (kind, country)


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("+18506123456", "America/New_York"),
        ("+18504361234", "America/Chicago"),
        ("+19156123456", "America/Denver"),
        ("+14805551234", "America/Phoenix"),
        ("+13174561234", "America/Indiana/Indianapolis"),
        ("+12703651234", "America/Chicago"),
        ("+12707651234", "America/New_York"),
    ],
)
def test_an_area_code_of_two_clocks_follows_the_number(address: str, zone: str) -> None:
    assert one(address)["time_zone"] == zone


def test_every_area_code_has_state_city_point_and_zone() -> None:
    codes = area_codes()
    examples = pl.DataFrame(
        [(code, f"+1{code}{rest}") for code in codes["area_code"] for rest in EXCHANGES], orient="row"
    )
    found = locate(examples["column_1"]).with_columns(code=examples["column_0"]).filter("is_valid")
    placed = found.filter(pl.col("country").is_in(["US", "CA"]))
    assert sorted(set(codes["area_code"]) - set(placed["code"])) == []
    assert (placed["area_code"] == placed["code"]).all()
    assert (
        placed.select("state", "city", "latitude", "longitude", "time_zone").null_count().sum_horizontal().item() == 0
    )
    where = placed.unique("code").group_by("country").len().sort("country")
    assert where.rows() == [("CA", 56), ("US", 359)]


def test_territories_are_countries_of_their_own_in_the_north_american_plan() -> None:
    found = {
        number: one(number)["country"] for number in ("+16715551234", "+13405551234", "+14412951234", "+18765551234")
    }
    assert list(found.values()) == ["GU", "VI", "BM", "JM"]


def test_the_library_of_numbers_is_not_needed_for_plain_numbers() -> None:
    code = "import sys; from core.geo import locate; import polars as pl; locate(pl.Series(['+14155552671']));"
    heavy = "print([name for name in sys.modules if name.startswith('phonenumbers')])"
    loaded = subprocess.run([sys.executable, "-c", code + heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
