"""A message to oneself, before clients get it: sent at once, and answered with what the channel said (row W9's test).

The call takes its time, so it is made before the transaction of the request; who asks is looked at before the call.
"""

from typing import NamedTuple

from backend.access import queries as access
from backend.access.counters import counter_key, hit
from backend.access.person import Person
from backend.automations.preview import Asked, message
from backend.automations.settings import automation_of
from backend.channels.port import Accepted, ChannelPort, NotSent, Outcome, Outgoing, Rejected
from backend.db.database import Unit
from backend.events.log import record
from backend.messages.post import Post
from backend.messages.sandbox import Sandbox
from backend.messages.sending import Sender
from backend.web.problems import problem
from backend.web.route import Before, Call
from domain.constants import HOUR
from domain.contacts import NotAPhone, parse_phone
from domain.permissions import Permission
from domain.reasons import Reason
from domain.wire.automations import Tried, TryMessage

MOST, WINDOW = 20, HOUR
"""How many of them a person may send in how long: a text costs money."""


class Attempt(NamedTuple):
    """What came of the call."""

    made: Outgoing
    reason: Reason | None
    kept: bool


class Trying:
    """Composes for whoever asks, and calls the channel."""

    def __init__(self, post: Post, sender: Sender) -> None:
        self._post = post
        self._sender = sender

    def allow(self, call: Call[TryMessage, Person]) -> tuple[Outgoing, ChannelPort | None]:
        """What is to be sent, and by what. Raises Refused."""
        made = self._compose(call.unit, call.who, call.path["id"], call.body)
        return made, self._post.port(call.unit, call.who.business_id, made.channel)

    def prepare(self, before: Before[TryMessage]) -> Attempt:
        """Sends it."""
        made, port = before.allowed
        reason = Reason.NOT_CONFIGURED if port is None else _reason(port.send(made))
        return Attempt(made, reason, kept=reason is None and isinstance(port, Sandbox))

    def run(self, call: Call[TryMessage, Person]) -> Tried:
        """Leaves a trace of it, without the text; a demo shows what it kept."""
        attempt: Attempt = call.prepared
        facts = {"channel": str(call.body.channel), "result": attempt.reason or "sent"}
        subject, actor = f"automation:{automation_of(call.path['id']).id}", f"person:{call.who.id}"
        record(call.unit, call.who.business_id, "automation.tried", subject, actor, **facts)
        if attempt.kept:
            self._post.keep(call.unit, attempt.made)
        return Tried(attempt.made.to, sent=attempt.reason is None, reason=attempt.reason, kept=attempt.kept)

    def _compose(self, unit: Unit, who: Person, automation: str, wish: TryMessage) -> Outgoing:
        who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
        to = _address(unit, who, wish)
        asked = Asked(automation_of(automation), wish.channel, wish.language, wish.text, wish.subject)
        subject, body = message(unit, who, self._sender, self._post.public_url, asked)
        wait = hit(unit, counter_key("try_message", who.id), MOST, WINDOW)
        if wait is not None:
            raise problem("too_many", 429, "So many tests are enough for now.", retry_after=wait)
        salon = access.business(unit, who.business_id)
        return Outgoing(unit.ids.new(unit.now), who.business_id, wish.channel, unit.now, salon.name, to, subject, body)


def _address(unit: Unit, who: Person, wish: TryMessage) -> str:
    if wish.channel == "email":
        account = access.account(unit, who.business_id, who.id)
        return account.email if account else ""
    place = access.locations_of(unit, who.business_id)[0]
    try:
        return parse_phone(wish.phone or "", place.region)
    except NotAPhone:
        raise problem("not_a_phone", 422, "This is not a phone number.", field="$.phone") from None


def _reason(outcome: Outcome) -> Reason | None:
    if isinstance(outcome, Accepted):
        return None
    if isinstance(outcome, Rejected):
        return outcome.reason
    return Reason.PROVIDER_UNREACHABLE if isinstance(outcome, NotSent) else Reason.ANSWER_LOST
