"""Automated messages: how each stands, what it says, and what is asked about it in Settings (rows B17, B23, N18)."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from domain.appointments import Status
from domain.wire.base import Answer, Id, LocalTime, Question, ShortText

TimingUnit = Literal["minutes", "hours", "days"]
When = Literal["at_once", "before", "after"]
BookedBy = Literal["client", "staff"]
MessageText = Annotated[str, msgspec.Meta(min_length=1, max_length=5000)]


class Timing(Answer, frozen=True):
    """When an automation runs, counted from what it is about. `at` is a local time of that day, for days only."""

    when: When
    amount: int = 0
    unit: TimingUnit = "minutes"
    at: LocalTime | None = None


class Filters(Answer, frozen=True):
    """What an automation is narrowed to; an empty one lets everything through. `team_member_ids` are of who serves,
    `languages` of the client (row W4).
    """

    location_ids: tuple[str, ...] = ()
    service_ids: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    booked_by: BookedBy | None = None
    team_member_ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class AutomationText(Answer, frozen=True):
    """What an automation says on a channel in a language. Of an email the first line is the subject."""

    channel: Literal["email", "sms"]
    language: str
    text: str


class AutomationRow(Answer, frozen=True, tag_field="kind", tag="automation"):
    """One automated message as it is set (rows B17, B23). Scope: settings.

    `texts` are the business's own. A channel and language without one says what comes with the product. `order` is its
    place in its group.
    """

    id: str
    group: str
    order: int
    email: bool
    sms: bool
    timing: Timing
    timings: tuple[When, ...]
    placeholders: tuple[str, ...]
    filters: Filters = Filters()
    texts: tuple[AutomationText, ...] = ()


class AutomationTexts(Answer, frozen=True):
    """What an automation says if the business does not say it otherwise, on every channel in every language."""

    texts: tuple[AutomationText, ...]


class WishedTiming(Question, frozen=True):
    """As Timing."""

    when: When
    amount: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    unit: TimingUnit = "minutes"
    at: LocalTime | None = None


class WishedFilters(Question, frozen=True):
    """As Filters."""

    location_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()
    service_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=500)] = ()
    statuses: Annotated[tuple[Status, ...], msgspec.Meta(max_length=10)] = ()
    booked_by: BookedBy | None = None
    team_member_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=500)] = ()
    languages: Annotated[tuple[Id, ...], msgspec.Meta(max_length=50)] = ()


class SaveAutomation(Question, frozen=True):
    """Switches, timing and filters of an automation. What is left out stays as it is."""

    email: bool | None = None
    sms: bool | None = None
    timing: WishedTiming | None = None
    filters: WishedFilters | None = None


class SaveAutomationText(Question, frozen=True):
    """The business's own text; none goes back to what comes with the product."""

    text: MessageText | None = None


class PreviewMessage(Question, frozen=True):
    """How a message would be: with this text, or without one as it is saved.

    `subject` is a record such as `draft:<id>` or `appointment:<id>`; without one it is a made-up client's.
    """

    channel: Literal["email", "sms"]
    language: ShortText
    text: MessageText | None = None
    subject: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class SegmentCount(Answer, frozen=True):
    """As what an SMS is sent and paid for: `units` are septets or UTF-16 code units, `left` fit the last segment."""

    encoding: Literal["gsm-7", "ucs-2"]
    units: int
    segments: int
    left: int


class Preview(Answer, frozen=True):
    """What would go out, and what would come of it now.

    `reason` is a code of domain.reasons: with `until` the message would be held until then, without it skipped.
    """

    subject: str
    text: str
    language: str
    segments: SegmentCount | None = None
    reason: str | None = None
    until: int | None = None


class TryMessage(Question, frozen=True):
    """Asks for a message to oneself: to the address one signs in with, or by SMS to `phone`."""

    channel: Literal["email", "sms"]
    language: ShortText
    text: MessageText | None = None
    subject: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    phone: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class Tried(Answer, frozen=True):
    """What came of a test: `sent`, or not with a code of domain.reasons. `kept`: a demo has it in its sandbox."""

    to: str
    sent: bool
    reason: str | None = None
    kept: bool = False


class FailedMessageRow(Answer, frozen=True, tag_field="kind", tag="failed_message"):
    """A message about an appointment that did not reach its client (rows B23, N13). Scope: schedule of its location.

    It is there as long as it is of use: until the message arrives after all, the appointment is moved or cancelled, or
    a day after it has begun. `reason` is a code of domain.reasons.
    """

    id: str
    location_id: str
    appointment_id: str
    automation: str
    channel: Literal["email", "sms"]
    at: int
    reason: str = ""


class AutomationRun(Answer, frozen=True):
    """One thing that an automation did, or wanted to do. `subject` is empty when what it was about is gone; the client
    is named to whoever may see clients. `delivered_at` is when the provider said that it arrived; not every channel
    does. `reason` is a code of domain.reasons.
    """

    id: str
    automation: str
    channel: Literal["email", "sms"]
    status: str
    at: int
    subject: str = ""
    client_name: str = ""
    reason: str | None = None
    held_until: int | None = None
    client_id: str = ""
    delivered_at: int | None = None


class AutomationRuns(Answer, frozen=True):
    """The newest first; `more` when there are older ones that are not told."""

    runs: tuple[AutomationRun, ...]
    more: bool = False


class AutomationFailures(Answer, frozen=True):
    """How much of what one automation was to send since `since` did not go or arrive, with the reason of the last."""

    automation: str
    count: int
    reason: str | None = None


class FailuresLately(Answer, frozen=True):
    """Those automations of which something failed since an instant."""

    since: int
    failures: tuple[AutomationFailures, ...]


def timing_of(wished: WishedTiming) -> Timing:
    """The wish, to be kept."""
    return Timing(wished.when, wished.amount, wished.unit, wished.at)


def filters_of(wished: WishedFilters) -> Filters:
    """The wish, to be kept."""
    return Filters(**msgspec.structs.asdict(wished))


def wished_timing(timing: Timing) -> WishedTiming:
    """The wish that it be so."""
    return WishedTiming(timing.when, timing.amount, timing.unit, timing.at)


def wished_filters(filters: Filters) -> WishedFilters:
    """The wish that it be so."""
    return WishedFilters(**msgspec.structs.asdict(filters))


MORNING = dt.time(10)
"""When what is due on a day, and not at a moment, goes."""
