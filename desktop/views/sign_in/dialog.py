"""Signing in again over the work that is open, which stays as it is behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.sign_in.page import SignInPage


class SignInDialog(QDialog):
    """The page in a window of its own; Escape puts it away, and the bar offers it again."""

    def __init__(self, page: SignInPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = page
        self.setWindowTitle(tr("Sign in again"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.resize(480, 460)
