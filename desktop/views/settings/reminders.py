"""Automated Messages > Reminders > Incomplete booking reminder: two switches (row B17)."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.reminder_settings import ReminderSettings
from desktop.texts import tr
from desktop.views.settings.switch import Switch
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Rule, Surface


class ReminderCard(Surface):
    """Shows how the switches stand and passes on what is asked."""

    def __init__(self, settings: ReminderSettings) -> None:
        super().__init__()
        self._settings = settings
        self.email = Switch(tr("Incomplete booking reminder by email"))
        self.sms = Switch(tr("Incomplete booking reminder by SMS"))
        self._notice = Label(role="quiet", wrap=True)
        self.forget = Button(kind="flat", icon="close", name=tr("Read: do not show this again"))
        self._lay_out()
        self.email.clicked.connect(self._switch_email)
        self.sms.clicked.connect(self._switch_sms)
        self.forget.clicked.connect(self._forget)
        settings.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the switches as of now."""
        switches = self._settings.switches()
        self.email.show_state(on=switches.email, why_not=switches.why_not)
        self.sms.show_state(on=switches.sms, why_not=switches.why_not)
        notice = switches.why_not or switches.notice
        self._notice.say(notice)
        self._notice.paint_as("red_text" if switches.refused_action else "quiet")
        self._notice.setVisible(bool(notice))
        self.forget.setVisible(switches.refused_action is not None)

    def notice(self) -> str:
        """What is said below the switches."""
        return self._notice.text()

    def _switch_email(self, on: bool) -> None:
        self._settings.switch_email(on)
        self.refresh()  # it stands where the desk knows it to be: a change that cannot be kept does not show

    def _switch_sms(self, on: bool) -> None:
        self._settings.switch_sms(on)
        self.refresh()

    def _forget(self) -> None:
        refused = self._settings.switches().refused_action
        if refused is not None:
            self._settings.forget(refused)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(tr("Incomplete booking reminder"), pixels=STRONG, weight=Weight.DemiBold))
        about = tr(
            "Goes by itself, once for each abandoned booking, as soon as its review session has ended. It holds a link "
            "that brings clients back to what they had chosen. Those who opted out or prefer otherwise get none."
        )
        column.addWidget(Label(about, role="quiet", wrap=True))
        column.addSpacing(4)
        column.addLayout(_switch_row(tr("Email"), tr("To the address on file"), self.email))
        column.addWidget(Rule())
        column.addLayout(_switch_row(tr("SMS"), tr("To the phone number the client signed in with"), self.sms))
        foot = QHBoxLayout()
        foot.addWidget(self._notice, 1)
        foot.addWidget(self.forget)
        column.addLayout(foot)


def _switch_row(title: str, about: str, switch: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(title, weight=Weight.Medium))
    words.addWidget(Label(about, role="quiet", pixels=12))
    row.addLayout(words, 1)
    row.addWidget(switch)
    return row
