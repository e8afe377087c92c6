"""Passwords of people at desks: argon2id with the parameters OWASP asks for (19 MiB, two passes, one lane)."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""For passwords that are public anyway: the demo's."""

_NOBODY = f"$argon2id$v=19$m=19456,t=2,p=1${'A' * 22}${'A' * 43}"


class TooShort(ValueError):
    """The password has fewer than SHORTEST characters."""


def hash_password(password: str) -> str:
    """What the database keeps. Raises TooShort."""
    if len(_one_form(password)) < SHORTEST:
        raise TooShort(f"a password has at least {SHORTEST} characters")
    return HASHER.hash(_one_form(password))


def hash_public_password(password: str) -> str:
    """A cheap hash, of any length, for a password that everybody knows."""
    return QUICK_HASHER.hash(_one_form(password))


def matches(hashed: str | None, password: str) -> bool:
    """Whether the password is right. With no account behind it (None) it costs the same and is wrong."""
    try:
        HASHER.verify(hashed or _NOBODY, _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def _one_form(password: str) -> str:
    # Keyboards of different systems compose accents differently (RFC 8265 asks for NFC).
    return unicodedata.normalize("NFC", password)
