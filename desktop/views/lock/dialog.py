"""Choosing a PIN, each person her own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.texts import tr
from desktop.views.lock.pin import PinField
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import at_end, named, titled
from desktop.views.theme.labels import Label


class PinDialog(QDialog):
    """Asks for the PIN twice, and for the one before when there is one. `chosen` gives that and the new one."""

    chosen = Signal(str, str)

    def __init__(self, *, has_one: bool, parent: QWidget) -> None:
        super().__init__(parent)
        title = tr("Change PIN") if has_one else tr("Choose a PIN")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.before = PinField(tr("PIN until now"))
        self.first, self.second = PinField(tr("New PIN, four to six digits")), PinField(tr("The same once more"))
        self.fault = Label(role="red_text", wrap=True)
        self.cancel, self.save = Button(tr("Cancel")), Button(tr("Save"), "primary")
        self._fields = (self.before, self.first, self.second) if has_one else (self.first, self.second)
        self.before.setParent(self)
        self._lay_out(title)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._ask)
        self.save.setDefault(True)
        for field in self._fields:
            field.textEdited.connect(self._forget_fault)
        self._fields[0].setFocus()

    def work(self) -> None:
        """While it is being kept nothing can be pressed."""
        for widget in (*self._fields, self.save):
            widget.setEnabled(False)

    def fail(self, sentence: str, field: PinField | None = None) -> None:
        """Says what went wrong and goes to the field at fault; what was typed stays."""
        for widget in (*self._fields, self.save):
            widget.setEnabled(True)
        self.fault.say(sentence)
        announce(self.fault, sentence)
        if field is not None:
            field.fault(True)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def _ask(self) -> None:
        short = next((field for field in self._fields if not field.complete()), None)
        if short is not None:
            self.fail(tr("A PIN has four to six digits."), short)
        elif self.first.pin() != self.second.pin():
            self.fail(tr("The two are not the same."), self.second)
        else:
            self.chosen.emit(self.before.pin(), self.first.pin())

    def _forget_fault(self) -> None:
        self.fault.say("")
        for field in self._fields:
            field.fault(False)

    def _lay_out(self, title: str) -> None:
        column = titled(self, title, spacing=6)
        about = Label(
            tr("It opens your desk on this computer only, in place of your password."), role="quiet", wrap=True
        )
        about.setMinimumWidth(340)
        column.addWidget(about)
        column.addSpacing(6)
        for field in self._fields:
            column.addWidget(named(field))
            column.addWidget(field)
        self.before.setVisible(self.before in self._fields)
        column.addWidget(self.fault)
        column.addSpacing(6)
        column.addLayout(at_end(self.cancel, self.save))
