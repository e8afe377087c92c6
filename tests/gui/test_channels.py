"""Settings, Channels: how it stands in words, and what the forms ask for before they ask the server."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.channel_forms import MailForm, SmsForm
from desktop.models.channel_words import verdict_words
from desktop.models.channels import Channels
from desktop.models.salon import Salon
from desktop.views.settings.channels import ChannelCard, MailDialog, SmsDialog
from desktop.views.shell.question import Question
from domain.office import RemoveChannel
from domain.permissions import Permission
from domain.wire.channels import ChannelRow, ChannelTest, SaveMail, SaveSms, TryMail, TrySms, Verdict
from domain.wire.rows import Grant
from tests.gui.support.fakes import FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import KANAL, LINDEN, NOW, person

pytestmark = pytest.mark.row("B17")

ACCOUNT = "AC" + "0" * 32
OWN = ChannelRow("email", "own", False, NOW, NOW, "mail.example.org", 587, "starttls", "salon@example.org", "salon")


class Desk:
    def __init__(self, qtbot: QtBot, *places: str) -> None:
        self.qtbot = qtbot
        self.feed, self.office, self.toasts = FakeFeed(), FakeOffice(), FakeToasts()
        self.salon = Salon(self.feed)
        self.channels = Channels(self.office, self.salon, FakeClock())
        grants = tuple(Grant(place, tuple(Permission)) for place in places or (LINDEN, KANAL))
        self.feed.salon(replace(person(), grants=grants))
        self.feed.reset(ChannelRow("email", "none"), ChannelRow("sms", "server"))

    def card(self, channel: str = "email") -> ChannelCard:
        card = ChannelCard("sms" if channel == "sms" else "email", self.channels)
        self.qtbot.addWidget(card)
        card.show()
        return card

    def mail(self) -> MailDialog:
        dialog = MailDialog(MailForm(self.channels, self.toasts))
        self.qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    def sms(self) -> SmsDialog:
        dialog = SmsDialog(SmsForm(self.channels, self.toasts))
        self.qtbot.addWidget(dialog)
        dialog.show()
        return dialog


def test_each_channel_says_by_whom_it_goes(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    email, sms = desk.card(), desk.card("sms")
    assert email.says.text() == "Not set up: nothing is sent this way."
    assert not email.test.isVisible()
    assert sms.says.text() == "Goes out by the provider that this server has for all salons."
    assert (sms.remove.isVisible(), sms.test.isVisible()) == (False, True)
    desk.feed.put(OWN)
    assert email.says.text() == "Goes out by mail.example.org, from salon@example.org."
    assert email.secret.text() == "Password set: Today 13:14. It is not shown again."
    assert email.set_up.accessibleName() == "Change the mail server"


def test_only_who_manages_messages_everywhere_changes_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot, LINDEN)
    card = desk.card("sms")
    assert (card.set_up.isEnabled(), card.test.button.isEnabled()) == (False, False)
    assert (
        card.set_up.accessibleDescription()
        == "Only those who manage automated messages at every location can change this."
    )


def test_removing_asks_first(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.feed.put(OWN)
    card = desk.card()
    card.remove.click()
    assert desk.office.changes() == []
    question = card.findChild(Question)
    assert question is not None
    question.lose.click()
    assert desk.office.changes() == [RemoveChannel("email")]


def test_a_test_of_what_is_in_use_says_what_came_of_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    card = desk.card("sms")
    assert not card.test.button.isEnabled()
    card.test.number.setText("+4915112345678")
    card.test.button.click()
    assert desk.office.changes() == [TrySms("+4915112345678")]
    assert card.test.result.text() == "The provider is being asked…"
    desk.office.answer(ChannelTest(Verdict.ACCOUNT, 20003, "Authenticate", "+4915112345678"))
    said = card.test.result.text().splitlines()
    assert said[0] == "The SMS provider refused the account or its token. (Code 20003)"
    assert "Authenticate" in said[1]


def test_a_mail_server_is_asked_for_with_what_is_typed_and_stays_typed_when_it_is_refused(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.mail()
    assert dialog.save.accessibleDescription() == "Please enter the name of the mail server."
    dialog.host.setText("mail.example.org")
    dialog.address.setText("salon@example.org")
    dialog.user.setText("salon")
    assert dialog.save.accessibleDescription() == "Please enter the password."
    dialog.secret.setText("geheim")
    dialog.test.button.click()
    wish = SaveMail("mail.example.org", 587, "starttls", "salon@example.org", "salon", "geheim")
    assert desk.office.changes() == [TryMail(wish)]
    desk.office.unreachable()
    assert "could not be asked" in dialog.test.result.text()
    dialog.save.click()
    assert desk.office.changes()[-1] == wish
    desk.office.refuse("secrets_not_kept")
    assert "has no key" in dialog.notice.text()
    assert dialog.secret.text() == "geheim"
    dialog.save.click()
    desk.office.made()
    assert not dialog.isVisible()
    assert "geheim" not in repr(desk.office.questions)


def test_the_usual_port_goes_with_the_encryption_and_another_one_stays(qtbot: QtBot) -> None:
    dialog = Desk(qtbot).mail()

    def choose(name: str) -> None:
        dialog.security.setCurrentIndex(dialog.security.findData(name))
        dialog.security.activated.emit(dialog.security.currentIndex())

    choose("tls")
    assert dialog.port.text() == "465"
    dialog.port.setText("2525")
    choose("starttls")
    assert dialog.port.text() == "2525"
    dialog.port.setText("0")
    dialog.host.setText("mail.example.org")
    assert dialog.save.accessibleDescription() == "A port is a number between 1 and 65535."


@pytest.mark.row("S2")
def test_the_password_on_file_stays_unless_it_would_go_elsewhere(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.feed.put(OWN)
    dialog = desk.mail()
    assert (dialog.secret.text(), dialog.secret.placeholderText()) == ("", "Leave empty to keep the one on file")
    dialog.address.setText("neu@example.org")
    assert dialog.save.isEnabled()
    dialog.host.setText("elsewhere.example.org")
    assert dialog.save.accessibleDescription().startswith("Please enter the password again")
    dialog.host.setText("mail.example.org")
    dialog.save.click()
    assert desk.office.changes() == [SaveMail("mail.example.org", 587, "starttls", "neu@example.org", "salon")]


def test_an_account_of_the_sms_provider(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.sms()
    assert dialog.save.accessibleDescription().startswith("An account's name begins with AC")
    dialog.account.setText(ACCOUNT)
    dialog.number.setText("0151 99999999")
    assert dialog.save.accessibleDescription() == "Please enter the account's token."
    dialog.secret.setText("token")
    dialog.save.click()
    assert desk.office.changes() == [SaveSms(ACCOUNT, "0151 99999999", "token")]


@pytest.mark.parametrize("verdict", [*Verdict, "newer"])
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_every_verdict_has_its_words(verdict: str, channel: str) -> None:
    words = verdict_words(ChannelTest(verdict, to="+4915112345678"), channel)
    assert words.endswith(".")
    assert "{" not in words


@pytest.mark.row("N7")
def test_an_own_account_says_where_answers_are_to_be_brought(qtbot: QtBot) -> None:
    address = "https://book.example.org/v1/hooks/twilio/sms/linden"
    scene = Desk(qtbot)
    card = scene.card("sms")
    assert not card.answers.isVisibleTo(card)
    scene.feed.put(ChannelRow("sms", "own", account="AC1", from_number="+4915112345678", answers_to=address))
    assert card.answers.isVisibleTo(card)
    assert address in card.answers.text.text()
    QTest.mouseClick(card.answers.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == address
