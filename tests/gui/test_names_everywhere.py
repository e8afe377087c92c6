"""Whatever a client is called, in every place of the whole program where her name stands (promise S6)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.models.ports import Link
from desktop.views.bell.panel import BellPanel
from desktop.views.booking.dialog import BookingDialog
from desktop.views.could_not_be_done.panel import CouldNotBeDone
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]

NAMES = {
    "long": "Wolfeschlegelsteinhausenbergerdorff " * 278,
    "no break in it": "n" * 10_000,
    "right to left": "محمد بن عبد الله",
    "turned around": "\u202eanna\u202c \u2067ben\u2069",
    "nothing to see": "\u200b\u2060",
    "markup": "<h1>A</h1><img src='file:///etc/passwd'><a href='tel:1'>x</a>",
    "a mnemonic and a placeholder": "Bob &Sons {client} %s",
    "one letter": "O",
}


def sticks_out(inside: QWidget) -> list[str]:
    """Visible children that do not fit into it."""
    found = []
    for child in inside.findChildren(QWidget):
        if child.isVisible() and not child.isWindow() and child.window() is inside.window():
            right = child.mapTo(inside.window(), child.rect().topRight()).x()
            if right > inside.mapTo(inside.window(), inside.rect().topRight()).x() + 1:
                found.append(f"{type(child).__name__} {child.geometry()}")
    return found


@pytest.mark.row("S6", "B12")
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_any_name_fits_everywhere_and_is_only_text(desk: Start, house: House, name: str) -> None:
    draft_id, token = house.review(name)
    house.advance(600_000_000)
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    card = program.card(draft_id)
    assert card.accessibleName()
    assert not sticks_out(card)
    program.work.open_bell()
    assert not sticks_out(program.one(BellPanel))
    row = program.work.drafts.get(draft_id)
    assert row is not None
    box = program.work.palette.box
    box.open(row.phone or "")
    assert draft_id in {one.hit.id for one in box.results().rows()}
    assert not sticks_out(box.results())
    box.close()
    program.work.ways.book(draft_id)
    form = program.one(BookingDialog)
    program.until(form.isVisible)
    assert not sticks_out(form)
    form.close()
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.press("Send reminder", card)
    program.until(lambda: bool(program.toast()))
    toast = program.app.window.toasts.current()
    assert toast is not None
    assert toast.geometry().right() <= program.app.window.width()
    assert toast.height() < 120
    house.review_again(token)
    program.wire.mend()
    program.until(lambda: bool(program.work.pending.refused()))
    program.work.open_refusals()
    assert not sticks_out(program.one(CouldNotBeDone))
    labels = [label for window in QApplication.topLevelWidgets() for label in window.findChildren(QLabel)]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
