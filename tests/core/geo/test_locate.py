"""Numbers whose place can be looked up by hand."""

import subprocess
import sys

import polars as pl
import pytest

from core.geo import locate

FACTS = ("country", "state", "city", "area_code", "time_zone", "geolocation_precision")


def one(address: str, default_country: str = "") -> dict[str, object]:
    return locate(pl.Series([address]), default_country).row(0, named=True)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("+1 (415) 555-2671", ("US", "CA", "San Francisco", "415", "America/Los_Angeles", "area code")),
        ("+12065550100", ("US", "WA", "Seattle", "206", "America/Los_Angeles", "area code")),
        ("+12025550100", ("US", "DC", "Washington", "202", "America/New_York", "area code")),
        ("+18085550100", ("US", "HI", "Honolulu", "808", "Pacific/Honolulu", "area code")),
        ("+14165550100", ("CA", "ON", "Toronto", "416", "America/Toronto", "area code")),
        ("+18095551234", ("DO", None, None, "809", "America/Santo_Domingo", "country")),
        ("+18295551234", ("DO", None, None, "829", "America/Santo_Domingo", "country")),
        ("+17875551234", ("PR", None, None, "787", "America/Puerto_Rico", "country")),
        ("+442079460018", ("GB", None, None, None, "Europe/London", "country")),
        ("+34612345678", ("ES", None, None, None, "Europe/Madrid", "country")),
        ("+34928123456", ("ES", None, None, None, "Atlantic/Canary", "country")),
        ("+919876543210", ("IN", None, None, None, "Asia/Kolkata", "country")),
        ("+541123456789", ("AR", None, None, None, "America/Argentina/Buenos_Aires", "country")),
        ("+79161234567", ("RU", None, None, None, None, "country")),
        ("+61412345678", ("AU", None, None, None, None, "country")),
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
    assert all(found[fact] is None for fact in ("country", "state", "city", "area_code", "latitude", "time_zone"))


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


def test_each_address_has_one_row_in_order_and_null_has_none() -> None:
    found = locate(pl.Series(["+442079460018", None, "+14155552671", "+442079460018"]))
    assert found["address"].to_list() == ["+14155552671", "+442079460018"]


@pytest.mark.parametrize("nothing", [pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.Null)])
def test_no_address_at_all_is_no_row_with_the_same_columns(nothing: pl.Series) -> None:
    assert locate(nothing).schema == locate(pl.Series(["+14155552671"])).schema
    assert locate(nothing).is_empty()


def test_the_heavy_geocoder_is_never_loaded() -> None:
    code = "import sys; from core.geo import locate; import polars as pl; locate(pl.Series(['+14155552671']));"
    heavy = "print([name for name in ('phonenumbers.geocoder', 'phonenumbers.carrier') if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code + heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
