"""What forms are laid out from: a column under a title, parts under their names, a foot with buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground


def titled(on: QWidget, title: str, spacing: int = 8) -> QVBoxLayout:
    """Lays a column out on a widget, which begins with the title; `spacing` in pixels."""
    column = QVBoxLayout(on)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(spacing)
    column.addWidget(Label(title, pixels=TITLE, weight=Weight.Bold, elide=True))
    return column


def heading(name: str) -> Label:
    """The name of a part, to stand above it."""
    return Label(name, role="quiet", weight=Weight.Medium)


def named(field: QWidget) -> Label:
    """The accessible name of a field, to stand above it; a screen reader ties the two."""
    label = Label(field.accessibleName(), role="quiet", pixels=SMALL, weight=Weight.Medium)
    label.setBuddy(field)
    return label


def at_end(*buttons: QWidget) -> QHBoxLayout:
    """The buttons side by side where a line ends."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row


def in_rows(widgets: Sequence[QWidget], most: int, spacing: int = 8) -> QVBoxLayout:
    """The widgets side by side from where a line begins, at most so many to a line; `spacing` in pixels."""
    rows = QVBoxLayout()
    rows.setSpacing(spacing)
    for first in range(0, len(widgets), most):
        row = QHBoxLayout()
        row.setSpacing(spacing)
        for widget in widgets[first : first + most]:
            row.addWidget(widget)
        row.addStretch(1)
        rows.addLayout(row)
    return rows


def wide(button: Button) -> Button:
    """The button, as wide as the column that it stands in."""
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFixedHeight(36)
    return button


def over_fault(on: QWidget, row: QHBoxLayout, fault: QWidget) -> None:
    """Lays a row out on a widget, over the line that says what is wrong with it."""
    column = QVBoxLayout(on)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addLayout(row)
    column.addWidget(fault)


def foot(*buttons: QWidget, beside: QWidget | None = None) -> Ground:
    """A row that ends with the buttons; `beside` stands at its start."""
    ground = Ground("surface", "top")
    row = QHBoxLayout(ground)
    row.setContentsMargins(24, 12, 24, 12)
    if beside is not None:
        row.addWidget(beside)
    row.addLayout(at_end(*buttons), 1)
    return ground


def frame(dialog: QDialog, body: QWidget, below: QWidget) -> None:
    """Fills the dialog from edge to edge: `body` takes the room, `below` is its foot."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(body, 1)
    column.addWidget(below)
