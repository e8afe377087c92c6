"""What people do at a desk, decided from what its screen shows."""

import datetime as dt
from random import Random

from domain.constants import HOUR, MINUTE
from domain.drafts import Phase
from domain.entity import entity_of
from domain.prices import choices_of, resolve
from domain.wire.actions import (
    Action,
    BookAppointment,
    Choice,
    DismissDraft,
    Payload,
    ReadNotices,
    SendReminder,
    SetReminderChannels,
)
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, ReminderSettingsRow
from sync.store.entry import State
from tests.simulation.appointments import at_the_calendar
from tests.simulation.desk import Desk
from tests.simulation.shown import catalogue, free
from tests.simulation.waitlist import into_a_held_time, offered, somebody_new, with_the_waitlist
from tests.simulation.work import noted


class Receptionist:
    """Makes actions for whoever is at the desk."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def decide(self, desk: Desk) -> Action | None:
        """The next action, None when there is nothing to do."""
        acts = (
            self._on_card,
            self._walk_in,
            self._calendar,
            self._waitlist,
            self._new_client,
            self._switches,
            self._bell,
        )
        payload, entity = self._rng.choices(acts, (12, 2, 3, 3, 1, 1, 1))[0](desk)
        return self._action(desk, payload, entity) if payload else None

    def _action(self, desk: Desk, payload: Payload, entity: str) -> Action:
        now = desk.machine.clock.now()
        row_id = entity.partition(":")[2]
        assert desk.owner
        return Action(
            id=desk.machine.ids.new(now),
            entity=entity,
            made_at=now,
            payload=payload,
            seen=desk.stores.replica(desk.owner).seen("draft", row_id),
            depends_on=self._depends(desk, entity),
            not_after=now + self._rng.choice((MINUTE, HOUR, 10 * HOUR)) if self._rng.random() < 0.2 else None,
        )

    def _depends(self, desk: Desk, entity: str) -> str | None:
        """Undoing depends on what it undoes, as long as that waits."""
        assert desk.owner
        waiting = desk.stores.outbox.entries(desk.owner, (State.PENDING,))
        mine = [entry.action.id for entry in waiting if entry.action.entity == entity]
        return mine[-1] if mine and self._rng.random() < 0.5 else None

    def _on_card(self, desk: Desk) -> tuple[Payload | None, str]:
        drafts = [row for row in desk.shown("draft") if isinstance(row, DraftRow) and row.phase is not Phase.CONVERTED]
        if not drafts:
            return None, ""
        draft = self._rng.choice(drafts)
        return self._about(desk, draft), f"draft:{draft.id}"

    def _about(self, desk: Desk, draft: DraftRow) -> Payload | None:
        if draft.phase is Phase.DISMISSED or self._rng.random() < 0.3:
            return noted(self._rng, desk, draft)
        chance = self._rng.random()
        if chance < 0.35:
            return SendReminder(draft.id)
        if chance < 0.65:
            return DismissDraft(draft.id)
        if chance < 0.8:
            return offered(self._rng, desk, draft)
        start = draft.start if self._rng.random() < 0.5 else None
        choices = choices_of(resolve(choices_of(draft.lines), *catalogue(desk)).lines)
        return self._booking(desk, draft.location_id, draft.client_id, choices, start, draft.id)

    def _walk_in(self, desk: Desk) -> tuple[Payload | None, str]:
        booked = [row for row in desk.shown("appointment") if isinstance(row, AppointmentRow)]
        callers = _callers(desk)
        if callers and self._rng.random() < 0.5:
            location_id, client_id = self._rng.choice(callers)
        elif booked:
            known = self._rng.choice(booked)
            location_id, client_id = known.location_id, known.client_id
        else:
            return None, ""
        held = into_a_held_time(self._rng, desk, client_id)
        payload = held or self._booking(desk, location_id, client_id, (Choice("cut"),), None, None)
        return payload, f"client:{client_id}"

    def _booking(
        self,
        desk: Desk,
        location_id: str,
        client_id: str,
        choices: tuple[Choice, ...],
        start: dt.datetime | None,
        draft_id: str | None,
    ) -> BookAppointment | None:
        slots = free(desk, location_id, choices)[:3]
        start = start or (self._rng.choice(slots).start if slots else None)
        if start is None or not choices:
            return None
        appointment_id = desk.machine.ids.new(desk.machine.clock.now())
        return BookAppointment(appointment_id, location_id, client_id, choices, start, draft_id)

    def _calendar(self, desk: Desk) -> tuple[Payload | None, str]:
        return _named(at_the_calendar(self._rng, desk))

    def _waitlist(self, desk: Desk) -> tuple[Payload | None, str]:
        return _named(with_the_waitlist(self._rng, desk))

    def _new_client(self, desk: Desk) -> tuple[Payload | None, str]:
        return _named(somebody_new(self._rng, desk))

    def _switches(self, desk: Desk) -> tuple[Payload | None, str]:
        held = [row for row in desk.shown("reminder_settings") if isinstance(row, ReminderSettingsRow)]
        if not held:
            return None, ""
        return SetReminderChannels(email=self._rng.random() < 0.8, sms=self._rng.random() < 0.8), "settings"

    def _bell(self, desk: Desk) -> tuple[Payload | None, str]:
        return ReadNotices(desk.machine.clock.now()), "bell"


def _callers(desk: Desk) -> list[tuple[str, str]]:
    """Where somebody left a booking who is on file a second time, and as whom."""
    left = [row for row in desk.shown("draft") if isinstance(row, DraftRow) and row.email]
    people = [row for row in desk.shown("client") if isinstance(row, ClientRow)]
    return [
        (draft.location_id, one.id)
        for draft in left
        for one in people
        if one.email == draft.email and one.id != draft.client_id
    ]


def _named(payload: Payload | None) -> tuple[Payload | None, str]:
    return payload, entity_of(payload) if payload else ""
