"""The Review step over HTTP: by the client's session, or by a resume link, which acts for its own draft only (rows
B1, B9); and the story of a draft for staff (row N13).
"""

from backend.access.business import salon_of
from backend.access.guards import staff
from backend.access.person import Person
from backend.clients.queries import Client
from backend.clients.sessions import client_session
from backend.db.database import Unit
from backend.drafts import life, queries, resume
from backend.drafts.choices import wish_of
from backend.drafts.reviews import SlotFree, review_of
from backend.drafts.timeline import timeline_of
from backend.web.problems import Refused, problem
from backend.web.route import Call, Route, public
from domain.contacts import clean_lines
from domain.drafts import Phase
from domain.wire.booking import EnterReview, Notes, Reland, Review
from domain.wire.timeline import Timeline


def _nothing_left(unit: Unit, client: Client) -> Refused:
    """Why she has no unfinished booking: the last one was booked, by whatever device, or there is none any more."""
    if any(draft.phase is Phase.CONVERTED for draft in queries.of_client(unit, client.business_id, client.id)[-1:]):
        return problem("draft_converted", 410, "This booking has been completed.")
    return problem("draft_gone", 404, "There is no unfinished booking.")


def routes(slot_free: SlotFree) -> tuple[Route, ...]:
    """What this slice adds to the route table; `slot_free` is asked about the wished start."""

    def enter(call: Call[EnterReview, Client]) -> Review:
        wish = wish_of(call.unit, call.who.business_id, call.body)
        draft = life.enter_review(call.unit, call.who.business_id, call.who.id, wish)
        return review_of(call.unit, draft, slot_free)

    def current(call: Call[None, Client]) -> Review:
        draft = queries.active_of(call.unit, call.who.business_id, call.who.id)
        if draft is None:
            raise _nothing_left(call.unit, call.who)
        return review_of(call.unit, draft, slot_free)

    def opened(call: Call[None, None]) -> Review:
        salon = salon_of(call.unit, call.path["salon"])
        return review_of(call.unit, resume.open_link(call.unit, salon.id, call.path["token"]), slot_free)

    def landed(call: Call[None, None]) -> Review:
        salon = salon_of(call.unit, call.path["salon"])
        return review_of(call.unit, resume.land(call.unit, salon.id, call.path["token"]), slot_free)

    def moved(call: Call[Reland, None]) -> Review:
        salon = salon_of(call.unit, call.path["salon"])
        return review_of(call.unit, resume.land(call.unit, salon.id, call.path["token"], call.body.start), slot_free)

    def noted(call: Call[Notes, Client]) -> None:
        life.note(call.unit, call.who.business_id, call.who.id, call.body.draft_id, clean_lines(call.body.notes))

    def noted_by_link(call: Call[Notes, None]) -> None:
        salon = salon_of(call.unit, call.path["salon"])
        draft = resume.open_link(call.unit, salon.id, call.path["token"])
        life.note(call.unit, salon.id, draft.client_id, call.body.draft_id, clean_lines(call.body.notes))

    def story(call: Call[None, Person]) -> Timeline:
        return timeline_of(call.unit, call.who, call.path["draft"])

    review, link = "/v1/book/{salon}/review", "/v1/book/{salon}/resume/{token}"
    return (
        Route("POST", review, client_session(), enter, EnterReview, Review),
        Route("GET", review, client_session(), current, answers=Review, writes=False),
        Route("GET", "/v1/drafts/{draft}/timeline", staff(), story, answers=Timeline, writes=False),
        Route("GET", link, public(), opened, answers=Review, writes=False),
        Route("POST", f"{link}/review", public(), landed, answers=Review),
        Route("PUT", f"{link}/start", public(), moved, Reland, Review),
        Route("PUT", f"{review}/notes", client_session(), noted, Notes, status=204),
        Route("PUT", f"{link}/notes", public(), noted_by_link, Notes, status=204),
    )
