"""What stands in the place of cards when there is none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label


class EmptyPage(QWidget):
    """Says that nothing is here and what will be."""

    def __init__(self, head: str, text: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 0, 32, 96)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (Label(head, pixels=STRONG, weight=Weight.DemiBold), Label(text, role="quiet", wrap=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(1)
