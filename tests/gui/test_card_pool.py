"""The pool of cards: few widgets over many rows, and a card that is in use keeps its draft."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.views.followups.card import CARD_HEIGHT, CardWidget
from desktop.views.followups.card_list import GAP, CardList
from desktop.views.followups.panel import FollowUpsPanel
from domain.wire.actions import DismissDraft
from domain.wire.rows import DraftRow
from tests.gui.support.clicks import button, hold, key, let_go, press
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, draft, many

_ROW = CARD_HEIGHT + GAP


class Stage(QWidget):
    """The panel between two fields, as in a window."""

    def __init__(self, panel: FollowUpsPanel) -> None:
        super().__init__()
        self.before, self.after = QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        for part in (self.before, panel, self.after):
            column.addWidget(part)
        self.resize(500, 860)


def staged(qtbot: QtBot, desk: Desk, *rows: DraftRow) -> tuple[Stage, CardList]:
    panel = desk.panel()
    stage = Stage(panel)
    qtbot.addWidget(stage)
    desk.feed.reset(*rows)
    stage.show()
    stage.activateWindow()
    qtbot.waitUntil(lambda: bool(visible(panel.list)))
    return stage, panel.list


def visible(cards: CardList) -> list[CardWidget]:
    """The cards that can be seen, from the top."""
    made = [card for card in cards.cards() if isinstance(card, CardWidget)]
    seen = [card for card in made if card.isVisible() and not card.visibleRegion().isEmpty()]
    return sorted(seen, key=lambda card: card.y())


def drafts_seen(cards: CardList) -> list[str]:
    return [card.draft_id for card in visible(cards)]


def expected(desk: Desk, cards: CardList) -> list[str]:
    value, height = cards.verticalScrollBar().value(), cards.viewport().height()
    first, last = value // _ROW, min((value + height - 1) // _ROW, desk.drafts.rowCount() - 1)
    return [desk.drafts.at(row).id for row in range(first, last + 1)]


@pytest.mark.row("B12")
def test_10_000_rows_make_about_10_cards(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(10_000))
    bar = cards.verticalScrollBar()
    for value in (0, 500, 5_000, bar.maximum(), 77_777, 3):
        bar.setValue(value)
        shown, wanted = drafts_seen(cards), expected(desk, cards)
        assert [one for one in wanted if one in shown] == shown
        assert len(wanted) - len(shown) <= 1  # a row of which only the gap can be seen
    assert len(cards.cards()) <= 10


def test_any_scrolling_and_changing_shows_the_rows_that_are_there(qtbot: QtBot) -> None:
    chance = random.Random(4)
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(200))
    bar = cards.verticalScrollBar()
    for step in range(80):
        match chance.randrange(4):
            case 0:
                bar.setValue(chance.randrange(bar.maximum() + 1))
            case 1:
                desk.feed.take(DraftRow, draft(chance.randrange(200)).id)
            case 2:
                desk.feed.put(draft(1000 + step, expired_at=NOW - chance.randrange(200) * 1_000_000))
            case _:
                desk.feed.put(draft(chance.randrange(200), client_name=f"Other {step}"))
        cards.place()
        shown = drafts_seen(cards)
        assert [one for one in expected(desk, cards) if one in shown] == shown
        for one in visible(cards):
            row = desk.drafts.get(one.draft_id)
            assert row is not None
            assert one.accessibleName() == row.client_name
    assert len(cards.cards()) <= 10


def test_what_is_being_read_does_not_move_when_cards_come_above_it(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(100))
    cards.verticalScrollBar().setValue(10 * _ROW + 50)
    before = [(one.draft_id, one.y()) for one in visible(cards)]
    desk.feed.put(draft(500, expired_at=NOW + 1), draft(501, expired_at=NOW + 2))
    desk.feed.take(DraftRow, draft(3).id)
    cards.place()
    assert [(one.draft_id, one.y()) for one in visible(cards)] == before


def test_focus_stays_with_its_draft_while_the_list_scrolls(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(1000))
    held = visible(cards)[1]
    draft_id = held.draft_id
    dismiss = button(held, "Dismiss")
    dismiss.setFocus()
    for value in (5_000, 50_000, 20):
        cards.verticalScrollBar().setValue(value)
        assert stage.focusWidget() is dismiss
        assert held.draft_id == draft_id
        assert cards.card_of(draft_id) is held
    assert drafts_seen(cards)[:2] == [draft(0).id, draft_id]


def test_focus_goes_on_to_the_next_card_when_its_own_is_dismissed(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(20))
    cards.setFocus()
    cards.make_current(draft(2).id)
    press(cards.card_of(draft(2).id) or cards, "Dismiss")
    assert desk.acts.payloads() == [DismissDraft(draft_id=draft(2).id)]
    desk.feed.take(DraftRow, draft(2).id)
    cards.place()
    assert stage.focusWidget() is cards
    assert cards.current_id() == draft(3).id


def test_a_press_is_for_the_draft_it_began_on(qtbot: QtBot) -> None:
    """Rows come above while the button is down: the card stays with its draft, and so does the click."""
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(20))
    pressed = visible(cards)[1]
    draft_id = pressed.draft_id
    dismiss = button(pressed, "Dismiss")
    hold(dismiss)
    desk.feed.put(*(draft(100 + n, expired_at=NOW + n) for n in range(1, 10)))
    cards.place()
    assert pressed.draft_id == draft_id
    let_go(dismiss)
    assert desk.acts.payloads() == [DismissDraft(draft_id=draft_id)]


@pytest.mark.row("B19")
def test_a_draft_that_goes_while_its_card_is_pressed(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(20))
    pressed = visible(cards)[1]
    draft_id = pressed.draft_id
    dismiss = button(pressed, "Dismiss")
    hold(dismiss)
    desk.feed.take(DraftRow, draft_id)
    cards.place()
    assert pressed.draft_id == draft_id
    assert pressed.isVisible()
    let_go(dismiss)
    assert not desk.acts.actions
    assert desk.toasts.texts[0].startswith("This incomplete booking has left the list")
    qtbot.waitUntil(lambda: cards.card_of(draft_id) is None)
    assert drafts_seen(cards) == expected(desk, cards)[: len(drafts_seen(cards))]


def test_a_press_let_go_beside_the_button_gives_the_card_back(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(20))
    pressed = visible(cards)[1]
    dismiss = button(pressed, "Dismiss")
    hold(dismiss)
    desk.feed.take(DraftRow, pressed.draft_id)
    cards.place()
    gone = pressed.draft_id
    let_go(dismiss, QPoint(-500, -500))
    qtbot.waitUntil(lambda: cards.card_of(gone) is None)
    assert not desk.acts.actions


def test_a_card_with_an_open_menu_keeps_its_draft(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(100))
    opened = visible(cards)[0]
    draft_id = opened.draft_id
    press(opened, "More about Client 0")
    cards.setFocus()
    cards.verticalScrollBar().setValue(8_000)
    assert opened.draft_id == draft_id
    menu = opened.menu()
    assert menu is not None
    menu.close()
    qtbot.waitUntil(lambda: cards.card_of(draft_id) is None)


@pytest.mark.row("N14")
def test_tab_walks_through_every_card_and_out(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(8))
    stage.before.setFocus()
    walked: list[str] = []
    for _ in range(60):
        focus = stage.focusWidget()
        key(focus, Qt.Key.Key_Tab)
        focus = stage.focusWidget()
        if focus is stage.after:
            break
        walked += [one.row_id for one in cards.cards() if one.isAncestorOf(focus)]
        assert not focus.visibleRegion().isEmpty()
    assert stage.focusWidget() is stage.after
    assert list(dict.fromkeys(walked)) == [draft(n).id for n in range(8)]
    assert len(walked) == 8 * 5
    key(stage.after, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(60):
        focus = stage.focusWidget()
        if focus is stage.before:
            break
        key(focus, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert stage.focusWidget() is stage.before


@pytest.mark.row("N14")
def test_enter_on_a_focused_button_presses_that_button(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(3))
    dismiss = button(visible(cards)[1], "Dismiss")
    dismiss.setFocus()
    key(dismiss, Qt.Key.Key_Return)
    assert desk.acts.payloads() == [DismissDraft(draft_id=draft(1).id)]


def test_arrows_leave_a_button_for_the_next_card(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(5))
    cards.make_current(draft(1).id)
    dismiss = button(visible(cards)[1], "Dismiss")
    dismiss.setFocus()
    key(dismiss, Qt.Key.Key_Down)
    assert stage.focusWidget() is cards
    assert cards.current_id() == draft(2).id


def test_the_current_card_survives_a_new_copy_of_everything(qtbot: QtBot) -> None:
    desk = Desk()
    _, cards = staged(qtbot, desk, *many(50))
    cards.setFocus()
    cards.make_current(draft(9).id)
    desk.feed.reset(*many(40))
    cards.place()
    assert cards.current_id() == draft(9).id


def test_the_list_empties_at_once_under_a_current_card(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, draft(1), draft(2))
    cards.make_current(draft(1).id)

    desk.feed.clear(DraftRow)  # a slot that raises fails the test

    qtbot.waitUntil(lambda: not visible(cards))
    assert cards.current_id() == ""
    assert stage.isVisible()


def test_the_focus_may_pass_through_when_the_models_are_gone(qtbot: QtBot) -> None:
    desk = Desk()
    stage, cards = staged(qtbot, desk, *many(3))
    stage.before.setFocus()
    qtbot.waitUntil(stage.before.hasFocus)
    delete(desk.drafts)
    cards.setFocus()
    assert not cards.currentIndex().isValid()
