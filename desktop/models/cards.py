"""A draft in words, as its card shows it at one moment (row B12). What people wrote is cut to what can be drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop import sentences
from desktop.models.attention import NOBODY, Others
from desktop.models.calls import AfterCall, call_words
from desktop.models.offered import newest, said, slot_for
from desktop.models.pending import Pending
from desktop.models.ports import ActionState, draft_entity
from desktop.models.replies import replied
from desktop.models.salon import Salon
from desktop.models.wishes import Wish, Wishes, WishState, wanted_lines
from desktop.texts import age, amounts, apart, clock, in_a_row, listed, local_moment, moment, phone, tr
from domain.calls import number_is_wrong
from domain.contacts import clean_text, e164_or_none, email_or_none
from domain.times import local
from domain.wire.actions import BookAppointment, SendReminder
from domain.wire.base import Money
from domain.wire.offers import OfferTime
from domain.wire.rows import DraftRow, Line, LocationRow, ReminderState, ReminderStatus
from domain.worth import waits_for_answer

LONGEST_NAME = 120
_LONGEST_TEXT = 400


@dataclass(frozen=True)
class Said:
    """A text in a colour role."""

    text: str
    role: str = "quiet"


@dataclass(frozen=True)
class Card:
    """`phone` and `email` can be handed to a dialer and a mail program, or are None; the `no_` texts say why not."""

    draft_id: str
    name: str
    is_new: bool
    age: str
    phone: str | None
    phone_text: str
    email: str | None
    email_text: str
    services: str
    more_services: str
    all_services: str
    price: str
    wanted: str
    slot: Said
    status: Said
    refused_action: str | None
    send_text: str
    no_phone: str
    no_email: str
    no_channel: str
    after_call: AfterCall | None = None
    offers: str = ""
    """What the menu does about an offer: `offer`, `withdraw`, or nothing when no time would do."""

    others: Others = NOBODY
    """Who else is on it (row N5)."""

    why_here: str = ""
    """Why it stands where it stands in the list (row N9)."""

    @property
    def summary(self) -> str:
        """The whole card for someone who hears it."""
        state = (self.wanted, self.slot.text, self.status.text, self.age, self.why_here)
        parts = (self.name, self.others.text, self.all_services, self.price, *state)
        return in_a_row(part for part in parts if part)


class Cards:
    """Puts drafts into words with what the desk knows about salon, actions and time."""

    def __init__(self, salon: Salon, pending: Pending, wishes: Wishes) -> None:
        self._salon, self._pending, self._wishes = salon, pending, wishes
        self.tell_place = False
        """Whether several locations are listed together, so that each card says where (row N25)."""

    def card(self, row: DraftRow, now: int) -> Card:
        """The card of a draft at `now`."""
        location, zone = self._salon.get(LocationRow, row.location_id), self._salon.zone(row.location_id)
        states = self._pending.of(draft_entity(row.id))
        status, refused_action = self._status(row, states, now, zone)
        offer = newest(self._salon, draft_entity(row.id))
        is_open = offer is not None and offer.status == "open"
        services = service_names(row.lines)
        number, address = e164_or_none(row.phone), email_or_none(row.email)
        return Card(
            draft_id=row.id,
            name=shown_name(row.client_name),
            is_new=row.new_client,
            age=age(row.engaged_at, now),
            phone=number,
            phone_text=phone(number) if number else _cut(row.phone or ""),
            email=address,
            email_text=_cut(row.email or ""),
            services=folded(services)[0],
            more_services=folded(services)[1],
            all_services=in_a_row(services) or tr("No service chosen"),
            price=amounts(sums(row.lines)),
            wanted=with_place(self.wanted(row, now, zone), location if self.tell_place else None),
            slot=self._slot(row, self._wishes.of(row, now), now, zone),
            status=status,
            refused_action=refused_action,
            send_text=tr("Send again") if row.reminders else tr("Send reminder"),
            no_phone=_no_phone(row),
            no_email=_no_email(row),
            offers="withdraw" if is_open else "offer" if slot_for(self._salon, self._wishes, row, now) else "",
            no_channel="" if row.phone or row.email else tr("No phone number and no email on file"),
        )

    def wanted(self, row: DraftRow, now: int, zone: str) -> str:
        """The wished time and with whom."""
        when = local_moment(row.start, local(now, zone).date()) if row.start else tr("No time chosen")
        members = dict.fromkeys(line.team_member_id for line in wanted_lines(row)) or {row.team_member_id: None}
        chosen = [self._salon.member_name(member_id) for member_id in members if member_id]
        if not chosen:
            return tr("{when}, any team member", when=when)
        return tr("{when} with {member}", when=when, member=listed(chosen))

    def _slot(self, row: DraftRow, wish: Wish, now: int, zone: str) -> Said:
        if wish.state is WishState.NONE:
            return Said("")
        if wish.state is WishState.PAST:
            return Said(tr("time has passed"), "quiet")
        if not self._pending.online and wish.state is WishState.FREE:
            since = moment(self._pending.connection.since, now, zone)
            return Said(tr("free as of {time}", time=since), "quiet")
        if wish.state is WishState.FREE:
            return Said(tr("still free"), "good")
        if wish.other is None:
            return Said(tr("taken"), "red_text")
        today = local(now, zone).date()
        start = wish.other.start
        same_day = row.start is not None and start.date() == row.start.date()
        near = clock(start) if same_day else local_moment(start, today)
        name = self._salon.member_name(wish.other.team_member_id)
        return Said(tr("taken · {time} {member}", time=near, member=name), "red_text")

    def _status(self, row: DraftRow, states: Sequence[ActionState], now: int, zone: str) -> tuple[Said, str | None]:
        for state in states:
            if state.answer is not None:
                return Said(_cut(sentences.action_not_done(state.action, state.answer)), "red_text"), state.action.id
        offer = newest(self._salon, draft_entity(row.id))
        for state in states:
            waits = self._waits(state)
            if waits:
                return Said(waits, "amber_text"), None
        if offer is not None and not (offer.ended_at and _heard_since(row, offer.ended_at)):
            told = said(offer, self._salon.member_name(offer.team_member_id), now, zone)
            if told[0]:
                return Said(*told), None
        return self._last_contact(row, now, zone), None

    def _last_contact(self, row: DraftRow, now: int, zone: str) -> Said:
        """The newest of calls and reminders first; a card without calls says what became of its reminders (row N6). An
        answer of hers that nobody has called about yet comes before everything (row N7).
        """
        if waits_for_answer(row):
            return Said(replied(row.replies[-1], now, zone), "action")
        reminded = reminder_status(row.reminders, now, zone)
        if not row.calls:
            return reminded
        person, call = self._salon.person(), row.calls[-1]
        called = call_words(call, now, zone, person.name if person else "")
        if not row.reminders:
            return Said(called)
        newest = max(state.at for state in row.reminders)
        both = (reminded.text, called) if newest > call.at else (called, reminded.text)
        return Said(_cut(" · ".join(both)), reminded.role)

    def _waits(self, state: ActionState) -> str:
        online = self._pending.online
        match state.action.payload:
            case SendReminder():
                return tr("Sending the reminder") if online else tr("Reminder will be sent when online")
            case OfferTime():
                return tr("Offering…") if online else tr("The offer will be sent when online")
            case BookAppointment():
                return tr("Booking…") if online else tr("Booking will be sent when online")
            case _:
                return ""


def _heard_since(row: DraftRow, at: int) -> bool:
    """Whether a call or a reminder came after this."""
    return any(call.at > at for call in row.calls) or any(state.at > at for state in row.reminders)


def shown_name(name: str, longest: int = LONGEST_NAME) -> str:
    """A client's name as one line of drawable length; words for a name that has nothing to see in it."""
    return apart(_cut(clean_text(name), longest)) or tr("No name")


def service_names(lines: Iterable[Line], *, badge: bool = False) -> list[str]:
    """What was chosen, a bundle under its own name once, variants in brackets. With a `badge` beside it, it need not be
    said that something is a bundle.
    """
    names: dict[tuple[str, ...], str] = {}
    for index, line in enumerate(lines):
        if line.bundle_id and line.bundle_name:
            name = clean_text(line.bundle_name)
            names[line.bundle_id,] = name if badge else tr("{bundle} (bundle)", bundle=name)
        elif line.variant_name:
            names[line.service_id, str(index)] = f"{clean_text(line.name)} ({clean_text(line.variant_name)})"
        else:
            names[line.service_id, str(index)] = clean_text(line.name)
    return [apart(_cut(name)) for name in names.values()]


def sums(lines: Iterable[Line]) -> tuple[Money, ...]:
    """What the lines cost, one amount a currency."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.price.currency] = found.get(line.price.currency, 0) + line.price.minor
    return tuple(Money(minor=minor, currency=currency) for currency, minor in found.items())


def reminder_status(reminders: Sequence[ReminderState], now: int, zone: str) -> Said:
    """What became of the newest reminder on each channel, one phrase a result (rows B12, B20)."""
    if not reminders:
        return Said(tr("Not reminded yet"))
    by_result: dict[tuple[ReminderStatus, str | None, bool], list[ReminderState]] = {}
    for state in sorted(reminders, key=lambda state: -state.at):
        by_result.setdefault((state.status, state.reason, state.delivered_at is not None), []).append(state)
    phrases = [_reminder_phrase(states, now, zone) for states in by_result.values()]
    failed = any(status == "failed" for status, _, _ in by_result)
    doubtful = any(status == "unknown" for status, _, _ in by_result)
    return Said(_cut(" · ".join(phrases)), "red_text" if failed else "amber_text" if doubtful else "quiet")


def _reminder_phrase(states: Sequence[ReminderState], now: int, zone: str) -> str:
    first = states[0]
    time, by = moment(first.at, now, zone), sentences.channels(sorted(state.channel for state in states))
    why = sentences.reason(first.reason) if first.reason else ""
    if first.delivered_at is not None:
        arrived = moment(first.delivered_at, now, zone)
        return tr("Reminder delivered {time} by {channels}", time=arrived, channels=by)
    match first.status:
        case "sent":
            return tr("Reminder sent {time} by {channels}", time=time, channels=by)
        case "queued" if first.until is not None:
            until = moment(first.until, now, zone)
            return tr("Reminder by {channels} waits until {time}: {reason}", channels=by, time=until, reason=why)
        case "queued":
            return tr("Reminder on its way by {channels}", channels=by)
        case "unknown":
            return tr("Not certain whether the reminder by {channels} was sent", channels=by)
        case "failed":
            return tr("Reminder by {channels} failed {time}: {reason}", channels=by, time=time, reason=why)
        case _:
            return tr("No reminder by {channels}: {reason}", channels=by, reason=why)


def folded(services: Sequence[str]) -> tuple[str, str]:
    """What a line of a card shows of them, and how many more there are."""
    if not services:
        return tr("No service chosen"), ""
    if len(services) > 2:
        return services[0], f"+{len(services) - 1}"
    return in_a_row(services), ""


def _no_phone(row: DraftRow) -> str:
    if number_is_wrong(row.calls, row.engaged_at):
        return tr("Somebody has noted that this number is wrong")
    if not row.phone:
        return tr("No phone number on file")
    return "" if e164_or_none(row.phone) else tr("What is on file is not a phone number")


def _no_email(row: DraftRow) -> str:
    if not row.email:
        return tr("No email address on file")
    return "" if email_or_none(row.email) else tr("What is on file is not an email address")


def _cut(text: str, longest: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def with_place(text: str, location: LocationRow | None) -> str:
    """What a card says of its time, with where that is; without a location as it was."""
    return " · ".join(part for part in (text, clean_text(location.name)) if part) if location else text
