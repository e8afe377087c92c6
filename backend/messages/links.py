"""Links in messages: whoever has one may do one thing with one subject, without signing in (promise S2).

A link is as good as its purpose: that of a draft opens Review, and no other page takes it.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal, Protocol

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.messages import links

Purpose = Literal["resume", "manage", "preferences", "offer"]
"""What a link is for, and the part of its address that says so."""

SIZE = 16
"""128 bits."""

_LONGEST = 64


class Addresses(Protocol):
    """Where a salon's clients go from a message."""

    @property
    def page(self) -> str:
        """The salon's booking page."""

    def link(self, purpose: Purpose, subject: str) -> str:
        """An address by which a client may do one thing with one subject."""


@dataclass(frozen=True)
class RealAddresses:
    """Addresses that work: each link is made and kept in the unit's transaction."""

    unit: Unit
    public_url: str
    salon: str
    business_id: str

    @property
    def page(self) -> str:
        return _page(self.public_url, self.salon)

    def link(self, purpose: Purpose, subject: str) -> str:
        return make_link(self.unit, self.public_url, self.salon, self.business_id, purpose, subject)


@dataclass(frozen=True)
class SampleAddresses:
    """Addresses of the same length that lead nowhere, for looking at."""

    public_url: str
    salon: str

    @property
    def page(self) -> str:
        return _page(self.public_url, self.salon)

    def link(self, purpose: Purpose, _subject: str) -> str:
        return f"{self.page}/{purpose}/{'x' * len(_token(bytes(SIZE)))}"


def make_link(unit: Unit, public_url: str, salon: str, business_id: str, purpose: Purpose, subject: str) -> str:
    """A new address for a subject such as `appointment:<id>`. Only its hash is kept; links made earlier stay good."""
    token = _token(unit.ids.secret(SIZE))
    row = {"business_id": business_id, "hash": _digest(purpose, token), "purpose": purpose, "subject": subject}
    unit.conn.execute(sa.insert(links), {**row, "made_at": unit.now})
    return f"{_page(public_url, salon)}/{purpose}/{token}"


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


def _page(public_url: str, salon: str) -> str:
    return f"{public_url.rstrip('/')}/book/{salon}"


def _token(secret: bytes) -> str:
    return urlsafe_b64encode(secret).rstrip(b"=").decode()


def _digest(purpose: Purpose, token: str) -> bytes:
    """Named for its purpose, so that no other secret of ours hashes to the same."""
    return hashlib.sha256(f"{purpose}\0{token}".encode()).digest()
