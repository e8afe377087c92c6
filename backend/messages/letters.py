"""Links for people who sign in, by email: kept only until they are sent (promise S2)."""

from collections.abc import Mapping
from typing import NamedTuple

from backend.access.invitations import Letter
from backend.access.queries import business, business_ids
from backend.channels.port import Accepted, ChannelPort, NotSent, Outcome, Outgoing
from backend.db.database import Unit
from backend.due.queue import Due, DueHandler, Lane, schedule
from backend.messages.post import Post
from backend.messages.templates import subject_and_text, template
from domain.constants import MINUTE
from domain.wire.base import decode, encode

SEND = "send_letter"
RETRY = MINUTE


class Work(NamedTuple):
    """A letter that is on its way."""

    outgoing: Outgoing
    port: ChannelPort


class LetterPost:
    """Brings links to people by the salon's mail; the port of backend.access, and the task behind it."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def sends(self, unit: Unit) -> bool:
        """Whether there is a mail server behind it, for whichever salon."""
        return any(self._post.letters(unit, business_id) for business_id in business_ids(unit))

    def send_letter(self, unit: Unit, letter: Letter) -> bool:
        """Has it sent after the commit, instead of an earlier one to the same person."""
        if self._post.letters(unit, letter.business_id) is None:
            return False
        schedule(unit, letter.business_id, SEND, letter.person_id, unit.now, encode(letter), Lane.MESSAGE)
        return True

    def claim(self, unit: Unit, due: Due) -> Work | None:
        """Nothing goes without mail, or once the link has expired and is of no more use."""
        letter = decode(due.payload, Letter)
        port = self._post.letters(unit, due.business_id)
        if port is None or unit.now >= letter.expires_at:
            return None
        salon = business(unit, due.business_id).name
        written = template(_name(letter), "email", letter.language)
        written = written.replace("{{Link}}", letter.link).replace("{{BusinessName}}", salon)
        subject, text = subject_and_text(written, "email")
        made = Outgoing(unit.ids.new(unit.now), due.business_id, "email", unit.now, salon, letter.email, subject, text)
        return Work(made, port)

    def run(self, work: Work) -> Outcome:
        """Calls the channel."""
        return work.port.send(work.outgoing)

    def record(self, unit: Unit, due: Due, work: Work, result: Outcome) -> None:
        """A letter that did not leave is tried again while its link works; all else is for whoever asked for it."""
        if isinstance(result, Accepted):
            self._post.keep(unit, work.outgoing)
        elif isinstance(result, NotSent):
            schedule(unit, due.business_id, SEND, due.subject, unit.now + RETRY, due.payload, Lane.MESSAGE)

    def lost(self, unit: Unit, due: Due) -> None:
        """Whoever invited can ask for another link."""

    def due_handlers(self) -> Mapping[str, DueHandler]:
        """By task."""
        return {SEND: self}


def _name(letter: Letter) -> str:
    """The template of a letter."""
    if letter.invitation:
        return "staff_invitation"
    return "staff_forgotten" if letter.forgotten else "staff_password"
