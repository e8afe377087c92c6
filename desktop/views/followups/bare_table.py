"""A table view of which nothing is seen: it scrolls, and knows rows and the current one; others stand over it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.views.theme.scroll_bar import ThinScrollBar


class _Nothing(QStyledItemDelegate):
    """What stands over the rows covers them: the view itself draws none."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pass


class BareTable(QTableView):
    """A column of rows of one height.

    Qt paints a table whole, with all that stands on it, when rows come or go and when the focus does. Here none of that
    is seen, so none of it is painted.
    """

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(_Nothing(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # its keys are commands
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar())
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height)
        columns.setStretchLastSection(True)
        rows.hide()
        columns.hide()

    def has_focus(self) -> bool:
        """Whether the table or something that stands on it has the focus."""
        focus = self.window().focusWidget()
        return focus is self or self.isAncestorOf(focus)

    def doItemsLayout(self) -> None:
        self.updateGeometries()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        pass

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        pass
