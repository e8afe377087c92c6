"""Resume links: whoever has one may see and finish one draft, until it is converted or removed (row B9, promise S2)."""

import hashlib
from base64 import urlsafe_b64encode

from backend.db.database import Unit
from backend.drafts import life, queries
from backend.drafts.queries import Draft
from backend.web.problems import problem
from domain.drafts import Phase

SIZE = 16
"""128 bits."""

_LONGEST = 64


def make_link(unit: Unit, public_url: str, salon: str, business_id: str, draft_id: str) -> str:
    """A new address that reopens the draft. Only its hash is kept; links made earlier stay good."""
    token = urlsafe_b64encode(unit.ids.secret(SIZE)).rstrip(b"=").decode()
    queries.add_resume_link(unit, business_id, draft_id, _digest(token))
    return f"{public_url.rstrip('/')}/book/{salon}/resume/{token}"


def open_link(unit: Unit, business_id: str, token: str) -> Draft:
    """The draft that the token reopens. Raises Refused: 410 `draft_converted`, 404 `link_unknown` for all else."""
    draft = queries.draft_of_link(unit, business_id, _digest(token)) if len(token) <= _LONGEST else None
    if draft is None:
        raise problem("link_unknown", 404, "This link is not known, or what it led to is gone.")
    if draft.phase is Phase.CONVERTED:
        raise problem("draft_converted", 410, "This booking has been completed.")
    return draft


def land(unit: Unit, business_id: str, token: str) -> Draft:
    """Lands on Review with everything as it was left, which is engagement. Raises Refused as `open_link` does."""
    for _ in range(life.RACES):
        draft = life.land_again(unit, open_link(unit, business_id, token))
        if draft:
            return draft
    raise problem("busy", 503, retry_after=1)


def _digest(token: str) -> bytes:
    """Named for its purpose, so that no other secret of ours hashes to the same."""
    return hashlib.sha256(f"resume\0{token}".encode()).digest()
