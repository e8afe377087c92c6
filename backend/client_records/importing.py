"""Some lines of a file of clients at a time (row N23). A line that is on file already changes nothing, so the same file
may come again.
"""

from collections.abc import Sequence
from typing import NamedTuple

from backend.access.person import Person
from backend.client_records.permissions import require_manage_route
from backend.clients import queries
from backend.clients import rows as client_rows
from backend.clients.queries import LANGUAGE, Client
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.route import Before, Call
from domain.clients import Fault, Known, Lines, Read, read_line
from domain.wire.clients import ImportBatch, Imported, ImportOutcome, ImportRow


class _Line(NamedTuple):
    row: ImportRow
    read: Read | Fault


def read(before: Before[ImportBatch]) -> tuple[_Line, ...]:
    """Reads phones and addresses, which takes a while, before the transaction."""
    batch = before.body
    return tuple(
        _Line(row, read_line(row.name, row.phone, row.email, row.language, row.notes, batch.region))
        for row in batch.rows
    )


def add(call: Call[ImportBatch, Person]) -> Imported:
    """Puts on file who is not there. Raises Refused."""
    require_manage_route(call.who)
    unit, business_id, lines = call.unit, call.who.business_id, call.prepared
    change_of(unit, business_id)
    held = queries.clients_of(unit, business_id, [line.row.client_id for line in lines])
    known = _known(unit, business_id, lines)
    outcomes: list[ImportOutcome] = []
    added: list[Client] = []
    for row, read_ in lines:
        if isinstance(read_, Fault):
            outcomes.append(read_.code)
        elif row.client_id in held:
            outcomes.append("new")  # this very batch came before, and its answer was lost
        elif known.find(read_):
            outcomes.append("same")
        else:
            outcomes.append("new")
            added.append(_client(business_id, row, read_))
            known.add(read_, row.client_id)
    _keep(unit, call.who, added)
    return Imported(tuple(outcomes))


def _known(unit: Unit, business_id: str, lines: Sequence[_Line]) -> Lines:
    """Who is on file of those whom these lines could mean."""
    reads = [line.read for line in lines if isinstance(line.read, Read)]
    on_file = (
        *queries.clients_by_phones(unit, business_id, {read_.phone for read_ in reads if read_.phone}),
        *queries.clients_by_emails(unit, business_id, {read_.email for read_ in reads if read_.email}),
        *queries.clients_by_bare_names(unit, business_id, {read_.name for read_ in reads}),
    )
    return Lines(Known(client.id, client.name, client.phone, client.email) for client in on_file)


def _client(business_id: str, row: ImportRow, read_: Read) -> Client:
    language = read_.language or LANGUAGE
    return Client(business_id, row.client_id, read_.name, read_.phone, read_.email, language, notes=read_.notes)


def _keep(unit: Unit, who: Person, added: Sequence[Client]) -> None:
    queries.write_clients(unit, added)
    client_rows.publish(unit, who.business_id, [client.id for client in added])
    for client in added:
        record(unit, who.business_id, "client.imported", f"client:{client.id}", f"person:{who.id}")
    of, actor = f"business:{who.business_id}", f"person:{who.id}"
    record(unit, who.business_id, "clients.imported", of, actor, added=len(added))
