"""One-time codes on their way to a phone: sent like any text, kept only until it is (promise S2)."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from backend.access.queries import business
from backend.channels.port import Accepted, ChannelPort, NotSent, Outcome, Outgoing
from backend.clients.codes import LIFE
from backend.clients.queries import LANGUAGE, client_by_phone
from backend.db.database import Unit
from backend.due.queue import Due, DueHandler, Lane, schedule
from backend.messages.post import Post
from backend.messages.templates import template
from domain.constants import SECOND
from domain.wire.base import decode, encode

SEND = "send_code"
RETRY = 5 * SECOND


class _Code(msgspec.Struct, frozen=True):
    """What waits in the due work, and nowhere else."""

    id: str
    phone: str
    code: str
    made_at: int
    language: str | None = None


class Work(NamedTuple):
    """A code that is on its way."""

    code: _Code
    outgoing: Outgoing
    port: ChannelPort


class CodePost:
    """Brings codes to phones by the salon's SMS channel; the port of backend.clients, and the task behind it."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def send_code(
        self, unit: Unit, business_id: str, subject: str, phone: str, code: str, language: str | None
    ) -> None:
        """Has the code sent after the commit, instead of an earlier one of the same subject."""
        made = _Code(unit.ids.new(unit.now), phone, code, unit.now, language)
        schedule(unit, business_id, SEND, subject, unit.now, encode(made), Lane.MESSAGE)

    def claim(self, unit: Unit, due: Due) -> Work | None:
        """Nothing goes without an SMS channel, or once the code has expired and is of no more use."""
        code = decode(due.payload, _Code)
        port = self._post.port(unit, due.business_id, "sms")
        if port is None or unit.now >= code.made_at + LIFE:
            return None
        salon = business(unit, due.business_id).name
        written = template("sign_in_code", "sms", _language(unit, due.business_id, code))
        text = written.replace("{{Code}}", code.code).replace("{{BusinessName}}", salon)
        return Work(code, Outgoing(code.id, due.business_id, "sms", unit.now, salon, code.phone, "", text), port)

    def run(self, work: Work) -> Outcome:
        """Calls the channel."""
        return work.port.send(work.outgoing)

    def record(self, unit: Unit, due: Due, work: Work, result: Outcome) -> None:
        """A code that did not leave is tried again while it works; all else is for the client, who can ask for
        another.
        """
        if isinstance(result, Accepted):
            self._post.keep(unit, work.outgoing)
        elif isinstance(result, NotSent):
            schedule(unit, due.business_id, SEND, due.subject, unit.now + RETRY, due.payload, Lane.MESSAGE)

    def lost(self, unit: Unit, due: Due) -> None:
        """The client can ask for another."""

    def due_handlers(self) -> Mapping[str, DueHandler]:
        """By task."""
        return {SEND: self}


def _language(unit: Unit, business_id: str, code: _Code) -> str:
    """That of the page, else of whoever has the number."""
    if code.language is not None:
        return code.language
    held = client_by_phone(unit, business_id, code.phone)
    return held.language if held else LANGUAGE
