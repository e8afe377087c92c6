"""All that is held on a client, as a text for people (row N23)."""

from collections.abc import Iterable, Iterator

from desktop import sentences
from desktop.models.cards import service_names, shown_name
from desktop.models.client_card import language_name
from desktop.models.offered import STATES
from desktop.models.schedule_words import status
from desktop.texts import clock, long_day, phone, tr
from domain.times import local
from domain.wire.clients import ClientExport, ExportedOffer
from domain.wire.rows import ClientRow

_ZONE = "UTC"


def written_out(held: ClientExport) -> str:
    """Headings with a line for each thing that is held. Instants are in UTC, appointments in their own local time."""
    client = held.client
    lines = [tr("What {salon} holds on {client}", salon=held.business_name, client=shown_name(client.name))]
    lines += [tr("Written on {time}", time=_at(held.exported_at)), ""]
    lines += _part(tr("Client"), _person(client, held))
    lines += _part(
        tr("Appointments"),
        (
            f"{long_day(one.start.date())} {one.start.year} {clock(one.start)} ({one.zone}): "
            f"{', '.join(service_names(one.lines))}, {status(one.status)}{_noted(one.notes)}"
            for one in held.appointments
        ),
    )
    lines += _part(
        tr("Incomplete bookings"),
        (f"{_at(one.engaged_at)}: {', '.join(service_names(one.lines))}{_noted(one.notes)}" for one in held.drafts),
    )
    lines += _part(
        tr("On the waitlist"),
        (
            f"{_at(one.added_at)}: {', '.join(service_names(one.lines))}, {one.status}{_noted(one.notes)}"
            for one in held.waitlist_entries
        ),
    )
    lines += _part(tr("Messages"), (f"{_at(one.at)}: {one.channel}, {one.status}" for one in held.messages))
    lines += _part(tr("Offered times"), (_offer(one) for one in held.offers))
    lines += _part(tr("Texts from the client"), (f"{_at(one.at)}: {one.text}" for one in held.replies))
    lines += _part(tr("What happened"), (f"{_at(one.at)}: {one.event} ({one.actor})" for one in held.events))
    return "\n".join(lines)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    told = [f"- {line}" for line in lines]
    yield from told or [f"- {tr('nothing')}"]
    yield ""


def _person(client: ClientRow, held: ClientExport) -> Iterator[str]:
    yes, no = tr("yes"), tr("no")
    yield f"{tr('Name')}: {client.name}"
    yield f"{tr('Phone')}: {phone(client.phone) if client.phone else ''}"
    yield f"{tr('Email')}: {client.email or ''}"
    yield f"{tr('Language')}: {language_name(client.language)}"
    yield f"{tr('Wants email')}: {yes if client.wants_email else no}"
    yield f"{tr('Wants SMS')}: {yes if client.wants_sms else no}"
    for channel, at in ((tr("Email"), held.email_opted_out_at), (tr("SMS"), held.sms_opted_out_at)):
        if at is not None:
            yield tr("{channel}: opted out on {time}", channel=channel, time=_at(at))
    yield f"{tr('Notes')}: {client.notes}"
    yield tr("On file since {time}", time=_at(held.since))


def _offer(one: ExportedOffer) -> str:
    when = f"{long_day(one.start.date())} {one.start.year} {clock(one.start)} ({one.zone})"
    by = ", ".join(sentences.channel(channel) for channel in one.channels)
    parts = (", ".join(service_names(one.lines)), when, by, tr(STATES[one.status]))
    return f"{_at(one.offered_at)}: {'; '.join(part for part in parts if part)}"


def _noted(notes: str) -> str:
    return f" ({notes})" if notes else ""


def _at(instant: int) -> str:
    return f"{local(instant, _ZONE):%Y-%m-%d %H:%M} UTC"
