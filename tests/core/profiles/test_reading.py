"""Mistakes in a profile's file are told by their line, with the way out."""

import pytest

from core.errors import DefinitionError
from core.profiles import Mapped, Profile, read_profile, write_profile
from core.tabular import Form

GOOD = """\
platform = "Old system"
time_zone = "Europe/Madrid"
keep = ["Campaign code"]

[columns]
queue = "Cola"

[columns.start]
from = ["Fecha", "Otra"]
time_from = "Hora"
style = "dmy"
missing = ["-"]

[columns.status]
from = "Estado"
values = { "Atendida" = "handled", "Abandonada" = "abandoned" }
otherwise = "left out"

[columns.channel]
always = "voice"
"""


def test_a_file_is_read() -> None:
    profile = read_profile("\ufeff" + GOOD, "calls")
    assert profile == Profile(
        "calls",
        platform="Old system",
        time_zone="Europe/Madrid",
        keep=("Campaign code",),
        columns=(
            ("queue", Mapped(("Cola",))),
            ("start", Mapped(("Fecha", "Otra"), ("Hora",), "dmy", ("-",))),
            (
                "status",
                Mapped(
                    ("Estado",), values=(("Atendida", "handled"), ("Abandonada", "abandoned")), otherwise="left out"
                ),
            ),
            ("channel", Mapped(always="voice")),
        ),
    )
    assert read_profile(write_profile(profile), "calls") == profile


def test_everything_that_a_profile_can_say_is_written_and_read_again() -> None:
    told = (("start", Mapped(('A "b"', "c\n"), style="mdy", always="2026-01-01")), ("talk_time", Mapped(("t",))))
    profile = Profile(
        "x",
        platform="ñ",
        form=Form(delimiter="\t", header_row=3, first_row=5),
        columns=told,
        keep=("*",),
        believe="durations",
        tolerance_s=60.0,
        talk_contains_hold=False,
        end_is="wrap-up",
    )
    assert read_profile(write_profile(profile), "x") == profile
    counted = Profile(
        "y",
        kind="intervals",
        columns=(("started_at", Mapped(("d",))), ("offered", Mapped(("n",)))),
        interval="half_hour",
        threshold_s=20,
        share_of=("handled", "abandoned"),
        counted_at="end",
        volumes=(("hold_time", "offered"),),
    )
    assert read_profile(write_profile(counted), "y") == counted


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("kind = 3", 1, "kind is 3; give a text in quotes"),
        ('\nkind = "conversation"', 2, "did you mean conversations"),
        ("[columns]\nstart = 1", 2, "columns.start is 1"),
        ('[columns]\nstrat = "x"', 2, "did you mean"),
        ('[columns]\nqueue = "x"', 1, "columns.start is missing"),
        ('[columns.start]\nfrom = "x"\nstyle = "dym"', 3, "did you mean"),
        ('[columns.start]\nfrom = "x"\nstile = "dmy"', 3, "did you mean style"),
        ('[columns.start]\nfrom = "x"\n[columns.queue]\nmissing = "-"', 3, "neither `from` nor `always`"),
        ('[columns.start]\nfrom = "x"\n[columns.status]\nfrom = "y"\notherwise = "gone"', 5, "status"),
        ('[columns.start]\nfrom = "x"\n[columns.status]\nfrom = "y"\nvalues = { a = "handeld" }', 5, "handled"),
        ('[columns.start]\nfrom = "x"\n[columns.status]\nfrom = "y"\nvalues = { a = 1 }', 5, "text in quotes"),
        ('time_zone = "Madrid"\n[columns]\nstart = "x"', 1, "Europe/Madrid"),
        ('[columns]\nstart = "x"\n[form]\ndelimiter = ";;"', 3, "delimiter"),
        ('kind = "events"\nbelieve = "durations"', 2, "a profile of kind events has no believe"),
        ("a = [", 1, "not readable as TOML"),
        ('kind = "intervals"\nshare_of = "calls"\n[columns]\nstarted_at = "x"', 2, "count"),
        ("tolerance_s = -1", 1, "0 or more"),
        ('kind = "intervals"\nvolumes = { hold = "offered" }\n[columns]\nstarted_at = "x"', 2, "hold_time"),
        ('kind = "intervals"\nvolumes = { hold_time = 3 }\n[columns]\nstarted_at = "x"', 2, "no count called '3'"),
        ("# \udcff", 1, "UTF-8"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(DefinitionError) as problem:
        read_profile(text, "calls")
    assert str(problem.value).startswith(f"calls.toml, line {line}: ")
    assert told in str(problem.value)


def test_a_name_that_can_be_no_files_is_refused() -> None:
    with pytest.raises(DefinitionError, match="rename it"):
        read_profile(GOOD, "Calls of March")
