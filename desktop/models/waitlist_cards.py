"""A waitlist entry in words, as its card shows it at one moment (rows B21, B22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import sentences
from desktop.models.attention import NOBODY, Others
from desktop.models.cards import Said, folded, service_names, shown_name, sums, with_place
from desktop.models.offered import newest, said
from desktop.models.openings import Opening, Openings
from desktop.models.pending import Pending
from desktop.models.ports import ActionState, waitlist_entity
from desktop.models.salon import Salon
from desktop.texts import age, amounts, clock, day, in_a_row, listed, moment, moment_inside, phone, tr
from domain.contacts import clean_text, e164_or_none, email_or_none
from domain.times import local
from domain.waitlist import ends_at
from domain.wire.actions import BookAppointment
from domain.wire.offers import OfferTime
from domain.wire.rows import LocationRow, WaitlistEntryRow, Window

_LONGEST_NOTE = 200


@dataclass(frozen=True)
class WaitCard:
    """`phone` and `email` can be handed to a dialer and a mail program, or are None."""

    entry_id: str
    name: str
    added: str
    phone: str | None
    phone_text: str
    email: str | None
    email_text: str
    services: str
    more_services: str
    all_services: str
    bundle: str
    price: str
    window: str
    more_windows: str
    all_windows: str
    notes: str
    opening: Said
    status: Said
    refused_action: str | None
    no_phone: str
    no_email: str
    offers: str = ""
    """What the offer's button does: `offer`, `withdraw`, or nothing when no time would do."""

    others: Others = NOBODY
    """Who else is on it (row N5)."""

    @property
    def summary(self) -> str:
        """The whole card for someone who hears it."""
        what = (self.all_services, self.bundle, self.price, self.all_windows, self.opening.text)
        parts = (self.name, self.others.text, *what)
        return in_a_row(part for part in (*parts, self.notes, self.status.text, self.added) if part)


class WaitCards:
    """Puts entries into words with what the desk knows about salon, openings, actions and time."""

    def __init__(self, salon: Salon, pending: Pending, openings: Openings) -> None:
        self._salon, self._pending, self._openings = salon, pending, openings
        self.tell_place = False
        """Whether several locations are listed together, so that each card says where (row N25)."""

    def card(self, row: WaitlistEntryRow, now: int) -> WaitCard:
        """The card of an entry at `now`."""
        location, zone = self._salon.get(LocationRow, row.location_id), self._salon.zone(row.location_id)
        services, windows = service_names(row.lines, badge=True), self._windows(row, now, zone)
        status, refused_action = self._status(self._pending.of(waitlist_entity(row.id)))
        offer = newest(self._salon, waitlist_entity(row.id))
        is_open = offer is not None and offer.status == "open"
        opening = self._openings.of(row.id)
        if offer is not None and not is_open and not status.text:
            status = Said(*said(offer, self._salon.member_name(offer.team_member_id), now, zone))
        number, address = e164_or_none(row.phone), email_or_none(row.email)
        return WaitCard(
            entry_id=row.id,
            name=shown_name(row.client_name),
            added=tr("added {age}", age=age(row.added_at, now)),
            phone=number,
            phone_text=phone(number) if number else (row.phone or ""),
            email=address,
            email_text=row.email or "",
            services=folded(services)[0],
            more_services=folded(services)[1],
            all_services=in_a_row(services),
            bundle=tr("bundle") if any(line.bundle_id for line in row.lines) else "",
            price=amounts(sums(row.lines)),
            window=with_place(self._with_whom(row, windows), location if self.tell_place else None),
            more_windows=f"+{len(windows) - 1}" if len(windows) > 1 else "",
            all_windows=in_a_row(windows),
            notes=clean_text(row.notes)[:_LONGEST_NOTE],
            opening=Said(*said(offer, self._salon.member_name(offer.team_member_id), now, zone))
            if offer is not None and is_open
            else self._opening(row, opening, now, zone),
            status=status,
            refused_action=refused_action,
            no_phone="" if number else tr("No phone number on file"),
            no_email="" if address else tr("No email address on file"),
            offers="withdraw" if is_open else "offer" if opening else "",
        )

    def wanted(self, row: WaitlistEntryRow, now: int, zone: str) -> str:
        """The first time that is still to come, with whom, and how many more there are."""
        windows = self._windows(row, now, zone)
        more = f" +{len(windows) - 1}" if len(windows) > 1 else ""
        return f"{self._with_whom(row, windows)}{more}"

    def _with_whom(self, row: WaitlistEntryRow, windows: Sequence[str]) -> str:
        """With whom she wants it, where she said so."""
        chosen = dict.fromkeys(line.team_member_id for line in row.lines if line.team_member_id)
        if not windows or not chosen:
            return windows[0] if windows else ""
        members = listed([self._salon.member_name(one) for one in chosen])
        return tr("{when} with {member}", when=windows[0], member=members)

    def _windows(self, row: WaitlistEntryRow, now: int, zone: str) -> list[str]:
        """Those that are still to come; all of them when none is."""
        ahead = [window for window in row.windows if ends_at(window, zone) > now]
        return [window_text(window, now, zone) for window in ahead or row.windows]

    def _opening(self, row: WaitlistEntryRow, opening: Opening | None, now: int, zone: str) -> Said:
        if opening is None:
            passed = all(ends_at(window, zone) <= now for window in row.windows)
            return Said(tr("All wished times have passed"), "amber_text") if passed else Said(tr("No room yet"))
        when = moment_inside(opening.slot.start, local(now, zone).date())
        member = self._salon.member_name(opening.slot.team_member_id)
        text = tr("can fit {when} with {member}", when=when, member=member)
        if not self._pending.online:
            since = moment(self._pending.connection.since, now, zone)
            return Said(tr("{what}, as of {time}", what=text, time=since), "quiet")
        return Said(text, "good")

    def _status(self, states: Sequence[ActionState]) -> tuple[Said, str | None]:
        for state in states:
            if state.answer is not None:
                return Said(sentences.action_not_done(state.action, state.answer), "red_text"), state.action.id
        for state in states:
            if isinstance(state.action.payload, BookAppointment):
                what = tr("Booking…") if self._pending.online else tr("Booking will be sent when online")
                return Said(what, "amber_text"), None
            if isinstance(state.action.payload, OfferTime):
                what = tr("Offering…") if self._pending.online else tr("The offer will be sent when online")
                return Said(what, "amber_text"), None
        if states and not self._pending.online:
            return Said(tr("Will be sent when online"), "amber_text"), None
        return Said(""), None


def window_text(window: Window, now: int, zone: str) -> str:
    """`Today 14:00–18:00`."""
    shown = day(window.date, local(now, zone).date())
    return tr("{day} {start}–{end}", day=shown, start=clock(window.earliest), end=clock(window.latest))
