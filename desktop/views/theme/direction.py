"""Left and right: in a language that is written from right to left everything stands mirrored (row N20).

Layouts of Qt mirror themselves; what is painted or placed by hand asks here.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget


def is_mirrored(widget: QWidget) -> bool:
    """Whether the widget begins at its right."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def placed(widget: QWidget, place: QRectF) -> QRectF:
    """A place thought from left to right, where it is on the widget."""
    return turned(place, widget.width()) if is_mirrored(widget) else place


def turned(place: QRectF, width: float) -> QRectF:
    """A place on the other side of something so wide."""
    return QRectF(width - place.right(), place.top(), place.width(), place.height())
