"""Two clients who are one (row N23): everything of the one goes to the other, whose id both mean from then on."""

from backend.access.person import Person
from backend.appointments import life as appointment_life
from backend.appointments import queries as appointments
from backend.client_records.edit import client_for
from backend.client_records.permissions import require_edit
from backend.clients import rows as client_rows
from backend.clients.queries import Client, find_client, lock_clients, merge_ids, rewrite_client
from backend.db.database import Unit
from backend.drafts import life as draft_life
from backend.drafts import queries as drafts
from backend.drafts import rows as draft_rows
from backend.events.log import record
from backend.feed.actions import RefusedAction
from backend.feed.change import change_of
from backend.messages import ledger, links, replies
from backend.waitlist import life as waitlist_life
from backend.waitlist import queries as waitlist
from domain.clients import LONGEST_NOTES
from domain.drafts import is_active
from domain.wire.actions import Action, Done, Refusal
from domain.wire.clients import MergeClients


def merge(unit: Unit, person: Person, action: Action) -> Done:
    """Once; two who are one already stay so. Raises RefusedAction."""
    asked = action.payload
    if not isinstance(asked, MergeClients):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    require_edit(person)
    stays = client_for(unit, person, asked.client_id)
    gone = client_for(unit, person, asked.gone_id, "$.payload.gone_id")
    if asked.client_id == asked.gone_id:
        raise RefusedAction(Refusal("invalid", field="$.payload.gone_id"))
    actor = f"person:{person.id}"
    if stays.id != gone.id:
        _merge(unit, stays, gone, actor)
        record(unit, person.business_id, "client.merged", f"client:{stays.id}", actor, gone=gone.id)
    else:
        record(unit, person.business_id, "client.merged_before", f"client:{stays.id}", actor)
    return Done(action.id, number)


def _merge(unit: Unit, stays: Client, gone: Client, actor: str) -> None:
    business_id = stays.business_id
    lock_clients(unit, business_id, (stays.id, gone.id))
    moved = [draft.id for draft in drafts.of_client(unit, business_id, gone.id)]
    _leave_one_active(unit, stays, gone, actor)
    booked = appointments.of_client(unit, business_id, gone.id)
    entries = waitlist.of_client(unit, business_id, gone.id)
    merge_ids(unit, stays, gone)
    rewrite_client(unit, merged(stays, gone))
    now = find_client(unit, business_id, stays.id) or stays
    drafts.give(unit, business_id, gone.id, now.id)
    ledger.give(unit, business_id, gone.id, now.id)
    links.give(unit, business_id, f"client:{gone.id}", f"client:{now.id}")
    appointment_life.give(unit, booked, now)
    replies.give(unit, business_id, gone.id, now.id)
    for entry in entries:
        waitlist_life.give(unit, entry, now.id)
    draft_rows.publish(unit, list(drafts.find_all(unit, business_id, moved).values()))
    draft_rows.refresh(unit, business_id, now.id)
    waitlist_life.refresh(unit, business_id, now.id)
    change_of(unit, business_id).withdraw("client", gone.id)
    client_rows.publish(unit, business_id, (now.id,))


def merged(stays: Client, gone: Client) -> Client:
    """The one who stays, with what she lacks from the other. A no on either side stays a no, and a second number or
    address is kept among the notes.
    """
    others = _second(stays.phone, gone.phone) + _second(stays.email, gone.email)
    notes = "\n".join(part for part in (stays.notes, gone.notes if gone.notes != stays.notes else "", *others) if part)
    return stays._replace(
        phone=stays.phone or gone.phone,
        email=stays.email or gone.email,
        wants_email=stays.wants_email and gone.wants_email,
        wants_sms=stays.wants_sms and gone.wants_sms,
        email_opted_out_at=_earlier(stays.email_opted_out_at, gone.email_opted_out_at),
        sms_opted_out_at=_earlier(stays.sms_opted_out_at, gone.sms_opted_out_at),
        notes=notes[:LONGEST_NOTES],
        zone=stays.zone or gone.zone,
    )


def _second(kept: str | None, other: str | None) -> list[str]:
    return [other] if kept and other and kept != other else []


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _leave_one_active(unit: Unit, stays: Client, gone: Client, actor: str) -> None:
    """One active draft a client (row B6): the one that she was engaged in last."""
    both = (*drafts.of_client(unit, stays.business_id, stays.id), *drafts.of_client(unit, gone.business_id, gone.id))
    active = sorted((draft for draft in both if is_active(draft.phase)), key=lambda draft: draft.life.engaged_at)
    for older in active[:-1]:
        draft_life.take_away(unit, older, actor)
