"""The screens before, over and instead of the workplace: signing in, the lock, what is told, what is asked."""

from collections.abc import Iterator

from desktop.texts import tr
from desktop.views.lock.dialog import PinDialog
from desktop.views.lock.page import LockPage
from desktop.views.lock.people import Sitter
from desktop.views.shell.question import Question
from desktop.views.shell.window import SMALLEST, TellingPage
from desktop.views.sign_in.dialog import SignInDialog
from desktop.views.sign_in.forgotten import ForgottenDialog
from desktop.views.sign_in.page import SignInPage
from tests.gui.support.full_desk import FullDesk, Screen


def outside(desk: FullDesk) -> Iterator[Screen]:
    for name, page in (
        ("sign-in", SignInPage()),
        ("sign-in again", SignInDialog(SignInPage(again=True), desk.window)),
    ):
        page.resize(*SMALLEST)
        page.show()
        yield desk.seen(name, page)
        page.close()
        page.deleteLater()
    forgotten = ForgottenDialog("ανα@example.org", desk.window)
    forgotten.open()
    yield desk.seen("forgotten password", forgotten)
    forgotten.done_asking()
    yield desk.seen("forgotten password, asked", forgotten)
    forgotten.done(0)
    lock = LockPage()
    lock.show_people([Sitter("a", "Ανα", here=True), Sitter("b", "Βεν", by_pin=False)])
    lock.resize(*SMALLEST)
    lock.show()
    yield desk.seen("lock", lock)
    lock.close()
    pin = PinDialog(has_one=True, parent=desk.window)
    pin.open()
    yield desk.seen("PIN", pin)
    pin.done(0)
    telling = TellingPage(
        tr("The server was not reached for three days. Your data is locked until it answers again."),
        tr("Try again"),
    )
    telling.resize(*SMALLEST)
    telling.show()
    yield desk.seen("telling page", telling)
    telling.close()
    question = Question(
        tr("What you chose and typed here has not been booked."), tr("Discard"), tr("Keep editing"), desk.window
    )
    question.open()
    yield desk.seen("question", question)
    question.done(0)
