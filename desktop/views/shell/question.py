"""A question that stops what would lose something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme.buttons import Button
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
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.lose)
        row.addWidget(self.keep)
        column.addWidget(self.label)
        column.addLayout(row)
        self.keep.setFocus()
