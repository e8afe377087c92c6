"""A question that stops what would lose something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import at_end
from desktop.views.theme.labels import Label


class Question(QDialog):
    """Two answers: `accepted` loses it; the other one, which Enter and Escape give too, keeps it."""

    def __init__(self, text: str, lose: str, keep: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Deskbell")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.label = Label(text, wrap=True)
        self.label.setFixedWidth(360)
        self.lose, self.keep = Button(lose), Button(keep, "primary")
        self.lose.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        self.keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.label)
        column.addLayout(at_end(self.lose, self.keep))
        self.keep.setFocus()
