"""The story of a draft, told from what the log has of it (row N13)."""

from collections.abc import Callable, Sequence

from backend.access.person import Person
from backend.access.queries import names_of
from backend.db.database import Unit
from backend.drafts import queries
from backend.drafts.queries import Draft
from backend.events.log import Event, events_of
from backend.messages import replies
from backend.web.problems import problem
from domain.drafts import Phase
from domain.permissions import Permission
from domain.timeline import Moment
from domain.wire.rows import Reply
from domain.wire.timeline import Timeline, TimelineEntry

_PERSON = "person:"
_BEGINNINGS = ("reminder.asked", "reminder.queued")
_AFTERTHOUGHTS = ("draft.call_corrected", "draft.call_taken_back", "draft.dismissal_explained", "draft.woken")


def timeline_of(unit: Unit, person: Person, draft_id: str) -> Timeline:
    """Raises Refused: 404 `draft_gone` while its client is at Review, as if it were not there (row B4), and 403."""
    draft = queries.find(unit, person.business_id, draft_id)
    if draft is None or draft.phase is Phase.REVIEWING:
        raise problem("draft_gone", 404, "There is no such incomplete booking.")
    person.require(Permission.MANAGE_WAITLIST, draft.location_id)
    events = sorted(events_of(unit, person.business_id, f"draft:{draft_id}"), key=_order)
    actors = {event.actor.removeprefix(_PERSON) for event in events if event.actor.startswith(_PERSON)}
    written = replies.of_drafts(unit, person.business_id, [draft_id]).get(draft_id, ())
    return Timeline(_told(draft, events, names_of(unit, person.business_id, actors), written))


def _order(event: Event) -> tuple[int, bool, bool]:
    """What came in one batch has one instant: what puts something right, or follows from it, comes after it."""
    return event.at, event.event not in _BEGINNINGS, event.event in _AFTERTHOUGHTS


def _told(
    draft: Draft, events: Sequence[Event], names: dict[str, str], written: Sequence[Reply]
) -> tuple[TimelineEntry, ...]:
    story = _Story(draft, written)
    for event in events:
        tell = _TELL.get(event.event)
        if tell is not None:
            tell(story, event, names.get(event.actor.removeprefix(_PERSON), ""))
    return tuple(story.entries.values())


class _Story:
    """What has been told so far, by the id of the event or of the call."""

    def __init__(self, draft: Draft, written: Sequence[Reply]) -> None:
        self.entries: dict[str, TimelineEntry] = {}
        self.notes = {call.id: call.note for call in draft.calls} | {reply.id: reply.text for reply in written}
        self.dismissed = ""
        self._seen_before = self._at_review = False

    def landed(self, event: Event, by: str) -> None:
        """The client came to Review; what she changes there is no news."""
        if not self._at_review:
            self.add(event, Moment.RESUMED if self._seen_before else Moment.STARTED, by)
        self._at_review = self._seen_before = True

    def left(self, event: Event, by: str) -> None:
        """Her review session is over."""
        self._at_review = False
        self.add(event, Moment.LEFT, by)

    def called(self, event: Event, by: str) -> None:
        """A call, or how it went after all."""
        call, outcome = str(event.facts["call"]), str(event.facts["outcome"])
        first = self.entries.get(call)
        at, who = (first.at, first.by) if first else (event.at, by)
        note = self.notes.get(call, "")
        self.entries[call] = TimelineEntry(at, Moment.CALLED, who, outcome=outcome, note=note)

    def taken_back(self, event: Event, _by: str) -> None:
        """There was no such call."""
        self.entries.pop(str(event.facts["call"]), None)

    def snoozed(self, event: Event, by: str) -> None:
        self.entries[event.id] = TimelineEntry(event.at, Moment.SNOOZED, by, until=int(event.facts["until"]))

    def dismiss(self, event: Event, by: str) -> None:
        self.dismissed = event.id
        self.add(event, Moment.DISMISSED, by)

    def explained(self, event: Event, _by: str) -> None:
        """Why the card was dismissed; in the person's own words only on the card."""
        before = self.entries.get(self.dismissed)
        if before is not None:
            reason = str(event.facts["reason"])
            self.entries[self.dismissed] = TimelineEntry(before.at, Moment.DISMISSED, before.by, reason=reason)

    def asked(self, event: Event, by: str) -> None:
        for channel in str(event.facts.get("channels", "")).split():
            key = f"{event.id} {channel}"
            self.entries[key] = TimelineEntry(event.at, Moment.REMINDER_ASKED, by, channel=channel)

    def replied(self, event: Event, by: str) -> None:
        """The client wrote back: her words are in the table of replies, never in the log."""
        note = self.notes.get(str(event.facts["reply"]), "")
        self.entries[event.id] = TimelineEntry(event.at, Moment.REPLIED, by, channel="sms", note=note)

    def add(self, event: Event, what: Moment, by: str) -> None:
        """One line of its own."""
        facts = {name: str(event.facts[name]) for name in ("channel", "reason") if name in event.facts}
        self.entries[event.id] = TimelineEntry(event.at, what, by, facts.get("channel"), facts.get("reason"))


_Tell = Callable[[_Story, Event, str], None]


def _plain(what: Moment) -> _Tell:
    return lambda story, event, by: story.add(event, what, by)


_TELL: dict[str, _Tell] = {
    "draft.review_entered": _Story.landed,
    "draft.expired": _Story.left,
    "draft.called": _Story.called,
    "draft.call_corrected": _Story.called,
    "draft.call_taken_back": _Story.taken_back,
    "draft.snoozed": _Story.snoozed,
    "draft.woken": _plain(Moment.WOKEN),
    "draft.dismissed": _Story.dismiss,
    "draft.dismissal_explained": _Story.explained,
    "draft.restored": _plain(Moment.REOPENED),
    "draft.converted": _plain(Moment.BOOKED),
    "draft.link_opened": _plain(Moment.LINK_OPENED),
    "draft.replied": _Story.replied,
    "draft.opted_out": _plain(Moment.OPTED_OUT),
    "draft.opted_in": _plain(Moment.OPTED_IN),
    "reminder.asked": _Story.asked,
    "reminder.queued": _plain(Moment.REMINDER_QUEUED),
    "reminder.delivered": _plain(Moment.REMINDER_DELIVERED),
    "reminder.sent": _plain(Moment.REMINDER_SENT),
    "reminder.failed": _plain(Moment.REMINDER_FAILED),
    "reminder.skipped": _plain(Moment.REMINDER_SKIPPED),
    "reminder.unknown": _plain(Moment.REMINDER_UNKNOWN),
}
