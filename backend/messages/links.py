"""Links in messages: whoever has one may do one thing with one subject, without signing in (promise S2).

A link is as good as its purpose: that of a draft opens Review, and no other page takes it.
"""

import hashlib
from base64 import urlsafe_b64encode
from typing import Literal

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.messages import links

Purpose = Literal["resume", "manage", "preferences", "offer"]
"""What a link is for, and the part of its address that says so."""

SIZE = 16
"""128 bits."""

_LONGEST = 64


def make_link(unit: Unit, public_url: str, salon: str, business_id: str, purpose: Purpose, subject: str) -> str:
    """A new address for a subject such as `appointment:<id>`. Only its hash is kept; links made earlier stay good."""
    token = urlsafe_b64encode(unit.ids.secret(SIZE)).rstrip(b"=").decode()
    row = {"business_id": business_id, "hash": _digest(purpose, token), "purpose": purpose, "subject": subject}
    unit.conn.execute(sa.insert(links), {**row, "made_at": unit.now})
    return f"{public_url.rstrip('/')}/book/{salon}/{purpose}/{token}"


def linked(unit: Unit, business_id: str, purpose: Purpose, token: str) -> str | None:
    """The subject that a token was made for; None for one of another purpose or salon, or that nobody made."""
    if len(token) > _LONGEST:
        return None
    query = sa.select(links.c.subject).where(
        links.c.business_id == business_id, links.c.hash == _digest(purpose, token)
    )
    found: str | None = unit.conn.execute(query).scalar_one_or_none()
    return found


def first_opened(unit: Unit, business_id: str, purpose: Purpose, token: str) -> bool:
    """Whether nobody has asked for the page of this link before; from now on somebody has."""
    of = (links.c.business_id == business_id, links.c.hash == _digest(purpose, token), links.c.opened_at.is_(None))
    return unit.conn.execute(sa.update(links).where(*of).values(opened_at=unit.now)).rowcount == 1


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """Links to one subject lead to another from now on: two clients were merged."""
    of = (links.c.business_id == business_id, links.c.subject == before)
    unit.conn.execute(sa.update(links).where(*of).values(subject=now))


def forget(unit: Unit, business_id: str, subject: str) -> None:
    """No link leads to the subject any more."""
    unit.conn.execute(sa.delete(links).where(links.c.business_id == business_id, links.c.subject == subject))


def _digest(purpose: Purpose, token: str) -> bytes:
    """Named for its purpose, so that no other secret of ours hashes to the same."""
    return hashlib.sha256(f"{purpose}\0{token}".encode()).digest()
