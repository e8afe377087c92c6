"""Settings, Channels: by whom email and SMS go, with a test of each, and the forms over a salon's own providers."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.channel_forms import ChannelForm, MailForm, SmsForm
from desktop.models.channels import Channels, Trial
from desktop.texts import tr
from desktop.views.booking.fields import Chooser
from desktop.views.settings.form_dialog import FormDialog
from desktop.views.settings.trial_line import TrialLine
from desktop.views.shell.question import Question
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field, Surface
from domain.wire.rows import Channel


class ChannelCard(Surface):
    """How one channel stands, and what can be done about it."""

    set_up_requested = Signal()

    def __init__(self, channel: Channel, channels: Channels) -> None:
        super().__init__()
        self._channel, self._channels = channel, channels
        self.trial = Trial(channel, channels.office, self)
        title = tr("Email") if channel == "email" else tr("SMS")
        self.says, self.secret = Label(wrap=True), Label(role="quiet", pixels=SMALL, wrap=True)
        self.demo, self.notice = Label(role="quiet", pixels=SMALL, wrap=True), Label(role="red_text", wrap=True)
        self.set_up, self.remove = Button(), Button(tr("Remove"), "flat")
        self.test, self.answers = TrialLine(_test_words(channel)), AnswersLine()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(title, pixels=STRONG, weight=Weight.DemiBold), 1)
        head.addWidget(self.remove)
        head.addWidget(self.set_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self.says, self.secret, self.answers, self.demo, self.notice, self.test):
            column.addWidget(part)
        self.set_up.clicked.connect(self.set_up_requested)
        self.remove.clicked.connect(self._ask_to_remove)
        self.test.asked.connect(self.trial.run)
        self.test.number_typed.connect(self.trial.set_to)
        channels.changed.connect(self.refresh)
        self.trial.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands now."""
        line, why_not = self._channels.line(self._channel), self._channels.why_not()
        self.says.say(line.says)
        self.answers.bind(line.answers_to)
        demo = tr("This is a demo: messages to clients are kept here. Only a test of settings in the form is sent.")
        for label, text in (
            (self.secret, line.secret),
            (self.demo, demo if self._channels.is_demo() else ""),
            (self.notice, self._channels.changing.notice),
        ):
            label.say_or_hide(text)
        names = {
            ("email", True): tr("Change the mail server"),
            ("email", False): tr("Set up a mail server of your own"),
            ("sms", True): tr("Change the SMS account"),
            ("sms", False): tr("Set up an SMS account of your own"),
        }
        self.set_up.setText(tr("Change") if line.own else tr("Set up"))
        self.set_up.setAccessibleName(names[self._channel, line.own])
        self.set_up.refuse(why_not)
        removing = tr("Remove the mail server") if self._channel == "email" else tr("Remove the SMS account")
        self.remove.setAccessibleName(removing)
        self.remove.setVisible(line.own)
        self.remove.refuse(why_not)
        self.test.setVisible(line.sends)
        _show(self.test, self.trial, why_not or self.trial.why_not())

    def _ask_to_remove(self) -> None:
        if self._channel == "email":
            text = tr("The mail server and its password are forgotten. Email goes by the server's own, if it has one.")
        else:
            text = tr("The account and its token are forgotten. SMS go by the server's own account, if it has one.")
        question = Question(text, tr("Remove"), tr("Cancel"), self.window())
        question.accepted.connect(partial(self._channels.remove, self._channel))
        question.open()


class AnswersLine(QWidget):
    """Where an SMS provider is to bring what clients write, and a button that copies it (row N7)."""

    def __init__(self) -> None:
        super().__init__()
        self._address = ""
        self.text = Label(role="quiet", pixels=SMALL, wrap=True)
        self.copy = Button(tr("Copy the address"), "flat")
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def bind(self, address: str) -> None:
        """Show this address; nothing for an empty one."""
        self._address = address
        self.setVisible(bool(address))
        says = tr(
            "What clients answer arrives here once the provider brings incoming messages of this number to {address}",
            address=address,
        )
        self.text.say(says)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._address)


class ChannelDialog(FormDialog):
    """What both forms have: the secret's field, the test, and what the server said."""

    def __init__(self, title: str, form: ChannelForm, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.form = form
        form.setParent(self)
        self.test = TrialLine(_test_words(form.trial.channel))
        self.secret = Field(name="", secret=True)
        self.secret.textChanged.connect(form.set_secret)
        self.test.asked.connect(form.try_out)
        self.test.number_typed.connect(form.trial.set_to)
        self.save.clicked.connect(form.submit)
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.say(form.changing.notice, form.why_not(), waits=form.changing.waits, overtaken=False)
        _show(self.test, form.trial, form.why_no_test())


class MailDialog(ChannelDialog):
    """Shows a MailForm."""

    def __init__(self, form: MailForm, parent: QWidget | None = None) -> None:
        super().__init__(tr("Mail server"), form, parent)
        self.mail = form
        self.host, self.port = Field(name=tr("Mail server"), plain=True), Field(name=tr("Port"), plain=True)
        self.security = Chooser(tr("Encryption"))
        self.user, self.address = Field(name=tr("User name"), plain=True), Field(name=tr("From address"), plain=True)
        self.secret.setAccessibleName(tr("Password"))
        self.secret.setPlaceholderText(tr("Leave empty to keep the one on file") if form.keeps() else "")
        for name, title in (
            ("starttls", tr("STARTTLS, usually port 587")),
            ("tls", tr("TLS from the start, usually port 465")),
            ("none", tr("None: only for a mail server on the same computer")),
        ):
            self.security.addItem(title, name)
        self.security.setCurrentIndex(self.security.findData(form.security))
        for field, text in (
            (self.host, form.host),
            (self.port, form.port),
            (self.user, form.user),
            (self.address, form.address),
        ):
            field.setText(text)
        self.lay_out(
            (
                (tr("Mail server"), self.host),
                (tr("Encryption"), self.security),
                (tr("Port"), self.port),
                (tr("From address"), self.address),
                (tr("User name, if it asks for one"), self.user),
                (tr("Password"), self.secret),
                (tr("Test"), self.test),
            )
        )
        self.host.textChanged.connect(form.set_host)
        self.port.textChanged.connect(form.set_port)
        self.user.textChanged.connect(form.set_user)
        self.address.textChanged.connect(form.set_address)
        self.security.activated.connect(lambda index: form.set_security(self.security.itemData(index)))
        self.refresh()
        self.host.setFocus()

    def refresh(self) -> None:
        """Show the form as of now; the usual port may have come with the encryption."""
        super().refresh()
        if self.port.text().strip() != self.mail.port:
            self.port.setText(self.mail.port)


class SmsDialog(ChannelDialog):
    """Shows an SmsForm."""

    def __init__(self, form: SmsForm, parent: QWidget | None = None) -> None:
        super().__init__(tr("SMS account at Twilio"), form, parent)
        self.account = Field(name=tr("Account SID"), plain=True)
        self.number = Field(name=tr("Number to send from"), plain=True)
        self.secret.setAccessibleName(tr("Auth token"))
        self.secret.setPlaceholderText(tr("Leave empty to keep the one on file") if form.row.secret_set_at else "")
        self.account.setText(form.account)
        self.number.setText(form.number)
        self.lay_out(
            (
                (tr("Account SID"), self.account),
                (tr("Auth token"), self.secret),
                (tr("Number to send from"), self.number),
                (tr("Test"), self.test),
            )
        )
        self.account.textChanged.connect(form.set_account)
        self.number.textChanged.connect(form.set_number)
        self.refresh()
        self.account.setFocus()


def _test_words(channel: Channel) -> str:
    return tr("Send a test to me") if channel == "email" else tr("Send a test")


def _show(line: TrialLine, trial: Trial, why_not: str) -> None:
    words = tr("The provider is being asked…") if trial.waits else trial.words
    role = "quiet" if trial.waits else "good" if trial.good else "red_text"
    line.bind(words, role, why_not=why_not, by_sms=trial.channel == "sms")
