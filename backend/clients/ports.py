"""What signing in by code needs from slices above it; filled in where the backend is composed."""

from collections.abc import Callable
from typing import Protocol

from backend.db.database import Unit

ContactAdded = Callable[[Unit, str, str], None]
"""Told that a client (business and client id) can be reached in one more way, in the transaction that keeps it."""


class CodeSender(Protocol):
    """Brings a one-time code to a phone."""

    def send_code(
        self, unit: Unit, business_id: str, subject: str, phone: str, code: str, language: str | None
    ) -> None:
        """Has the code sent by SMS after the commit, whoever the number belongs to: preferences do not bind it.

        It is in `language`; without one in that of whoever is on file with the number. `subject` names the request
        for it, a newer one of the same number takes its place. Keeps nothing once it went.
        """
