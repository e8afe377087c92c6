"""Settings, Team: who signs in at this location, with which role, and what can be done about each (row B24)."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models.accounts import GIVEN, AccountLine, Accounts
from desktop.models.permission_grid import role_name
from desktop.texts import tr
from desktop.views.booking.fields import Chooser
from desktop.views.shell.question import Question
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.menus import Menu
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Rule, Surface
from domain.contacts import clean_text
from domain.permissions import Role

_NONE = "none"


class TeamCard(Surface):
    """A row a person. Rows are made anew when the list differs in who is in it."""

    invite_requested = Signal()
    link_requested = Signal(str)
    """Another link for this person."""
    handing_requested = Signal(object)
    """The salon is to be this person's, an AccountLine."""

    def __init__(self, accounts: Accounts) -> None:
        super().__init__()
        self._accounts = accounts
        self.rows: list[AccountRowView] = []
        self.notice = Label(role="red_text", wrap=True)
        self.invite = Button(tr("Invite someone"), "primary")
        self.invite.clicked.connect(self.invite_requested)
        head = QHBoxLayout()
        head.addWidget(Label(tr("Team"), pixels=STRONG, weight=Weight.DemiBold), 1)
        head.addWidget(self.invite)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        about = tr("Who signs in at this location, and as what. What a role may do is set under Permissions.")
        self._column.addWidget(Label(about, role="quiet", wrap=True))
        self._column.addWidget(self.notice)
        accounts.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show everyone as of now."""
        lines = self._accounts.lines()
        for row, line in zip(reused(self.rows, len(lines), self._make), lines, strict=True):
            row.bind(line)
        self.notice.say_or_hide(self._accounts.changing.notice)
        self.invite.refuse("" if self._accounts.roles() else tr("You may not give any role at this location."))

    def _make(self, _place: int) -> "AccountRowView":
        row = AccountRowView(self._accounts)
        row.switch_requested.connect(self._switch)
        row.link_requested.connect(self.link_requested)
        row.handing_requested.connect(self.handing_requested)
        self._column.addWidget(row)
        return row

    def _switch(self, line: AccountLine) -> None:
        if line.off:
            self._accounts.switch(line.person_id, on=True)
            return
        text = tr(
            "{name} will be signed out everywhere at once, and her desks are emptied. She can be let in again later.",
            name=clean_text(line.name),
        )
        question = Question(text, tr("Switch off"), tr("Cancel"), self.window())
        question.accepted.connect(partial(self._accounts.switch, line.person_id, on=False))
        question.open()


class AccountRowView(Surface):
    """One person."""

    switch_requested = Signal(object)
    link_requested = Signal(str)
    handing_requested = Signal(object)

    def __init__(self, accounts: Accounts) -> None:
        super().__init__(edge="surface")
        self._accounts = accounts
        self._line: AccountLine | None = None
        self._name, self._state = Label(weight=Weight.Medium, elide=True), Label(role="amber_text", pixels=SMALL)
        self._email = Label(role="quiet", pixels=SMALL, elide=True)
        self._fixed = Label(role="quiet")
        self.role = Chooser("")
        self.more = Button(kind="flat", icon="more", name=tr("More"))
        self._menu = Menu(self)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._name, self._email, self._state):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self._fixed)
        row.addWidget(self.role)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule())
        column.addLayout(row)
        self.role.activated.connect(self._role_chosen)
        self.more.clicked.connect(self._open)

    def bind(self, line: AccountLine) -> None:
        """Show this person."""
        self._line = line
        name = clean_text(line.name)
        self._name.say(name)
        self._email.say(line.email)
        self._state.say_or_hide(line.state)
        owner = Role.OWNER in line.roles
        self._fixed.say(self._accounts.role_words(line.roles) if owner else "")
        self._fixed.setVisible(owner)
        self.role.setVisible(not owner)
        self.more.setVisible(not owner)
        self.more.refuse(line.why_not)
        self.more.setAccessibleName(tr("More about {name}", name=name))
        self.role.setEnabled(not line.why_not)
        self.role.setToolTip(line.why_not)
        self.role.setAccessibleName(tr("Role of {name}", name=name))
        self.role.setAccessibleDescription(line.why_not)
        self._fill(line)

    def menu(self) -> Menu:
        """What can be done about her, made anew."""
        self._menu.clear()
        line = self._line
        if line is not None:
            if not line.off:
                self._menu.addAction(tr("New link to set a password")).triggered.connect(self._link)
            text = tr("Switch the account on") if line.off else tr("Switch the account off")
            self._menu.addAction(text).triggered.connect(self._switch)
            if self._accounts.may_hand_over(line):
                self._menu.addSeparator()
                text = tr("Make {name} the owner…", name=clean_text(line.name))
                self._menu.addAction(text).triggered.connect(self._hand_over)
        return self._menu

    def _fill(self, line: AccountLine) -> None:
        box, may = self.role, self._accounts.roles()
        box.clear()
        for role in GIVEN:
            if role in may or (role,) == line.roles:
                box.addItem(role_name(role), str(role))
        if self._accounts.is_elsewhere(line.person_id):
            box.addItem(tr("Not at this location"), _NONE)
        held = " ".join(line.roles)
        if box.findData(held) < 0:
            box.addItem(self._accounts.role_words(line.roles), held)
        box.setCurrentIndex(box.findData(held))

    def _role_chosen(self, index: int) -> None:
        chosen, line = self.role.itemData(index), self._line
        if line is None or chosen == " ".join(line.roles):
            return
        if chosen == _NONE:
            self._accounts.set_role(line.person_id, None)
        elif chosen in set(Role):
            self._accounts.set_role(line.person_id, Role(chosen))

    def _link(self) -> None:
        if self._line is not None:
            self.link_requested.emit(self._line.person_id)

    def _switch(self) -> None:
        if self._line is not None:
            self.switch_requested.emit(self._line)

    def _hand_over(self) -> None:
        if self._line is not None:
            self.handing_requested.emit(self._line)

    def _open(self) -> None:
        corner = self.more.mapToGlobal(self.more.rect().bottomRight())
        menu = self.menu()
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)
