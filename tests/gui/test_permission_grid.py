"""The grid of permissions: who may move what, and what becomes of a change."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.permission_grid import PermissionGrid
from desktop.models.salon import Salon
from desktop.views.settings.permissions import PermissionsCard
from domain.permissions import DEFAULT_MATRIX, Permission, Role
from domain.wire.access import RolePermissions
from domain.wire.team import MatrixRow, RoleRights
from tests.gui.support.fakes import FakeFeed, FakeOffice
from tests.gui.support.rows import KANAL, LINDEN, person

pytestmark = pytest.mark.row("B24")

RECEPTION, VIEW_CLIENTS = Role.RECEPTIONIST, Permission.VIEW_CLIENTS


def matrix(place: str = LINDEN, **changed: tuple[Permission, ...]) -> MatrixRow:
    held = {str(role): tuple(permissions) for role, permissions in DEFAULT_MATRIX.items()} | changed
    return MatrixRow(place, tuple(RoleRights(role, tuple(sorted(may))) for role, may in held.items()))


class Desk:
    def __init__(self, qtbot: QtBot, *permissions: Permission) -> None:
        self.feed, self.office = FakeFeed(), FakeOffice()
        self.salon = Salon(self.feed)
        self.grid = PermissionGrid(self.office, self.salon)
        self.grid.show_location(LINDEN)
        self.card = PermissionsCard(self.grid)
        qtbot.addWidget(self.card)
        self.feed.salon(person(*(permissions or tuple(Permission))))
        self.feed.reset(matrix(), matrix(KANAL, receptionist=()))

    def switch(self, role: Role, permission: Permission) -> None:
        self.card.switches[role, permission].click()

    def stands(self, role: Role, permission: Permission) -> bool:
        return self.card.switches[role, permission].isChecked()


def test_a_switch_asks_the_server_and_stands_as_wished_until_it_answers(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.stands(RECEPTION, VIEW_CLIENTS)
    desk.switch(RECEPTION, VIEW_CLIENTS)
    (asked,) = desk.office.changes()
    assert isinstance(asked, RolePermissions)
    assert (asked.role, asked.location_id) == (RECEPTION, LINDEN)
    assert frozenset(asked.permissions) == DEFAULT_MATRIX[RECEPTION] - {VIEW_CLIENTS}
    assert not desk.stands(RECEPTION, VIEW_CLIENTS)
    desk.office.made()
    desk.feed.put(matrix(receptionist=asked.permissions))
    assert not desk.stands(RECEPTION, VIEW_CLIENTS)
    assert not desk.card.notice.text()


@pytest.mark.parametrize("code", ["not_permitted", "more_than_yours", "of_a_newer_server", None])
def test_what_was_not_done_goes_back_and_is_said(qtbot: QtBot, code: str | None) -> None:
    desk = Desk(qtbot)
    desk.switch(RECEPTION, VIEW_CLIENTS)
    desk.office.refuse(code) if code else desk.office.unreachable()
    assert desk.stands(RECEPTION, VIEW_CLIENTS)
    assert desk.card.notice.text().endswith(".")


def test_the_owner_is_shown_and_fixed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    for permission in Permission:
        switch = desk.card.switches[Role.OWNER, permission]
        assert (switch.isChecked(), switch.isEnabled()) == (True, False)
    desk.grid.toggle(Role.OWNER, VIEW_CLIENTS)
    assert not desk.office.asked


def test_nobody_gives_what_she_may_not_do_but_may_take_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Permission.MANAGE_TEAM)
    assert not desk.card.switches[Role.TEAM_MEMBER, VIEW_CLIENTS].isEnabled()
    assert desk.card.switches[RECEPTION, VIEW_CLIENTS].isEnabled()


def test_each_location_has_its_own(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.grid.show_location(KANAL)
    assert not desk.stands(RECEPTION, VIEW_CLIENTS)


def test_without_the_permission_nothing_can_be_moved(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Permission.VIEW_SCHEDULE)
    assert not any(switch.isEnabled() for switch in desk.card.switches.values())


def test_a_permission_of_a_newer_server_does_not_break_the_grid(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.feed.put(MatrixRow(LINDEN, (RoleRights("receptionist", ("fly", "view_clients")), RoleRights("pilot", ()))))
    assert desk.stands(RECEPTION, VIEW_CLIENTS)
    desk.switch(RECEPTION, VIEW_CLIENTS)
    (asked,) = desk.office.changes()
    assert isinstance(asked, RolePermissions)
    assert asked.permissions == ()
