"""The calendar under the hand: opening, moving and stretching appointments, choosing free time, by mouse and keys."""

import datetime as dt

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.schedule import STEP, Block, at_minutes, neighbour
from desktop.models.schedule_words import times
from desktop.models.scheduler import Scheduler
from desktop.texts import tr
from desktop.views.scheduler.canvas import Canvas
from desktop.views.scheduler.carry import Carry
from desktop.views.shell.announcements import announce
from desktop.views.theme.direction import is_mirrored
from domain.appointments import may_move

_EDGE = 6
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class CalendarGrid(Canvas):
    """Shows the scheduler's picture. Arrows go from block to block, Enter opens, M moves, + - and T change the day."""

    opened = Signal(str, QRect)
    """An appointment, and where its block is on the screen."""

    dropped = Signal(object)
    """A Drop that is possible."""

    free_time_chosen = Signal(str, object)
    """A click on free time: the column's team member, empty for any, and the local start."""

    day_stepped = Signal(int)
    today_requested = Signal()

    def __init__(self, scheduler: Scheduler, parent: QWidget | None = None) -> None:
        super().__init__(scheduler, parent)
        self._pressed: tuple[QPointF, Block | None] | None = None
        self._offers_free = False
        self._creep = QTimer(self, interval=40)
        self._creep.timeout.connect(self._scroll_on)
        self._pulled = QPointF()

    def offer_free_time(self, *, offers: bool) -> None:
        """Whether a click on free time leads anywhere now."""
        self._offers_free = offers

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.carry is not None:
            return
        block = self.geometry_now().block_at(event.position())
        self._pressed = event.position(), block
        self.focus.setFocus(Qt.FocusReason.MouseFocusReason)
        if block is not None:
            self.make_current(block)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is None:
            self._shape(place)
            return
        begun, block = self._pressed
        far = (place - begun).manhattanLength() >= QApplication.startDragDistance()
        if self.carry is None and block is not None and far:
            self._lift(block, begun)
        if self.carry is not None:
            self._pulled = place
            self._follow()
            near = place.y() < 60 or place.y() > self.viewport().height() - 24
            self._creep.start() if near else self._creep.stop()

    def _lift(self, block: Block, begun: QPointF) -> None:
        if not self.scheduler.may_book():
            self._pressed = None
            announce(self, tr("You are not allowed to do this."))
            return
        place = self.geometry_now()
        stretch = self._at_end(block, begun)
        grab = place.minutes(begun.y()) - block.span.start
        self.carry = self._carried(block, grab, stretch=stretch)
        shape = Qt.CursorShape.SizeVerCursor if stretch else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)

    def _carried(self, block: Block, grab: float = 0.0, *, stretch: bool = False) -> Carry | None:
        if not may_move(block.row.status):
            return None
        return Carry(block, self.scheduler.picture().columns, self.scheduler.drops(), grab=grab, stretch=stretch)

    def _at_end(self, block: Block, place: QPointF) -> bool:
        box = self.geometry_now().block(block)
        return box.bottom() - place.y() <= min(_EDGE, box.height() / 4)

    def _follow(self) -> None:
        place = self.geometry_now()
        if self.carry and self.carry.point(place.column_at(self._pulled.x()), place.minutes(self._pulled.y())):
            self._tell()

    def _scroll_on(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (-14 if self._pulled.y() < 60 else 14))
        self._follow()

    def _tell(self) -> None:
        """Says where it would be now, or why it cannot."""
        self.viewport().update()
        if self.carry is not None:
            drop = self.carry.drop
            first = drop.blocks[0] if drop.blocks else None
            where = f"{self.scheduler.picture().columns[first.column].title} {times(first.span)}" if first else ""
            announce(self.focus, drop.says or where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        (_, block), self._pressed = self._pressed, None
        if self.carry is not None:
            self.drop()
        elif block is not None:
            self.open_block(block)
        else:
            self._choose_free(event.position())

    def _choose_free(self, position: QPointF) -> None:
        place = self.geometry_now()
        if not self._offers_free or not place.in_content(position) or not place.picture.columns:
            return
        column = place.picture.columns[place.column_at(position.x())]
        minutes = int(place.minutes(position.y()) // STEP * STEP)
        if place.picture.hours.start <= minutes < place.picture.hours.end:
            start: dt.datetime = at_minutes(column.day, minutes)
            self.free_time_chosen.emit(column.member_id, start)

    def _shape(self, position: QPointF) -> None:
        place = self.geometry_now()
        block = place.block_at(position)
        shape = Qt.CursorShape.ArrowCursor
        if block is not None:
            at_end = self.scheduler.may_book() and self._at_end(block, position)
            shape = Qt.CursorShape.SizeVerCursor if at_end else Qt.CursorShape.PointingHandCursor
        elif self._offers_free and place.in_content(position):
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if self.carry is not None:
            self._follow()

    # Moving

    def lift(self, appointment_id: str) -> None:
        """Begin to move an appointment by keys: arrows, Shift with up and down for its length, Enter, Escape."""
        block = self.block_of(appointment_id)
        if block is None or not self.scheduler.may_book():
            return
        self.make_current(block)
        self.carry = self._carried(block)
        self.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(
            self.focus,
            tr("Moving {what}. Arrows move it, Enter puts it down, Escape leaves it.", what=self.tip(block)),
        )
        self.viewport().update()

    def drop(self) -> None:
        """Put it down where it is, if it can be there."""
        carried = self.carry
        self.cancel()
        if carried is not None and carried.drop.moves and not carried.drop.why_not:
            self.dropped.emit(carried.drop)

    def cancel(self) -> None:
        """Leave it where it was."""
        super().cancel()
        self._pressed = None
        self._creep.stop()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        done = self._key_of_carry(key, event.modifiers()) if self.carry is not None else self._plain_key(key, event)
        event.setAccepted(done)

    def _key_of_carry(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in _ENTER:
            if self.carry is not None and self.carry.drop.why_not:
                self._tell()
            else:
                self.drop()
        elif key in _ARROWS and self.carry is not None:
            across, down = self._arrow(key)
            longer = down if held & Qt.KeyboardModifier.ShiftModifier else 0
            if self.carry.nudge(across, 0 if longer else down, longer):
                for block in self.carry.drop.blocks[:1]:
                    self.bring_into_sight(block)
                self._tell()
        else:
            return False
        return True

    def _arrow(self, key: Qt.Key) -> tuple[int, int]:
        """Columns on and steps down; the arrows go where they point."""
        across, down = _ARROWS[key]
        return -across if is_mirrored(self) else across, down

    def _plain_key(self, key: Qt.Key, event: QKeyEvent) -> bool:
        block = self.current()
        if key in _ARROWS:
            found = neighbour(self.scheduler.picture().blocks, block, *self._arrow(key))
            if found is not None:
                self.go_to(found)
        elif key in _ENTER and block is not None:
            self.open_block(block)
        elif key == Qt.Key.Key_M and block is not None:
            self.lift(block.row.id)
        elif event.text() in {"+", "-"}:
            self.day_stepped.emit(1 if event.text() == "+" else -1)
        elif key == Qt.Key.Key_T:
            self.today_requested.emit()
        else:
            return False
        return True

    def open_block(self, block: Block) -> None:
        """Have an appointment opened beside its block."""
        box = self.geometry_now().block(block).toAlignedRect()
        self.opened.emit(block.row.id, QRect(self.viewport().mapToGlobal(QPoint(box.x(), box.y())), box.size()))
