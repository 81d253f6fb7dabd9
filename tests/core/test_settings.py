"""House rules: read with messages that tell the way out, and written so that they can be read again."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DefinitionError
from core.hours import DAYS
from core.settings import SERVICE_LEVEL_VARIANTS, ChannelRule, QueueRule, Settings, WatchRule
from core.settings_text import parse_settings, read_settings, settings_text

HOURS = ("", "Mon-Fri 09:00-18:00", "22:00-06:00")
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
seconds = st.none() | st.integers(0, 10_000)
days = st.lists(st.dates(), max_size=3).map(tuple)
queues = st.builds(QueueRule, names, seconds, seconds, st.none() | st.sampled_from(HOURS), holidays=st.none() | days)
channels = st.builds(ChannelRule, names, seconds, seconds)
folders = st.lists(names.filter(lambda name: name.rstrip("/")), max_size=3, unique_by=lambda name: name.rstrip("/"))
watch = folders.map(lambda some: tuple(WatchRule(one, one[:3], "UTC") for one in some))


def own(rules: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(rules, max_size=4, unique_by=lambda rule: rule.name).map(tuple)


any_settings = st.builds(
    Settings,
    time_zone=st.sampled_from(("UTC", "America/Santiago")),
    week_start=st.sampled_from(DAYS),
    answer_within_s=st.integers(0, 10_000),
    service_level_variant=st.sampled_from(SERVICE_LEVEL_VARIANTS),
    default_country=st.text(st.characters(codec="utf-8"), max_size=8),
    opening_hours=st.sampled_from(HOURS),
    holidays=days,
    queues=own(queues),
    channels=own(channels),
    refresh_every_s=st.integers(0, 10_000),
    watch=watch,
)


@settings(max_examples=200, deadline=None)
@given(rules=any_settings)
def test_what_is_written_is_read_again(rules: Settings) -> None:
    assert parse_settings(settings_text(rules)) == rules
    assert hash(parse_settings(settings_text(rules))) == hash(rules)


def test_a_file_is_written_and_read_again(tmp_path: Path) -> None:
    rules = Settings(holidays=(date(2026, 12, 25),), queues=(QueueRule('a "big" one', 30, holidays=()),))
    (tmp_path / "settings.toml").write_text(settings_text(rules), encoding="utf-8")
    assert read_settings(tmp_path / "settings.toml") == rules
    assert "holidays = [2026-12-25]" in (tmp_path / "settings.toml").read_text(encoding="utf-8")


def test_queues_and_channels_are_tables_of_their_own() -> None:
    rules = parse_settings(
        """
        answer_within_s = 60
        holidays = [2026-12-25, "2026-01-01"]
        [channels.chat]
        answer_within_s = 30
        [queues."Support"]
        answer_within_s = 20
        short_abandon_s = 3
        opening_hours = "Sat 10:00-14:00"
        [queues.Sales]
        holidays = []
        """
    )
    assert rules.holidays == (date(2026, 1, 1), date(2026, 12, 25))
    assert rules.channel("chat") == ChannelRule("chat", 30)
    assert rules.queue("Support") == QueueRule("Support", 20, 3, "Sat 10:00-14:00")
    assert rules.queue("Sales").holidays == ()
    assert rules.queue("Nowhere") == QueueRule("Nowhere")


def test_the_order_of_tables_and_days_makes_no_other_rules() -> None:
    one, other = QueueRule("a", 1), QueueRule("b", 2)
    days = (date(2026, 1, 1), date(2026, 12, 25))
    assert Settings(queues=(one, other), holidays=days) == Settings(
        queues=(other, one), holidays=(*days[::-1], days[0])
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer_withn_s = 20", r"unknown setting 'answer_withn_s'; known: .*answer_within_s"),
        ('answer_within_s = "20"', r"answer_within_s is '20'; give a value of type int"),
        ("answer_within_s = true", r"answer_within_s is True; give a value of type int"),
        ("answer_within_s = -1", r"answer_within_s is -1; give seconds, 0 or more"),
        ("holidays = 2026-12-25", r"holidays is .*; give an array such as \[2026-12-25\]"),
        ('holidays = ["Christmas"]', r"holidays holds 'Christmas'; give days such as 2026-12-25"),
        ("holidays = [2026-12-25T10:00:00]", r"holidays holds .*; give days such as 2026-12-25"),
        ('service_level_variant = "mine"', r"service_level_variant is 'mine'; give one of: short_abandons_left_out, "),
        ('queues = "Support"', r'queues is \'Support\'; write a table for each, such as \[queues\."Support"\]'),
        ("[queues]\nSupport = 20", r'queues: Support is 20; write a table \[queues\."Support"\]'),
        ('[queues."Support"]\nanswer_in_s = 2', r'\[queues\."Support"\]: unknown key \'answer_in_s\'; known: answer_'),
        ('[queues."Support"]\nname = "x"', r"\[.*\]: unknown key 'name'"),
        ('[queues."Support"]\nanswer_within_s = 2.5', r'\[queues\."Support"\] answer_within_s is 2\.5; give a value'),
        ('[queues."Support"]\nshort_abandon_s = -1', r'\[queues\."Support"\] short_abandon_s is -1; give seconds'),
        ('[queues."Support"]\nopening_hours = "9 to 5"', r'\[queues\."Support"\] opening_hours: \'9 to 5\' cannot be'),
        ('[channels.chat]\nopening_hours = ""', r'\[channels\."chat"\]: unknown key \'opening_hours\''),
        ('[channels.""]\nanswer_within_s = 1', r"channels: the names are \[''\]; give each a name of its own"),
        ("answer_within_s 20", r"not readable as TOML"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_file_and_the_way_out(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"settings\.toml: " + message):
        read_settings(file)


def test_a_queue_with_two_rules_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"queues: the names are \['a', 'a'\]"):
        Settings(queues=(QueueRule("a"), QueueRule("a")))


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b'time_zone = "\xff"')
    with pytest.raises(DefinitionError, match=r"settings\.toml: not readable as TOML"):
        read_settings(tmp_path / "settings.toml")


def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"Is a directory; house rules are read from a text file there"):
        read_settings(tmp_path)


def test_every_table_that_is_written_is_toml() -> None:
    text = settings_text(Settings(queues=(QueueRule("a.b\x7f\n", 1),)))
    assert tomllib.loads(text)["queues"] == {"a.b\x7f\n": {"answer_within_s": 1}}


def test_watched_folders_are_a_list_of_tables() -> None:
    rules = parse_settings(
        """
        refresh_every_s = 30
        [[watch]]
        folder = "/srv/exports"
        [[watch]]
        folder = "crm"
        profile = "surveys"
        zone = "Europe/Madrid"
        """
    )
    assert rules.refresh_every_s == 30
    assert rules.watch == (WatchRule("/srv/exports"), WatchRule("crm", "surveys", "Europe/Madrid"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("refresh_every_s = -1", "give seconds, or 0"),
        ('watch = "/srv"', "write each as a table, [[watch]]"),
        ('[watch]\nfolder = "/srv"', "write each as a table, [[watch]]"),
        ('[[watch]]\nprofile = "x"', "lacks folder"),
        ('[[watch]]\nfolder = "/srv"\nevery = 3', "unknown key 'every'; known: folder, profile, zone"),
        ('[[watch]]\nfolder = "/srv"\n[[watch]]\nfolder = "/srv/"', "name each once"),
        ('[[watch]]\nfolder = ""', "name each once"),
        ('[[watch]]\nfolder = "a"\nzone = "Madrid"', "IANA zone"),
        ("[[watch]]\nfolder = 3", "value of type str"),
    ],
)
def test_what_cannot_be_watched_is_told_with_the_way_out(text: str, says: str) -> None:
    with pytest.raises(DefinitionError) as told:
        parse_settings(text)
    assert says in str(told.value)
