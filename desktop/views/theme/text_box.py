"""Some lines of plain text to type, edged like the fields of one line."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from desktop.views.theme.scroll_bar import ThinScrollBar
from desktop.views.theme.surfaces import Surface


class TextBox(Surface):
    """Tab leaves `edit`: it is not typed into a text."""

    def __init__(self, name: str) -> None:
        super().__init__(edge="edge", radius=6)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(name)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.setVerticalScrollBar(ThinScrollBar())
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.edit.setPalette(clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 4, 4)
        column.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            inside = event.type() == QEvent.Type.FocusIn
            self.paint_as(edge="action" if inside else "edge", width=2.0 if inside else 1.0)
        return super().eventFilter(watched, event)
