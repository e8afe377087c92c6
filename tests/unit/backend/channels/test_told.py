"""What a test of a channel says of what went wrong, against servers that really do it."""

import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backend.channels.port import Outgoing, Rejected
from backend.channels.smtp import Security, SmtpChannel, SmtpSettings
from backend.channels.told import LONGEST, without
from backend.channels.twilio import TwilioChannel, TwilioSettings
from domain.reasons import Reason
from domain.wire.channels import ChannelTest, Verdict
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server
from tests.support.smtp import PASSWORD, USER, MailServer, mail_server
from tests.support.tls import CERTIFICATE

pytestmark = pytest.mark.row("B17")

MAIL = Outgoing("m-1", "b-1", "email", 0, "Haus Grün", "olga@example.org", "Test", "Hallo")
TEXT = Outgoing("m-1", "b-1", "sms", 0, "Haus Grün", "+4915112345678", "", "Hallo")


def mail(
    port: int,
    security: Security = "none",
    user: str | None = None,
    password: str | None = None,
    *,
    host: str = "127.0.0.1",
    trusting: bool = False,
    seconds: float = 5,
) -> ChannelTest:
    settings = SmtpSettings(host, port, "salon@example.org", security, user, password, seconds)
    tls = ssl.create_default_context(cafile=str(CERTIFICATE)) if trusting else None
    return SmtpChannel(settings, tls).try_out(MAIL)


def text(base: str, token: str = TOKEN, seconds: float = 5) -> ChannelTest:
    return TwilioChannel(TwilioSettings(ACCOUNT, token, FROM, base, seconds)).try_out(TEXT)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with sms_server() as running:
        yield running


@contextmanager
def saying(*lines: bytes) -> Iterator[int]:
    """A port at which one line is said at first, and one after each line that comes; then it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb") as stream:
                for line in lines:
                    stream.write(line + b"\r\n")
                    stream.flush()
                    if not stream.readline():
                        return

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def test_a_mail_that_was_taken_says_where_it_went(server: MailServer) -> None:
    assert mail(server.port) == ChannelTest(Verdict.TAKEN, to="olga@example.org")
    assert server.recipients == ["olga@example.org"]


def test_a_refused_password_is_told_with_the_servers_code() -> None:
    with mail_server("starttls") as server:
        told = mail(server.port, "starttls", USER, "wrong", trusting=True)
        assert (told.verdict, told.code) == (Verdict.PASSWORD, 535)
        assert mail(server.port, "starttls", USER, PASSWORD, trusting=True).verdict == Verdict.TAKEN
        assert mail(server.port, "none").verdict == Verdict.SIGN_IN_FIRST


def test_a_password_beyond_ascii_is_sent_as_utf_8_and_refused_like_any_other() -> None:
    with mail_server("starttls") as server:
        told = mail(server.port, "starttls", USER, "Schlüssel", trusting=True)
        assert (told.verdict, told.code) == (Verdict.PASSWORD, 535)
        settings = SmtpSettings("127.0.0.1", server.port, "salon@example.org", "starttls", USER, "Schlüssel")
        channel = SmtpChannel(settings, ssl.create_default_context(cafile=str(CERTIFICATE)))
        assert channel.send(MAIL) == Rejected(Reason.NOT_CONFIGURED)


def test_a_server_without_encryption_or_with_a_foreign_certificate_is_told_apart(server: MailServer) -> None:
    assert mail(server.port, "starttls").verdict == Verdict.NO_ENCRYPTION
    assert mail(server.port, "tls").verdict == Verdict.BROKEN_ENCRYPTION
    for security in ("starttls", "tls"):
        with mail_server(security) as other:
            assert mail(other.port, security).verdict == Verdict.CERTIFICATE


def test_a_host_that_is_none_a_port_that_is_closed_and_a_server_that_says_nothing() -> None:
    assert mail(25, host="no-such-host.invalid").verdict == Verdict.UNKNOWN_HOST
    assert mail(closed_port()).verdict == Verdict.NO_CONNECTION
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert mail(silent.getsockname()[1], seconds=0.2).verdict == Verdict.TIMED_OUT
        assert mail(silent.getsockname()[1], "tls", seconds=0.2).verdict == Verdict.TIMED_OUT


@pytest.mark.parametrize(
    ("lines", "verdict", "code"),
    [
        ((b"SSH-2.0-OpenSSH_9.2",), Verdict.NO_MAIL_SERVER, None),
        ((b"421 too many connections",), Verdict.BUSY, 421),
        ((b"554 no service for you",), Verdict.REFUSED, 554),
        ((b"220 hello",), Verdict.HUNG_UP, None),
        ((b"220 hello", b"250 hi", b"550 not by this address"), Verdict.SENDER, 550),
        ((b"220 hello", b"250 hi", b"530 5.7.0 Must issue a STARTTLS command first"), Verdict.SIGN_IN_FIRST, 530),
        ((b"220 hello", b"250 hi", b"250 ok", b"550 who is that"), Verdict.RECIPIENT, 550),
        ((b"220 hello", b"250 hi", b"250 ok", b"250 ok", b"452 full"), Verdict.BUSY, 452),
    ],
)
def test_each_step_has_its_verdict(lines: tuple[bytes, ...], verdict: Verdict, code: int | None) -> None:
    with saying(*lines) as port:
        told = mail(port)
        assert (told.verdict, told.code) == (verdict, code)


def test_a_server_without_signing_in_says_so() -> None:
    with saying(b"220 hello", b"250 hi") as port:
        assert mail(port, "none", USER, PASSWORD).verdict == Verdict.NO_SIGN_IN


def test_a_text_that_is_refused_or_of_which_nothing_is_known(server: MailServer) -> None:
    server.data_reply = "554 looks like spam"
    assert mail(server.port) == ChannelTest(Verdict.TEXT, 554, "looks like spam", "olga@example.org")
    server.data_reply, server.drop_after_data = None, True
    assert mail(server.port).verdict == Verdict.NO_ANSWER


def test_who_answers_letter_by_letter_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                while not ended.wait(0.05):
                    try:
                        connection.sendall(b"220-wait\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        told = mail(listener.getsockname()[1], seconds=0.3)
        ended.set()
        thread.join(5)
    assert told.verdict in {Verdict.HUNG_UP, Verdict.TIMED_OUT}


@pytest.mark.row("S2")
@pytest.mark.parametrize("before", [b"", b"\0", b"\0a", b"\0ab", b"salon"])
def test_words_that_repeat_the_password_are_left_out(before: bytes) -> None:
    secret = "opens the mail server"
    repeated = b64encode(before + secret.encode()).decode()
    for said in (f"wrong: {secret}", f"AUTH PLAIN {repeated} failed", f"no {secret}\nsecond line"):
        assert without(secret, said) == ""
    assert without(secret, "5.7.8 authentication\r\nfailed") == "5.7.8 authentication failed"
    assert len(without(secret, "x" * 5000)) == LONGEST


def test_a_text_message_that_was_taken(sms: SmsServer) -> None:
    assert text(sms.base) == ChannelTest(Verdict.TAKEN, to="+4915112345678")
    assert sms.texts == [("+4915112345678", "Hallo")]


def test_a_wrong_token_is_told_with_the_providers_code(sms: SmsServer) -> None:
    told = text(sms.base, "wrong")
    assert (told.verdict, told.code) == (Verdict.ACCOUNT, 20003)


@pytest.mark.parametrize(
    ("status", "body", "verdict", "code"),
    [
        (400, b'{"code": 21211, "message": "Invalid To"}', Verdict.NUMBER, 21211),
        (400, b'{"code": 21606, "message": "Not yours"}', Verdict.OWN_NUMBER, 21606),
        (400, b'{"code": 21610, "message": "STOP"}', Verdict.OPTED_OUT, 21610),
        (400, b'{"code": 99999, "message": "new"}', Verdict.REFUSED, 99999),
        (404, b"<html>", Verdict.ACCOUNT, 404),
        (429, b"", Verdict.BUSY, 429),
        (500, b"oops", Verdict.PROVIDER_FAILED, 500),
        (302, b"", Verdict.PROVIDER_FAILED, 302),
    ],
)
def test_the_providers_answers_have_their_verdicts(
    sms: SmsServer, status: int, body: bytes, verdict: Verdict, code: int
) -> None:
    sms.answer = (status, body)
    told = text(sms.base)
    assert (told.verdict, told.code) == (verdict, code)


def test_an_sms_provider_that_cannot_be_asked(sms: SmsServer) -> None:
    assert text(f"http://127.0.0.1:{closed_port()}").verdict == Verdict.NO_CONNECTION
    assert text("http://no-such-host.invalid").verdict == Verdict.UNKNOWN_HOST
    assert text(f"https://127.0.0.1:{sms.port}").verdict == Verdict.BROKEN_ENCRYPTION
    with mail_server("tls") as other:
        assert text(f"https://127.0.0.1:{other.port}").verdict == Verdict.CERTIFICATE
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert text(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.2).verdict == Verdict.TIMED_OUT
    sms.hang_up = True
    assert text(sms.base).verdict in {Verdict.NO_ANSWER, Verdict.NO_CONNECTION}


@pytest.mark.row("S2")
def test_an_sms_provider_that_repeats_the_token_is_not_quoted(sms: SmsServer) -> None:
    sms.answer = (400, b'{"code": 1, "message": "bad token token-of-the-tests"}')
    assert text(sms.base).said == ""
