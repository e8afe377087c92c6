"""By whom the salon's messages are sent, as Settings shows it: its own providers, the server's, or nobody."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.changing import Changing
from desktop.models.channel_words import good, verdict_words
from desktop.models.ports import Office, Outcome
from desktop.models.salon import Salon
from desktop.texts import language, local_moment, tr
from domain.clock import Clock
from domain.office import RemoveChannel
from domain.permissions import Permission
from domain.times import local
from domain.wire.channels import ChannelRow, ChannelTest, SaveMail, SaveSms, TryMail, TrySms
from domain.wire.rows import KINDS, Channel, LocationRow, PersonRow

_KINDS = frozenset((KINDS[ChannelRow], KINDS[PersonRow], KINDS[LocationRow]))


class ChannelLine(NamedTuple):
    """How one channel stands. `secret` says since when a password or token is on file; `answers_to` is the address that
    the provider of an own account has to know, so that what clients write arrives.
    """

    says: str
    secret: str
    own: bool
    sends: bool
    answers_to: str = ""


class Channels(QObject):
    """Reads them from the feed; asks the server for changes and tests."""

    changed = Signal()

    def __init__(self, office: Office, salon: Salon, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office, self._salon, self._clock = office, salon, clock
        self.changing = Changing(office, self)
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def may_see(self) -> bool:
        """Whether the person may manage automations anywhere: then her desk is told of them."""
        person = self._salon.person()
        return person is not None and any(Permission.MANAGE_AUTOMATIONS in grant.permissions for grant in person.grants)

    def row(self, channel: Channel) -> ChannelRow:
        """How the server keeps it."""
        return self._salon.get(ChannelRow, channel) or ChannelRow(channel, "none")

    def is_demo(self) -> bool:
        """Whether messages to clients are kept instead of sent."""
        return any(row.sandbox for row in self._salon.rows(ChannelRow).values())

    def why_not(self) -> str:
        """Why the person cannot change them; empty when she can."""
        places = self._salon.rows(LocationRow)
        if not places or not all(self._salon.may(Permission.MANAGE_AUTOMATIONS, place) for place in places):
            return tr("Only those who manage automated messages at every location can change this.")
        return tr("The server is being asked.") if self.changing.waits else ""

    def line(self, channel: Channel) -> ChannelLine:
        """How it stands, in words."""
        row = self.row(channel)
        own = row.source == "own"
        if own and channel == "email":
            says = tr("Goes out by {host}, from {address}.", host=row.host, address=row.from_address)
        elif own:
            says = tr("Goes out from {number} by an account of your own.", number=row.from_number)
        elif row.source == "server":
            says = tr("Goes out by the provider that this server has for all salons.")
        else:
            says = tr("Not set up: nothing is sent this way.")
        return ChannelLine(says, self.secret_words(channel), own, row.source != "none", row.answers_to if own else "")

    def secret_words(self, channel: Channel) -> str:
        """Since when there is a secret; empty when there is none."""
        at = self.row(channel).secret_set_at
        if at is None:
            return ""
        zone = self._salon.home_zone()
        moment = local_moment(local(at, zone), local(self._clock.now(), zone).date())
        if channel == "email":
            return tr("Password set: {moment}. It is not shown again.", moment=moment)
        return tr("Token set: {moment}. It is not shown again.", moment=moment)

    def remove(self, channel: Channel) -> None:
        """Go back to what the server has."""
        self.changing.ask(RemoveChannel(channel), self._removed)

    def _removed(self, _outcome: Outcome) -> None:
        """The feed brings the row."""

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()


class Trial(QObject):
    """Tests of one channel: `words` tell what came of the last one."""

    changed = Signal()

    def __init__(self, channel: Channel, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.channel: Channel = channel
        self.to = ""
        self._test: ChannelTest | None = None
        self._changing = Changing(office, self)
        self._changing.changed.connect(self.changed)

    @property
    def waits(self) -> bool:
        return self._changing.waits

    @property
    def good(self) -> bool:
        return self._test is not None and good(self._test)

    @property
    def words(self) -> str:
        """Empty before the first."""
        return verdict_words(self._test, self.channel) if self._test else self._changing.notice

    def set_to(self, number: str) -> None:
        """Where a text is to go, as it is typed."""
        self.to = number
        self.changed.emit()

    def why_not(self) -> str:
        """Why none can be made now."""
        if self.waits:
            return tr("The provider is being asked.")
        return tr("Please enter a number for the test.") if self.channel == "sms" and not self.to.strip() else ""

    def forget(self) -> None:
        """What was tried is not what is typed any more."""
        if self._test is not None:
            self._test = None
            self.changed.emit()

    def run(self, settings: SaveMail | SaveSms | None = None) -> None:
        """Try these settings, or those in use."""
        if self.why_not():
            return
        self._test = None
        if self.channel == "email":
            mail = settings if isinstance(settings, SaveMail) else None
            self._changing.ask(TryMail(mail, language()), self._tried)
        else:
            sms = settings if isinstance(settings, SaveSms) else None
            self._changing.ask(TrySms(self.to.strip(), sms, language()), self._tried)

    def _tried(self, outcome: Outcome) -> None:
        self._test = outcome.answer if isinstance(outcome.answer, ChannelTest) else None
