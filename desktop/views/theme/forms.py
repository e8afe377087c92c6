"""What dialogs with a form are laid out from: a column under a title, parts under their names, a foot with buttons."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme.fonts import TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground


def titled(title: str, spacing: int = 8) -> tuple[Ground, QVBoxLayout]:
    """A ground and the column on it, which begins with the title; `spacing` in pixels."""
    ground = Ground("window")
    column = QVBoxLayout(ground)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(spacing)
    column.addWidget(Label(title, pixels=TITLE, weight=Weight.Bold, elide=True))
    return ground, column


def heading(name: str) -> Label:
    """The name of a part, to stand above it."""
    return Label(name, role="quiet", weight=Weight.Medium)


def foot(*buttons: QWidget, beside: QWidget | None = None) -> Ground:
    """A row that ends with the buttons; `beside` stands at its start."""
    ground = Ground("surface", "top")
    row = QHBoxLayout(ground)
    row.setContentsMargins(24, 12, 24, 12)
    row.setSpacing(8)
    if beside is not None:
        row.addWidget(beside)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return ground


def frame(dialog: QDialog, body: QWidget, below: QWidget) -> None:
    """Fills the dialog from edge to edge: `body` takes the room, `below` is its foot."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(body, 1)
    column.addWidget(below)
