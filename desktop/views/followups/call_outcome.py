"""What a card shows in the place of its buttons after a call: how it went, then a note and the next step (row N6)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.calls import NEXT, OUTCOMES, STEPS, AfterCall
from desktop.texts import tr
from desktop.views.followups.pooled import CardButton
from desktop.views.theme.labels import Label, as_plain_tooltip
from desktop.views.theme.surfaces import Field

_GAP = 4
_LONGEST_NOTE = 500


class NoteField(Field):
    """One line that is kept when Enter is pressed or the focus leaves it; Enter goes no further."""

    written = Signal(str)
    entered = Signal()

    def __init__(self, name: str, hint: str, longest: int = _LONGEST_NOTE) -> None:
        super().__init__(name=name, hint=hint)
        self.setMaxLength(longest)
        self.setFixedHeight(30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.written.emit(self.text())
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.written.emit(self.text())


class ChoiceButton(CardButton):
    """Stands where another choice stood a moment ago: the second half of a double click is not meant for it. Where
    the words of a language are long it is cut, and its tooltip has all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), self.sizeHint().height())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class CallStrip(QWidget):
    """Two rows of choices with the keys 1 to 6. It knows what it offers, not for which card."""

    pressed = Signal(int)
    """The outcome or step that was chosen, counted from one."""

    noted = Signal(str)
    taken_back = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shows: AfterCall | None = None
        self._head = Label(role="quiet", elide=True)
        self._note = NoteField(tr("Note about the call"), tr("Add a note"))
        self._note.written.connect(self.noted)
        self._undo = CardButton(tr("Undo"), "flat")
        self._close = CardButton(kind="flat", icon="close", name=tr("Show the buttons again"))
        self._undo.clicked.connect(self.taken_back)
        self._close.clicked.connect(self.closed)
        self._choices = [ChoiceButton() for _ in OUTCOMES]
        for number, button in enumerate(self._choices, 1):
            button.clicked.connect(lambda _=False, number=number: self.pressed.emit(number))
        for stop in (*self._choices, self._undo, self._close):
            stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(_GAP)
            row.addStrut(30)
            column.addLayout(row)
        for button in self._choices[:3]:
            self._first.addWidget(button)
        self._first.addWidget(self._head)
        self._first.addWidget(self._note, 1)
        self._first.addStretch()
        self._first.addWidget(self._undo)
        for button in self._choices[3:]:
            self._second.addWidget(button)
        self._second.addStretch(1)
        self._second.addWidget(self._close)

    def show_as(self, offered: AfterCall) -> None:
        """Offer this from now on."""
        if offered == self._shows:
            return
        same_call = self._shows is not None and self._shows.call_id == offered.call_id
        self._shows = offered
        asking = offered.outcome is None
        texts = [tr(text) for text in OUTCOMES.values()]
        if offered.outcome is not None:
            texts = [tr(STEPS[step]) for step in NEXT[offered.outcome]]
            self._head.say(tr(OUTCOMES[offered.outcome]))
        self._place(asking)
        for number, button in enumerate(self._choices, 1):
            button.setVisible(number <= len(texts))
            if number <= len(texts):
                button.setText(f"{number}  {texts[number - 1]}".replace("&", "&&"))
                button.setAccessibleName(tr("{button}: {client}", button=texts[number - 1], client=offered.client))
                button.setToolTip(as_plain_tooltip(texts[number - 1]))
        for widget in (self._head, self._note, self._undo):
            widget.setVisible(not asking)
        if not same_call:
            self._note.setText(offered.note)
        what = tr("How did the call to {client} go?", client=offered.client)
        self.setAccessibleName(what if asking else tr("What next for {client}?", client=offered.client))

    def _place(self, asking: bool) -> None:
        """The outcomes take both rows; the next steps the second, under the note."""
        for place, button in enumerate(self._choices[:3]):
            held = self._first if asking else self._second
            if held.indexOf(button) < 0:
                (self._second if asking else self._first).removeWidget(button)
                held.insertWidget(place, button)

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        order = (self._note, self._undo, *self._choices, self._close)
        return tuple(widget for widget in order if widget.isVisibleTo(self))

    def presses(self) -> tuple[QAbstractButton, ...]:
        """Everything on it that can be pressed."""
        return (*self._choices, self._undo, self._close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.text() and event.text() in "123456" and not event.isAutoRepeat():
            self.pressed.emit(int(event.text()))
        else:
            event.ignore()
