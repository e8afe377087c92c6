"""What a receptionist does to an appointment: move it, set where it stands, undo it; says what came of it (row N24)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.drops import Drop
from desktop.models.pending import Pending
from desktop.models.ports import ActionState, Acts, Feed, Offer, Toasts, appointment_entity
from desktop.models.salon import Salon
from desktop.models.schedule_words import status
from desktop.texts import moment, moment_inside, tr
from domain.appointments import NEXT, CancelReason, Status
from domain.clock import Clock
from domain.permissions import Permission
from domain.seats import seat_of
from domain.times import instant, local
from domain.wire.actions import (
    ActionAnswer,
    ChangeAppointment,
    MoveAppointment,
    Payload,
    Refused,
    Seat,
)
from domain.wire.rows import AppointmentRow

_FIRST = {Status.BOOKED: Status.CONFIRMED, Status.CONFIRMED: Status.ARRIVED, Status.ARRIVED: Status.DONE}
_ORDER = tuple(Status)


@dataclass(frozen=True)
class _Done:
    """What an undo would take back: `back` undoes the action."""

    action_id: str
    appointment_id: str
    back: Payload


class Appointments(QObject):
    """One for the window. Everything is decided on the appointment as the screen shows it."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        toasts: Toasts,
        pending: Pending,
        salon: Salon,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._toasts, self._pending, self._salon, self._clock = acts, toasts, pending, salon, clock
        self._asked: dict[str, tuple[str, Payload]] = {}
        feed.answered.connect(self._answered)

    def steps(self, row: AppointmentRow) -> tuple[Status, ...]:
        """What can be set now, what usually comes next first. Nobody is a no-show before the start, or arrives on an
        earlier day.
        """
        now = self._clock.now()
        early = {Status.NO_SHOW} if row.start_at > now else set()
        if row.start.date() > local(now, row.zone).date():
            early.add(Status.ARRIVED)
        offered = [to for to in _ORDER if to in NEXT[row.status] and to not in early]
        return tuple(sorted(offered, key=lambda to: to is not self.first(row)))

    def first(self, row: AppointmentRow) -> Status | None:
        """What usually comes next: confirmed before the start, arrived once it has come."""
        if row.status is Status.BOOKED and row.start_at <= self._clock.now():
            return Status.ARRIVED
        return _FIRST.get(row.status)

    def undone(self, appointment_id: str) -> tuple[ActionState, ...]:
        """What the server refused about it and nobody has read."""
        states = self._pending.of(appointment_entity(appointment_id))
        return tuple(state for state in states if state.answer is not None)

    def forget(self, action_id: str) -> None:
        """The person has read why it was refused."""
        self._acts.forget(action_id)

    def move(self, drop: Drop) -> None:
        """Have it where it was dropped; nothing happens where it cannot be, or when nothing would differ. What is held
        for somebody by an offer is asked about first (row N10).
        """
        if drop.why_not or not drop.moves or not self._may(drop.row):
            return
        if drop.held:
            self._ask_over(drop.held, partial(self._move, drop.row, drop.seat, over_hold=True))
        else:
            self._move(drop.row, drop.seat)

    def _ask_over(self, held: str, sure: Callable[[], None]) -> None:
        text = tr("{held} Moving it there takes the offer back.", held=held)
        self._toasts.say(text, offer=Offer(tr("Move anyway"), sure))

    def _move(self, row: AppointmentRow, to: Seat, *, over_hold: bool = False) -> None:
        was = seat_of(row.start, row.lines)
        name = shown_name(row.client_name)
        ends = instant(to.start, row.zone) if to.start != row.start else None
        asked = MoveAppointment(row.id, to, was, over_hold)
        done = self._submit(row, asked, MoveAppointment(row.id, was, to), ends)
        if to.start == row.start and _members(to) == _members(was):
            text = tr("{client} has {minutes} min now.", client=name, minutes=sum(one.minutes for one in to.lines))
        else:
            when = moment_inside(to.start, local(self._clock.now(), row.zone).date())
            text = tr("{client} was moved to {when}.", client=name, when=when)
        self._say(text, done)

    def change(self, row: AppointmentRow, to: Status, reason: CancelReason | None = None) -> None:
        """Set where it stands."""
        if not self._may(row):
            return
        back = ChangeAppointment(row.id, row.status, to, row.start, row.cancel_reason)
        done = self._submit(row, ChangeAppointment(row.id, to, row.status, row.start, reason), back, None)
        text = tr("{client}: {status}.", client=shown_name(row.client_name), status=status(to))
        self._say(text, done)

    def _may(self, row: AppointmentRow) -> bool:
        may = self._salon.may(Permission.BOOK_APPOINTMENTS, row.location_id)
        if not may:
            self._toasts.say(sentences.not_permitted())
        return may

    def _submit(self, row: AppointmentRow, asked: Payload, back: Payload, not_after: int | None) -> _Done:
        action_id = self._acts.submit(asked, appointment_entity(row.id), not_after=not_after)
        self._asked[action_id] = shown_name(row.client_name), asked
        return _Done(action_id, row.id, back)

    def _say(self, text: str, done: _Done) -> None:
        if not self._pending.online:
            later = tr("You are offline: it is sent when online.")
            text = f"{text} {later}"
        self._toasts.say(text, partial(self._undo, done))

    def _undo(self, done: _Done) -> None:
        name, _ = self._asked.get(done.action_id, ("", None))
        entity = appointment_entity(done.appointment_id)
        action_id = self._acts.submit(done.back, entity, depends_on=done.action_id)
        row = self._salon.get(AppointmentRow, done.appointment_id)
        self._asked[action_id] = name or (shown_name(row.client_name) if row else ""), done.back

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name, asked = self._asked.pop(action_id, (None, None))
        if name is None or not isinstance(answer, Refused):
            return
        held = answer.refusal.held
        row = self._salon.get(AppointmentRow, asked.appointment_id) if isinstance(asked, MoveAppointment) else None
        if held is not None and row is not None and isinstance(asked, MoveAppointment):
            until = moment(held.until, self._clock.now(), row.zone)
            told = tr("Held for {client} until {time}.", client=shown_name(held.client_name), time=until)
            self._ask_over(told, partial(self._move_again, action_id, asked))
        else:
            self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(answer.refusal)))

    def _move_again(self, action_id: str, asked: MoveAppointment) -> None:
        """The refusal was read as the question that it is."""
        self._acts.forget(action_id)
        row = self._salon.get(AppointmentRow, asked.appointment_id)
        if row is not None and self._may(row):
            self._move(row, asked.to, over_hold=True)


def _members(seat: Seat) -> tuple[str, ...]:
    return tuple(one.team_member_id for one in seat.lines)
