"""A panel that hangs under a button of the bar and closes by Escape or a click beside it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.theme.direction import is_mirrored
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Surface

_WIDTH = 400
_TALLEST = 480


class Popover(QFrame):
    """Title, an optional widget at its right, and rows that scroll."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        surface = Surface()
        outer.addWidget(surface)
        column = QVBoxLayout(surface)
        column.setContentsMargins(1, 12, 1, 8)
        column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(15, 0, 11, 0)
        self.title = Label(title, pixels=STRONG, weight=Weight.DemiBold, elide=True)
        self.head.addWidget(self.title, 1)
        column.addLayout(self.head)
        self._area = _scrolling()
        column.addWidget(self._area)
        self._rows: list[QWidget] = []

    def fill(self, rows: list[QWidget]) -> None:
        """Shows these rows instead of what was there."""
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(15, 0, 11, 4)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(row)
        self._rows = rows
        before = self._area.takeWidget()
        if before is not None:
            # What was there may hold the button whose click led here.
            before.deleteLater()
        self._area.setWidget(held)
        held.setAutoFillBackground(False)
        height = held.heightForWidth(_WIDTH - 2) if held.hasHeightForWidth() else held.sizeHint().height()
        self._area.setFixedHeight(min(_TALLEST, max(held.sizeHint().height(), height)))
        self.adjustSize()

    def rows(self) -> list[QWidget]:
        """What is shown, from the top."""
        return self._rows

    def hang_under(self, widget: QWidget) -> None:
        """Opens with its end under the widget's."""
        end = self.width() if is_mirrored(self) else widget.width()
        corner = widget.mapToGlobal(QPoint(end, widget.height() + 6))
        window = widget.window().frameGeometry()
        self.move(max(window.left() + 4, min(corner.x() - self.width(), window.right() - self.width() - 4)), corner.y())
        self.show()


def _scrolling() -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what it holds
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    area.viewport().setAutoFillBackground(False)
    return area
