"""What desks see of a draft: its card and its lines of the bell, coming and going with it (rows B4, B5, B12)."""

from collections.abc import Sequence
from typing import Literal

from backend.access.locations import location_of
from backend.clients.queries import Client, clients_of
from backend.db.database import Unit
from backend.drafts import queries
from backend.drafts.queries import Draft
from backend.feed.change import change_of
from backend.messages import ledger, replies
from domain.drafts import removed_at, visible_to_staff
from domain.permissions import ScopeKind, scope
from domain.times import instant
from domain.wire.rows import DraftRow, NoticeRow, ReminderState, Reply


def publish(unit: Unit, drafts: Sequence[Draft]) -> None:
    """Puts the cards of a business's drafts on the desks of their locations, as they are now.

    Drafts that staff must not see are passed over.
    """
    shown = [draft for draft in drafts if visible_to_staff(draft.phase)]
    for draft, row in zip(shown, rows_of(unit, shown), strict=True):
        change_of(unit, draft.business_id).publish(_scope(draft), row)


def refresh(unit: Unit, business_id: str, client_id: str) -> None:
    """Something about a client changed: her card, if there is one, as it is now."""
    seen = queries.active_of(unit, business_id, client_id)
    if seen is None or not visible_to_staff(seen.phase):
        return
    change_of(unit, business_id)
    draft = queries.active_of(unit, business_id, client_id)  # under the lock, so as staff see it
    if draft:
        publish(unit, (draft,))


def announce(unit: Unit, draft: Draft, event: Literal["incomplete", "reminder_failed"]) -> None:
    """One line of the bell."""
    if visible_to_staff(draft.phase):
        notice_id = queries.add_notice(unit, draft)
        row = NoticeRow(notice_id, draft.location_id, draft.id, event, unit.now)
        change_of(unit, draft.business_id).publish(_scope(draft), row)


def withdraw(unit: Unit, draft: Draft) -> None:
    """Takes the card and its lines of the bell from every desk. `draft` is as it was when staff saw it."""
    if visible_to_staff(draft.phase):
        change = change_of(unit, draft.business_id)
        change.withdraw("draft", draft.id)
        for notice_id in queries.take_notices(unit, draft):
            change.withdraw("notice", notice_id)
        replies.leave_bell(unit, draft.business_id, draft.id)


def rows_of(unit: Unit, drafts: Sequence[Draft]) -> list[DraftRow]:
    """The cards of a business's drafts. A client is there as long as her draft is."""
    if not drafts:
        return []
    business_id, wanted = drafts[0].business_id, [draft.client_id for draft in drafts]
    clients, booked = clients_of(unit, business_id, wanted), queries.booked_before(unit, business_id, wanted)
    subjects = [queries.subject_of(draft.id) for draft in drafts]
    reminders = ledger.states(unit, business_id, subjects)
    written = replies.of_drafts(unit, business_id, [draft.id for draft in drafts])
    return [
        _row(
            unit,
            draft,
            clients[draft.client_id],
            draft.client_id not in booked,
            reminders.get(queries.subject_of(draft.id), ()),
            written.get(draft.id, ()),
        )
        for draft in drafts
    ]


def _row(
    unit: Unit,
    draft: Draft,
    client: Client,
    new_client: bool,
    reminders: tuple[ReminderState, ...],
    written: tuple[Reply, ...],
) -> DraftRow:
    return DraftRow(
        id=draft.id,
        location_id=draft.location_id,
        client_id=client.id,
        client_name=client.name,
        new_client=new_client,
        phase=draft.phase,
        cycle=draft.life.cycle,
        lines=draft.lines,
        engaged_at=draft.life.engaged_at,
        expired_at=draft.expired_at or unit.now,
        removed_at=removed_at(draft.life, queries.retention(unit, draft.business_id)),
        phone=client.phone,
        email=client.email,
        team_member_id=_team_member(draft),
        start=draft.start,
        start_at=start_at(unit, draft),
        notes=draft.notes,
        reminders=reminders,
        calls=draft.calls,
        snoozed_until=draft.snoozed_until,
        dismissal=draft.dismissal,
        replies=written,
        zone=client.zone,
    )


def start_at(unit: Unit, draft: Draft) -> int | None:
    """The instant that the wished local start means in the zone of the draft's location."""
    at = draft.business_id, draft.location_id
    place = unit.once(("location", *at), lambda: location_of(unit, *at))
    return instant(draft.start, place.zone) if draft.start else None


def _scope(draft: Draft) -> str:
    return scope(ScopeKind.FOLLOW_UPS, draft.location_id)


def _team_member(draft: Draft) -> str | None:
    """Whom the client chose, when she chose one for everything."""
    chosen = {line.team_member_id for line in draft.lines}
    return chosen.pop() if len(chosen) == 1 else None
