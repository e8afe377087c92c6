"""The services of a booking that is being made: what was chosen, against today's catalogue (row B13)."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.models.cards import service_names
from desktop.models.salon import Salon
from domain.contacts import clean_text
from domain.prices import choices_of, resolve
from domain.wire.actions import Choice
from domain.wire.rows import (
    KINDS,
    BundleRow,
    Line,
    ServiceRow,
    TeamMemberRow,
    Variant,
)

MOST = 20
"""As many services as one booking may have."""


class Basket(QObject):
    """Chosen services in their order. What today's catalogue does not have is left out, and `left_out` names it."""

    kinds = frozenset((KINDS[ServiceRow], KINDS[BundleRow], KINDS[TeamMemberRow]))
    """Rows that the basket has to be resolved against again when they change."""

    changed = Signal()
    """The person chose something else; not when the catalogue changed, see `resolve`."""

    def __init__(
        self,
        lines: Sequence[Line],
        location_id: str,
        salon: Salon,
        member_id: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`member_id` is who serves what is put into an empty basket."""
        super().__init__(parent)
        self._salon, self._location_id, self._first_member = salon, location_id, member_id
        self._choices = choices_of(lines)
        self._names = {
            _key(choice): service_names([line])[0] for choice, line in zip(self._choices, lines, strict=True)
        }
        self.lines: tuple[Line, ...] = ()
        self.left_out: tuple[str, ...] = ()
        self.resolve()

    def resolve(self) -> None:
        """Take today's names, minutes and prices, and drop what is not offered any more."""
        found = resolve(self._choices, self._salon.rows(ServiceRow), self._salon.rows(BundleRow))
        self.lines = found.lines
        self._choices = choices_of(found.lines)
        names = dict.fromkeys(self._names.get(_key(choice), "") for choice in found.left_out)
        self.left_out = (*self.left_out, *(name for name in names if name))
        for choice, line in zip(self._choices, self.lines, strict=True):
            self._names[_key(choice)] = service_names([line])[0]

    def choices(self) -> tuple[Choice, ...]:
        """What is to be booked."""
        return self._choices

    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(line.minutes for line in self.lines)

    def variants(self, index: int) -> tuple[Variant, ...]:
        """The forms among which the service at `index` can be changed; a bundle fixes its own."""
        line = self.lines[index]
        service = self._salon.get(ServiceRow, line.service_id)
        if service is None or line.bundle_id is not None:
            return ()
        return tuple(variant for variant in service.variants if not variant.archived)

    def set_variant(self, index: int, variant_id: str) -> None:
        """Choose another form of the service at `index`."""
        changed = msgspec.structs.replace(self._choices[index], variant_id=variant_id)
        self._set(*self._choices[:index], changed, *self._choices[index + 1 :])

    def remove(self, index: int) -> None:
        """Take out the service at `index`, and the whole bundle with it if it is part of one."""
        gone = self._choices[index]
        kept = (
            choice
            for place, choice in enumerate(self._choices)
            if place != index and (gone.bundle_id is None or choice.bundle_id != gone.bundle_id)
        )
        self._set(*kept)

    def offered(self) -> tuple[ServiceRow, ...]:
        """What can be added, by name; nothing when the booking is as long as may be."""
        if len(self._choices) >= MOST:
            return ()
        services = (service for service in self._salon.rows(ServiceRow).values() if not service.archived)
        return tuple(sorted(services, key=lambda service: (clean_text(service.name).casefold(), service.id)))

    def add(self, service_id: str) -> None:
        """Put a service in, in its first form, with the team member of the rest."""
        service = self._salon.get(ServiceRow, service_id)
        if service is not None:
            sold = [variant.id for variant in service.variants if not variant.archived]
            variant_id = sold[0] if sold else None
            self._set(*self._choices, Choice(service_id, variant_id, team_member_id=self._who()))

    def offered_bundles(self) -> tuple[BundleRow, ...]:
        """Bundles that can be added whole, by name, none twice."""
        held = {choice.bundle_id for choice in self._choices}
        found = (
            bundle
            for bundle in self._salon.rows(BundleRow).values()
            if not bundle.archived and bundle.id not in held and self._sold(bundle)
        )
        return tuple(sorted(found, key=lambda bundle: (clean_text(bundle.name).casefold(), bundle.id)))

    def add_bundle(self, bundle_id: str) -> None:
        """Put all members of a bundle in, each in its first form where the bundle leaves that open."""
        bundle = self._salon.get(BundleRow, bundle_id)
        if bundle is not None:
            self._set(*self._choices, *self._of_bundle(bundle))

    def _sold(self, bundle: BundleRow) -> bool:
        if len(self._choices) + len(bundle.items) > MOST:
            return False
        services, bundles = self._salon.rows(ServiceRow), self._salon.rows(BundleRow)
        return not resolve(self._of_bundle(bundle), services, bundles).left_out

    def _of_bundle(self, bundle: BundleRow) -> list[Choice]:
        choices = []
        for item in bundle.items:
            service = self._salon.get(ServiceRow, item.service_id)
            sold = [variant.id for variant in service.variants if not variant.archived] if service else []
            variant_id = item.variant_id or next(iter(sold), None)
            choices.append(Choice(item.service_id, variant_id, bundle.id, self._who()))
        return choices

    def _who(self) -> str | None:
        return self.member_id() if self._choices else self._first_member

    def members(self) -> tuple[TeamMemberRow, ...]:
        """Who can do all of it."""
        needed = {line.service_id for line in self.lines}
        return tuple(one for one in self._salon.team(self._location_id) if needed <= set(one.service_ids))

    def member_id(self) -> str | None:
        """The team member who does all of it; None for any, and where several share it."""
        if not self._choices:
            return self._first_member
        chosen = {choice.team_member_id for choice in self._choices}
        return chosen.pop() if len(chosen) == 1 else None

    def shared_by(self) -> tuple[str, ...]:
        """The chosen team members where there is more than one."""
        chosen = dict.fromkeys(choice.team_member_id for choice in self._choices if choice.team_member_id)
        return tuple(chosen) if len({choice.team_member_id for choice in self._choices}) > 1 else ()

    def set_member(self, member_id: str | None) -> None:
        """Have one team member, or any, do all of it."""
        self._first_member = member_id
        self._set(*(msgspec.structs.replace(choice, team_member_id=member_id) for choice in self._choices))

    def _set(self, *choices: Choice) -> None:
        before, self._choices = self._choices, choices
        self.resolve()
        if self._choices != before:
            self.changed.emit()


def _key(choice: Choice) -> tuple[str, str | None, str | None]:
    return choice.service_id, choice.variant_id, choice.bundle_id
