"""The channels of a business, made of what it set up when a message goes."""

import ssl
from dataclasses import dataclass, field

from backend.channels.port import ChannelPort, Outcome, Outgoing, Rejected
from backend.channels.smtp import SmtpChannel, SmtpSettings
from backend.channels.twilio import TwilioChannel, TwilioSettings
from backend.channels.twilio_hooks import SmsAccount
from backend.db.database import Unit
from backend.providers import queries
from backend.providers.vault import Unreadable, Vault
from domain.reasons import Reason
from domain.wire.base import Answer, decode
from domain.wire.channels import ChannelTest, SaveMail, SaveSms, Security, Verdict
from domain.wire.rows import Channel

SMS_API = "https://api.twilio.com"
SEND_SECONDS, TRY_SECONDS = 20.0, 8.0
"""How long one step may take when a message goes, and when somebody waits for the answer to a test."""


class MailServer(Answer, frozen=True):
    """What is kept of a mail server, without its password."""

    host: str
    port: int
    security: Security
    from_address: str
    user: str = ""
    by_owner: bool = False
    """Whether the Owner herself named this server: only then do links that set passwords go by it."""


class OwnAccount(Answer, frozen=True):
    """What is kept of an account, without its token."""

    account: str
    from_number: str


@dataclass(frozen=True)
class OwnChannels:
    """`sms_api` is where accounts are asked; `tls` whom mail servers are trusted by, the machine's list if None."""

    vault: Vault = field(default_factory=Vault)
    sms_api: str = SMS_API
    tls: ssl.SSLContext | None = None

    def port(self, unit: Unit, business_id: str, channel: Channel) -> ChannelPort | None:
        """The business's own channel; None when it has none."""
        return unit.once(("own_channel", business_id, channel), lambda: self._find(unit, business_id, channel))

    def letters(self, unit: Unit, business_id: str) -> ChannelPort | None:
        """The mail server that the Owner named, for what nobody else may read."""
        kept = queries.find(unit, business_id, "email")
        trusted = kept is not None and decode(kept.settings, MailServer).by_owner
        return self.port(unit, business_id, "email") if trusted else None

    def sms_account(self, unit: Unit, business_id: str, of_server: SmsAccount | None) -> SmsAccount | None:
        """Whose requests are believed when they say what clients of a business write: its own account's, once it has
        one, else the server's.
        """
        kept = queries.find(unit, business_id, "sms")
        if kept is None:
            return of_server
        of = decode(kept.settings, OwnAccount)
        try:
            return SmsAccount(of.account, self.secret(business_id, "sms", kept) or "", of.from_number)
        except Unreadable:
            return None

    def secret(self, business_id: str, channel: Channel, kept: queries.Kept) -> str | None:
        """The secret that is kept, or None. Raises Unreadable."""
        return self.vault.open(kept.secret, purpose(business_id, channel)) if kept.secret is not None else None

    def mail(self, of: MailServer | SaveMail, password: str | None, seconds: float = SEND_SECONDS) -> ChannelPort:
        """A channel by these settings."""
        settings = SmtpSettings(
            of.host, of.port, of.from_address, of.security, of.user or None, password, timeout=seconds
        )
        return SmtpChannel(settings, self.tls)

    def sms(self, of: OwnAccount | SaveSms, token: str, seconds: float = SEND_SECONDS) -> ChannelPort:
        """The same of an account."""
        return TwilioChannel(TwilioSettings(of.account, token, of.from_number, self.sms_api, seconds))

    def _find(self, unit: Unit, business_id: str, channel: Channel) -> ChannelPort | None:
        kept = queries.find(unit, business_id, channel)
        if kept is None:
            return None
        try:
            secret = self.secret(business_id, channel, kept)
        except Unreadable:
            return Sealed()
        if channel == "email":
            return self.mail(decode(kept.settings, MailServer), secret)
        return self.sms(decode(kept.settings, OwnAccount), secret or "")


class Sealed:
    """A channel whose secret cannot be read any more: nothing goes by it, and nothing by another one instead, which
    would have another sender.
    """

    def send(self, _message: Outgoing) -> Outcome:
        return Rejected(Reason.NOT_CONFIGURED)

    def try_out(self, message: Outgoing) -> ChannelTest:
        return ChannelTest(Verdict.UNREADABLE, to=message.to)


def purpose(business_id: str, channel: Channel) -> str:
    """What a secret is sealed for."""
    return f"{business_id}/{channel}"
