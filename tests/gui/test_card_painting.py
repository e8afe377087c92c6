"""Cards are painted where they differ and nowhere else, and what is on the screen is what they say."""

import random
from collections import Counter

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.cards import Card
from desktop.views.followups.card import CARD_HEIGHT
from desktop.views.followups.card_list import GAP, CardList
from domain.wire.rows import DraftRow
from tests.gui.support.clicks import button, hold, key
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, draft, many
from tests.gui.test_card_pool import Stage, staged, visible

_ROW = CARD_HEIGHT + GAP


class Paints(QObject):
    """Counts how often each widget inside another is painted, by the draft of its card."""

    def __init__(self, cards: CardList) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        for card in cards.cards():
            for widget in card.findChildren(QWidget):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[getattr(watched.parent(), "row_id", "")] += 1
        return False


def settle() -> None:
    """Until nothing is left to be painted."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def on_screen(stage: Stage) -> QImage:
    """The pixels that the window has put on the screen."""
    settle()
    seen = stage.screen().grabWindow(stage.winId()).toImage()
    assert seen.size() == stage.size()
    return seen.convertToFormat(QImage.Format.Format_RGB32)


def anew(stage: Stage) -> QImage:
    """The same window, painted anew."""
    return stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.row("B12")
def test_focus_on_a_button_paints_that_button_and_an_outline(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(20))
    cards.setFocus()
    settle()
    paints = Paints(cards)
    button(visible(cards)[1], "Dismiss").setFocus()
    settle()
    assert paints.counts == {draft(1).id: 1}
    assert on_screen(stage) == anew(stage)


@pytest.mark.row("B12")
def test_the_outline_goes_to_another_card_without_painting_what_is_on_them(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(20))
    cards.setFocus()
    cards.make_current(draft(0).id)
    outlined = on_screen(stage)
    paints = Paints(cards)
    stage.before.setFocus()
    plain = on_screen(stage)
    assert plain != outlined
    cards.setFocus()
    assert on_screen(stage) == outlined
    assert not paints.counts
    stage.before.setFocus()
    assert on_screen(stage) == anew(stage) == plain


@pytest.mark.row("B15")
@pytest.mark.parametrize("gone", [0, 1])
def test_cards_that_move_up_are_not_painted_anew(qtbot: QtBot, gone: int) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(20))
    settle()
    seen = [card.draft_id for card in visible(cards)]
    paints = Paints(cards)
    desk.feed.take(DraftRow, seen[gone])
    settle()
    assert not [draft_id for draft_id in seen[gone + 1 : -1] if paints.counts[draft_id]]
    assert on_screen(stage) == anew(stage)


@pytest.mark.row("B19")
def test_a_card_that_is_pressed_stays_under_the_pointer_while_the_others_move(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(20))
    pressed = visible(cards)[0]
    before = pressed.pos()
    hold(button(pressed, "Dismiss"))
    desk.feed.take(DraftRow, pressed.draft_id)
    settle()
    assert pressed.pos() == before
    assert on_screen(stage) == anew(stage)


def test_only_what_differs_is_put_into_words_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(20))
    settle()
    asked: list[str] = []
    said = desk.cards.card

    def card(row: DraftRow, now: int) -> Card:
        asked.append(row.id)
        return said(row, now)

    monkeypatch.setattr(desk.cards, "card", card)
    desk.feed.take(DraftRow, draft(0).id)
    settle()
    assert asked == [draft(4).id]
    row = desk.drafts.get(draft(2).id)
    assert row is not None
    desk.feed.put(replace(row, client_name="Another"))
    settle()
    assert row.id in asked
    shown = cards.card_of(row.id)
    assert shown is not None
    assert shown.accessibleName() == "Another"


def test_what_is_on_the_screen_is_what_the_cards_say(qtbot: QtBot) -> None:
    chance = random.Random(11)
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(60))
    for step in range(60):
        _happens(chance, desk, cards, step)
        if chance.randrange(3):  # else the next one comes before anything is painted
            assert on_screen(stage) == anew(stage), step


def _happens(chance: random.Random, desk: Desk, cards: CardList, step: int) -> None:
    bar, seen = cards.verticalScrollBar(), visible(cards)
    match chance.randrange(8):
        case 0:
            bar.setValue(chance.randrange(bar.maximum() + 1))
        case 1:
            bar.setValue(bar.value() + chance.randrange(-_ROW, _ROW))
        case 2 | 3:
            desk.feed.take(DraftRow, chance.choice(seen).draft_id)
        case 4:
            desk.feed.put(draft(1000 + step, expired_at=NOW - chance.randrange(200) * 1_000_000))
        case 5:
            desk.feed.put(draft(chance.randrange(60), client_name=f"Other {step}"))
        case 6:
            button(chance.choice(seen), "Dismiss").setFocus()
        case _:
            cards.setFocus()
            key(cards, chance.choice((Qt.Key.Key_J, Qt.Key.Key_K)))
