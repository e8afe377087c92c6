"""The dialogs of Team: inviting somebody, and a link that was made, to be sent or handed over (row B24)."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.accounts import Accounts, Link
from desktop.models.invitation import Invitation
from desktop.models.permission_grid import role_name
from desktop.texts import tr
from desktop.views.booking.fields import Chooser
from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import at_end, heading, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field
from desktop.views.theme.tick import Tick
from domain.permissions import Role


class InviteDialog(QDialog):
    """Asks who and as what; shows the link afterwards."""

    def __init__(self, form: Invitation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        form.setParent(self)
        self.setWindowTitle(tr("Invite someone"))
        self.setMinimumWidth(460)
        self.name, self.email = Field(name=tr("Name")), Field(name=tr("Email address"), plain=True)
        self.role = Chooser(tr("Role at this location"))
        self.hand_over = Tick(tr("Show me the link, I will hand it over myself"))
        self.notice, self.made_view = Label(role="red_text", wrap=True), LinkView()
        self.cancel, self.send = Button(tr("Cancel")), Button(tr("Invite"), "primary")
        self._fields = QWidget()
        self._lay_out()
        for role in form.roles():
            self.role.addItem(role_name(role), str(role))
        self.role.setCurrentIndex(self.role.findData(str(form.role)))
        self.name.textChanged.connect(lambda text: form.fill(name=text))
        self.email.textChanged.connect(lambda text: form.fill(email=text))
        self.role.activated.connect(lambda index: form.fill(role=Role(self.role.itemData(index))))
        self.hand_over.toggled.connect(lambda on: form.fill(hand_over=on))
        self.cancel.clicked.connect(self.reject)
        self.send.clicked.connect(self._pressed)
        form.changed.connect(self.refresh)
        self.refresh()
        self.name.setFocus()

    def refresh(self) -> None:
        """Show the form as of now."""
        form, link = self.form, self.form.link
        self._fields.setVisible(link is None)
        self.cancel.setVisible(link is None)
        self.notice.say_or_hide(form.notice)
        self.made_view.setVisible(link is not None)
        if link is not None:
            self.made_view.bind(link)
            self.send.setText(tr("Done"))
            self.send.refuse("")
        else:
            self.send.setText(tr("Asking…") if form.waits else tr("Invite"))
            self.send.refuse(form.why_not())

    def _pressed(self) -> None:
        if self.form.link is not None:
            self.accept()
        else:
            self.form.submit()

    def _lay_out(self) -> None:
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(4)
        for title, part in ((tr("Name"), self.name), (tr("Email address"), self.email), (tr("Role"), self.role)):
            fields.addWidget(heading(title))
            fields.addWidget(part)
            fields.addSpacing(8)
        fields.addWidget(self.hand_over)
        column = titled(self, self.windowTitle(), spacing=12)
        column.addWidget(self._fields)
        column.addWidget(self.made_view)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addLayout(at_end(self.cancel, self.send))


class LinkDialog(QDialog):
    """Another link for somebody: first how it gets to her, then the link itself or that it was sent."""

    def __init__(self, accounts: Accounts, person_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accounts, self._person_id = accounts, person_id
        self._link: Link | None = None
        accounts.changing.forget()
        self.setWindowTitle(tr("New link"))
        self.setMinimumWidth(460)
        about = tr("By this link {name} chooses a new password. Until then the old one works.", name=name)
        self.about, self.notice, self.made_view = Label(about, wrap=True), Label(role="red_text", wrap=True), LinkView()
        self.cancel = Button(tr("Cancel"))
        self.show_it, self.send = Button(tr("Show the link")), Button(tr("Send by email"), "primary")
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.show_it.clicked.connect(lambda: accounts.make_link(person_id, hand_over=True))
        self.send.clicked.connect(self._pressed)
        accounts.changed.connect(self.refresh)
        accounts.link_made.connect(self._made)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands."""
        changing, made = self._accounts.changing, self._link is not None
        self.notice.say_or_hide(changing.notice)
        self.about.setVisible(not made)
        self.made_view.setVisible(made)
        for button in (self.cancel, self.show_it):
            button.setVisible(not made)
        waits = tr("The server is being asked.") if changing.waits else ""
        self.show_it.refuse(waits)
        self.send.refuse(waits)
        self.send.setText(tr("Done") if made else tr("Send by email"))

    def _made(self, link: Link) -> None:
        self._link = link
        self.made_view.bind(link)
        self.refresh()

    def _pressed(self) -> None:
        if self._link is not None:
            self.accept()
        else:
            self._accounts.make_link(self._person_id, hand_over=False)

    def _lay_out(self) -> None:
        column = titled(self, self.windowTitle(), spacing=12)
        for part in (self.about, self.made_view, self.notice):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(at_end(self.cancel, self.show_it, self.send))


class LinkView(QWidget):
    """What became of it: sent, given to an account that was there, or the link with a button to copy it."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Label(wrap=True)
        self.link = Field(name=tr("Link to set a password"), plain=True)
        self.link.setReadOnly(True)
        self.copy = Button(tr("Copy"))
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.link, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addLayout(row)

    def bind(self, link: Link) -> None:
        """Show this one."""
        if link.mailed:
            text = tr("A link was sent to {email}. It works once, until {moment}.", email=link.email, moment=link.until)
        elif link.url:
            text = tr(
                "Give this link to {email} and to nobody else. It works once, until {moment}, and is shown only now.",
                email=link.email,
                moment=link.until,
            )
        else:
            text = tr("{email} had an account already, and it works at this location now too.", email=link.email)
        self.said.say(text)
        self.link.setText(link.url)
        self.link.setCursorPosition(0)
        for part in (self.link, self.copy):
            part.setVisible(bool(link.url))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
