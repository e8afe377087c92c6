"""A test of a channel: one message to whoever asks, and what the provider answered. The call is in no transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backend.access.counters import counter_key, hit
from backend.access.person import Person
from backend.access.queries import account, business, locations_of
from backend.channels.port import ChannelPort, Outgoing
from backend.db.database import Unit
from backend.events.log import record
from backend.messages.post import Post
from backend.messages.templates import subject_and_text, template
from backend.providers.changes import mail_of, require_may, sms_of
from backend.providers.own import TRY_SECONDS, OwnChannels
from backend.web.problems import problem
from domain.constants import HOUR
from domain.contacts import NotAPhone, parse_phone
from domain.wire.channels import ChannelTest, TryMail, TrySms, Verdict
from domain.wire.rows import Channel

TESTS_AT_MOST = 30
"""An hour and business: a test may go by the server's own account, which somebody else pays."""

_TEMPLATE = "channel_test"


@dataclass(frozen=True)
class Trial:
    """A test that may be made. Without a port there is nothing to try."""

    message: Outgoing
    port: ChannelPort | None = field(repr=False)

    def run(self) -> ChannelTest:
        """Calls the provider."""
        return self.port.try_out(self.message) if self.port else ChannelTest(Verdict.NOT_SET_UP)


def mail_trial(unit: Unit, person: Person, post: Post, own: OwnChannels, wish: TryMail) -> Trial:
    """A mail to the person's own address. Raises Refused."""
    _allow(unit, person)
    if wish.settings is None:
        port = post.port(unit, person.business_id, "email")
    else:
        settings, password = mail_of(unit, person.business_id, own, wish.settings)
        port = own.mail(settings, password, TRY_SECONDS)
    known = account(unit, person.business_id, person.id)
    return Trial(_message(unit, person, "email", known.email if known else "", wish.language), port)


def sms_trial(unit: Unit, person: Person, post: Post, own: OwnChannels, wish: TrySms) -> Trial:
    """A text to a number. Raises Refused."""
    _allow(unit, person)
    if wish.settings is None:
        port = post.port(unit, person.business_id, "sms")
    else:
        settings, token = sms_of(unit, person.business_id, own, wish.settings)
        port = own.sms(settings, token, TRY_SECONDS)
    places = locations_of(unit, person.business_id)
    try:
        number = parse_phone(wish.to, places[0].region if places else "ZZ")
    except NotAPhone:
        raise problem("invalid", 422, "This is no phone number.", field="$.to") from None
    return Trial(_message(unit, person, "sms", number, wish.language), port)


def note(unit: Unit, person: Person, post: Post, trial: Trial, found: ChannelTest) -> ChannelTest:
    """Writes down that somebody tried; a demo shows what it kept."""
    facts: Mapping[str, str] = {"channel": trial.message.channel, "verdict": found.verdict}
    record(unit, person.business_id, "channel.tried", f"business:{person.business_id}", f"person:{person.id}", **facts)
    if found.verdict == Verdict.KEPT:
        post.keep(unit, replace(trial.message, at=unit.now))
    return found


def _allow(unit: Unit, person: Person) -> None:
    require_may(unit, person)
    wait = hit(unit, counter_key("channel_test", person.business_id), TESTS_AT_MOST, HOUR)
    if wait is not None:
        raise problem("too_many_tests", 429, "Too many tests for now.", retry_after=wait)


def _message(unit: Unit, person: Person, channel: Channel, to: str, language: str) -> Outgoing:
    salon = business(unit, person.business_id).name
    written = template(_TEMPLATE, channel, language).replace("{{BusinessName}}", salon)
    subject, text = subject_and_text(written, channel)
    return Outgoing(unit.ids.new(unit.now), person.business_id, channel, unit.now, salon, to, subject, text)
