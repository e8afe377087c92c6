"""Book for client (row B13): what the form holds, and what becomes of it."""

import datetime as dt

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.asked import Asked
from desktop.models.booking_lines import Basket
from desktop.models.booking_times import FreeTimes, Source
from desktop.models.cards import Said, shown_name
from desktop.models.client_choice import ClientChoice
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.followed import Followed
from desktop.models.origin import Origin
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, SlotSearch, Toasts
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import local_moment, moment, tr
from domain.clock import Clock
from domain.times import instant, local
from domain.wire.actions import ActionAnswer, BookAppointment, Done, Refusal, Refused, Slot
from domain.wire.rows import KINDS, PersonRow

LONGEST_NOTES = 2000
_SLOT_REFUSED = frozenset(("slot_taken", "slot_unavailable"))


class BookingForm(QObject):
    """One open form. What the person chose and typed outlives every refusal."""

    changed = Signal()
    """What the form shows differs, apart from notes that are being typed and free times."""

    finished = Signal()
    """Booked, or kept for when the desk is online: close the form."""

    def __init__(
        self,
        origin: Origin,
        feed: Feed,
        acts: Acts,
        search: SlotSearch,
        toasts: Toasts,
        salon: Salon,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        clients: Clients,
        pending: Pending,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._from, self._acts, self._toasts, self._clock = origin, acts, toasts, clock
        self._salon, self._pending, self._clients = salon, pending, clients
        self._followed = Followed(origin, salon, drafts, waitlist)
        self._asked = Asked(feed, acts, pending, self)
        self._chose = False
        self._online = pending.online
        self.choice = ClientChoice(origin.location_id, feed, acts, clients, pending, salon, self)
        self.finds_client = not origin.client_id
        self.alternatives: tuple[Slot, ...] = ()
        self.notes = origin.notes
        self.held = ""
        """For whom the chosen time is held by an offer, which booking it takes back (row N10)."""

        self.basket = Basket(origin.lines, origin.location_id, salon, origin.member_id, self)
        self.times = FreeTimes(origin.location_id, search, salon, pending, clock, self)
        self.day, self.start, self.notice = _wish(origin, clock.now(), self.today())
        self.basket.changed.connect(self._chosen)
        self.times.changed.connect(self._times_came)
        self._asked.began.connect(self.changed)
        self._asked.answered.connect(self._answered)
        self._asked.kept.connect(self._kept)
        salon.changed.connect(self._salon_changed)
        drafts.summary_changed.connect(self._look_for_draft)
        waitlist.summary_changed.connect(self._look_for_draft)
        self.choice.changed.connect(self.changed)
        pending.connection_changed.connect(self._connection_changed)
        if origin.client_id:
            self.choice.choose(origin.client_id, origin.client_name)
        self._look()

    @property
    def client(self) -> str:
        """The client's name; empty as long as nobody is chosen."""
        if not self.finds_client:
            return shown_name(self._from.client_name)
        return shown_name(self.choice.person.name) if self.choice.person else ""

    def _client_id(self) -> str:
        return self.choice.person.id if self.choice.person else self._from.client_id

    @property
    def place_name(self) -> str:
        """Where it is booked, if there are several places."""
        return self._salon.place_name(self._from.location_id)

    @property
    def zone(self) -> str:
        """The location's zone."""
        return self._salon.zone(self._from.location_id)

    @property
    def waits(self) -> bool:
        """Whether the server was asked to book and has not answered."""
        return self._asked.waits or self.choice.waits

    def today(self) -> dt.date:
        """The day it is at the location."""
        return local(self._clock.now(), self.zone).date()

    def may(self) -> bool:
        """Whether the person may book from here (row B18)."""
        return self._followed.may_book()

    def would_be_lost(self) -> bool:
        """Whether the person has chosen or typed something that is nowhere else."""
        return not self.waits and (self._chose or self.notes != self._from.notes[:LONGEST_NOTES])

    def why_not(self) -> str:
        """Why it cannot be booked as it stands; empty when it can."""
        if not self.may():
            return sentences.not_permitted()
        if self.waits:
            return tr("The server is being asked.")
        missing = "" if self.basket.lines else tr("Choose at least one service.")
        return self.choice.why_not() or missing or ("" if self.start else tr("Choose a time."))

    # What the person does

    def set_day(self, day: dt.date) -> None:
        """Look at another day, not before today."""
        day = max(day, self.today())
        if day != self.day:
            self.day, self.start = day, None
            self._look()

    def pick(self, start: dt.datetime) -> None:
        """Choose a start, on whatever day it is."""
        self._chose = self._chose or start != self.start
        self.start, self.alternatives, self.notice, self.held = start, (), Said(""), ""
        if start.date() != self.day:
            self.day = start.date()
            self._look()
        self.changed.emit()

    def set_notes(self, notes: str) -> None:
        """Keep what is typed."""
        self.notes = notes[:LONGEST_NOTES]

    def submit(self) -> None:
        """Ask the server to book; offline it is kept and asked later. Nothing happens while something is missing."""
        if not self.why_not():
            self.notice, self.alternatives = Said(""), ()
            self.choice.submit(self._send)

    def _send(self, client_id: str, depends_on: str | None) -> None:
        if self.start is None:
            return
        payload = BookAppointment(
            appointment_id=self._acts.new_id(),
            location_id=self._from.location_id,
            client_id=client_id,
            choices=self.basket.choices(),
            start=self.start,
            draft_id=self._followed.draft_id,
            notes=self.notes,
            waitlist_entry_id=self._followed.entry_id,
            over_hold=bool(self.held),
        )
        entity, until = self._followed.entity(payload.appointment_id), instant(self.start, self.zone)
        self._asked.ask(payload, entity, not_after=until, depends_on=depends_on)

    def close(self) -> None:
        """The form was closed: searches that are under way have nobody to tell."""
        self.times.stop()

    # What comes back

    def _answered(self, answer: ActionAnswer) -> None:
        if isinstance(answer, Done):
            when = local_moment(self.start, self.today()) if self.start else ""
            self._toasts.say(tr("Booked for {client}: {when}.", client=self.client, when=when))
            self.finished.emit()
        else:
            self._refused(answer.refusal if isinstance(answer, Refused) else None)

    def _kept(self) -> None:
        self._toasts.say(_goes_later(self.client))
        self.finished.emit()

    def _refused(self, refusal: Refusal | None) -> None:
        """Say why and keep the form; a time that is gone is answered with others to click."""
        self.notice = Said(_why(refusal), "red_text")
        if refusal is not None and refusal.held is not None:
            self._keep_held(shown_name(refusal.held.client_name), refusal.held.until, refusal.alternatives)
        elif refusal is not None and refusal.code in _SLOT_REFUSED and self.start is not None:
            self.alternatives = refusal.alternatives or self.times.near(self.basket, self.start)
            self.start = None
        self._look_for_draft()
        self._look()

    def _connection_changed(self) -> None:
        if self._online != self._pending.online:
            self._online = self._pending.online
            self._look()

    def _salon_changed(self, kind: str) -> None:
        if kind in self.basket.kinds:
            self.basket.resolve()
            self._look()
        elif kind == KINDS[PersonRow]:
            if not self.may():
                self.notice = Said(sentences.not_permitted(), "red_text")
            self.changed.emit()

    def _keep_held(self, client: str, until: int, instead: tuple[Slot, ...]) -> None:
        """The time can be had still, by taking back the offer that holds it: that is asked."""
        self.held = client
        time = moment(until, self._clock.now(), self.zone)
        self.notice = Said(
            tr("Held for {client} until {time}. Booking it takes the offer back.", client=client, time=time),
            "amber_text",
        )
        if self.start is not None:
            self.alternatives = instead or self.times.near(self.basket, self.start)
        self.changed.emit()

    def _look_for_draft(self) -> None:
        """Notice that what it was opened from has left its list; what was entered is kept."""
        left = "" if self.waits else self._followed.look()
        if left:
            self.notice = self.notice if self.notice.text else Said(left, "amber_text")
            self.changed.emit()

    # Free times

    def _chosen(self) -> None:
        self._chose = True
        self._look()

    def _look(self) -> None:
        self.times.look(self.basket, self.day)
        self.changed.emit()

    def _times_came(self) -> None:
        """A chosen time that is not free is let go of, with others beside it."""
        if self.times.source is Source.ASKING or self.waits or self.start is None:
            return
        if not self.basket.lines or self.times.is_free(self.basket, self.start):
            self.held = ""
            return
        held = self.times.held(self.basket, self.start)
        if held is not None and held.client_id == self._client_id():
            self.held = ""
        elif held is not None:
            client = self._clients.get(held.client_id)
            self._keep_held(shown_name(client.name if client else ""), held.held_until or 0, ())
        else:
            self.held = ""
            when = local_moment(self.start, self.today())
            self.notice = Said(tr("{when} is not free.", when=when), "amber_text")
            self.alternatives = self.times.near(self.basket, self.start)
            self.start = None
            self.changed.emit()


def _wish(origin: Origin, now: int, today: dt.date) -> tuple[dt.date, dt.datetime | None, Said]:
    """The day and start to begin with, and what is to be said about them."""
    if origin.start is None or origin.start_at is None:
        return today, None, Said("")
    if origin.start_at > now:
        return origin.start.date(), origin.start, Said("")
    when = local_moment(origin.start, today)
    return today, None, Said(tr("The wished time has passed: {when}. Choose another.", when=when), "amber_text")


def _why(refusal: Refusal | None) -> str:
    if refusal is None:
        return sentences.unknown_outcome()
    return sentences.refusal(Refusal(code=refusal.code, skips=refusal.skips))


def _goes_later(client: str) -> str:
    goes = tr("You are offline. The booking for {client} goes when online.", client=client)
    return goes + " " + tr("Nobody holds the time until then.")
