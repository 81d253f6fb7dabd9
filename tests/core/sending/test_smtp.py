"""Reports by mail, to a real server on this machine."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.sending import Attachment, Parcel, Smtp
from core.sending.destination import Secret
from core.sending.smtp import mail, message_of
from tests.core.sending.servers import PASSWORD, USER, Mailbox, certificate, mail_server

HTML = Attachment("service-2026.html", "text/html", "<p>¿Qué?</p>".encode())
PARCEL = Parcel("monday-20260302T0700Z", "Servicio", "Ahí va.\n", (HTML,), words={"period": "2026-02"})
Tls = tuple[Path, ssl.SSLContext]
TO_ANA = Smtp("office", "127.0.0.1", "atalaya@example.com", ("ana@example.com",), tls="none")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as mailbox:
        yield mailbox


def at(mailbox: Mailbox, smtp: Smtp = TO_ANA) -> Smtp:
    return replace(smtp, port=mailbox.port)


def over(tls: Tls) -> Smtp:
    return replace(TO_ANA, tls="starttls", ca_file=str(tls[0]))


def test_a_report_arrives_whole_with_its_subject_and_files(mailbox: Mailbox) -> None:
    tried = mail(at(mailbox), PARCEL, TO_ANA.recipients)
    assert (tried.delivered, tried.later, tried.never) == (("ana@example.com",), {}, {})
    [(recipients, message)] = mailbox.taken
    assert recipients == ["ana@example.com"]
    assert (message["Subject"], message["From"], message["To"]) == (
        "Servicio · 2026-02",
        "atalaya@example.com",
        "ana@example.com",
    )
    assert message.get_body().get_content().replace("\r\n", "\n") == "Ahí va.\n"
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "service-2026.html"
    assert attached.get_content_type() == "text/html"
    assert attached.get_payload(decode=True) == HTML.content


def test_the_same_report_has_the_same_message_id_and_another_one_another() -> None:
    first, again = message_of(TO_ANA, PARCEL)["Message-ID"], message_of(TO_ANA, PARCEL)["Message-ID"]
    other = message_of(TO_ANA, replace(PARCEL, run="monday-20260309T0700Z"))["Message-ID"]
    elsewhere = message_of(replace(TO_ANA, name="home"), PARCEL)["Message-ID"]
    assert first == again
    assert len({first, other, elsewhere}) == 3


def test_what_a_server_says_of_one_recipient_counts_for_that_one(mailbox: Mailbox) -> None:
    mailbox.refusals = {"ben@example.com": ["550 no such user"], "cy@example.com": ["451 come back later"]}
    smtp = at(mailbox, replace(TO_ANA, recipients=("ana@example.com", "ben@example.com", "cy@example.com")))
    tried = mail(smtp, PARCEL, smtp.recipients)
    assert tried.delivered == ("ana@example.com",)
    assert tried.never == {"ben@example.com": "550 no such user"}
    assert tried.later == {"cy@example.com": "451 come back later"}
    again = mail(smtp, PARCEL, tuple(tried.later))
    assert again.delivered == ("cy@example.com",)
    assert [recipients for recipients, _ in mailbox.taken] == [["ana@example.com"], ["cy@example.com"]]
    assert mailbox.taken[0][1]["Message-ID"] == mailbox.taken[1][1]["Message-ID"]


@pytest.mark.parametrize("refusal", ["451 try later", "550 no"])
def test_that_everybody_is_refused_is_told_of_each(mailbox: Mailbox, refusal: str) -> None:
    mailbox.refusals = {"ana@example.com": [refusal]}
    tried = mail(at(mailbox), PARCEL, TO_ANA.recipients)
    assert (tried.later if refusal.startswith("4") else tried.never) == {"ana@example.com": refusal}
    assert not tried.delivered


@pytest.mark.parametrize("refusal", ["452 disk full", "554 looks like spam"])
def test_a_refused_message_reaches_nobody(mailbox: Mailbox, refusal: str) -> None:
    mailbox.to_data = [refusal]
    tried = mail(at(mailbox), PARCEL, TO_ANA.recipients)
    assert (tried.later if refusal.startswith("4") else tried.never) == {"ana@example.com": refusal}
    assert mailbox.taken == []


def test_a_server_that_is_away_is_tried_again_later() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tried = mail(replace(TO_ANA, port=port), PARCEL, TO_ANA.recipients)
    assert "refused" in tried.later["ana@example.com"]
    assert not tried.is_uncertain


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        smtp = replace(TO_ANA, port=silent.getsockname()[1])
        tried = mail(smtp, PARCEL, TO_ANA.recipients, within_s=0.2)
    assert "timed out" in tried.later["ana@example.com"]


def test_a_login_by_the_name_of_a_variable(monkeypatch: pytest.MonkeyPatch, tls: Tls) -> None:
    monkeypatch.setenv("TEST_PASSWORD", PASSWORD)
    smtp = replace(over(tls), user=USER, password=Secret("TEST_PASSWORD"))
    with mail_server(Mailbox(), tls=tls[1], needs_login=True) as mailbox:
        assert mail(at(mailbox, smtp), PARCEL, smtp.recipients).delivered == smtp.recipients
        monkeypatch.setenv("TEST_PASSWORD", "wrong")
        assert "535" in mail(at(mailbox, smtp), PARCEL, smtp.recipients).never["ana@example.com"]


def test_a_login_by_a_file(tmp_path: Path, tls: Tls) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    smtp = replace(over(tls), user=USER, password=Secret(file=str(file)))
    with mail_server(Mailbox(), tls=tls[1], needs_login=True) as mailbox:
        assert mail(at(mailbox, smtp), PARCEL, smtp.recipients).delivered == smtp.recipients


def test_a_missing_password_is_told_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_PASSWORD", raising=False)
    smtp = replace(TO_ANA, user=USER, password=Secret("TEST_PASSWORD"))
    assert "environment variable TEST_PASSWORD" in mail(smtp, PARCEL, smtp.recipients).never["ana@example.com"]


def test_without_a_login_a_server_that_wants_one_is_final(tls: Tls) -> None:
    with mail_server(Mailbox(), tls=tls[1], needs_login=True) as mailbox:
        assert "530" in mail(at(mailbox, over(tls)), PARCEL, TO_ANA.recipients).never["ana@example.com"]


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_over_tls_to_a_server_whose_certificate_is_trusted(mode: str, tls: Tls) -> None:
    ca_file, context = tls
    smtp = replace(TO_ANA, tls=mode, ca_file=str(ca_file))
    with mail_server(Mailbox(), tls=context, is_implicit=mode == "tls") as mailbox:
        assert mail(at(mailbox, smtp), PARCEL, smtp.recipients).delivered == smtp.recipients


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_final(mode: str, tls: Tls) -> None:
    smtp = replace(TO_ANA, tls=mode)
    with mail_server(Mailbox(), tls=tls[1], is_implicit=mode == "tls") as mailbox:
        assert "certificate" in mail(at(mailbox, smtp), PARCEL, smtp.recipients).never["ana@example.com"]
        assert mailbox.taken == []


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(mailbox: Mailbox) -> None:
    smtp = replace(TO_ANA, tls="starttls")
    assert "STARTTLS" in mail(at(mailbox, smtp), PARCEL, smtp.recipients).never["ana@example.com"]
    assert mailbox.taken == []


@pytest.mark.parametrize(
    "period", ["May\r\nBcc: eve@example.com", "May\nBcc: eve@example.com", "May\rBcc: eve@example.com"]
)
def test_a_line_break_begins_no_header_and_loses_no_report(mailbox: Mailbox, period: str) -> None:
    tried = mail(at(mailbox), replace(PARCEL, words={"period": period}), TO_ANA.recipients)
    assert tried.delivered == TO_ANA.recipients
    [(recipients, message)] = mailbox.taken
    assert recipients == ["ana@example.com"]
    assert (message["Subject"], message["Bcc"]) == ("Servicio · May Bcc: eve@example.com", None)


def test_what_a_value_says_is_no_placeholder(mailbox: Mailbox) -> None:
    parcel = replace(PARCEL, title="{period}", words={"period": "{title}"})
    mail(at(mailbox), parcel, TO_ANA.recipients)
    assert mailbox.taken[0][1]["Subject"] == "{period} · {title}"
