"""Closing the window when what waits would be lost by it."""

from collections.abc import Callable

from desktop.desk.means import Means
from desktop.texts import tr
from desktop.views.shell.question import Question
from desktop.views.shell.window import Window


class Farewell:
    """Asks first when actions that wait would be lost, because no keychain has the key of their file (promise S8)."""

    def __init__(self, window: Window, means: Means, waiting: Callable[[], int]) -> None:
        self._window, self._means, self._waiting = window, means, waiting
        self._sure = False
        window.may_close = self._may_close

    def _may_close(self) -> bool:
        if self._sure or not self._waiting() or not self._means.forgets():
            return True
        text = tr(
            "The keychain of this computer is not available. What has not been sent is lost when Deskbell is closed."
        )
        question = Question(text, tr("Close and lose it"), tr("Keep it open"), self._window)
        question.accepted.connect(self._close_all_the_same)
        question.open()
        return False

    def _close_all_the_same(self) -> None:
        self._sure = True
        self._window.close()
