"""All that is held on a client, for whoever asks on her behalf (row N23), and how much that is."""

from backend.access.locations import location_of
from backend.access.person import Person
from backend.access.queries import business
from backend.appointments import queries as appointments
from backend.appointments.booking import row_of
from backend.appointments.life import is_ahead
from backend.client_records.permissions import require_edit_route, require_manage_route
from backend.clients import rows as client_rows
from backend.clients.queries import Client, created_at, find_client, merged_into
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts import rows as draft_rows
from backend.events.log import happened_to, record
from backend.messages import ledger, replies
from backend.messages.ledger import Message
from backend.offers import queries as offers
from backend.offers.queries import Offer
from backend.waitlist import life as waitlist_life
from backend.waitlist import queries as waitlist
from backend.web.problems import problem
from backend.web.route import Call
from domain.drafts import is_active
from domain.wire.clients import (
    ClientExport,
    ClientHeld,
    ExportedEvent,
    ExportedMessage,
    ExportedOffer,
    ExportedReply,
)


def held_on(call: Call[None, Person]) -> ClientHeld:
    """How much would move or go with her. Raises Refused."""
    require_edit_route(call.who)
    unit, client = call.unit, _client(call)
    booked = appointments.of_client(unit, client.business_id, client.id)
    unfinished = drafts.of_client(unit, client.business_id, client.id)
    entries = waitlist.of_client(unit, client.business_id, client.id)
    return ClientHeld(
        client_id=client.id,
        appointments=len(booked),
        coming=sum(is_ahead(one, unit.now) for one in booked),
        drafts=len(unfinished),
        waitlist_entries=len(entries),
        messages=len(ledger.to_client(unit, client.business_id, client.id)),
        unfinished=any(is_active(draft.phase) for draft in unfinished),
    )


def export(call: Call[None, Person]) -> ClientExport:
    """Everything, which leaves a trace (promise S10). Raises Refused."""
    require_manage_route(call.who)
    unit, client = call.unit, _client(call)
    unfinished = drafts.of_client(unit, client.business_id, client.id)
    booked = appointments.of_client(unit, client.business_id, client.id)
    entries = waitlist.of_client(unit, client.business_id, client.id)
    asked = offers.of_client(unit, client.business_id, client.id)
    ids = merged_into(unit, client)
    subjects = [f"client:{client_id}" for client_id in (client.id, *ids)]
    subjects += [f"draft:{draft.id}" for draft in unfinished] + [f"waitlist:{entry.id}" for entry in entries]
    subjects += [f"appointment:{one.id}" for one in booked] + [f"offer:{one.id}" for one in asked]
    answer = ClientExport(
        business_name=business(unit, client.business_id).name,
        exported_at=unit.now,
        since=created_at(unit, client),
        client=client_rows.rows_of(unit, client.business_id, (client,))[0],
        appointments=tuple(row_of(one, client) for one in booked),
        drafts=tuple(draft_rows.rows_of(unit, unfinished)),
        waitlist_entries=tuple(waitlist_life.row_of(unit, entry) for entry in entries),
        messages=_messages(unit, client),
        events=tuple(ExportedEvent(*event) for event in happened_to(unit, client.business_id, subjects)),
        email_opted_out_at=client.email_opted_out_at,
        sms_opted_out_at=client.sms_opted_out_at,
        ids=ids,
        replies=tuple(
            ExportedReply(one.at, one.text, one.draft_id)
            for one in replies.of_client(unit, client.business_id, client.id)
        ),
        offers=tuple(_offer(unit, one) for one in asked),
    )
    record(unit, client.business_id, "client.exported", f"client:{client.id}", f"person:{call.who.id}")
    return answer


def _client(call: Call[None, Person]) -> Client:
    client = find_client(call.unit, call.who.business_id, call.path["id"])
    if client is None:
        raise problem("client_unknown", 404, "There is no such client.")
    return client


def _messages(unit: Unit, client: Client) -> tuple[ExportedMessage, ...]:
    return tuple(
        ExportedMessage(
            _draft_id(one), one.channel, one.status, one.reason, one.automatic, one.at, automation=one.automation
        )
        for one in ledger.to_client(unit, client.business_id, client.id)
    )


def _draft_id(message: Message) -> str:
    return message.topic.id if message.topic is not None and message.topic.kind == "draft" else ""


def _offer(unit: Unit, one: Offer) -> ExportedOffer:
    told = ledger.about(unit, one.business_id, (f"offer:{one.id}",))
    return ExportedOffer(
        offered_at=one.offered_at,
        start=one.start,
        zone=location_of(unit, one.business_id, one.location_id).zone,
        lines=one.lines,
        until=one.until,
        status=one.status.value,
        channels=tuple(sorted({message.channel for message in told if message.status not in {"failed", "skipped"}})),
        ended_at=one.ended_at,
        reason=one.reason,
    )
