"""The locked desk. It shows who works here and nothing of any client (rows N15, N21)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.lock.people import Sitter, Sitters
from desktop.views.lock.pin import PinField
from desktop.views.shell.announcements import announce
from desktop.views.shell.rail import Logo
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.forms import named, wide
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground, Surface


class LockPage(Ground):
    """Choose a name, type a PIN, Enter. Who forgot it, or is not in the list, signs in with her password."""

    pin_entered = Signal(str, str)
    """Whose, by key, and what."""

    password_requested = Signal()

    def __init__(self, *, discards: bool = False) -> None:
        """`discards`: a form is open behind the lock, which somebody else would not find again."""
        super().__init__("window")
        self._discards = discards
        self.people, self.pin = Sitters(), PinField(tr("PIN"))
        self.fault, self.note = Label(role="red_text", wrap=True), Label(role="quiet", pixels=SMALL, wrap=True)
        self.button = wide(Button(tr("Open"), "primary"))
        self.password = wide(Button(tr("Sign in with a password"), "quiet"))
        self._lay_out()
        self.people.chosen.connect(self._chosen)
        self.people.typed.connect(self._begin_pin)
        self.pin.textEdited.connect(self._typed)
        self.pin.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self.password.clicked.connect(self.password_requested)
        self._settle()

    def show_people(self, people: Sequence[Sitter]) -> None:
        """Shows these; who was chosen stays so."""
        before = self.people.current()
        self.people.show_people(people, before.key if before else "")
        self._settle()
        self.begin()

    def begin(self) -> None:
        """Puts the cursor where typing starts."""
        (self.pin if self.pin.isEnabled() else self.password).setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self, *, on: bool) -> None:
        """While a PIN is being tried nothing can be pressed."""
        for widget in (self.people, self.pin, self.button, self.password):
            widget.setEnabled(not on)
        if not on:
            self._settle()

    def fail(self, sentence: str) -> None:
        """Says what went wrong, reads it out, and lets her type again."""
        self.pin.clear()
        self.work(on=False)
        self.pin.fault(True)
        self.fault.say(sentence)
        announce(self.fault, sentence)
        self.begin()

    def _chosen(self, _sitter: Sitter) -> None:
        """By a click one types at once; who goes through the list by arrow keys may go on."""
        self.pin.clear()
        self._typed()
        if not any(button.hasFocus() for button in self.people.buttons):
            self.begin()

    def _begin_pin(self, digit: str) -> None:
        if self.pin.isEnabled():
            self.begin()
            self.pin.insert(digit)
            self._typed()

    def _typed(self) -> None:
        self.fault.say("")
        self.pin.fault(False)
        self._settle()

    def _settle(self) -> None:
        sitter = self.people.current()
        by_pin = sitter is not None and sitter.by_pin
        self.pin.setEnabled(by_pin)
        self.button.setEnabled(by_pin and self.pin.complete())
        other = self._discards and sitter is not None and not sitter.here
        self.note.say(
            tr("A form is open behind the lock. It is not kept when somebody else goes on here.") if other else ""
        )

    def _enter(self) -> None:
        sitter = self.people.current()
        if sitter is not None and self.button.isEnabled():
            self.pin_entered.emit(sitter.key, self.pin.pin())

    def _lay_out(self) -> None:
        card = Surface()
        card.setFixedWidth(400)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(6)
        column.addWidget(Logo(40))
        column.addSpacing(10)
        column.addWidget(Label(tr("Who goes on here?"), pixels=TITLE, weight=Weight.Bold))
        column.addSpacing(6)
        column.addWidget(self.people)
        column.addSpacing(8)
        column.addWidget(named(self.pin))
        column.addWidget(self.pin)
        column.addWidget(self._room_for_words())
        column.addWidget(self.button)
        column.addSpacing(4)
        column.addWidget(self.password)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _room_for_words(self) -> QWidget:
        """Three lines are kept free, so that nothing moves when something is said."""
        room = QWidget()
        room.setMinimumHeight(3 * self.fault.fontMetrics().lineSpacing())
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.fault)
        column.addWidget(self.note)
        column.addStretch(1)
        return room
