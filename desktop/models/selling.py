"""What is sold: the list of Settings, services and bundles (row B24)."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.salon import Salon
from desktop.texts import money, ntr, tr
from domain.permissions import Permission
from domain.wire.rows import KINDS, BundleRow, LocationRow, PersonRow, ServiceRow

_KINDS = frozenset((KINDS[ServiceRow], KINDS[BundleRow], KINDS[LocationRow], KINDS[PersonRow]))


class SoldLine(NamedTuple):
    """One service or bundle, in the list."""

    id: str
    name: str
    about: str
    archived: bool


class Selling(QObject):
    """The catalogue, which is the same at every location of the business."""

    changed = Signal()

    def __init__(self, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon = salon
        self.with_archived = False
        salon.changed.connect(self._salon_changed)

    def show_archived(self, on: bool) -> None:
        """Whether archived things are listed too."""
        self.with_archived = on
        self.changed.emit()

    def why_not(self) -> str:
        """Why it cannot be changed by this person; empty when it can."""
        places = self._salon.rows(LocationRow)
        if places and all(self._salon.may(Permission.MANAGE_CATALOGUE, place) for place in places):
            return ""
        return tr("Services are the same at every location: changing them needs the permission at all of them.")

    def services(self) -> tuple[SoldLine, ...]:
        """The services by name, archived ones last."""
        rows = self._salon.rows(ServiceRow).values()
        return self._listed(SoldLine(row.id, row.name, _about(row), row.archived) for row in rows)

    def bundles(self) -> tuple[SoldLine, ...]:
        """The bundles by name, archived ones last."""
        rows = self._salon.rows(BundleRow).values()
        return self._listed(SoldLine(row.id, row.name, self._members(row), row.archived) for row in rows)

    def archived_services(self) -> int:
        """How many services are archived."""
        return sum(row.archived for row in self._salon.rows(ServiceRow).values())

    def archived_bundles(self) -> int:
        """How many bundles are archived."""
        return sum(row.archived for row in self._salon.rows(BundleRow).values())

    def service(self, service_id: str) -> ServiceRow | None:
        """One service."""
        return self._salon.get(ServiceRow, service_id)

    def bundle(self, bundle_id: str) -> BundleRow | None:
        """One bundle."""
        return self._salon.get(BundleRow, bundle_id)

    def bundles_with(self, service_id: str) -> tuple[str, ...]:
        """The names of the bundles on sale that a service is part of."""
        rows = self._salon.rows(BundleRow).values()
        return tuple(
            row.name for row in rows if not row.archived and service_id in {item.service_id for item in row.items}
        )

    def _listed(self, lines: Iterable[SoldLine]) -> tuple[SoldLine, ...]:
        shown = [line for line in lines if self.with_archived or not line.archived]
        return tuple(sorted(shown, key=lambda line: (line.archived, line.name.casefold(), line.id)))

    def _members(self, row: BundleRow) -> str:
        held = self._salon.rows(ServiceRow)
        names = [held[item.service_id].name for item in row.items if item.service_id in held]
        return f"{money(row.price)} · {', '.join(names)}"

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()


def _about(row: ServiceRow) -> str:
    offered = [one for one in row.variants if not one.archived]
    if offered:
        return ntr("{count} variant", "{count} variants", len(offered))
    return f"{tr('{minutes} min', minutes=row.minutes)} · {money(row.price)}"
