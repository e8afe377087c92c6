"""What the screen shows: the replica's rows with the desk's own unanswered actions laid over them (row N3). Pure.

A projection says what the server will most likely make of an action, for the person who asked for it. It adds a row
only where the server decides nothing but prices: a client, someone who waits. Where it has to decide something first,
such as who serves, the action itself is what can be shown.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from msgspec import UNSET
from msgspec.structs import asdict, replace

from domain import appointments
from domain.contacts import NotAnEmail, NotAPhone, clean_lines, clean_text, parse_email, parse_phone
from domain.prices import choices_of, resolve
from domain.seats import seat_of, seated, spans
from domain.times import instant, shown
from domain.waitlist import in_order, windows_of
from domain.wire.actions import (
    Action,
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    Choice,
    CreateClient,
    DismissDraft,
    EditWaitlistEntry,
    ExplainDismissal,
    LogCall,
    MoveAppointment,
    ReadNotices,
    RemoveWaitlistEntry,
    RestoreDraft,
    RestoreWaitlistEntry,
    SendReminder,
    SetReminderChannels,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.clients import ClientFields, EditClient
from domain.wire.offers import OfferRow, WithdrawOffer
from domain.wire.rows import (
    AppointmentRow,
    BundleRow,
    ClientRow,
    DraftRow,
    Line,
    LocationRow,
    PersonRow,
    ReminderSettingsRow,
    Row,
    ServiceRow,
    WaitlistEntryRow,
)
from sync.projected_drafts import worked_on
from sync.store.entry import OPEN, Entry

R = TypeVar("R", bound=Row)

Known = Callable[[type, str], Any]
"""Looks up what else the desk holds, by type and id: names and prices for a row that is not on the server yet."""


class Target(NamedTuple):
    """The rows that an action shows on: one by its id; with no id all of a type, of which a desk holds one."""

    of: type
    id: str = ""


def target_of(action: Action) -> Target | None:
    """Where an action shows; None when it shows on no row."""
    match action.payload:
        case DismissDraft(draft_id) | RestoreDraft(draft_id) | SendReminder(draft_id):
            return Target(DraftRow, draft_id)
        case ExplainDismissal(draft_id) | SnoozeDraft(draft_id) | WakeDraft(draft_id):
            return Target(DraftRow, draft_id)
        case LogCall(draft_id) | TakeBackCall(draft_id) | BookAppointment(draft_id=str(draft_id)):
            return Target(DraftRow, draft_id)
        case MoveAppointment(appointment_id) | ChangeAppointment(appointment_id):
            return Target(AppointmentRow, appointment_id)
        case BookAppointment(waitlist_entry_id=str(entry_id)):
            return Target(WaitlistEntryRow, entry_id)
        case (
            AddWaitlistEntry(entry_id)
            | EditWaitlistEntry(entry_id)
            | RemoveWaitlistEntry(entry_id)
            | RestoreWaitlistEntry(entry_id)
        ):
            return Target(WaitlistEntryRow, entry_id)
        case CreateClient(client_id) | EditClient(client_id):
            return Target(ClientRow, client_id)
    return _target_of_others(action)


def _target_of_others(action: Action) -> Target | None:
    match action.payload:
        case WithdrawOffer(offer_id):
            return Target(OfferRow, offer_id)
        case SetReminderChannels():
            return Target(ReminderSettingsRow)
        case ReadNotices():
            return Target(PersonRow)
    return None


def laid_over(pending: Iterable[Entry], done: frozenset[str] = frozenset()) -> dict[Target, tuple[Action, ...]]:
    """By target the actions whose effect the rows do not have; `done` are ids that the replica knows to be in them."""
    found: dict[Target, list[Action]] = defaultdict(list)
    for entry in pending:
        target = target_of(entry.action)
        if target and entry.state in OPEN and not entry.effective and entry.action.id not in done:
            found[target].append(entry.action)
    return {target: tuple(actions) for target, actions in found.items()}


def project(rows: Iterable[R], pending: Iterable[Entry], done: frozenset[str] = frozenset()) -> tuple[R, ...]:
    """The rows as the screen shows them, in their order; a row that no action touches is the same object."""
    return project_over(rows, laid_over(pending, done))


def _nothing(_of: type, _id: str) -> None:
    return None


def project_over(
    rows: Iterable[R], over: Mapping[Target, tuple[Action, ...]], known: Known = _nothing
) -> tuple[R, ...]:
    """As `project`, with what `laid_over` has found, for who projects more than once."""
    if not over:
        return tuple(rows)
    return tuple(_projected(row, over, known) for row in rows)


def made_over(
    of: type[Row], over: Mapping[Target, tuple[Action, ...]], held: Collection[str], known: Known
) -> dict[str, Row]:
    """By id the rows of a type that waiting actions make; `held` are ids that the server has rows for already."""
    found: dict[str, Row] = {}
    for target, actions in over.items():
        if target.of is of and target.id and target.id not in held:
            row = _made(actions[0], known)
            if row is not None:
                for action in actions[1:]:
                    row = _after(row, action, known)
                found[target.id] = row
    return found


def _projected(row: R, over: Mapping[Target, tuple[Action, ...]], known: Known) -> R:
    of = type(row)
    for action in over.get(Target(of, row.id), ()) + over.get(Target(of), ()):
        row = _after(row, action, known)
    return row


def _after(row: R, action: Action, known: Known) -> R:
    shown: Any = row
    match row, action.payload:
        case DraftRow(), _:
            shown = worked_on(row, action)
        case AppointmentRow(), MoveAppointment() as asked:
            shown = _reseated(row, asked)
        case AppointmentRow(), ChangeAppointment() as asked:
            shown = _changed(row, asked, action.made_at)
        case ClientRow(), EditClient() as asked:
            shown = _edited(row, asked, known)
        case WaitlistEntryRow(), _:
            shown = _waits(row, action, known)
        case OfferRow(status="open"), WithdrawOffer():
            shown = replace(row, status="withdrawn", ended_at=action.made_at)
        case ReminderSettingsRow(), SetReminderChannels(email, sms):
            shown = replace(row, email=email, sms=sms)
        case PersonRow(), ReadNotices(until):
            shown = replace(row, notices_read_at=max(row.notices_read_at, until))
    return cast("R", shown)


def _waits(row: WaitlistEntryRow, action: Action, known: Known) -> WaitlistEntryRow:
    """An entry is edited, booked and removed while it waits, and brought back when it was removed."""
    match action.payload:
        case EditWaitlistEntry(_, choices, windows, notes) if row.status == "pending":
            lines = row.lines if choices == choices_of(row.lines) else _lines(choices, known)
            wished = in_order(windows_of(windows))
            edited = replace(row, lines=lines or (), windows=wished, notes=clean_lines(notes), fits=())
            return edited if lines else row
        case RemoveWaitlistEntry() if row.status == "pending":
            return replace(row, status="removed", fits=())
        case RestoreWaitlistEntry() if row.status == "removed":
            return replace(row, status="pending")
        case BookAppointment() if row.status == "pending":
            return replace(row, status="booked", fits=())
    return row


def _made(action: Action, known: Known) -> Row | None:
    """The row that an action makes, as far as the desk can tell; None when the server will refuse it."""
    match action.payload:
        case AddWaitlistEntry() as asked:
            client, lines = known(ClientRow, asked.client_id), _lines(asked.choices, known)
            return _entry(asked, client, lines, action.made_at) if client and lines else None
        case CreateClient() as asked:
            at = known(LocationRow, asked.location_id)
            return _client(asked, at.region) if at and clean_text(asked.name) else None
    return None


def _entry(asked: AddWaitlistEntry, client: ClientRow, lines: tuple[Line, ...], at: int) -> WaitlistEntryRow:
    return WaitlistEntryRow(
        id=asked.entry_id,
        location_id=asked.location_id,
        client_id=asked.client_id,
        client_name=client.name,
        lines=lines,
        windows=in_order(windows_of(asked.windows)),
        added_at=at,
        status="pending",
        phone=client.phone,
        email=client.email,
        notes=clean_lines(asked.notes),
    )


def _client(asked: CreateClient, region: str) -> ClientRow | None:
    try:
        phone = parse_phone(asked.phone, region) if asked.phone and asked.phone.strip() else None
        email = parse_email(asked.email) if asked.email and asked.email.strip() else None
    except (NotAPhone, NotAnEmail):
        return None
    made = ClientRow(asked.client_id, clean_text(asked.name), phone, email, asked.language or "en")
    return replace(made, wants_email=asked.wants_email, wants_sms=asked.wants_sms, notes=clean_lines(asked.notes))


def _edited(row: ClientRow, asked: EditClient, known: Known) -> ClientRow:
    """With the fields that the server will take: a refused one refuses all."""
    at = known(LocationRow, asked.location_id)
    try:
        to = {name: _clean(name, value, at.region if at else "") for name, value in _given(asked.to).items()}
    except (NotAPhone, NotAnEmail):
        return row
    was = _given(asked.was)
    differs = {name: value for name, value in to.items() if value != getattr(row, name)}
    if to.get("name") == "" or any(was.get(name, UNSET) != getattr(row, name) for name in differs):
        return row
    return replace(row, **differs)


def _given(fields: ClientFields) -> dict[str, Any]:
    return {name: value for name, value in asdict(fields).items() if value is not UNSET}


def _clean(name: str, value: Any, region: str) -> Any:
    if name == "phone":
        return parse_phone(value, region) if value and value.strip() else None
    if name == "email":
        return parse_email(value) if value and value.strip() else None
    if name == "notes":
        return clean_lines(value)
    return clean_text(value) if name == "name" else value


def _lines(choices: Iterable[Choice], known: Known) -> tuple[Line, ...] | None:
    asked = tuple(choices)
    services = {choice.service_id: known(ServiceRow, choice.service_id) for choice in asked}
    bundles = {choice.bundle_id: known(BundleRow, choice.bundle_id) for choice in asked if choice.bundle_id}
    found = resolve(
        asked,
        {row_id: row for row_id, row in services.items() if row},
        {row_id: row for row_id, row in bundles.items() if row},
    )
    return None if found.left_out else found.lines


def _reseated(row: AppointmentRow, asked: MoveAppointment) -> AppointmentRow:
    """Moved as asked, if it sits where the person saw it; whether the time is free only the server knows."""
    seat = seat_of(row.start, row.lines)
    if asked.to == seat or asked.was != seat or not appointments.may_move(row.status):
        return row
    start, lines = shown(asked.to.start, row.zone), seated(row.lines, asked.to)
    start_at = instant(start, row.zone)
    return replace(
        row,
        **appointments.moved(_life(row), start)._asdict(),
        lines=lines,
        team_member_id=lines[0].team_member_id or "",
        start_at=start_at,
        end_at=spans(lines, start_at)[-1].end_at,
    )


def _changed(row: AppointmentRow, asked: ChangeAppointment, at: int) -> AppointmentRow:
    if (row.status, row.start) != (asked.was, asked.was_start) or row.status is asked.to:
        return row
    try:
        life = appointments.changed(_life(row), asked.to, asked.reason, begun=row.start_at <= at)
    except appointments.NotPossible:
        return row
    return replace(row, **life._asdict())


def _life(row: AppointmentRow) -> appointments.Life:
    return appointments.Life(row.status, row.start, row.previous_start, row.cancel_reason)
