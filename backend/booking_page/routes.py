"""What a resume link opens in a browser. Opening changes nothing, since previews open links too; the buttons do (row
B9).
"""

from backend.access.business import salon_of
from backend.access.locations import location_of
from backend.access.queries import Business
from backend.appointments.availability import slot_free
from backend.appointments.confirm import confirm
from backend.booking_page.pages import Shown, booked_page, gone_page, review_page, taken_page
from backend.clients.queries import client_of
from backend.drafts import resume
from backend.drafts.queries import Draft
from backend.drafts.reviews import review_of
from backend.team.queries import team_of
from backend.web.problems import Refused
from backend.web.route import Call, Response, Route, public
from domain.wire.booking import Confirm

_GONE = (404, 410)


def routes() -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    link = "/book/{salon}/resume/{token}"
    return (
        Route("GET", link, public(), _opened, writes=False),
        Route("POST", f"{link}/review", public(), _landed),
        Route("POST", f"{link}/confirm", public(), _confirmed),
    )


def _opened(call: Call[None, None]) -> Response:
    try:
        salon, draft = _linked(call)
    except Refused as refused:
        return _gone(refused)
    return _review(call, salon, draft)


def _landed(call: Call[None, None]) -> Response:
    try:
        salon = salon_of(call.unit, call.path["salon"])
        draft = resume.land(call.unit, salon.id, call.path["token"])
    except Refused as refused:
        return _gone(refused)
    return _review(call, salon, draft)


def _confirmed(call: Call[None, None]) -> Response:
    try:
        salon, draft = _linked(call)
    except Refused as refused:
        return _gone(refused)
    client = client_of(call.unit, salon.id, draft.client_id)
    try:
        with call.unit.savepoint():
            return booked_page(salon.name, confirm(call.unit, client, Confirm(draft.id)))
    except Refused as refused:
        if refused.problem.status in _GONE:
            return _gone(refused)
        return taken_page(salon.name, _path(call), refused.problem.alternatives)


def _linked(call: Call[None, None]) -> tuple[Business, Draft]:
    salon = salon_of(call.unit, call.path["salon"])
    return salon, resume.open_link(call.unit, salon.id, call.path["token"])


def _review(call: Call[None, None], salon: Business, draft: Draft) -> Response:
    place = location_of(call.unit, draft.business_id, draft.location_id)
    team = {member.id: member.name for member in team_of(call.unit, draft.business_id, draft.location_id)}
    shown = Shown(salon.name, place.name, team, _path(call))
    return review_page(shown, review_of(call.unit, draft, slot_free))


def _path(call: Call[None, None]) -> str:
    return f"/book/{call.path['salon']}/resume/{call.path['token']}"


def _gone(refused: Refused) -> Response:
    if refused.problem.status not in _GONE:
        raise refused
    return gone_page(refused.problem.status, booked=refused.problem.type == "draft_converted")
