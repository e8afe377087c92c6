"""Where a person is: one of her locations, or all of them together (row N25)."""

from collections.abc import Callable, Mapping

from domain.wire.rows import LocationRow, PersonRow

ALL = "*"
"""Chosen instead of a location: lists show every one; what needs a single place is done at the last one visited."""


class Places:
    """`wanted` is what she chose, now or at an earlier start; `at` is where what needs one place is done."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.offered: tuple[LocationRow, ...] = ()
        self.at: str | None = None

    @property
    def all(self) -> bool:
        """Whether several are seen together."""
        return self.wanted == ALL and len(self.offered) > 1

    @property
    def chosen(self) -> str | None:
        """What the bar shows: ALL or a location."""
        return ALL if self.all else self.at

    @property
    def seen(self) -> tuple[str, ...]:
        """The locations whose lists are shown."""
        if self.all:
            return tuple(row.id for row in self.offered)
        return (self.at,) if self.at is not None else ()

    def where(self, may: Callable[[str], bool]) -> str | None:
        """Where something that needs one place is done: here if she may do it here, else at the first that she sees."""
        return next((place for place in (self.at, *self.seen) if place is not None and may(place)), None)

    def settle(self, person: PersonRow | None, held: Mapping[str, LocationRow]) -> None:
        """Takes in what she may see now: a place that she lost gives way to the first that she has."""
        mine = [grant.location_id for grant in person.grants if grant.permissions] if person else []
        self.offered = tuple(held[place] for place in mine if place in held)
        ids = [row.id for row in self.offered]
        wanted = self.at if self.wanted == ALL else self.wanted
        self.at = wanted if wanted in ids else next(iter(ids), None)

    def choose(self, wanted: str) -> None:
        """She chose a location, or ALL."""
        self.wanted = wanted

    def go_to(self, location_id: str) -> bool:
        """Something at this location is to be shown. Whether that is another choice than before."""
        if self.all:
            self.at = location_id
            return False
        self.wanted = location_id
        return True
