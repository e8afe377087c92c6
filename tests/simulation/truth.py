"""The server's view, worked out again from the domain's tables by statements of the simulator's own.

Each row becomes the facts that a person would miss if they were wrong; a desk's rows are brought to the same form.
"""

from collections.abc import Callable, Iterable
from typing import Any

from backend.db.database import Database
from domain.automations import BY_ID
from domain.constants import RETENTION
from domain.permissions import ScopeKind, scope
from domain.wire.automations import AutomationRow, FailedMessageRow
from domain.wire.base import decode, decoder, encode
from domain.wire.channels import ChannelRow
from domain.wire.offers import OfferRow, OfferSettingsRow
from domain.wire.replies import ReplyRow
from domain.wire.rows import (
    AppointmentRow,
    BundleRow,
    BusyRow,
    Call,
    ClientRow,
    DraftRow,
    Fit,
    Line,
    LocationRow,
    NoticeRow,
    PersonRow,
    ReminderSettingsRow,
    Row,
    ServiceRow,
    TeamMemberRow,
    WaitlistEntryRow,
    Window,
)
from domain.wire.team import AccountRow, MatrixRow
from tests.simulation.reading import read

Key = tuple[str, str, str]
Facts = dict[Key, tuple[object, ...]]
"""By scope, kind and id."""

_DRAFTS = """SELECT d.*, c.name, c.phone, c.email, NOT EXISTS
    (SELECT 1 FROM appointments a WHERE a.client_id = d.client_id) AS new_client
    FROM drafts d JOIN clients c ON c.id = d.client_id WHERE d.phase IN ('incomplete', 'dismissed')"""
_REMINDERS = (
    "SELECT substr(subject, 7) AS draft_id, channel, status, reason, ledger_key FROM messages ORDER BY made_at, id"
)
_NOTICES = """SELECT n.id, n.draft_id, NULL AS entry_id, d.location_id FROM notices n JOIN drafts d ON d.id = n.draft_id
    UNION ALL SELECT n.id, '', n.entry_id, w.location_id FROM waitlist_notices n
    JOIN waitlist_entries w ON w.id = n.entry_id
    UNION ALL SELECT n.id, '', NULL, o.location_id FROM offer_notices n JOIN offers o ON o.id = n.offer_id"""
_FAILED = """SELECT m.id, a.location_id, a.id AS of, m.automation, m.reason FROM messages m
    JOIN appointments a ON m.subject = 'appointment:' || a.id
    JOIN due d ON d.task = 'forget_failed_message' AND d.subject = m.id WHERE m.status = 'failed'"""
_APPOINTMENTS = "SELECT a.*, c.name FROM appointments a JOIN clients c ON c.id = a.client_id"
_CLIENTS = """SELECT c.id, c.name, c.phone, (SELECT count(*) FROM appointments a
    WHERE a.client_id = c.id AND a.status NOT IN ('cancelled', 'no_show')) AS visits
    FROM clients c WHERE c.id IN (SELECT id FROM feed_rows WHERE kind = 'client')"""
_WAITLIST = """SELECT w.*, c.name FROM waitlist_entries w JOIN clients c ON c.id = w.client_id
    WHERE w.status IN ('pending', 'removed')"""
_OFFERS = "SELECT o.*, c.name FROM offers o JOIN clients c ON c.id = o.client_id"
_LINES = decoder(tuple[Line, ...])
_CALLS = decoder(tuple[Call, ...])
_WINDOWS = decoder(tuple[Window, ...])
_FITS = decoder(tuple[Fit, ...])


def truth(database: Database, business_id: str, granted: Iterable[str]) -> Facts:
    """What a desk with these scopes must hold, except for the person's own row."""
    scopes = set(granted)
    found: Facts = {}
    for part in (_drafts, _notices, _failed, _waitlist, _offers, _appointments, _busy, _settings, _catalogue, _clients):
        found |= part(database, business_id)
    return {key: facts for key, facts in found.items() if key[0] in scopes}


def _drafts(database: Database, _business: str) -> Facts:
    newest = {(row.draft_id, row.channel): row for row in read(database, _REMINDERS)}
    written = read(database, "SELECT draft_id, text FROM replies ORDER BY at, id")
    found: Facts = {}
    for row in read(database, _DRAFTS):
        mine = [newest[row.id, channel] for channel in ("email", "sms") if (row.id, channel) in newest]
        reminders = tuple(
            (m.channel, "queued" if m.status == "sending" else m.status, m.ledger_key is not None, m.reason)
            for m in mine
        )
        found[scope(ScopeKind.FOLLOW_UPS, row.location_id), "draft", row.id] = (
            *(row.phase, row.cycle, row.engaged_at, row.expired_at, row.engaged_at + RETENTION),
            *(row.client_id, row.name, row.phone, row.email, bool(row.new_client)),
            *(_LINES.decode(row.lines), row.start, row.notes, reminders),
            *(row.snoozed_until, _CALLS.decode(row.calls) if row.calls else (), row.dismissal and bytes(row.dismissal)),
            tuple(reply.text for reply in written if reply.draft_id == row.id),
        )
    return found


def _draft_facts(row: DraftRow) -> tuple[object, ...]:
    return (
        *(row.phase, row.cycle, row.engaged_at, row.expired_at, row.removed_at),
        *(row.client_id, row.client_name, row.phone, row.email, row.new_client),
        *(row.lines, row.start.isoformat() if row.start else None, row.notes),
        tuple((state.channel, state.status, state.automatic, state.reason) for state in row.reminders),
        *(row.snoozed_until, row.calls, row.dismissal and encode(row.dismissal)),
        tuple(reply.text for reply in row.replies),
    )


def _notices(database: Database, _business: str) -> Facts:
    return {
        (scope(ScopeKind.FOLLOW_UPS, row.location_id), "notice", row.id): (row.draft_id, row.entry_id)
        for row in read(database, _NOTICES)
    }


def _failed(database: Database, _business: str) -> Facts:
    return {
        (scope(ScopeKind.SCHEDULE, row.location_id), "failed_message", row.id): (row.of, row.automation, row.reason)
        for row in read(database, _FAILED)
    }


def _waitlist(database: Database, _business: str) -> Facts:
    return {
        (scope(ScopeKind.FOLLOW_UPS, row.location_id), "waitlist_entry", row.id): (
            *(row.status, row.client_id, row.name, row.notes, row.added_at),
            *(_LINES.decode(row.lines), _WINDOWS.decode(row.windows), _FITS.decode(row.fits)),
        )
        for row in read(database, _WAITLIST)
    }


def _entry_facts(row: WaitlistEntryRow) -> tuple[object, ...]:
    return (
        *(row.status, row.client_id, row.client_name, row.notes, row.added_at),
        *(row.lines, row.windows, row.fits),
    )


def _offers(database: Database, business_id: str) -> Facts:
    of = ScopeKind.FOLLOW_UPS
    found: Facts = {
        (scope(of, row.location_id), "offer", row.id): (
            *(row.status, row.subject, row.client_id, row.name, row.team_member_id, row.start, row.start_at),
            *(row.until, row.ended_at, row.reason, row.appointment_id),
        )
        for row in read(database, _OFFERS)
    }
    for row in read(database, "SELECT way, minutes FROM offer_settings"):
        found[scope(ScopeKind.SETTINGS, business_id), "offer_settings", business_id] = (row.way, row.minutes)
    return found


def _offer_facts(row: OfferRow) -> tuple[object, ...]:
    subject = f"waitlist:{row.entry_id}" if row.entry_id else f"draft:{row.draft_id}"
    return (
        *(row.status, subject, row.client_id, row.client_name, row.team_member_id, row.start.isoformat(), row.start_at),
        *(row.until, row.ended_at, row.reason, row.appointment_id),
    )


def _appointments(database: Database, _business: str) -> Facts:
    return {
        (scope(ScopeKind.SCHEDULE, row.location_id), "appointment", row.id): (
            *(row.client_id, row.name, row.team_member_id, row.start, row.start_at, row.end_at),
            *(row.status, row.booked_by, row.draft_id, row.notes, _LINES.decode(row.lines)),
        )
        for row in read(database, _APPOINTMENTS)
    }


def _appointment_facts(row: AppointmentRow) -> tuple[object, ...]:
    return (
        *(row.client_id, row.client_name, row.team_member_id, row.start.isoformat(), row.start_at, row.end_at),
        *(row.status, row.booked_by, row.draft_id, row.notes, row.lines),
    )


def _busy(database: Database, _business: str) -> Facts:
    return {
        (scope(ScopeKind.AVAILABILITY, row.location_id), "busy", row.id): (
            *(row.team_member_id, row.start_at, row.end_at, row.client_id, row.held_until),
        )
        for row in read(database, "SELECT * FROM busy")
    }


def _settings(database: Database, business_id: str) -> Facts:
    of, switches = scope(ScopeKind.SETTINGS, business_id), dict.fromkeys(BY_ID, (False, False))
    for row in read(database, "SELECT automation, email, sms FROM automation_settings"):
        switches[row.automation] = bool(row.email), bool(row.sms)
    found: Facts = {(of, "automation", name): facts for name, facts in switches.items()}
    return {**found, (of, "reminder_settings", business_id): switches["incomplete_booking"]}


def _catalogue(database: Database, business_id: str) -> Facts:
    of = scope(ScopeKind.BUSINESS, business_id)
    found: Facts = {(of, "location", row.id): (row.name, row.zone) for row in read(database, "SELECT * FROM locations")}
    for row in read(database, "SELECT * FROM services WHERE current"):
        found[of, "service", row.id] = (row.name, row.minutes, row.price, bool(row.archived))
    for row in read(database, "SELECT * FROM bundles WHERE current"):
        found[of, "bundle", row.id] = (row.name, row.price, bool(row.archived))
    for row in read(database, "SELECT * FROM team_members"):
        found[of, "team_member", row.id] = (row.name, row.location_id, bool(row.archived))
    return found


def _clients(database: Database, business_id: str) -> Facts:
    """Those whom staff have heard of, by a card that may be gone by now or by a booking. An address that she added by
    signing in is told with her next card.
    """
    of = scope(ScopeKind.CLIENTS, business_id)
    return {(of, "client", row.id): (row.name, row.phone, row.visits) for row in read(database, _CLIENTS)}


_OF_ROW: dict[type, Callable[[Any], tuple[object, ...]]] = {
    DraftRow: _draft_facts,
    NoticeRow: lambda row: (row.draft_id, row.entry_id),
    WaitlistEntryRow: _entry_facts,
    AppointmentRow: _appointment_facts,
    BusyRow: lambda row: (row.team_member_id, row.start_at, row.end_at, row.client_id, row.held_until),
    FailedMessageRow: lambda row: (row.appointment_id, row.automation, row.reason),
    OfferRow: _offer_facts,
    OfferSettingsRow: lambda row: (row.way, row.minutes),
    ClientRow: lambda row: (row.name, row.phone, row.visits),
    ReminderSettingsRow: lambda row: (row.email, row.sms),
    AutomationRow: lambda row: (row.email, row.sms),
    LocationRow: lambda row: (row.name, row.zone),
    ServiceRow: lambda row: (row.name, row.minutes, row.price.minor, row.archived),
    BundleRow: lambda row: (row.name, row.price.minor, row.archived),
    TeamMemberRow: lambda row: (row.name, row.location_id, row.archived),
}


def facts_of(body: bytes) -> tuple[object, ...] | None:
    """The facts of a row as a desk holds it; None for the person's own row, which is judged by her scopes, and for the
    rows of Settings and the bell's lines about texts, which are held against the feed only.
    """
    row: Any = decode(body, Row)  # type: ignore[arg-type]
    return (
        None if isinstance(row, PersonRow | AccountRow | MatrixRow | ReplyRow | ChannelRow) else _OF_ROW[type(row)](row)
    )
