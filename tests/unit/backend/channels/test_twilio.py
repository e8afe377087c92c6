"""SMS against a stand-in that checks what it is sent."""

import json
import socket
from collections.abc import Iterator

import pytest

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from backend.channels.twilio import TwilioChannel, TwilioSettings, outcome
from domain.reasons import Reason
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server


@pytest.fixture
def server() -> Iterator[SmsServer]:
    with sms_server() as running:
        yield running


def channel(base: str, token: str = TOKEN) -> TwilioChannel:
    return TwilioChannel(TwilioSettings(ACCOUNT, token, FROM, base, timeout=5))


def message(to: str = "+4915112345678") -> Outgoing:
    return Outgoing("m-1", "b-1", "sms", 0, "Haus Grün", to, "", "Hallo Zoë, 100 % & mehr 💇")


def test_a_text_arrives_as_it_was_written(server: SmsServer) -> None:
    with_slash = server.base + "/"
    assert channel(with_slash).send(message()) == Accepted("SM" + "0" * 31 + "1")
    assert server.texts == [("+4915112345678", "Hallo Zoë, 100 % & mehr 💇")]


def test_a_number_that_is_none_is_a_bad_address(server: SmsServer) -> None:
    assert channel(server.base).send(message("0151 12345678")) == Rejected(Reason.BAD_ADDRESS)


def test_a_wrong_token_is_a_matter_of_configuration(server: SmsServer) -> None:
    assert channel(server.base, "wrong").send(message()) == Rejected(Reason.NOT_CONFIGURED)


@pytest.mark.row("R5")
def test_an_answer_that_never_came_leaves_it_unknown(server: SmsServer) -> None:
    server.hang_up = True
    assert channel(server.base).send(message()) == Uncertain()
    assert len(server.texts) == 1


def test_nobody_listening_did_not_send() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert channel(f"http://127.0.0.1:{port}").send(message()) == NotSent()


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (429, 20429, NotSent()),
        (400, 21610, Rejected(Reason.OPTED_OUT)),
        (400, 30007, Rejected(Reason.REFUSED_BY_PROVIDER)),
        (500, 0, Uncertain()),
        (503, 0, Uncertain()),
        (302, 0, Uncertain()),
    ],
)
def test_what_each_answer_means(status: int, code: int, expected: Outcome) -> None:
    assert outcome(status, json.dumps({"code": code}).encode()) == expected


def test_a_login_page_with_200_is_no_acceptance() -> None:
    assert outcome(200, b"<html>sign in</html>") == Uncertain()
