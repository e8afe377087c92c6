"""What people do at a desk, decided from what its screen shows."""

import datetime as dt
from random import Random

from domain.availability import Busy, free_slots, wants
from domain.constants import HOUR, MINUTE
from domain.drafts import Phase
from domain.prices import choices_of, resolve
from domain.wire.actions import (
    Action,
    BookAppointment,
    Choice,
    DismissDraft,
    Payload,
    ReadNotices,
    RestoreDraft,
    SendReminder,
    SetReminderChannels,
)
from domain.wire.rows import (
    AppointmentRow,
    BundleRow,
    BusyRow,
    DraftRow,
    LocationRow,
    ReminderSettingsRow,
    ServiceRow,
    TeamMemberRow,
)
from sync.store.entry import State
from tests.simulation.desk import Desk


class Receptionist:
    """Makes actions for whoever is at the desk."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def decide(self, desk: Desk) -> Action | None:
        """The next action, None when there is nothing to do."""
        act = self._rng.choices((self._on_card, self._walk_in, self._switches, self._bell), (12, 2, 1, 1))[0]
        payload, entity = act(desk)
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
        if draft.phase is Phase.DISMISSED:
            return RestoreDraft(draft.id)
        chance = self._rng.random()
        if chance < 0.35:
            return SendReminder(draft.id)
        if chance < 0.65:
            return DismissDraft(draft.id)
        start = draft.start if self._rng.random() < 0.5 else None
        choices = choices_of(resolve(choices_of(draft.lines), *_catalogue(desk)).lines)
        return self._booking(desk, draft.location_id, draft.client_id, choices, start, draft.id)

    def _walk_in(self, desk: Desk) -> tuple[Payload | None, str]:
        booked = [row for row in desk.shown("appointment") if isinstance(row, AppointmentRow)]
        if not booked:
            return None, ""
        known = self._rng.choice(booked)
        payload = self._booking(desk, known.location_id, known.client_id, (Choice("cut"),), None, None)
        return payload, f"client:{known.client_id}"

    def _booking(
        self,
        desk: Desk,
        location_id: str,
        client_id: str,
        choices: tuple[Choice, ...],
        start: dt.datetime | None,
        draft_id: str | None,
    ) -> BookAppointment | None:
        start = start or self._free_start(desk, location_id, choices)
        if start is None or not choices:
            return None
        appointment_id = desk.machine.ids.new(desk.machine.clock.now())
        return BookAppointment(appointment_id, location_id, client_id, choices, start, draft_id)

    def _free_start(self, desk: Desk, location_id: str, choices: tuple[Choice, ...]) -> dt.datetime | None:
        """As the desk can tell offline: from its team, its busy times and the rules."""
        lines = resolve(choices, *_catalogue(desk)).lines
        team = [r for r in desk.shown("team_member") if isinstance(r, TeamMemberRow) and r.location_id == location_id]
        zones = [row.zone for row in desk.shown("location") if isinstance(row, LocationRow) and row.id == location_id]
        if not zones or not lines:
            return None
        now = desk.machine.clock.now()
        today = dt.datetime.fromtimestamp(now / 1_000_000, dt.UTC).date()
        slots = free_slots(wants(lines), team, _busy(desk), today, 2, zones[0], now)
        return self._rng.choice(slots[:3]).start if slots else None

    def _switches(self, desk: Desk) -> tuple[Payload | None, str]:
        held = [row for row in desk.shown("reminder_settings") if isinstance(row, ReminderSettingsRow)]
        if not held:
            return None, ""
        return SetReminderChannels(email=self._rng.random() < 0.8, sms=self._rng.random() < 0.8), "settings"

    def _bell(self, desk: Desk) -> tuple[Payload | None, str]:
        return ReadNotices(desk.machine.clock.now()), "bell"


def _catalogue(desk: Desk) -> tuple[dict[str, ServiceRow], dict[str, BundleRow]]:
    services = {row.id: row for row in desk.shown("service") if isinstance(row, ServiceRow)}
    return services, {row.id: row for row in desk.shown("bundle") if isinstance(row, BundleRow)}


def _busy(desk: Desk) -> Busy:
    found: dict[str, list[tuple[int, int]]] = {}
    for row in desk.shown("busy"):
        if isinstance(row, BusyRow):
            found.setdefault(row.team_member_id, []).append((row.start_at, row.end_at))
    return found
