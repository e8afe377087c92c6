"""What a desk asks for, once each: actions, their payloads, and the answers that the server keeps with them."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from domain.appointments import CancelReason, Status
from domain.constants import ACTION_BATCH
from domain.wire.base import Answer, Id, Instant, LocalDateTime, LocalTime, LongText, Question, ShortText
from domain.wire.clients import EditClient, EraseClient, Language, LookAtClient, MergeClients
from domain.wire.offers import OfferTime, WithdrawOffer
from domain.wire.rows import Channel
from domain.work import CallOutcome, DismissReason

PAYLOAD_VERSION = 1


class DismissDraft(Question, frozen=True, tag_field="kind", tag="dismiss_draft"):
    """Take the card out of the list; nobody is contacted (row B15)."""

    draft_id: Id


class RestoreDraft(Question, frozen=True, tag_field="kind", tag="restore_draft"):
    """Undo a dismissal (row N8)."""

    draft_id: Id


class ExplainDismissal(Question, frozen=True, tag_field="kind", tag="explain_dismissal"):
    """Why the card was dismissed, said afterwards (row N8). `text` says more, in the person's own words."""

    draft_id: Id
    reason: DismissReason
    text: ShortText = ""


class SnoozeDraft(Question, frozen=True, tag_field="kind", tag="snooze_draft"):
    """Let the card rest until an instant, or until the client stirs (row N7)."""

    draft_id: Id
    until: Instant


class WakeDraft(Question, frozen=True, tag_field="kind", tag="wake_draft"):
    """Undo a snooze (row N7)."""

    draft_id: Id


class LogCall(Question, frozen=True, tag_field="kind", tag="log_call"):
    """How a call went (row N6). The call's id is made by the desk; the same id again puts outcome and note right."""

    draft_id: Id
    call_id: Id
    outcome: CallOutcome
    note: LongText = ""


class TakeBackCall(Question, frozen=True, tag_field="kind", tag="take_back_call"):
    """The call was logged by mistake (row N6)."""

    draft_id: Id
    call_id: Id


class SendReminder(Question, frozen=True, tag_field="kind", tag="send_reminder"):
    """Send the resume link by hand on every channel that is allowed (row B14)."""

    draft_id: Id


class Choice(Question, frozen=True):
    """One chosen service, alone or as part of a bundle. No team member means any."""

    service_id: Id
    variant_id: Id | None = None
    bundle_id: Id | None = None
    team_member_id: Id | None = None


class BookAppointment(Question, frozen=True, tag_field="kind", tag="book_appointment"):
    """Book for a client, from a draft or without one (row B13). The appointment's id is made by the desk."""

    appointment_id: Id
    location_id: Id
    client_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    start: LocalDateTime
    draft_id: Id | None = None
    notes: LongText = ""
    waitlist_entry_id: Id | None = None
    over_hold: bool = False
    """Although the time is held for somebody by an offer, which is taken back by it (row N10)."""


class CreateClient(Question, frozen=True, tag_field="kind", tag="create_client"):
    """Put someone on file (row N23). Her id is made by the desk; the phone may be written as people of that location
    write it.
    """

    client_id: Id
    location_id: Id
    name: ShortText
    phone: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    language: Language | None = None
    wants_email: bool = True
    wants_sms: bool = True
    notes: LongText = ""


class WishedWindow(Question, frozen=True):
    """One wished stretch of a local day, as domain.wire.rows.Window."""

    date: dt.date
    earliest: LocalTime
    latest: LocalTime


WishedWindows = Annotated[tuple[WishedWindow, ...], msgspec.Meta(min_length=1, max_length=20)]


class AddWaitlistEntry(Question, frozen=True, tag_field="kind", tag="add_waitlist_entry"):
    """Someone waits for a time (row B21). The entry's id is made by the desk."""

    entry_id: Id
    location_id: Id
    client_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    windows: WishedWindows
    notes: LongText = ""


class EditWaitlistEntry(Question, frozen=True, tag_field="kind", tag="edit_waitlist_entry"):
    """All that she wishes for now, in place of what it was."""

    entry_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    windows: WishedWindows
    notes: LongText = ""


class RemoveWaitlistEntry(Question, frozen=True, tag_field="kind", tag="remove_waitlist_entry"):
    """She does not wait any more; nobody is contacted."""

    entry_id: Id


class RestoreWaitlistEntry(Question, frozen=True, tag_field="kind", tag="restore_waitlist_entry"):
    """Undo a removal."""

    entry_id: Id


class Served(Question, frozen=True):
    """Who serves one line of an appointment, and for how long."""

    team_member_id: Id
    minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)]


class Seat(Question, frozen=True):
    """When an appointment begins and who serves each of its lines, in order."""

    start: LocalDateTime
    lines: Annotated[tuple[Served, ...], msgspec.Meta(min_length=1, max_length=20)]


class MoveAppointment(Question, frozen=True, tag_field="kind", tag="move_appointment"):
    """Another time, length or team member for an appointment (row N24). `was` is what the person saw before."""

    appointment_id: Id
    to: Seat
    was: Seat
    over_hold: bool = False
    """Although the time is held for somebody by an offer, which is taken back by it (row N10)."""


class ChangeAppointment(Question, frozen=True, tag_field="kind", tag="change_appointment"):
    """Another status (row N24). Cancelling has a reason. `was` and `was_start` are what the person saw before."""

    appointment_id: Id
    to: Status
    was: Status
    was_start: LocalDateTime
    reason: CancelReason | None = None


class SetReminderChannels(Question, frozen=True, tag_field="kind", tag="set_reminder_channels"):
    """The two switches of the incomplete booking reminder (row B17)."""

    email: bool
    sms: bool


class ReadNotices(Question, frozen=True, tag_field="kind", tag="read_notices"):
    """The person has seen the bell's lines up to an instant."""

    until: Instant


Payload = (
    DismissDraft
    | RestoreDraft
    | SendReminder
    | BookAppointment
    | MoveAppointment
    | ChangeAppointment
    | SetReminderChannels
    | ReadNotices
    | CreateClient
    | EditClient
    | MergeClients
    | EraseClient
    | LookAtClient
    | AddWaitlistEntry
    | EditWaitlistEntry
    | RemoveWaitlistEntry
    | RestoreWaitlistEntry
    | ExplainDismissal
    | SnoozeDraft
    | WakeDraft
    | LogCall
    | TakeBackCall
    | OfferTime
    | WithdrawOffer
)


class Action(Question, frozen=True):
    """One thing a person did at a desk, with the id that makes it happen once.

    `entity` orders actions that touch the same thing, such as `draft:<id>`. `seen` is the feed number of the row she
    acted on, 0 when unknown. After `not_after` the server refuses instead of doing it late. A refusal refuses what
    depends on it.
    """

    id: Id
    entity: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    made_at: Instant
    payload: Payload
    seen: Annotated[int, msgspec.Meta(ge=0)] = 0
    depends_on: Id | None = None
    not_after: Instant | None = None
    v: Annotated[int, msgspec.Meta(ge=1)] = PAYLOAD_VERSION


class ActionBatch(Question, frozen=True):
    """Actions in the order in which they were made.

    `again` marks actions that this desk has offered before the server answered "refetch" to it: a restored server may
    have forgotten them. What it still knows it answers as before; a send that it does not know is `unknown`, the rest
    is done.
    """

    actions: Annotated[tuple[Action, ...], msgspec.Meta(min_length=1, max_length=ACTION_BATCH)]
    again: bool = False


RefusalCode = Literal[
    "client_booking_now",
    "draft_gone",
    "draft_dismissed",
    "draft_not_dismissed",
    "draft_converted",
    "appointment_gone",
    "appointment_changed",
    "too_early",
    "slot_taken",
    "slot_unavailable",
    "service_unavailable",
    "client_unknown",
    "client_known",
    "client_changed",
    "name_needed",
    "not_a_phone",
    "not_an_email",
    "entry_gone",
    "entry_booked",
    "entry_removed",
    "entry_not_removed",
    "window_backwards",
    "window_past",
    "offered_already",
    "offer_too_late",
    "offer_over",
    "snooze_past",
    "snooze_too_late",
    "not_permitted",
    "too_late",
    "dependency_refused",
    "no_channel",
    "all_channels_blocked",
    "reminder_in_flight",
    "invalid",
    "too_old",
    "not_kept",
]
"""`not_kept` is the desk's own: its disk did not take the action, so the server never heard of it."""


class Slot(Answer, frozen=True):
    """A start that is free, and with whom."""

    team_member_id: str
    start: LocalDateTime
    start_at: int


class Skip(Answer, frozen=True):
    """A channel that was not used, and the code of why (domain.reasons)."""

    channel: Channel
    reason: str


class Held(Answer, frozen=True):
    """For whom a time is held by an offer, and until when (row N10)."""

    client_id: str
    client_name: str
    until: int


class Refusal(Answer, frozen=True):
    """Why an action did not happen. `alternatives` answers a taken slot; `skips` a reminder that found no way;
    `client_id` says whom a phone number belongs to already; `held` that a slot is taken by an offer only.
    """

    code: RefusalCode
    alternatives: tuple[Slot, ...] = ()
    skips: tuple[Skip, ...] = ()
    field: ShortText | None = None
    client_id: str | None = None
    held: Held | None = None


class Done(Answer, frozen=True, tag_field="status", tag="done"):
    """It happened, visible in the feed at `number`. For a reminder, `channels` were accepted for sending."""

    id: str
    number: int
    channels: tuple[Channel, ...] = ()
    skips: tuple[Skip, ...] = ()


class Refused(Answer, frozen=True, tag_field="status", tag="refused"):
    """It did not happen and will not."""

    id: str
    refusal: Refusal


class Retry(Answer, frozen=True, tag_field="status", tag="retry"):
    """The server could not decide now; ask again with the same id."""

    id: str


class Unknown(Answer, frozen=True, tag_field="status", tag="unknown"):
    """A send that may or may not have happened before the server was restored; a person decides."""

    id: str


ActionAnswer = Done | Refused | Retry | Unknown


class ActionAnswers(Answer, frozen=True):
    """One answer for each action, in the same order."""

    answers: tuple[ActionAnswer, ...]
