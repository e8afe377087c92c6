"""What became of one automated message lately, in words: asked of the server when somebody looks (rows B23, N18)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome
from desktop.texts import local_moment, moment, ntr, tr
from domain.clock import Clock
from domain.delivery import has_failed
from domain.office import AskFailures, AskRuns
from domain.reasons import Reason
from domain.times import local
from domain.wire.automations import AutomationFailures, AutomationRun, AutomationRuns, FailuresLately


class Known(NamedTuple):
    """What the desk knows by itself: whether it can show the card of a client, and of what time an appointment is, such
    as `appointment:<id>`, in words; empty when it does not hold it.
    """

    client: Callable[[str], bool]
    appointment: Callable[[str], str]


class RunLine(NamedTuple):
    """One of them: to whom, how and about what, when, and what became of it in a colour role. Without `client_id`
    there is no card to open.
    """

    who: str
    how: str
    when: str
    what: str
    role: str
    client_id: str = ""


class RunLog(QObject):
    """The newest first, as the server told them last; what was told stays while it is asked anew."""

    changed = Signal()

    def __init__(
        self, automation: str, office: Office, known: Known, clock: Clock, zone: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._automation, self._known, self._clock, self._zone = automation, known, clock, zone
        self._told: AutomationRuns | None = None
        self._asking = Changing(office, self)
        self._asking.changed.connect(self.changed)

    def look(self) -> None:
        """Ask for them."""
        self._asking.ask(AskRuns(self._automation), self._heard)

    @property
    def waits(self) -> bool:
        """Whether the server is being asked."""
        return self._asking.waits

    def notice(self) -> str:
        """Why they could not be had; empty when they could."""
        return sentences.not_looked_up() if self._asking.unreached else self._asking.notice

    def lines(self) -> Sequence[RunLine]:
        """What is known."""
        return [self._line(run) for run in self._told.runs] if self._told else []

    def about(self) -> str:
        """What there is to say about the list as a whole."""
        if self._told is None:
            return tr("The server is being asked…") if self.waits else ""
        if not self._told.runs:
            return tr("Nothing yet. As soon as this message goes to somebody, or is held back, it stands here.")
        count = len(self._told.runs)
        return ntr("This is the latest one.", "These are the latest {count}.", count) if self._told.more else ""

    def _heard(self, outcome: Outcome) -> None:
        if isinstance(outcome.answer, AutomationRuns):
            self._told = outcome.answer

    def _line(self, run: AutomationRun) -> RunLine:
        now = self._clock.now()
        when = local_moment(local(run.at, self._zone), local(now, self._zone).date())
        what, role = _what(run, now, self._zone)
        card = run.client_id if run.client_id and self._known.client(run.client_id) else ""
        return RunLine(_who(run), self._how(run), when, what, role, card)

    def _how(self, run: AutomationRun) -> str:
        way = tr("by email") if run.channel == "email" else tr("by SMS")
        start = self._known.appointment(run.subject)
        return " · ".join((way, tr("appointment {moment}", moment=start))) if start else way


class Failures(QObject):
    """How much of each automated message failed lately."""

    changed = Signal()

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[str, AutomationFailures] = {}
        self._again = False
        self._asking = Changing(office, self)
        self._asking.changed.connect(self.changed)

    def look(self) -> None:
        """Ask for it; once more when the answer to an earlier question has come."""
        self._again = self._asking.waits
        self._asking.ask(AskFailures(), self._heard)

    def notice(self) -> str:
        """Why it is not known; empty when it is."""
        if not self._asking.unreached:
            return self._asking.notice
        return tr("What failed lately is known to the server alone, and it could not be asked.")

    def words(self, automation: str) -> tuple[str, str]:
        """How many, and why the last one failed; empty when none did."""
        failed = self._told.get(automation)
        if failed is None:
            return "", ""
        count = ntr("{count} failed in the last 7 days", "{count} failed in the last 7 days", failed.count)
        return count, tr("The last one: {reason}.", reason=_reason(failed.reason)) if failed.reason else ""

    def _heard(self, outcome: Outcome) -> None:
        if isinstance(outcome.answer, FailuresLately):
            self._told = {one.automation: one for one in outcome.answer.failures}
        if self._again:
            self.look()


def _who(run: AutomationRun) -> str:
    if run.client_name:
        return shown_name(run.client_name)
    return tr("A client") if run.subject else tr("A client whose record is gone")


def _what(run: AutomationRun, now: int, zone: str) -> tuple[str, str]:
    """What became of it, and the colour role that goes with it."""
    why = _reason(run.reason, run.channel)
    if run.delivered_at is not None:
        return tr("Delivered"), "good"
    match run.status:
        case "queued" if run.held_until is not None:
            until = moment(run.held_until, now, zone)
            return tr("Held until {moment}: {reason}", moment=until, reason=why), "amber_text"
        case "queued":
            return tr("On its way"), "text"
        case "sent":
            return tr("Sent"), "text"
        case "failed":
            return tr("Failed: {reason}", reason=why), "red_text"
        case "skipped":
            return tr("Not sent: {reason}", reason=why), "red_text" if has_failed("skipped", run.reason) else "quiet"
        case "unknown":
            return tr("Perhaps sent: the provider did not answer"), "amber_text"
        case _:
            return tr("This version cannot tell what became of it"), "quiet"


def _reason(code: str | None, channel: str = "") -> str:
    """Of any message on its channel, where the cards speak of the reminder alone."""
    if code == Reason.SWITCHED_OFF:
        return tr("the message was switched off")
    if code == Reason.NO_ADDRESS and channel:
        return tr("no email address on file") if channel == "email" else tr("no phone number on file")
    return sentences.reason(code or "")
