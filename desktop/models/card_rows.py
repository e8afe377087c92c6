"""What a list of cards asks of its model."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


class CardRows(QAbstractTableModel):
    """One column of immutable rows with ids, each with its place."""

    summary_changed = Signal()
    """All that one step changed in the list has been told: what sums it up may differ."""

    def at(self, position: int) -> Any:
        """The row at a position. Raises IndexError."""
        raise NotImplementedError

    def position(self, row_id: str) -> int | None:
        """Where a row is; None when it is not in the list."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        row = self.at(index.row())
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.client_name
        return None
