"""What waits when somebody signs out or the window is closed: it is said, and not lost without asking."""

from collections.abc import Callable

from desktop.desk.means import Means
from desktop.texts import ntr, tr
from desktop.views.shell.question import Question
from desktop.views.shell.window import Window


class Farewell:
    """Counts what people have left. Closing asks first when no keychain has the key of its file (promise S8)."""

    def __init__(self, window: Window, means: Means, mine: Callable[[], int]) -> None:
        """`mine` are the actions that wait of who is at the desk."""
        self._window, self._means, self._mine = window, means, mine
        self._left, self._sure = 0, False
        window.may_close = self._may_close

    def left(self, waiting: int) -> str:
        """What could not be sent stays in the outbox and goes under the stored session; the sentence says so."""
        self._left += waiting
        said = ntr(
            "{count} action is still waiting; it goes when the server is reached.",
            "{count} actions are still waiting; they go when the server is reached.",
            waiting,
        )
        return said if waiting else ""

    def others_wait(self, left: tuple[tuple[str, int], ...]) -> None:
        """So much of earlier people's waits now."""
        self._left = sum(count for _name, count in left)

    def _may_close(self) -> bool:
        if self._sure or not (self._mine() or self._left) or not self._means.forgets():
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
