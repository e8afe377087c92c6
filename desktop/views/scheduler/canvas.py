"""The calendar as it is seen: one widget that paints all of it.

The focus is held by a child over the current block, which has the block's words as its name: what a screen reader
reads, and what keys act on.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QFrame, QToolTip, QWidget

from desktop.models.schedule import Block
from desktop.models.schedule_words import summary
from desktop.models.scheduler import Mode, Scheduler
from desktop.texts import in_a_row, tr
from desktop.views.scheduler.blocks import Blocks
from desktop.views.scheduler.carry import Carry
from desktop.views.scheduler.frame import Frame, Memory
from desktop.views.scheduler.geometry import GUTTER, HEAD, Geometry
from desktop.views.scheduler.marks import Marks
from desktop.views.scheduler.sheet import Sheet
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import is_mirrored
from desktop.views.theme.labels import as_plain_tooltip
from desktop.views.theme.scroll_bar import ThinScrollBar

_TICK = 20_000


class BlockFocus(QAbstractButton):
    """Stands where the current block is and holds the focus for it; the calendar acts on its keys."""

    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The calendar paints the block."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.moved.emit()


class Canvas(QAbstractScrollArea):
    """Paints the scheduler's picture, the current block and what is being moved."""

    def __init__(self, scheduler: Scheduler, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scheduler = scheduler
        self.carry: Carry | None = None
        self._current: tuple[str, int] | None = None
        self._waiting: dict[str, str] = {}
        self._memory = Memory()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setHorizontalScrollBar(ThinScrollBar(Qt.Orientation.Horizontal))
        self.setCornerWidget(QWidget())  # a system's own draws a frame between the two bars
        self.setMinimumHeight(200)
        self.viewport().setMouseTracking(True)
        self.focus = BlockFocus(self.viewport())
        self.setFocusProxy(self.focus)
        self.focus.moved.connect(self.viewport().update)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        scheduler.changed.connect(self._later)
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self.viewport().update)

    # What is shown

    def geometry_now(self) -> Geometry:
        """Where everything is as it is scrolled."""
        size = self.viewport().size()
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return Geometry(self.scheduler.picture(), size.width(), size.height(), left, top, is_mirrored(self))

    def refresh(self) -> None:
        """Show what the scheduler has now. What is being moved is let go of when somebody else has changed it."""
        if not self.isVisible():
            return
        carried = self.carry
        if carried is not None and self.scheduler.appointment(carried.block.row.id) != carried.block.row:
            self.cancel()
        self._waiting = {}
        self._memory.forget()
        for block in self.scheduler.picture().blocks:
            waits = self.scheduler.waits(block.row.id)
            if waits:
                self._waiting[block.row.id] = waits
        self._measure()
        self._settle_focus()
        self.viewport().update()

    def scroll_to(self, minutes: float) -> None:
        """Bring a time into sight, a little below the top; where it is well in sight from the day's first hour on, that
        hour stays whole.
        """
        place = self.geometry_now()
        from_begin = (minutes - place.picture.hours.start) * place.minute
        far = from_begin > (place.height - HEAD) / 2
        self.verticalScrollBar().setValue(int(from_begin - 45 * place.minute) if far else 0)

    def current(self) -> Block | None:
        """The block that keys act on."""
        if self._current is None:
            return None
        return next((block for block in self.scheduler.picture().blocks if block.key == self._current), None)

    def block_of(self, appointment_id: str) -> Block | None:
        """The first block of an appointment."""
        return next((one for one in self.scheduler.picture().blocks if one.row.id == appointment_id), None)

    def make_current(self, block: Block) -> None:
        """Make a block the one that keys act on."""
        self._current = block.key
        self._settle_focus()
        self.viewport().update()

    def cancel(self) -> None:
        """Leave what is being moved where it was."""
        self.carry = None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def go_to(self, block: Block) -> None:
        """Make a block current and bring it into sight."""
        self._current = block.key
        self.bring_into_sight(block)
        self._settle_focus()
        self.viewport().update()

    def bring_into_sight(self, block: Block) -> None:
        """Scroll to a block that is not wholly on the screen."""
        place = self.geometry_now()
        box = place.shown(place.block(block))
        size = self.viewport().size()
        if box.top() < 40 or box.bottom() > size.height():
            self.scroll_to(block.span.start)
        bar = self.horizontalScrollBar()
        if box.right() > size.width():
            bar.setValue(bar.value() + int(box.right() - size.width()) + 8)
        elif box.left() < 60:
            bar.setValue(bar.value() + int(box.left()) - 64)

    def _later(self) -> None:
        self._soon.start()

    def _measure(self) -> None:
        place = self.geometry_now()
        wide, high = place.content()
        size = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, round(wide - (size.width() - GUTTER))))
        across.setPageStep(size.width())
        down.setRange(0, max(0, round(high - (size.height() - HEAD))))
        down.setPageStep(size.height())
        down.setSingleStep(30)

    def _settle_focus(self) -> None:
        """The focus stands over the current block and is named for it."""
        block = self.current()
        if block is None:
            self.focus.setGeometry(0, 0, 1, 1)
            count = len(self.scheduler.picture().blocks)
            title = self.scheduler.picture().title
            said = tr("{day}, no appointments", day=title) if not count else tr("Appointments of {day}", day=title)
            self._name(in_a_row((said, *self.scheduler.holds_in_words())))
            return
        self.focus.setGeometry(self.geometry_now().block(block).toAlignedRect())
        column = self.scheduler.picture().columns[block.column]
        member = self.scheduler.member_name(block.lines[0].team_member_id)
        day = "" if self.scheduler.mode is Mode.DAY else column.title
        said = summary(block, member, self._waiting.get(block.row.id, ""))
        self._name(f"{day}, {said}" if day else said)

    def _name(self, name: str) -> None:
        if name != self.focus.accessibleName():
            self.focus.setAccessibleName(name)
            self.setAccessibleName(name)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        place, scheduler = self.geometry_now(), self.scheduler
        today, minutes = scheduler.now_line()
        index = next((n for n, column in enumerate(place.picture.columns) if column.day == today), None)
        with QPainter(self.viewport()) as painter:
            frame = Frame(painter, place, colours_of(self), self.font(), self._memory)
            sheet, marks = Sheet(frame), Marks(frame)
            sheet.ground()
            marks.holds()
            held = self.current() if self.focus.hasFocus() else None
            Blocks(frame).draw(held, self._waiting, self.carry.block.row.id if self.carry else "")
            if place.picture.wanted is not None:
                marks.wanted(place.picture.wanted)
            if self.carry is not None:
                marks.drop(self.carry.drop)
            sheet.heads(index if scheduler.mode is Mode.WEEK else None)
            sheet.now(index, minutes, self.scheduler.mode)
            if self.focus.hasFocus() and held is None:
                sheet.focus()
            drop = self.carry.drop if self.carry else None
            if drop is not None and drop.says and drop.blocks:
                marks.sentence(drop.says, place.block(drop.blocks[0]), "red" if drop.why_not else "amber")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._settle_focus()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        self._settle_focus()
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self.refresh()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place, at = self.geometry_now(), QPointF(event.pos())
            block = place.block_at(at)
            tip = self.tip(block) if block else place.hold_at(at)
            text = as_plain_tooltip(tip) if self.carry is None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def tip(self, block: Block) -> str:
        """The whole block in words."""
        member = self.scheduler.member_name(block.lines[0].team_member_id)
        return summary(block, member, self._waiting.get(block.row.id, ""))
