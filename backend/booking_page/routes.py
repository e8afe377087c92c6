"""The pages at which clients book, come back, manage what they booked, and say what they want to hear.

Opening one changes nothing, since previews open links too; what changes something is the API's, or a form.
"""

from collections.abc import Callable

from backend.access.business import salon_of
from backend.access.locations import location_of
from backend.access.queries import Business
from backend.appointments.manage import find_managed, shown
from backend.booking_page.document import BOOKING, booking_document
from backend.booking_page.ends import gone_page, unknown_page
from backend.booking_page.manage_page import manage_document
from backend.booking_page.preferences import choose, client_of_link, preferences_page
from backend.catalogue.routes import offered
from backend.drafts import resume
from backend.messages.sending import Sender
from backend.messages.settings import approves
from backend.team.queries import team_of
from backend.web import static
from backend.web.problems import Refused
from backend.web.route import Call, Response, Route, public

_GONE = (404, 410)


def routes(sender: Sender) -> tuple[Route, ...]:
    """What this slice adds to the route table; `sender` has what waits to be sent to a client."""

    def chosen(call: Call[None, None]) -> Response:
        def saved(salon: Business) -> Response:
            client = choose(call.unit, sender, salon.id, call.path["token"], call.request.body)
            return preferences_page(call.request, salon, client, saved=True)

        return _page(call, saved)

    preferences = "/book/{salon}/preferences/{token}"
    return (
        *static.routes(BOOKING),
        Route("GET", "/book/{salon}", public(), _begun, writes=False, any_query=True),
        Route("GET", "/book/{salon}/resume/{token}", public(), _resumed, any_query=True),
        Route("GET", "/book/{salon}/manage/{token}", public(), _managed, writes=False, any_query=True),
        Route("GET", preferences, public(), _preferred, writes=False, any_query=True),
        Route("POST", preferences, public(), chosen, any_query=True),
    )


def _begun(call: Call[None, None]) -> Response:
    return _page(call, lambda salon: _booking(call, salon, None))


def _resumed(call: Call[None, None]) -> Response:
    """Review, with everything as it was left (row B9). That the link was opened is told in the draft's story (row N13)
    and is no engagement: that begins with what somebody does on the page.
    """

    def opened(salon: Business) -> Response:
        resume.open_link(call.unit, salon.id, call.path["token"])
        if call.request.method == "GET":
            resume.note_opened(call.unit, salon.id, call.path["token"])
        return _booking(call, salon, call.path["token"])

    return _page(call, opened)


def _managed(call: Call[None, None]) -> Response:
    def opened(salon: Business) -> Response:
        token = call.path["token"]
        held = find_managed(call.unit, salon.id, token)
        at = location_of(call.unit, salon.id, held.location_id)
        names = {member.id: member.name for member in team_of(call.unit, salon.id, at.id)}
        return manage_document(call.request, salon, at, shown(call.unit, held), names, token)

    return _page(call, opened)


def _preferred(call: Call[None, None]) -> Response:
    def opened(salon: Business) -> Response:
        client = client_of_link(call.unit, salon.id, call.path["token"])
        return preferences_page(call.request, salon, client, saved=False)

    return _page(call, opened)


def _booking(call: Call[None, None], salon: Business, token: str | None) -> Response:
    sold = offered(call.unit, salon, team_of)
    return booking_document(call.request, salon, sold, token, approves=approves(call.unit, salon.id))


def _page(call: Call[None, None], made: Callable[[Business], Response]) -> Response:
    """What `made` makes for the salon of the address; a page too where there is none, or a link leads on no more."""
    try:
        salon = salon_of(call.unit, call.path["salon"])
    except Refused:
        return unknown_page(call.request)
    try:
        return made(salon)
    except Refused as refused:
        if refused.problem.status not in _GONE:
            raise
        return gone_page(call.request, salon, refused.problem)
