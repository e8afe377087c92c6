"""Toasts: what happened and to whom, in a corner, with Undo where it exists and what else is offered."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop.models.ports import Offer
from desktop.texts import tr
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.direction import is_mirrored
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Surface

_LEAST_MS = 5000
_MS_A_LETTER = 60
_LOOK_MS = 120
_SOON_MS = 40
"""What was done is kept and painted first; what is said of it is not even made before."""
_WIDEST = 460
_GAP = 12


class Toast(Surface):
    """One message. It is part of the window, so that it never takes the focus from what is being typed."""

    def __init__(self, text: str, buttons: Sequence[str], parent: QWidget) -> None:
        """`buttons` are what its buttons say, the usual one last."""
        super().__init__(ground="text", edge="text")
        self.setParent(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8 if buttons else 16, 8)
        row.setSpacing(12)
        self.label = Label(text, role="surface", wrap=True)
        width = self.label.fontMetrics().horizontalAdvance(text) + 4
        self.buttons = [Button(button, "quiet") for button in buttons]
        taken = sum(button.sizeHint().width() + 12 for button in self.buttons) + 24
        self.label.setFixedWidth(min(width, _WIDEST - taken))
        row.addWidget(self.label, 1)
        for button in self.buttons:
            row.addWidget(button)
        self.adjustSize()


class ToastCorner(QObject):
    """Shows the newest toast in a corner of `place`; it steps aside for every button that it would cover."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._toast: Toast | None = None
        self._next: tuple[str, Sequence[Offer]] | None = None
        self._around: tuple[QSize, QSize, list[QRect]] | None = None
        self._unread: list[str] = []
        self._held = False
        self._undo: Callable[[], None] | None = None
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self.close)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._appear)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._settle)
        place.installEventFilter(self)

    def say(self, text: str, undo: Callable[[], None] | None = None, offer: Offer | None = None) -> None:
        """Shows `text` long enough to read and reads it out; the one before goes. Nothing is said while it is held."""
        if self._held:
            return
        offers = [*([offer] if offer else []), *([Offer(tr("Undo"), undo)] if undo else [])]
        self._show(text, offers)
        self._undo = undo or (offer.run if offer else None)
        self._end.start(_LEAST_MS + _MS_A_LETTER * len(text))

    def insist(self, text: str) -> None:
        """Shows `text` until somebody says that it was read. What comes meanwhile is shown before it."""
        if text not in self._unread:
            self._unread.append(text)
        self._show_unread()

    def hold(self, *, on: bool) -> None:
        """While the desk is locked nothing is said, for it may name a client; what must be read is said afterwards."""
        self._held = on
        self.close()

    def _take(self, offer: Offer, _checked: bool = False) -> None:
        self.close()
        offer.run()

    def undo(self) -> None:
        """As a click on Undo; nothing without one."""
        undo = self._undo
        if undo is not None:
            self.close()
            undo()

    def current(self) -> Toast | None:
        """The toast that is shown, or is about to be."""
        self._make()
        return self._toast

    def close(self) -> None:
        """Takes the toast away; what was not read yet comes back."""
        self._take_away()
        self._show_unread()

    def _show(self, text: str, offers: Sequence[Offer]) -> None:
        """The one before stays until then: what stands under it need not be painted twice."""
        self._end.stop()
        self._undo, self._next = None, (text, offers)
        self._soon.start()

    def _make(self) -> None:
        if self._next is None:
            return
        text, offers = self._next
        self._remove()
        self._next, self._toast = None, Toast(text, [one.text for one in offers], self._place)
        for button, one in zip(self._toast.buttons, offers, strict=True):
            button.clicked.connect(partial(self._take, one))

    def _appear(self) -> None:
        toast = self.current()
        if toast is not None:
            self._settle()
            toast.show()
            toast.raise_()
            announce(self._place, toast.label.text())
            self._look.start()

    def _show_unread(self) -> None:
        if self._unread and not self._held and not self._end.isActive():
            text = self._unread[0]
            self._show(text, [Offer(tr("OK"), partial(self._read, text))])

    def _read(self, text: str) -> None:
        self._unread.remove(text)
        self.close()

    def _take_away(self) -> None:
        self._end.stop()
        self._soon.stop()
        self._undo = self._next = None
        self._remove()

    def _remove(self) -> None:
        self._look.stop()
        self._around = None
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._toast is not None:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        toast = self._toast
        if toast is None:
            return
        if toast.underMouse() and self._end.isActive():
            self._end.start(_LEAST_MS)
            return
        around = toast.size(), self._place.size(), _buttons(self._place, toast)
        if around != self._around:
            self._around = around
            toast.move(free_place(toast, self._place, around[-1]))


def _buttons(place: QWidget, toast: QWidget) -> list[QRect]:
    """Where buttons can be seen, in the coordinates of `place`."""
    found = []
    for button in place.findChildren(QAbstractButton):
        if not button.isVisible() or toast.isAncestorOf(button):
            continue
        seen = button.visibleRegion().boundingRect()
        if not seen.isEmpty():
            found.append(QRect(button.mapTo(place, seen.topLeft()), seen.size()))
    return found


def free_place(toast: QWidget, place: QWidget, buttons: list[QRect]) -> QPoint:
    """The lowest place, rather at the end of a line than at its start, at which the toast covers no button; the corner
    when there is none.
    """
    right, bottom = place.width() - toast.width() - _GAP, place.height() - toast.height() - _GAP
    corner, other = (_GAP, right) if is_mirrored(place) else (right, _GAP)
    for y in range(bottom, 0, -6):
        for x in (corner, right // 2, other):
            spot = QRect(QPoint(x, y), toast.size()).adjusted(-4, -4, 4, 4)
            if not any(spot.intersects(button) for button in buttons):
                return QPoint(x, y)
    return QPoint(corner, bottom)
