"""The file of schedules: what it says, and what is said of what cannot be used."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.schedules.text import read_schedules
from core.sending import Folder, Smtp, Webhook
from core.sending.destination import Secret

FULL = """keep_files = 50
watch_days = 100

# Every Monday, to the board.
[board-weekly]
notebook = "service"
cron = "0 7 * * Mon"
zone = "Europe/Madrid"
set = { queue = ["Support", "Sales, and more"], period = "last-week", customers.tier = "gold" }
language = "es"
formats = ["html", "pdf"]

[board-weekly.to.archive]
folder = "reports"

[board-weekly.to.mail]
smtp = "mail.example.com"
user = "reports"
password_env = "SMTP_PASSWORD"
sender = "reports@example.com"
recipients = ["ana@example.com", "ben@example.com"]
subject = "{title}: {period}"

[board-weekly.to.crm]
webhook = "https://crm.example.com/hook"
form = "json"
headers_env = { Authorization = "CRM_TOKEN" }
sign_file = "/run/secrets/sign"
"""
LEAST = '[one]\nnotebook = "service"\ncron = "0 7 * * *"\n[one.to.here]\nfolder = "out"\n'
MAIL = '[one.to.mail]\nsmtp = "h"\nsender = "a@b.c"\nrecipients = ["d@e.f"]\n'


def mistakes(text: str) -> list[str]:
    return list(map(str, read_schedules(text.encode()).mistakes))


def test_a_full_schedule_says_all_of_it() -> None:
    read = read_schedules(FULL.encode())
    assert not read.mistakes
    [one] = read.schedules.all
    assert (read.schedules.keep_files, read.schedules.watch_days) == (50, 100)
    assert (one.name, one.notebook, one.cron, one.zone) == ("board-weekly", "service", "0 7 * * Mon", "Europe/Madrid")
    assert one.parameters == {
        "queue": "Support,Sales\\, and more",
        "period": "last-week",
        "customers.tier": "gold",
    }
    assert (one.language, one.formats, one.is_paused) == ("es", ("html", "pdf"), False)
    folder, mail, hook = one.to
    assert folder == Folder("archive", "reports")
    assert isinstance(mail, Smtp)
    assert (mail.port, mail.tls, mail.password) == (587, "starttls", Secret("SMTP_PASSWORD"))
    assert isinstance(hook, Webhook)
    assert (hook.form, hook.headers) == ("json", {"Authorization": Secret("CRM_TOKEN")})
    assert hook.signed_with == Secret(file="/run/secrets/sign")


def test_no_file_and_an_empty_one_hold_no_schedules() -> None:
    assert read_schedules(b"") == read_schedules(b"# nothing yet\n")


def test_a_mistake_in_one_schedule_leaves_the_others_at_work() -> None:
    read = read_schedules((LEAST + LEAST.replace("[one", "[two").replace("0 7", "0 77")).encode())
    assert [one.name for one in read.schedules.all] == ["one"]
    [mistake] = read.mistakes
    assert (mistake.line, mistake.entry) == (8, "two")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[one\n", 1, "not readable as TOML"),
        ("top = 1\n" + LEAST, 1, "'top' stands outside of a schedule"),
        ("keep_files = 0\n" + LEAST, 1, "keep_files is 0; give a whole number from 1"),
        (LEAST.replace("[one", '["a/b"').replace('"."', "."), 1, "cannot be a name"),
        (LEAST.replace('"service"', "3"), 2, "notebook is 3; give a text in quotes"),
        (LEAST.replace('notebook = "service"\n', ""), 1, "notebook is missing"),
        (LEAST.replace("0 7 * * *", "0 7 * *"), 3, "cron is '0 7 * *' (4 fields)"),
        (LEAST.replace("0 7 * * *", "0 0 30 2 *"), 3, "cron is '0 0 30 2 *'"),
        (LEAST.replace("[one.to", 'zone = "Mars/Base"\n[one.to'), 4, "zone is 'Mars/Base'; give an IANA zone"),
        (LEAST.replace("[one.to", 'language = "fr"\n[one.to'), 4, "language is 'fr'; known: en, es"),
        (LEAST.replace("[one.to", 'formats = ["html", "doc"]\n[one.to'), 4, "formats is 'doc'"),
        (LEAST.replace("[one.to", "formats = []\n[one.to"), 4, "formats is []; give a list"),
        (LEAST.replace("[one.to", 'paused = "yes"\n[one.to'), 4, "paused is 'yes'; give true or false"),
        (LEAST.replace("[one.to", 'recipients = ["a@b.c"]\n[one.to'), 4, "there is no key 'recipients' here"),
        (LEAST.replace("[one.to", 'set = { queu = "x" }\n[one.to'), 4, "did you mean queue"),
        (
            LEAST.replace("[one.to", 'set = { period = "last-year" }\n[one.to'),
            4,
            "set.period is 'last-year'; give yest",
        ),
        (LEAST.replace("[one.to", "set = 3\n[one.to"), 4, "set is 3; give parameters"),
        (LEAST.partition("[one.to")[0], 1, "it goes nowhere; write [one.to.NAME]"),
        (LEAST + "port = 25\n", 6, "there is no key 'port' here"),
        (LEAST + 'webhook = "https://x.y"\n', 4, "give exactly one of folder, smtp and webhook"),
        (LEAST + MAIL + 'password = "secret"\n', 10, "passwords do not stand in this file"),
        (LEAST + MAIL + 'user = "u"\n', 10, "user is given without a password"),
        (LEAST + MAIL + 'password_env = "X"\n', 10, "password_env is given without user"),
        (LEAST + MAIL + 'user = "u"\npassword_env = "my pass!"\n', 11, "does not hold the name of an environment"),
        (LEAST + MAIL + 'user = "u"\npassword_env = "X"\ntls = "none"\n', 10, "for everybody to read"),
        (LEAST + MAIL + "port = 0\n", 10, "port is 0; give a whole number from 1"),
        (LEAST + MAIL + 'tls = "ssl"\n', 10, "tls is 'ssl'"),
        (LEAST + MAIL + 'subject = "{topic}"\n', 10, "placeholders are {title}"),
        (LEAST + MAIL + 'subject = "a\\r\\nBcc: eve@x.y"\n', 10, "give a text in quotes, on one line"),
        (LEAST + MAIL.replace('"a@b.c"', '"a@b.c\\nBcc: x@y.z"'), 8, "on one line"),
        (LEAST + MAIL.replace('["d@e.f"]', '["d@e.f", "eve"]'), 9, "recipients holds 'eve'; give a mail address"),
        (LEAST + MAIL.replace('["d@e.f"]', '["d@e.f", "d@e.f"]'), 9, "twice"),
        (LEAST + MAIL.replace('["d@e.f"]', '["d@e.f>\\r\\nRCPT TO:<x@y.z"]'), 9, "give a mail address"),
        (LEAST + MAIL.replace('"h"', '"h/x"'), 7, "give the name of a mail server"),
        (LEAST + '[one.to.w]\nwebhook = "file:///etc/passwd"\n', 7, "begins with https:// or http://"),
        (LEAST + '[one.to.w]\nwebhook = "https://u:p@x.y"\n', 7, "webhook holds a user or a password"),
        (LEAST + '[one.to.w]\nwebhook = "https://x.y"\nheaders_env = { "X Y" = "Z" }\n', 8, "headers_env holds 'X Y'"),
        (LEAST + '[one.to.w]\nwebhook = "https://x.y"\nheaders_env = { Host = "Z" }\n', 8, "headers_env holds 'Host'"),
        (LEAST + '[one.to.w]\nwebhook = "https://x.y"\nform = "xml"\n', 8, "form is 'xml'"),
        (LEAST + '[one.to."a b"]\nfolder = "x"\n', 6, "cannot be a name"),
        (LEAST + '[one.to]\nx = "mailto:ana"\n', 7, "write a table [one.to.x]"),
    ],
)
def test_a_mistake_names_its_line_the_value_and_the_way_out(text: str, line: int, told: str) -> None:
    found = mistakes(text)
    assert any(one.startswith(f"schedules.toml, line {line}: ") and told in one for one in found), found


def test_what_is_no_utf_8_is_told_with_its_line() -> None:
    [mistake] = read_schedules(LEAST.encode() + b"# caf\xe9\n").mistakes
    assert (mistake.line, "UTF-8" in str(mistake)) == (6, True)


def test_a_password_that_stands_in_the_place_of_a_name_is_not_repeated() -> None:
    [told] = mistakes(LEAST + MAIL + 'user = "u"\npassword_env = "hunter2 & co"\n')
    assert "hunter2" not in told


def test_every_mistake_is_told_in_both_languages() -> None:
    for text in (FULL.replace('"html"', '"doc"'), LEAST + MAIL + "port = 0\n", LEAST.replace("0 7", "0 77")):
        [mistake] = read_schedules(text.encode()).mistakes
        assert mistake.told.es != mistake.told.en


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(FULL) - 1), st.characters(codec="utf-8")), max_size=6))
@example([(0, "[")])
def test_a_damaged_file_is_read_or_told(changes: list[tuple[int, str]]) -> None:
    letters = list(FULL)
    for place, letter in changes:
        letters[place] = letter
    read = read_schedules("".join(letters).encode())
    for mistake in read.mistakes:
        assert 1 <= mistake.line <= FULL.count("\n") + 8
        assert mistake.told.en
        assert not re.search(r"\{\w+\}$", mistake.told.en)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    read = read_schedules(content)
    assert read.mistakes or not read.schedules.all
