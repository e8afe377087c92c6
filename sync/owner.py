"""Whose files these are."""

from typing import NamedTuple


class Owner(NamedTuple):
    """One person of one business on one server, which is known by its own id, not by its address."""

    server: str
    business_id: str
    person_id: str
