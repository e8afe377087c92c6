"""The sign-in page: what is asked for, and that nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.views.sign_in.forgotten import ForgottenDialog
from desktop.views.sign_in.page import SignInPage, Typed
from tests.gui.support.clicks import press

SERVER = "https://salon.example.com"


@pytest.fixture
def page(qtbot: QtBot) -> SignInPage:
    made = SignInPage(SERVER)
    qtbot.addWidget(made)
    made.show()
    made.email.setText("ana@example.org")
    made.password.setText("correct horse")
    return made


def test_asks_with_what_was_typed(qtbot: QtBot, page: SignInPage) -> None:
    with qtbot.waitSignal(page.sign_in_requested) as asked:
        QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert asked.args == [Typed(SERVER, "ana@example.org", "correct horse")]
    assert page.password.echoMode() is QLineEdit.EchoMode.Password


def test_the_demo_is_one_click(qtbot: QtBot, page: SignInPage) -> None:
    with qtbot.waitSignal(page.demo_requested):
        QTest.mouseClick(page.demo, Qt.MouseButton.LeftButton)


def test_an_empty_field_is_named(qtbot: QtBot, page: SignInPage) -> None:
    page.email.clear()
    with qtbot.assertNotEmitted(page.sign_in_requested):
        page.button.click()
    assert page.fault.text() == "Please fill in: Email"
    assert page.fault.isVisible()


def test_what_went_wrong_is_said_and_everything_typed_stays(qtbot: QtBot, page: SignInPage) -> None:
    page.work("Signing in")
    assert not page.button.isEnabled()
    page.fail("Email or password is wrong.", "password")
    assert page.typed() == Typed(SERVER, "ana@example.org", "correct horse")
    assert page.button.isEnabled()
    assert page.fault.text() == "Email or password is wrong."
    QTest.keyClicks(page.password, "x")
    assert page.fault.isHidden()


def test_nothing_moves_when_something_is_said(page: SignInPage) -> None:
    page.resize(960, 640)
    before = page.button.geometry()
    page.fail("Something else answers at this address, not Deskbell: perhaps a login page of the network.")
    QApplication.processEvents()
    assert page.button.geometry() == before
    page.work("Signing in")
    QApplication.processEvents()
    assert page.button.geometry() == before


@pytest.mark.row("B24", "S2")
def test_the_answer_about_a_forgotten_password_does_not_say_who_is_known(qtbot: QtBot, page: SignInPage) -> None:
    with qtbot.waitSignal(page.forgotten):
        QTest.mouseClick(page.forgot, Qt.MouseButton.LeftButton)
    dialog = ForgottenDialog("", page)
    dialog.open()
    press(dialog, "Send the link")
    assert dialog.fault.text() == "Please fill in: Email"
    dialog.email.setText(" ana@example.org ")
    with qtbot.waitSignal(dialog.asked) as asked:
        press(dialog, "Send the link")
    assert asked.args == ["ana@example.org"]
    dialog.work()
    assert not dialog.send.isEnabled()
    dialog.done_asking()
    assert dialog.about.text().startswith("If ana@example.org signs in here, a mail with a link is on its way.")
    assert not dialog.send.isVisible()
    press(dialog, "Close")
