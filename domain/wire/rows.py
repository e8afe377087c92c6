"""The rows that desks hold a copy of, by kind. Each lives in exactly one scope of the feed."""

import datetime as dt
from typing import Literal, get_args

from domain.appointments import CancelReason, Status
from domain.drafts import Phase
from domain.wire.automations import AutomationRow, FailedMessageRow
from domain.wire.base import Answer, LocalDateTime, LocalTime, Money
from domain.wire.channels import ChannelRow
from domain.wire.offers import OfferRow, OfferSettingsRow
from domain.wire.replies import ReplyRow
from domain.wire.team import AccountRow, MatrixRow
from domain.work import CallOutcome, DismissReason

Channel = Literal["email", "sms"]
CHANNELS: tuple[Channel, ...] = ("email", "sms")
"""All of them, in the order in which people see them."""

ReminderStatus = Literal["queued", "sent", "failed", "skipped", "unknown"]
WaitlistStatus = Literal["pending", "booked", "removed"]


class Line(Answer, frozen=True):
    """One thing the client wants, with the name, minutes and price it had when it was chosen."""

    service_id: str
    name: str
    minutes: int
    price: Money
    variant_id: str | None = None
    variant_name: str | None = None
    bundle_id: str | None = None
    bundle_name: str | None = None
    team_member_id: str | None = None


class ReminderState(Answer, frozen=True):
    """The newest reminder of a draft on one channel. `reason` is a code of domain.reasons when it was not sent, or not
    yet: a queued one with `until` waits until then. `delivered_at` is when the provider said that it arrived; not every
    channel says so.
    """

    channel: Channel
    status: ReminderStatus
    at: int
    automatic: bool
    reason: str | None = None
    delivered_at: int | None = None
    until: int | None = None


class Call(Answer, frozen=True):
    """How a call about a draft went (row N6). `by` is the name of who called, empty until the server has put it in."""

    id: str
    at: int
    outcome: CallOutcome
    by: str = ""
    note: str = ""


class Dismissal(Answer, frozen=True):
    """When a card was dismissed, by whom, and why if somebody said so (row N8). `by` is a name, as in Call."""

    at: int
    by: str = ""
    reason: DismissReason | None = None
    text: str = ""


class Reply(Answer, frozen=True):
    """What a client wrote back about a draft, as plain text; empty when she sent only pictures, which are not kept."""

    id: str
    at: int
    text: str
    pictures: int = 0


class DraftRow(Answer, frozen=True, tag_field="kind", tag="draft"):
    """An unfinished booking as staff see it (row B12). Scope: follow-ups of its location.

    `start` is the wished local start in the location's zone and `start_at` the instant it means; both or neither.
    `calls` and `replies` have the oldest first. Until `snoozed_until` the card rests (row N7). A dismissed one says by
    what. `zone` is where the client is, if that is known; else she is where the salon is.
    """

    id: str
    location_id: str
    client_id: str
    client_name: str
    new_client: bool
    phase: Phase
    cycle: int
    lines: tuple[Line, ...]
    engaged_at: int
    expired_at: int
    removed_at: int
    phone: str | None = None
    email: str | None = None
    team_member_id: str | None = None
    start: LocalDateTime | None = None
    start_at: int | None = None
    notes: str = ""
    reminders: tuple[ReminderState, ...] = ()
    calls: tuple[Call, ...] = ()
    snoozed_until: int | None = None
    dismissal: Dismissal | None = None
    replies: tuple[Reply, ...] = ()
    zone: str | None = None


class NoticeRow(Answer, frozen=True, tag_field="kind", tag="notice"):
    """One line of the bell (rows B5, B22). Scope: follow-ups. It names only its draft or waitlist entry: no personal
    data outlives those.

    A match has the waitlist entry with the local start that fits and with whom, and an empty `draft_id`. What became of
    an offer (row N10) names the offer, and its draft or entry.
    """

    id: str
    location_id: str
    draft_id: str
    event: Literal[
        "incomplete", "reminder_failed", "waitlist_match", "offer_accepted", "offer_declined", "offer_expired"
    ]
    at: int
    entry_id: str | None = None
    start: LocalDateTime | None = None
    team_member_id: str | None = None
    offer_id: str | None = None


class ClientRow(Answer, frozen=True, tag_field="kind", tag="client"):
    """Someone the salon knows (row N23). Scope: clients of the business.

    `phone` is E.164. On the channels in `opted_out` she said stop. `visits` counts appointments, but not those
    that were cancelled or to which she did not come.
    """

    id: str
    name: str
    phone: str | None = None
    email: str | None = None
    language: str = "en"
    wants_email: bool = True
    wants_sms: bool = True
    opted_out: tuple[Channel, ...] = ()
    notes: str = ""
    visits: int = 0


class Window(Answer, frozen=True):
    """A stretch of one local day in which a client would come: from `earliest` at the earliest, done by `latest`."""

    date: dt.date
    earliest: LocalTime
    latest: LocalTime


class Fit(Answer, frozen=True):
    """A time that became free and would do, from `start` with this team member."""

    start: LocalDateTime
    start_at: int
    team_member_id: str
    freed_at: int


class WaitlistEntryRow(Answer, frozen=True, tag_field="kind", tag="waitlist_entry"):
    """Someone who waits for a time (row B21). Scope: follow-ups of its location.

    `fits` are times that were given back and would do (row B22), the newest first; they may be taken again by now.
    A removed one is kept for a day, for undo.
    """

    id: str
    location_id: str
    client_id: str
    client_name: str
    lines: tuple[Line, ...]
    windows: tuple[Window, ...]
    added_at: int
    status: WaitlistStatus
    phone: str | None = None
    email: str | None = None
    notes: str = ""
    fits: tuple[Fit, ...] = ()


class AppointmentRow(Answer, frozen=True, tag_field="kind", tag="appointment"):
    """An appointment, wherever it stands in its life (row N24). Scope: schedule of its location.

    Each line carries who serves it, one after the other from `start`. `previous_start` is the local start before the
    last move.
    """

    id: str
    location_id: str
    client_id: str
    client_name: str
    lines: tuple[Line, ...]
    team_member_id: str
    start: LocalDateTime
    zone: str
    start_at: int
    end_at: int
    status: Status
    booked_by: Literal["client", "staff"]
    draft_id: str | None = None
    notes: str = ""
    previous_start: LocalDateTime | None = None
    cancel_reason: CancelReason | None = None


class BusyRow(Answer, frozen=True, tag_field="kind", tag="busy"):
    """When a team member is taken. Scope: availability of its location, which whoever may book can hold.

    A time that is held for somebody by an offer (row N10) has whom and until when, and the round of offers as what
    takes it; everybody who holds this scope may look clients up.
    """

    id: str
    location_id: str
    team_member_id: str
    start_at: int
    end_at: int
    appointment_id: str = ""
    """By what, so that a desk that moves it knows which time is its own."""
    client_id: str = ""
    held_until: int | None = None


class LocationRow(Answer, frozen=True, tag_field="kind", tag="location"):
    """A place of business with its zone and currency. Scope: business."""

    id: str
    name: str
    zone: str
    currency: str
    region: str
    """ISO 3166 country, to read phone numbers written without a country code."""
    phone: str | None = None
    """Where clients reach it, E.164."""


class Variant(Answer, frozen=True):
    """A form of a service with its own length and price."""

    id: str
    name: str
    minutes: int
    price: Money
    archived: bool = False


class ServiceRow(Answer, frozen=True, tag_field="kind", tag="service"):
    """A service of the catalogue. Scope: business. With variants, one must be chosen. Archived, never deleted."""

    id: str
    name: str
    minutes: int
    price: Money
    variants: tuple[Variant, ...] = ()
    archived: bool = False


class BundleItem(Answer, frozen=True):
    """One member of a bundle."""

    service_id: str
    variant_id: str | None = None


class BundleRow(Answer, frozen=True, tag_field="kind", tag="bundle"):
    """Services sold together for one price, spread over its members by their own prices. Scope: business."""

    id: str
    name: str
    items: tuple[BundleItem, ...]
    price: Money
    archived: bool = False


class WorkingHours(Answer, frozen=True):
    """Local opening of one weekday, Monday 0. `end` is after `start`, on the same day."""

    weekday: int
    start: LocalTime
    end: LocalTime


class TimeOff(Answer, frozen=True):
    """A stretch in which a team member does not serve."""

    start_at: int
    end_at: int


class TeamMemberRow(Answer, frozen=True, tag_field="kind", tag="team_member"):
    """Someone who serves clients at one location. Scope: business."""

    id: str
    location_id: str
    name: str
    service_ids: tuple[str, ...]
    hours: tuple[WorkingHours, ...]
    time_off: tuple[TimeOff, ...] = ()
    archived: bool = False


class ReminderSettingsRow(Answer, frozen=True, tag_field="kind", tag="reminder_settings"):
    """The incomplete booking reminder's switches, both off at first (rows B8, B17). Scope: settings."""

    id: str
    email: bool
    sms: bool


class Grant(Answer, frozen=True):
    """What the person may do at one location, by the names of domain.permissions.Permission.

    An older desk passes over those that it does not know.
    """

    location_id: str
    permissions: tuple[str, ...]


class PersonRow(Answer, frozen=True, tag_field="kind", tag="person"):
    """The person who is signed in, with what she may do, the oldest location first. Scope: person."""

    id: str
    business_id: str
    business_name: str
    name: str
    grants: tuple[Grant, ...]
    notices_read_at: int = 0


class SandboxMessageRow(Answer, frozen=True, tag_field="kind", tag="sandbox_message"):
    """A message that the demo's sandbox took instead of sending it. Scope: settings. Only a demo has them."""

    id: str
    channel: Channel
    to: str
    subject: str
    text: str
    at: int


Row = (
    DraftRow
    | NoticeRow
    | ReplyRow
    | AppointmentRow
    | BusyRow
    | LocationRow
    | ServiceRow
    | BundleRow
    | TeamMemberRow
    | ReminderSettingsRow
    | PersonRow
    | SandboxMessageRow
    | ClientRow
    | WaitlistEntryRow
    | AccountRow
    | MatrixRow
    | ChannelRow
    | OfferRow
    | OfferSettingsRow
    | AutomationRow
    | FailedMessageRow
)
"""Every kind of row, told apart by its `kind` field."""

KINDS: dict[type, str] = {of: str(of.__struct_config__.tag) for of in get_args(Row)}
"""The `kind` of each."""


def local_date(row: DraftRow | AppointmentRow) -> dt.date | None:
    """The local day that a draft wishes for or an appointment has."""
    return row.start.date() if row.start else None
