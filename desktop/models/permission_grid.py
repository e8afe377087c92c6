"""The matrix of a location as a grid: what each role may do there (row B24)."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome
from desktop.models.salon import Salon
from desktop.texts import mark, tr
from domain.permissions import Permission, Role
from domain.wire.access import RolePermissions
from domain.wire.rows import KINDS, PersonRow
from domain.wire.team import MatrixRow

ROLES = (Role.OWNER, Role.ADMIN, Role.RECEPTIONIST, Role.TEAM_MEMBER)

_ROLE_NAMES = {
    Role.OWNER: mark("Owner"),
    Role.ADMIN: mark("Admin"),
    Role.RECEPTIONIST: mark("Receptionist"),
    Role.TEAM_MEMBER: mark("Team Member"),
}

_WORDS = {
    Permission.MANAGE_WAITLIST: (
        mark("Manage waitlist"),
        mark("Sees incomplete bookings and the waitlist, books from them and sends reminders"),
    ),
    Permission.VIEW_SCHEDULE: (mark("See the schedule"), mark("Sees all appointments of this location")),
    Permission.BOOK_APPOINTMENTS: (mark("Book appointments"), mark("Books, moves and cancels appointments")),
    Permission.VIEW_CLIENTS: (mark("See clients"), mark("Sees clients with their contact details")),
    Permission.MANAGE_CLIENTS: (
        mark("Manage clients"),
        mark("Imports clients, and exports or erases all that is held on one"),
    ),
    Permission.MANAGE_AUTOMATIONS: (mark("Manage messages"), mark("Switches automated messages on and off")),
    Permission.MANAGE_TEAM: (mark("Manage team"), mark("Invites people, gives roles and changes this table")),
    Permission.MANAGE_CATALOGUE: (
        mark("Manage services and hours"),
        mark("Changes services, bundles and prices, and who works when"),
    ),
}

_KINDS = frozenset((KINDS[MatrixRow], KINDS[PersonRow]))


class Cell(NamedTuple):
    """One switch of the grid. `why_not` says why it cannot be moved."""

    on: bool
    why_not: str


def role_name(role: str) -> str:
    """A role in words; one that this version does not know by its own name."""
    known = next((_ROLE_NAMES[of] for of in ROLES if of == role), None)
    return tr(known) if known else role


def permission_name(permission: Permission) -> str:
    """A permission in words."""
    return tr(_WORDS[permission][0])


def permission_about(permission: Permission) -> str:
    """What it opens, in a line."""
    return tr(_WORDS[permission][1])


class PermissionGrid(QObject):
    """Each switch is a change of its own, made at the server at once; until it answers the switch stands as wished."""

    changed = Signal()

    def __init__(self, office: Office, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self.changing = salon, Changing(office, self)
        self.location_id: str | None = None
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def show_location(self, location_id: str | None) -> None:
        """Show another location's matrix."""
        if location_id != self.location_id:
            self.location_id = location_id
            self.changing.forget()

    def cell(self, role: Role, permission: Permission) -> Cell:
        """How a switch stands."""
        if role is Role.OWNER:
            return Cell(True, tr("The owner can do everything, and that cannot be changed."))
        held = self._rights(role)
        return Cell(permission in held, self._why_not(permission, held))

    def toggle(self, role: Role, permission: Permission) -> None:
        """Give the role the permission at this location, or take it. Nothing happens where the cell says why not."""
        if self.location_id is None or self.cell(role, permission).why_not:
            return
        held = self._rights(role)
        wanted = held - {permission} if permission in held else held | {permission}
        known = tuple(one for one in Permission if one in wanted)
        self.changing.ask(RolePermissions(role, known, self.location_id), self._made)

    def _made(self, _outcome: Outcome) -> None:
        """The feed brings the row."""

    def _rights(self, role: Role) -> frozenset[str]:
        asked = self.changing.asked
        if isinstance(asked, RolePermissions) and asked.role is role and asked.location_id == self.location_id:
            return frozenset(asked.permissions)
        row = self._salon.get(MatrixRow, self.location_id)
        rights = next((one for one in row.roles if one.role == role), None) if row else None
        return frozenset(rights.permissions) if rights else frozenset()

    def _why_not(self, permission: Permission, held: frozenset[str]) -> str:
        place = self.location_id
        if place is None or not self._salon.may(Permission.MANAGE_TEAM, place):
            return tr("You may not change permissions at this location.")
        if self._salon.get(MatrixRow, place) is None:
            return tr("The permissions have not been loaded yet.")
        if self.changing.waits:
            return tr("The server is being asked.")
        if permission not in held and not self._salon.may(permission, place):
            return tr("You cannot give what you may not do yourself.")
        return ""

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()
