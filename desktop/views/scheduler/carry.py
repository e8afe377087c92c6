"""An appointment that is being moved or stretched, by mouse or keys; each step is answered before it is dropped."""

from desktop.models.drops import Drop, Drops, carried, stretched
from desktop.models.schedule import DAY_MINUTES, STEP, Block, Column, snapped
from domain.seats import seat_of


class Carry:
    """`grab` is how many minutes below the block's start the pointer holds it; `stretch` moves its end instead."""

    def __init__(
        self, block: Block, columns: tuple[Column, ...], drops: Drops, *, grab: float = 0.0, stretch: bool = False
    ) -> None:
        self.block, self._stretch = block, stretch
        self._columns, self._drops, self._grab = columns, drops, grab
        self._column, self._top, self._longer = block.column, block.span.start, 0
        self.drop: Drop = drops.look(block.row, seat_of(block.row.start, block.row.lines))

    def point(self, column: int, minutes: float) -> bool:
        """Follows the pointer; whether that is another drop than before."""
        span = self.block.span
        if self._stretch:
            end = max(span.start + STEP, min(snapped(minutes), DAY_MINUTES))
            return self._go(self._column, self._top, end - span.end)
        begin = minutes - self._grab
        top = span.start if abs(begin - span.start) < STEP / 2 else snapped(begin)
        return self._go(column, top, 0)

    def nudge(self, across: int, steps: int, longer: int) -> bool:
        """Goes on by columns, by steps of a quarter of an hour, or in length; whether anything differs."""
        column = max(0, min(self._column + across, len(self._columns) - 1))
        length = self.block.span.end - self.block.span.start
        more = max(STEP - length, self._longer + longer * STEP) if longer else self._longer
        return self._go(column, self._top + steps * STEP, more)

    def _go(self, column: int, top: int, longer: int) -> bool:
        top = max(0, min(top, DAY_MINUTES - STEP))
        if (column, top, longer) == (self._column, self._top, self._longer):
            return False
        self._column, self._top, self._longer = column, top, longer
        seat = carried(self.block, self._columns[column], top)
        if longer:
            seat = stretched(seat, self.block.part, longer)
        self.drop = self._drops.look(self.block.row, seat)
        return True
