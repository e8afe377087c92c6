"""Resume links: whoever has one may see and finish one draft, until it is converted or removed (row B9, promise S2)."""

import datetime as dt

from backend.access.locations import location_of
from backend.db.database import Unit
from backend.drafts import life, queries
from backend.drafts.choices import ahead
from backend.drafts.queries import Draft, subject_of
from backend.events.log import record
from backend.messages import links
from backend.web.problems import problem
from domain.drafts import Phase


def make_link(unit: Unit, public_url: str, salon: str, business_id: str, draft_id: str) -> str:
    """A new address that reopens the draft. Only its hash is kept; links made earlier stay good."""
    return links.make_link(unit, public_url, salon, business_id, "resume", subject_of(draft_id))


def find_linked(unit: Unit, business_id: str, token: str) -> Draft:
    """The draft that the token was made for, converted or not. Raises Refused (404) `link_unknown`."""
    subject = links.linked(unit, business_id, "resume", token)
    draft = queries.find(unit, business_id, subject.removeprefix(subject_of(""))) if subject else None
    if draft is None:
        raise problem("link_unknown", 404, "This link is not known, or what it led to is gone.")
    return draft


def open_link(unit: Unit, business_id: str, token: str) -> Draft:
    """The draft that the token reopens. Raises Refused: 410 `draft_converted`, 404 `link_unknown` for all else."""
    draft = find_linked(unit, business_id, token)
    if draft.phase is Phase.CONVERTED:
        raise problem("draft_converted", 410, "This booking has been completed.")
    return draft


def land(unit: Unit, business_id: str, token: str, start: dt.datetime | None = None) -> Draft:
    """Lands on Review with everything as it was left, or with another local start; which is engagement.

    Raises Refused as `open_link` does, and 422 for a start that is none.
    """
    for _ in range(life.RACES):
        seen = open_link(unit, business_id, token)
        chosen = ahead(unit, start, location_of(unit, business_id, seen.location_id).zone) if start else None
        draft = life.land_again(unit, seen, chosen)
        if draft:
            return draft
    raise problem("busy", 503, retry_after=1)


def note_opened(unit: Unit, business_id: str, token: str) -> None:
    """The page of a link was asked for. Whether a person sees it nobody knows, since previews open links too: it is
    told in the draft's story, once a link, and is no engagement (rows B9, N13).
    """
    draft = find_linked(unit, business_id, token)
    if links.first_opened(unit, business_id, "resume", token):
        record(unit, business_id, "draft.link_opened", subject_of(draft.id), f"client:{draft.client_id}")
