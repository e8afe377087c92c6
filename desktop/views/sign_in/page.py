"""The page on which a person signs in. What she typed stays, whatever goes wrong."""

from typing import Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.shell.announcements import announce
from desktop.views.shell.rail import Logo
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.forms import named, wide
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field, Ground, Rule, Surface

FieldName = Literal["server", "email", "password"]


class Typed(NamedTuple):
    """What is in the fields."""

    server: str
    email: str
    password: str


class SignInPage(Ground):
    """Server, email and password, or the demo salon."""

    sign_in_requested = Signal(object)
    demo_requested = Signal()
    forgotten = Signal()
    """The person does not know her password any more."""

    def __init__(self, server: str = "", *, again: bool = False) -> None:
        """`again`: the session has ended in the middle of work; only who signs in is asked."""
        super().__init__("window")
        self._again = again
        self.server = Field(name=tr("Server address"), hint="https://salon.example.com", plain=True)
        self.email = Field(name=tr("Email"), plain=True)
        self.password = Field(name=tr("Password"), secret=True)
        self.fault = Label(role="red_text", wrap=True)
        self.progress = Label(role="quiet", wrap=True)
        self.button = wide(Button(tr("Sign in"), "primary"))
        self.demo = wide(Button(tr("Try the demo salon"), "quiet"))
        self.forgot = Button(tr("Forgot password?"), "flat")
        self.server.setText(server)
        self._lay_out()
        self.button.clicked.connect(self._ask)
        self.demo.clicked.connect(self.demo_requested)
        self.forgot.clicked.connect(self.forgotten)
        for field in self._fields().values():
            field.returnPressed.connect(self._ask)
            field.textEdited.connect(self._forget_fault)

    def typed(self) -> Typed:
        """What is in the fields now."""
        return Typed(self.server.text().strip(), self.email.text().strip(), self.password.text())

    def begin(self) -> None:
        """Puts the cursor where typing starts."""
        empty = (field for field in self._fields().values() if not field.text())
        next(empty, self.password).setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self, text: str) -> None:
        """Says what is being done; nothing can be pressed meanwhile. An empty text ends it."""
        self.progress.say_or_hide(text)
        for widget in (*self._fields().values(), self.button, self.demo, self.forgot):
            widget.setEnabled(not text)
        if text:
            self._forget_fault()

    def fail(self, sentence: str, field: FieldName | None = None) -> None:
        """Says what went wrong, reads it out, and goes to the field at fault."""
        self.work("")
        self.fault.say_or_hide(sentence)
        announce(self.fault, sentence)
        if field is not None:
            wrong = self._fields()[field]
            wrong.fault(True)
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            wrong.selectAll()

    def _fields(self) -> dict[FieldName, Field]:
        return {"server": self.server, "email": self.email, "password": self.password}

    def _forget_fault(self) -> None:
        self.fault.hide()
        for field in self._fields().values():
            field.fault(False)

    def _ask(self) -> None:
        typed = self.typed()
        for name, field in self._fields().items():
            if not field.text().strip():
                self.fail(tr("Please fill in: {field}", field=field.accessibleName()), name)
                return
        self.sign_in_requested.emit(typed)

    def _lay_out(self) -> None:
        card = Surface()
        card.setFixedWidth(400)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(6)
        column.addWidget(Logo(40))
        column.addSpacing(10)
        title = tr("Sign in again") if self._again else tr("Sign in to Deskbell")
        column.addWidget(Label(title, pixels=TITLE, weight=Weight.Bold))
        column.addSpacing(10)
        for field in (self.email, self.password) if self._again else tuple(self._fields().values()):
            column.addWidget(named(field))
            column.addWidget(field)
            column.addSpacing(6)
        column.addWidget(self._room_for_words())
        column.addSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignHCenter)
        if not self._again:
            self._add_demo(column)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _room_for_words(self) -> QWidget:
        """Three lines are kept free, so that nothing moves when something is said."""
        room = QWidget()
        room.setMinimumHeight(3 * self.fault.fontMetrics().lineSpacing())
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        for line in (self.fault, self.progress):
            column.addWidget(line)
            line.hide()
        column.addStretch(1)
        return room

    def _add_demo(self, column: QVBoxLayout) -> None:
        column.addSpacing(8)
        column.addLayout(_or())
        column.addSpacing(8)
        column.addWidget(self.demo)
        about = tr("A made-up salon on this computer. Nobody gets a message from it.")
        column.addWidget(Label(about, role="quiet", pixels=SMALL, wrap=True))


def _or() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(_centred_rule(), 1)
    row.addWidget(Label(tr("or"), role="quiet", pixels=SMALL))
    row.addWidget(_centred_rule(), 1)
    return row


def _centred_rule() -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Rule(), 0, Qt.AlignmentFlag.AlignVCenter)
    return held
