"""Rows that are made when they are first needed, and used again for whatever is to be shown."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

R = TypeVar("R", bound=QWidget)


def reused(rows: list[R], count: int, make: Callable[[int], R]) -> list[R]:
    """The first `count` rows, to be bound by the caller; those beyond are hidden.

    `make` puts one more in its place in the layout, where `rows`, which keeps them all, has so many already.
    """
    while len(rows) < count:
        rows.append(make(len(rows)))
    for place, row in enumerate(rows):
        row.setVisible(place < count)
    return rows[:count]
