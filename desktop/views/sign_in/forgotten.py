"""Whoever has forgotten her password: asks for the address, and says the same whoever it is (row B24, promise S2)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.texts import tr
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import at_end, named, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field


class ForgottenDialog(QDialog):
    """`asked` gives the address; then `fail` or `done` says what came of it."""

    asked = Signal(str)

    def __init__(self, email: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Forgot password"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self.email = Field(name=tr("Email"), plain=True)
        self.email.setText(email)
        self.about = Label(
            tr("You get a mail with a link by which you choose a new password. Until then the old one works."),
            wrap=True,
        )
        self.fault = Label(role="red_text", wrap=True)
        self.cancel, self.send = Button(tr("Cancel")), Button(tr("Send the link"), "primary")
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.send.clicked.connect(self._ask)
        self.email.returnPressed.connect(self._ask)
        self.email.textEdited.connect(lambda: self._say(""))
        self._say("")
        self.email.setFocus()

    def work(self) -> None:
        """While the server is asked nothing can be pressed."""
        self._say("")
        self._let(on=False)
        self.send.setText(tr("Asking…"))

    def fail(self, sentence: str, *, at_email: bool = False) -> None:
        """Says what went wrong; what was typed stays."""
        self._let(on=True)
        self.send.setText(tr("Send the link"))
        self._say(sentence)
        self.email.fault(at_email)
        if at_email:
            self.email.setFocus(Qt.FocusReason.OtherFocusReason)

    def done_asking(self) -> None:
        """The server has taken it. It does not say whether it knows the address, and neither does this."""
        said = tr(
            "If {email} signs in here, a mail with a link is on its way. The link works once and for one hour. "
            "Look among the unwanted mails too.",
            email=self.email.text().strip(),
        )
        self.about.say(said)
        announce(self.about, said)
        for part in (self._label, self.email, self.send):
            part.hide()
        self.cancel.setText(tr("Close"))
        self.cancel.setFocus()

    def _let(self, *, on: bool) -> None:
        for widget in (self.email, self.send):
            widget.setEnabled(on)

    def _say(self, sentence: str) -> None:
        self.fault.say_or_hide(sentence)
        self.email.fault(False)
        if sentence:
            announce(self.fault, sentence)

    def _ask(self) -> None:
        email = self.email.text().strip()
        if email:
            self.asked.emit(email)
        else:
            self.fail(tr("Please fill in: {field}", field=self.email.accessibleName()), at_email=True)

    def _lay_out(self) -> None:
        self._label = named(self.email)
        column = titled(self, self.windowTitle())
        column.addWidget(self.about)
        column.addSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self.email)
        column.addWidget(self.fault)
        column.addStretch(1)
        column.addLayout(at_end(self.cancel, self.send))
