"""Where the window was, kept from one start to the next, and found again on a screen that still exists."""

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_REACHABLE = 80
"""So much of the top edge must be on a screen for a hand to get hold of the window, in pixels."""


def place_of(window: QWidget) -> str:
    """Size, place, and whether it fills the screen, as text."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")


def put_back(window: QWidget, place: str) -> None:
    """Puts the window where `place_of` found it. One that is on no screen any more leaves it as it is."""
    before = window.geometry()
    kept = QByteArray.fromBase64(QByteArray(place.encode("ascii", "ignore")))
    if not place or not window.restoreGeometry(kept):
        return
    if not can_be_reached(window.frameGeometry(), [screen.availableGeometry() for screen in QGuiApplication.screens()]):
        window.setGeometry(before)


def can_be_reached(frame: QRect, screens: list[QRect]) -> bool:
    """Whether enough of its top edge is on one of the screens."""
    edge = QRect(frame.left(), frame.top(), frame.width(), 1)
    return any(edge.intersected(screen).width() >= _REACHABLE for screen in screens)
