"""The list of what could not be done: what, for whom, when it was asked for, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.ports import ActionState
from desktop.sentences import action_name, not_done
from desktop.texts import moment, tr
from desktop.views.shell.popover import Popover
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Rule


class RefusedLine(QWidget):
    """One action and its reason, with a button that takes it off the list."""

    dismissed = Signal(str)

    def __init__(self, state: ActionState, client_name: str, asked: str) -> None:
        super().__init__()
        title = action_name(state.action)
        whole = tr("{action} for {client}", action=title, client=client_name) if client_name else title
        self.setAccessibleName(f"{whole}. {not_done(state.answer)}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(4)
        column.addWidget(Rule())
        head = QHBoxLayout()
        head.setContentsMargins(0, 8, 0, 0)
        head.addWidget(Label(whole, weight=Weight.DemiBold, elide=True), 1)
        head.addWidget(Label(asked, role="quiet", pixels=SMALL))
        column.addLayout(head)
        column.addWidget(Label(not_done(state.answer), role="red_text", wrap=True))
        self.button = Button(tr("OK"), "quiet", name=tr("OK, I have read it"))
        self.button.clicked.connect(lambda: self.dismissed.emit(state.action.id))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class CouldNotBeDone(Popover):
    """The list under the bar's words; it closes when the last line is gone."""

    dismissed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Could not be done"), parent)
        self.all_read = Button(tr("Dismiss all"), "flat")
        self.all_read.clicked.connect(self._dismiss_all)
        self.head.addWidget(self.all_read)
        self._ids: list[str] = []

    def show_refused(self, states: Sequence[ActionState], name_of: Callable[[str], str], now: int, zone: str) -> None:
        """Shows these; `name_of` tells whom an entity is about, or nothing."""
        self._ids = [state.action.id for state in states]
        self.all_read.setVisible(len(states) > 1)
        if not states:
            self.close()
            return
        self.fill([self._line(state, name_of(state.action.entity), now, zone) for state in states])

    def _line(self, state: ActionState, client_name: str, now: int, zone: str) -> QWidget:
        line = RefusedLine(state, client_name, moment(state.action.made_at, now, zone))
        line.dismissed.connect(self.dismissed)
        return line

    def _dismiss_all(self) -> None:
        for action_id in list(self._ids):
            self.dismissed.emit(action_id)
