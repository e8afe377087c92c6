"""The pages at which clients book, come back, manage what they booked, and say what they want to hear.

Opening one changes nothing, since previews open links too; what changes something is the API's, or a form.
"""

from collections.abc import Callable

from backend.access.business import salon_of
from backend.access.queries import Business
from backend.booking_page.document import BOOKING, booking_document
from backend.booking_page.ends import gone_page, unknown_page
from backend.catalogue.routes import offered
from backend.drafts import resume
from backend.team.queries import team_of
from backend.web import static
from backend.web.problems import Refused
from backend.web.route import Call, Response, Route, public


def routes() -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    return (
        *static.routes(BOOKING),
        Route("GET", "/book/{salon}", public(), _begun, writes=False, any_query=True),
        Route("GET", "/book/{salon}/resume/{token}", public(), _resumed, writes=False, any_query=True),
    )


def _begun(call: Call[None, None]) -> Response:
    return _page(call, lambda salon: _booking(call, salon, None))


def _resumed(call: Call[None, None]) -> Response:
    """Review, with everything as it was left (row B9). That somebody is on it, the page itself will say."""
    return _page(call, lambda salon: _opened(call, salon, call.path["token"]))


def _opened(call: Call[None, None], salon: Business, token: str) -> Response:
    try:
        resume.open_link(call.unit, salon.id, token)
    except Refused as refused:
        return gone_page(call.request, salon, refused.problem)
    return _booking(call, salon, token)


def _booking(call: Call[None, None], salon: Business, token: str | None) -> Response:
    return booking_document(call.request, salon, offered(call.unit, salon, team_of), token)


def _page(call: Call[None, None], made: Callable[[Business], Response]) -> Response:
    """What `made` makes for the salon of the address; a page too, when there is none."""
    try:
        salon = salon_of(call.unit, call.path["salon"])
    except Refused:
        return unknown_page(call.request)
    return made(salon)
