"""The story of a draft in words: as the server tells it, or as far as the desk's own copy knows (row N13)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.calls import REASONS
from desktop.models.cards import shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.ports import Questions
from desktop.models.salon import Salon
from desktop.models.snoozing import until_words
from desktop.texts import apart, in_a_row, mark, moment, tr
from domain.clock import Clock
from domain.contacts import clean_text
from domain.timeline import Moment
from domain.wire.rows import DraftRow
from domain.wire.timeline import Timeline, TimelineEntry
from domain.work import CallOutcome, DismissReason

_SAID: dict[str, str] = {
    Moment.STARTED: mark("Started online, reached Review"),
    Moment.LEFT: mark("Left at Review without booking"),
    Moment.RESUMED: mark("Came back to Review"),
    Moment.REMINDER_ASKED: mark("Reminder asked for by {channel}"),
    Moment.REMINDER_QUEUED: mark("Automatic reminder on its way by {channel}"),
    Moment.REMINDER_SENT: mark("Reminder sent by {channel}"),
    Moment.REMINDER_DELIVERED: mark("Reminder delivered by {channel}"),
    Moment.REMINDER_FAILED: mark("Reminder by {channel} failed"),
    Moment.REMINDER_SKIPPED: mark("No reminder by {channel}"),
    Moment.REMINDER_UNKNOWN: mark("Not certain whether the reminder by {channel} was sent"),
    Moment.SNOOZED: mark("Snoozed"),
    Moment.WOKEN: mark("Back in the list"),
    Moment.DISMISSED: mark("Dismissed"),
    Moment.REOPENED: mark("Reopened"),
    Moment.BOOKED: mark("Booked"),
    Moment.LINK_OPENED: mark("Link in the message opened"),
    Moment.REPLIED: mark("Replied by SMS"),
    Moment.OPTED_OUT: mark("Said stop: no more messages by {channel}"),
    Moment.OPTED_IN: mark("Wants messages by {channel} again"),
}
_CALLED: dict[CallOutcome, str] = {
    CallOutcome.NO_ANSWER: mark("Called, no answer"),
    CallOutcome.LEFT_MESSAGE: mark("Called, left a message"),
    CallOutcome.CALL_BACK: mark("Called, wants to be called back"),
    CallOutcome.NOT_INTERESTED: mark("Called, not interested"),
    CallOutcome.WRONG_NUMBER: mark("Called, wrong number"),
    CallOutcome.BOOKED: mark("Called, wants to book"),
}
_OF_REMINDER = {
    "queued": Moment.REMINDER_QUEUED,
    "sent": Moment.REMINDER_SENT,
    "failed": Moment.REMINDER_FAILED,
    "skipped": Moment.REMINDER_SKIPPED,
    "unknown": Moment.REMINDER_UNKNOWN,
}


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened: what, when and by whom, and what was noted about it."""

    text: str
    detail: str
    note: str = ""

    @property
    def summary(self) -> str:
        """The whole line for someone who hears it."""
        return in_a_row(part for part in (self.text, self.detail, self.note) if part)


class Story(QObject):
    """The story that is open, one at a time. It is asked for anew when its draft differs."""

    changed = Signal()

    def __init__(
        self, questions: Questions, drafts: DraftsModel, salon: Salon, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._questions, self._drafts, self._salon, self._clock = questions, drafts, salon, clock
        self._row: DraftRow | None = None
        self._told: tuple[TimelineEntry, ...] | None = None
        self._gone = False
        self.notice = ""
        drafts.summary_changed.connect(self._look)

    @property
    def draft_id(self) -> str:
        """Whose story is open, empty when none is."""
        return self._row.id if self._row else ""

    @property
    def client(self) -> str:
        """Whose draft it is."""
        return shown_name(self._row.client_name) if self._row else ""

    def open(self, draft_id: str) -> bool:
        """Tell the story of this draft from now on; False when the desk does not hold it."""
        self._row, self._told, self._gone = self._drafts.get(draft_id), None, False
        self._ask()
        return self._row is not None

    def close(self) -> None:
        """No story is open any more."""
        self._row = self._told = None

    def lines(self) -> list[StoryLine]:
        """The newest last."""
        row = self._row
        if row is None:
            return []
        entries = self._told if self._told is not None else _as_far_as_known(row)
        lines = (self._line(row, entry) for entry in entries)
        return [line for line in lines if line is not None]

    def _ask(self) -> None:
        if self._row is not None:
            self.notice = tr("Asking the server for the rest…") if self._told is None else self.notice
            self._questions.story(self._row.id, self._heard)
        self.changed.emit()

    def _heard(self, draft_id: str, story: Timeline | None) -> None:
        if draft_id != self.draft_id:
            return
        if story is not None:
            self._told, self.notice = story.entries, ""
        elif not self._gone:
            self._told = None
            self.notice = tr("The server cannot be asked now: this is what this computer knows.")
        self.changed.emit()

    def _look(self) -> None:
        """The draft may differ: what has happened to it is told at once."""
        if self._row is None:
            return
        held = self._drafts.get(self._row.id)
        if held is None and not self._gone:
            self._gone, self.notice = True, tr("This incomplete booking has left the list.")
            self._ask()
        elif held is not None and held != self._row:
            self._row, self._gone = held, False
            self._ask()

    def _line(self, row: DraftRow, entry: TimelineEntry) -> StoryLine | None:
        zone, now = self._salon.zone(row.location_id), self._clock.now()
        text = _words(entry, lambda until: until_words(until, now, zone))
        if not text:
            return None
        by = apart(clean_text(entry.by))
        when = moment(entry.at, now, zone)
        return StoryLine(text, tr("{time} · {who}", time=when, who=by) if by else when, apart(clean_text(entry.note)))


def _words(entry: TimelineEntry, until: Callable[[int], str]) -> str:
    """Empty for what a newer server tells and this desk does not know."""
    if entry.what == Moment.CALLED:
        said = next((text for outcome, text in _CALLED.items() if outcome == entry.outcome), None)
        return tr(said) if said else tr("Called")
    plain = _SAID.get(entry.what)
    if plain is None:
        return ""
    text = tr(plain, channel=sentences.channel(entry.channel or ""))
    if entry.what == Moment.SNOOZED and entry.until is not None:
        return tr("{what} {until}", what=text, until=until(entry.until))
    if entry.what == Moment.DISMISSED and entry.reason in set(DismissReason):
        return tr("{what}: {reason}", what=text, reason=tr(REASONS[DismissReason(entry.reason)]))
    return tr("{what}: {reason}", what=text, reason=sentences.reason(entry.reason)) if entry.reason else text


def _as_far_as_known(row: DraftRow) -> tuple[TimelineEntry, ...]:
    """What the card itself tells."""
    first = Moment.STARTED if row.cycle == 1 else Moment.RESUMED
    entries = [TimelineEntry(row.engaged_at, first), TimelineEntry(row.expired_at, Moment.LEFT)]
    for state in row.reminders:
        what = _OF_REMINDER[state.status]
        entries.append(TimelineEntry(state.at, what, channel=state.channel, reason=state.reason))
        if state.delivered_at is not None:
            entries.append(TimelineEntry(state.delivered_at, Moment.REMINDER_DELIVERED, channel=state.channel))
    entries += [
        TimelineEntry(call.at, Moment.CALLED, call.by, outcome=call.outcome, note=call.note) for call in row.calls
    ]
    entries += [TimelineEntry(reply.at, Moment.REPLIED, channel="sms", note=reply.text) for reply in row.replies]
    if row.dismissal is not None:
        said = row.dismissal
        entries.append(TimelineEntry(said.at, Moment.DISMISSED, said.by, reason=said.reason, note=said.text))
    return tuple(sorted(entries, key=lambda entry: entry.at))
