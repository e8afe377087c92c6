"""The people who sign in, as they stand at one location (row B24)."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.changing import Changing
from desktop.models.permission_grid import role_name
from desktop.models.ports import Office, Outcome
from desktop.models.salon import Salon
from desktop.texts import language, listed, moment_inside, tr
from domain.clock import Clock
from domain.office import HandOwnership, MakeLink, SetRoles, SwitchAccount
from domain.permissions import Permission, Role, permissions_of
from domain.times import local
from domain.wire.access import Invite, NewLink
from domain.wire.rows import KINDS, LocationRow, PersonRow
from domain.wire.team import AccountRow, MatrixRow

GIVEN = (Role.ADMIN, Role.RECEPTIONIST, Role.TEAM_MEMBER)
_KINDS = frozenset((KINDS[AccountRow], KINDS[MatrixRow], KINDS[PersonRow], KINDS[LocationRow]))


class AccountLine(NamedTuple):
    """One person in the list. `why_not` says why nothing of her can be changed."""

    person_id: str
    name: str
    email: str
    roles: tuple[str, ...]
    state: str
    off: bool
    why_not: str


class Link(NamedTuple):
    """A link that was made: sent to the address, or to be handed over."""

    email: str
    until: str
    url: str
    mailed: bool


class Accounts(QObject):
    """Reads them from the feed and asks the server for changes."""

    changed = Signal()
    link_made = Signal(object)
    """A Link, once, for whoever asked."""

    handed_over = Signal()
    """Somebody else is the Owner now."""

    def __init__(self, office: Office, salon: Salon, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self._clock = salon, clock
        self.changing = Changing(office, self)
        self.location_id: str | None = None
        self._email = ""
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def show_location(self, location_id: str | None) -> None:
        """Show those of another location."""
        if location_id != self.location_id:
            self.location_id = location_id
            self.changing.forget()

    def lines(self) -> tuple[AccountLine, ...]:
        """Everyone at the location: the Owner first, who is switched off last."""
        held = [row for row in self._salon.rows(AccountRow).values() if row.location_id == self.location_id]
        held.sort(key=lambda row: (row.disabled, Role.OWNER not in row.roles, row.name.casefold(), row.id))
        return tuple(
            AccountLine(
                row.person_id, row.name, row.email, row.roles, self._state(row), row.disabled, self._why_not(row)
            )
            for row in held
        )

    def roles(self) -> tuple[Role, ...]:
        """The roles that the person may give at this location."""
        return tuple(role for role in GIVEN if self._may_give(role))

    def role_words(self, roles: tuple[str, ...]) -> str:
        """`Admin and Receptionist`."""
        return listed([role_name(role) for role in roles])

    def set_role(self, person_id: str, role: Role | None) -> None:
        """Give her this role at the location instead of what she had; None is none."""
        if self.location_id is not None:
            roles = () if role is None else (role,)
            self.changing.ask(SetRoles(person_id, self.location_id, roles), self._made)

    def is_elsewhere(self, person_id: str) -> bool:
        """Whether she has a role at another location that this desk knows of."""
        held = self._salon.rows(AccountRow).values()
        return any(row.person_id == person_id and row.location_id != self.location_id for row in held)

    def switch(self, person_id: str, on: bool) -> None:
        """Let her sign in, or no longer: then her sessions end and her desks are emptied at once."""
        self.changing.ask(SwitchAccount(person_id, on), self._made)

    def may_hand_over(self, line: AccountLine) -> bool:
        """Whether the person is the Owner and could make this one the Owner instead."""
        person = self._salon.person()
        if person is None or person.id == line.person_id or line.off or line.state:
            return False
        held = self._salon.rows(AccountRow).values()
        return any(row.person_id == person.id and Role.OWNER in row.roles for row in held)

    def hand_over(self, person_id: str, password: str) -> None:
        """Make her the Owner; `handed_over` tells when she is."""
        self.changing.ask(HandOwnership(person_id, password), self._handed)

    def make_link(self, person_id: str, *, hand_over: bool) -> None:
        """Another link by which she sets a password."""
        self._email = next((line.email for line in self.lines() if line.person_id == person_id), "")
        self.changing.ask(MakeLink(person_id, NewLink(hand_over, language())), self._linked)

    def invite(self, name: str, email: str, role: Role, *, hand_over: bool) -> None:
        """A new account with a role at this location."""
        if self.location_id is not None:
            self._email = email
            roles: dict[str, tuple[Role, ...]] = {self.location_id: (role,)}
            self.changing.ask(Invite(name, email, roles, hand_over, language()), self._linked)

    def _made(self, _outcome: Outcome) -> None:
        """The feed brings the rows."""

    def _handed(self, _outcome: Outcome) -> None:
        self.handed_over.emit()

    def _linked(self, outcome: Outcome) -> None:
        made = outcome.link
        if made is None:
            return
        until = self._moment(made.expires_at) if made.expires_at else ""
        self.link_made.emit(Link(self._email, until, made.link or "", made.mailed))

    def _state(self, row: AccountRow) -> str:
        if row.disabled:
            return tr("Switched off")
        if row.invited_until is None:
            return ""
        if row.invited_until <= self._clock.now():
            return tr("Invited; the link has run out")
        return tr("Invited; the link works until {moment}", moment=self._moment(row.invited_until))

    def _moment(self, at: int) -> str:
        zone = self._salon.zone(self.location_id)
        return moment_inside(local(at, zone), local(self._clock.now(), zone).date())

    def _why_not(self, row: AccountRow) -> str:
        person = self._salon.person()
        if Role.OWNER in row.roles:
            return tr("The owner can do everything, and that cannot be changed.")
        if person is None or not self._salon.may(Permission.MANAGE_TEAM, row.location_id):
            return tr("You may not change the team at this location.")
        if person.id == row.person_id:
            return tr("Somebody else must change your own account.")
        if not all(self._may_give(role) for role in row.roles):
            return tr("This person may do more here than you.")
        return tr("The server is being asked.") if self.changing.waits else ""

    def _may_give(self, role: str) -> bool:
        """Whether all that the role may do here is what she may do herself."""
        place = self.location_id
        row = self._salon.get(MatrixRow, place)
        if row is None or place is None or role not in set(Role):
            return False
        matrix = {
            Role(one.role): frozenset(Permission(name) for name in one.permissions if name in set(Permission))
            for one in row.roles
            if one.role in set(Role)
        }
        return all(self._salon.may(needed, place) for needed in permissions_of((Role(role),), matrix))

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()
