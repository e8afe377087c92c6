"""Settings, Permissions: a row a permission, a column a role, the owner's fixed (row B24)."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from desktop.models.permission_grid import ROLES, PermissionGrid, permission_about, permission_name, role_name
from desktop.texts import tr
from desktop.views.settings.switch import Switch
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Rule, Surface
from domain.permissions import Permission, Role


class PermissionsCard(Surface):
    """The grid, with what became of the last change below it."""

    def __init__(self, grid: PermissionGrid) -> None:
        super().__init__()
        self._grid = grid
        self.switches: dict[tuple[Role, Permission], Switch] = {}
        self.notice = Label(role="red_text", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(tr("Permissions"), pixels=STRONG, weight=Weight.DemiBold))
        about = tr("What each role may do at this location. A change reaches everyone who is signed in at once.")
        column.addWidget(Label(about, role="quiet", wrap=True))
        column.addWidget(self.notice)
        column.addLayout(self._table())
        grid.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show every switch as of now."""
        for (role, permission), switch in self.switches.items():
            cell = self._grid.cell(role, permission)
            switch.show_state(on=cell.on, why_not=cell.why_not)
        self.notice.say_or_hide(self._grid.changing.notice)

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(8)
        table.setColumnStretch(0, 1)
        for place, role in enumerate(ROLES, start=1):
            head = Label(role_name(role), role="quiet", pixels=SMALL, weight=Weight.DemiBold, wrap=True)
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            table.addWidget(head, 0, place)
        for number, permission in enumerate(Permission):
            table.addWidget(Rule(), 2 * number + 1, 0, 1, len(ROLES) + 1)
            self._add_row(table, 2 * number + 2, permission)
        return table

    def _add_row(self, table: QGridLayout, row: int, permission: Permission) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(permission_name(permission), weight=Weight.Medium, wrap=True))
        words.addWidget(Label(permission_about(permission), role="quiet", pixels=SMALL, wrap=True))
        table.addLayout(words, row, 0)
        for place, role in enumerate(ROLES, start=1):
            name = tr("{role}: {permission}", role=role_name(role), permission=permission_name(permission))
            switch = Switch(name)
            switch.clicked.connect(partial(self._toggle, role, permission))
            self.switches[role, permission] = switch
            table.addWidget(switch, row, place, Qt.AlignmentFlag.AlignCenter)

    def _toggle(self, role: Role, permission: Permission, _on: bool = False) -> None:
        self._grid.toggle(role, permission)
        self.refresh()
