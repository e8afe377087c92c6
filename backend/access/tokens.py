"""Opaque tokens: 256 random bits for whoever holds one, a SHA-256 of them for the database (promises S2, S9)."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from domain.clock import Ids

SIZE = 32


def fresh(ids: Ids, business_id: str) -> str:
    """A token that nobody can guess. It begins with its business, because every table is keyed by that."""
    return f"{business_id}.{_text(ids.secret(SIZE))}"


def business_of(token: str) -> str:
    """The business that a token claims to be of; whether it is one is for the database to say."""
    return token.partition(".")[0]


def digest(token: str) -> bytes:
    """What the database keeps of a token. The token has full entropy, so a plain fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def successor(token: str, salt: bytes, purpose: str) -> str:
    """The token that follows `token`, the same one each time it is asked for.

    It takes the old token, which only its holder has, and the salt, which only the database has. So the answer to a
    refresh that was lost on the way can be given again without either side ever storing a token that works.
    """
    following = hmac.new(token.encode(), purpose.encode() + b"\0" + salt, hashlib.sha256).digest()
    return f"{business_of(token)}.{_text(following)}"


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
