"""Email against a real SMTP server."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.channels.port import Accepted, NotSent, Outgoing, Rejected, Uncertain
from backend.channels.smtp import Security, SmtpChannel, SmtpSettings, compose
from domain.reasons import Reason
from tests.support.smtp import PASSWORD, USER, MailServer, mail_server
from tests.support.tls import CERTIFICATE


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def channel(port: int, security: Security = "none") -> SmtpChannel:
    return SmtpChannel(SmtpSettings("127.0.0.1", port, "salon@example.org", security, timeout=5))


MESSAGE = Outgoing(
    id="m-1",
    business_id="b-1",
    channel="email",
    at=1_772_521_200_000_000,
    sender="Haus Grün",
    to="mara@example.org",
    subject="Grüße, Mara",
    text="Hallo Mara\n.\n.versteckt\nEnde",
)


def message(**changes: str) -> Outgoing:
    return replace(MESSAGE, **changes)  # type: ignore[arg-type]


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    assert channel(server.port).send(message()) == Accepted("<m-1@example.org>")
    (mail,) = server.mails
    assert server.recipients == ["mara@example.org"]
    assert mail["To"] == "mara@example.org"
    assert mail["Subject"] == "Grüße, Mara"
    assert mail["Date"] == "Tue, 03 Mar 2026 07:00:00 +0000"
    assert "Haus Grün" in str(mail["From"])
    assert mail.get_content().splitlines() == ["Hallo Mara", ".", ".versteckt", "Ende"]


@pytest.mark.row("S6")
def test_a_name_with_line_breaks_makes_no_second_header(server: MailServer) -> None:
    evil = "Mara\r\nBcc: all@example.org\r\n\r\n<b>x</b>"
    channel(server.port).send(message(sender=evil, subject=evil))
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Mara Bcc: all@example.org <b>x</b>"
    assert server.recipients == ["mara@example.org"]
    assert mail.get_content_type() == "text/plain"


@pytest.mark.row("S6")
def test_a_name_keeps_the_joiners_of_its_script(server: MailServer) -> None:
    name = "علی\u200cرضا 👩\u200d🦰\u2028\u202eoh"
    channel(server.port).send(message(subject=name))
    assert server.mails[0]["Subject"] == "علی\u200cرضا 👩\u200d🦰 oh"


@pytest.mark.row("S6")
@pytest.mark.parametrize(
    "to", ["mara", "mara@example.org\r\nRCPT TO:<all@example.org>", "a@example.org, b@example.org", ""]
)
def test_what_is_no_address_is_not_sent(server: MailServer, to: str) -> None:
    assert channel(server.port).send(message(to=to)) == Rejected(Reason.BAD_ADDRESS)
    assert server.mails == []


def test_an_unknown_recipient_is_a_bad_address(server: MailServer) -> None:
    server.rcpt_reply = "550 no such user"
    assert channel(server.port).send(message()) == Rejected(Reason.BAD_ADDRESS)


@pytest.mark.parametrize("reply", ["450 try later", "451 try later"])
def test_a_passing_refusal_did_not_send(server: MailServer, reply: str) -> None:
    server.rcpt_reply = reply
    assert channel(server.port).send(message()) == NotSent()
    server.rcpt_reply, server.data_reply = None, reply
    assert channel(server.port).send(message()) == NotSent()


def test_a_lasting_refusal_of_the_text_is_final(server: MailServer) -> None:
    server.data_reply = "554 looks like spam"
    assert channel(server.port).send(message()) == Rejected(Reason.REFUSED_BY_PROVIDER)


@pytest.mark.row("R5")
def test_a_connection_lost_after_the_text_leaves_it_unknown(server: MailServer) -> None:
    server.drop_after_data = True
    assert channel(server.port).send(message()) == Uncertain()
    assert len(server.mails) == 1


@pytest.mark.row("R5")
@pytest.mark.parametrize("reply", ["hm?", "354 go on", "200 whatever"])
def test_an_answer_to_the_text_that_means_nothing_leaves_it_unknown(server: MailServer, reply: str) -> None:
    server.data_reply = reply
    assert channel(server.port).send(message()) == Uncertain()


def test_nobody_listening_did_not_send() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert channel(port).send(message()) == NotSent()


def test_a_server_without_the_encryption_asked_for_gets_nothing(server: MailServer) -> None:
    assert channel(server.port, "starttls").send(message()) == Rejected(Reason.NOT_CONFIGURED)
    assert server.mails == []


def test_what_is_personal_stays_out_of_repr() -> None:
    shown = repr(message())
    assert "mara" not in shown.lower()
    assert "Ende" not in shown


def trusting(server: MailServer, security: Security, user: str | None = None, password: str = PASSWORD) -> SmtpChannel:
    settings = SmtpSettings("127.0.0.1", server.port, "salon@example.org", security, user, password, timeout=5)
    return SmtpChannel(settings, ssl.create_default_context(cafile=str(CERTIFICATE)))


def test_a_mail_goes_encrypted_and_signed_in() -> None:
    with mail_server("starttls") as server:
        assert isinstance(trusting(server, "starttls", USER).send(message()), Accepted)
        assert trusting(server, "starttls", USER, "wrong").send(message()) == Rejected(Reason.NOT_CONFIGURED)
        assert trusting(server, "none").send(message()) == Rejected(Reason.REFUSED_BY_PROVIDER)
        assert len(server.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nothing_goes_to_a_server_that_cannot_prove_its_name(security: Security) -> None:
    with mail_server(security) as server:
        assert channel(server.port, security).send(message()) == NotSent()
        assert server.mails == []


def test_a_mail_goes_over_tls_from_the_first_byte() -> None:
    with mail_server("tls") as server:
        assert isinstance(trusting(server, "tls").send(message()), Accepted)
        assert len(server.mails) == 1


@pytest.mark.row("S5")
def test_a_mail_says_how_to_end_it_with_one_click(server: MailServer) -> None:
    address = f"https://book.example.org/book/{'a-long-salon-name-' * 6}/preferences/AbCdEfGhIjKlMnOpQrStUv"
    channel(server.port).send(message(unsubscribe=address))
    (mail,) = server.mails
    written = compose(message(unsubscribe=address), "salon@example.org").as_bytes()
    assert f"List-Unsubscribe: <{address}>\r\n".encode() in written
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (f"<{address}>", "List-Unsubscribe=One-Click")
