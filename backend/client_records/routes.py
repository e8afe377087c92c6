"""What desks ask about clients beside the feed and its actions."""

from backend.access.guards import staff
from backend.client_records import export, importing
from backend.web.route import Route
from domain.wire.clients import ClientExport, ClientHeld, ImportBatch, Imported


def routes() -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    one, person = "/v1/clients/{id}", staff()
    return (
        Route("GET", f"{one}/held", person, export.held_on, answers=ClientHeld, writes=False),
        Route("POST", f"{one}/export", person, export.export, answers=ClientExport),
        Route("POST", "/v1/clients/import", person, importing.add, ImportBatch, Imported, prepare=importing.read),
    )
