"""Values that many rows have in common, held once: most drafts are of the same place, services and team."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec.structs import force_setattr

from domain.wire.rows import Row

_FIELDS = ("location_id", "team_member_id", "lines")
_MOST = 5000
"""With more different values there is little to share, and knowing them all would take the memory that is saved."""


class Alike:
    """Knows what it has seen; for one thread at a time."""

    def __init__(self) -> None:
        self._held: dict[Any, Any] = {}

    def share(self, row: Row) -> None:
        """Let a row that was just read, and is nobody's yet, have the values that equal ones before it have."""
        if len(self._held) > _MOST:
            self._held.clear()
        held = self._held
        for name in _fields(type(row)):
            value = getattr(row, name)
            if isinstance(value, tuple):
                value = tuple(_one(held, part) for part in value)
            force_setattr(row, name, _one(held, value))


def _one(held: dict[Any, Any], value: Any) -> Any:
    return held.setdefault(value, value)


@cache
def _fields(of: type[Row]) -> Iterable[str]:
    return tuple(name for name in _FIELDS if name in of.__struct_fields__)
