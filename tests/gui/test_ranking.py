"""The order of the incomplete bookings: chosen, kept, told why, and never moved under a hand (row N9)."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QAbstractItemModel
from pytestqt.qtbot import QtBot

from desktop.models.ranking import Order
from desktop.services.preferences import PreferencesFile
from desktop.views.followups.order import OrderButton
from desktop.views.followups.quiet import QUIET
from domain.constants import HOUR, MINUTE
from domain.wire.rows import DraftRow, ReminderState
from domain.worth import Slot, points, usual
from tests.gui.support.desk import Desk
from tests.gui.support.panel import shown
from tests.gui.support.rows import BALAYAGE, BEARD, CUT, NOW, WISH, draft

pytestmark = pytest.mark.row("N9")

CHEAP = draft(1, client_name="Cheap", lines=(BEARD,), new_client=False, start=None)
DEAR = draft(2, client_name="Dear", lines=(CUT, BALAYAGE), expired_at=NOW - 3 * HOUR)
OLD = draft(3, client_name="Old", lines=(BEARD,), new_client=False, start=None, expired_at=NOW - 20 * HOUR)
NEXT = draft(4, client_name="Next", start=WISH.replace(hour=14, minute=0), expired_at=NOW - 5 * HOUR)


def desk_with(*rows: DraftRow, order: Order = Order.WORTH) -> Desk:
    desk = Desk()
    desk.feed.reset(*rows)
    desk.ranking.choose(order)
    return desk


def names(desk: Desk) -> list[str]:
    return [desk.drafts.at(place).client_name for place in range(desk.drafts.rowCount())]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.WORTH, ["Dear", "Next", "Cheap", "Old"]),
        (Order.NEWEST, ["Cheap", "Dear", "Next", "Old"]),
        (Order.OLDEST, ["Old", "Next", "Dear", "Cheap"]),
        (Order.SOONEST, ["Next", "Dear", "Cheap", "Old"]),
    ],
)
def test_each_order(order: Order, expected: list[str]) -> None:
    assert names(desk_with(CHEAP, DEAR, OLD, NEXT, order=order)) == expected


def test_the_reason_is_in_words_and_only_where_it_is_the_reason() -> None:
    desk = desk_with(CHEAP, DEAR, OLD)
    said = desk.ranking.reason(DEAR)
    assert said == "Why here: wanted today 14:30, €142, still free and new client"
    desk.ranking.choose(Order.NEWEST)
    assert desk.ranking.reason(DEAR) == ""


def test_time_alone_moves_nothing() -> None:
    desk = desk_with(CHEAP, DEAR, OLD, NEXT)
    before, moved = names(desk), []
    desk.drafts.modelReset.connect(lambda: moved.append("reset"))
    desk.clock.at += 3 * HOUR
    desk.drafts.tick(desk.clock.at)
    assert (names(desk), moved) == (before, [])


def test_what_was_just_done_moves_nothing_until_it_is_quiet() -> None:
    desk = desk_with(CHEAP, DEAR, NEXT)
    told = msgspec.structs.replace(
        DEAR, reminders=(ReminderState("email", "sent", NOW, automatic=False),), start_at=NOW - HOUR
    )
    before = names(desk)
    desk.feed.put(told)
    assert names(desk) == before
    desk.ranking.when_quiet()
    assert names(desk) == ["Next", "Dear", "Cheap"]


def test_a_new_card_is_put_among_the_others_and_one_that_comes_back_where_it_was() -> None:
    desk = desk_with(CHEAP, DEAR)
    desk.feed.put(NEXT)
    assert names(desk) == ["Dear", "Next", "Cheap"]
    desk.feed.take(DraftRow, NEXT.id)
    desk.feed.put(NEXT)
    assert names(desk) == ["Dear", "Next", "Cheap"]


def test_to_be_put_in_the_same_order_moves_nothing() -> None:
    desk = desk_with(CHEAP, DEAR, OLD)
    resets: list[QAbstractItemModel] = []
    desk.drafts.modelReset.connect(lambda: resets.append(desk.drafts))
    desk.ranking.when_quiet()
    desk.clock.at += HOUR
    desk.ranking.when_quiet()
    assert resets == []


def test_keys_hold_the_list_still_for_a_while(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with(CHEAP, DEAR, NEXT)
    panel = shown(qtbot, desk)
    panel.list.make_current(DEAR.id)
    monkeypatch.setattr(panel.list, "has_focus", lambda: True)
    desk.feed.put(
        msgspec.structs.replace(
            DEAR, start_at=NOW - HOUR, reminders=(ReminderState("email", "sent", NOW, automatic=False),)
        )
    )
    panel.tick()
    assert names(desk)[0] == "Dear"
    desk.clock.at += QUIET
    panel.tick()
    assert names(desk)[0] == "Next"
    assert panel.list.current_id() == DEAR.id


def test_nothing_moves_under_the_pointer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with(CHEAP, DEAR, NEXT)
    panel = shown(qtbot, desk)
    monkeypatch.setattr(panel.list, "underMouse", lambda: True)
    desk.feed.put(
        msgspec.structs.replace(
            DEAR, start_at=NOW - HOUR, reminders=(ReminderState("email", "sent", NOW, automatic=False),)
        )
    )
    desk.clock.at += 30 * MINUTE
    panel.tick()
    assert names(desk)[0] == "Dear"


def test_the_button_says_and_changes_the_order(qtbot: QtBot) -> None:
    desk = desk_with(CHEAP, DEAR, OLD)
    chosen: list[str] = []
    desk.ranking.chosen.connect(chosen.append)
    panel = shown(qtbot, desk)
    button = panel.findChild(OrderButton)
    assert button is not None
    assert (button.text(), button.accessibleName()) == ("Worth doing first", "Order: Worth doing first")
    action = next(action for action in button.menu_of_orders().actions() if action.text() == "Oldest first")
    action.trigger()
    assert (button.text(), names(desk)[0], chosen) == ("Oldest first", "Old", ["oldest"])


def test_it_is_kept_by_person(tmp_path: Path) -> None:
    file = PreferencesFile(tmp_path / "preferences.json")
    file.change(orders={"ana": "oldest"})
    assert PreferencesFile(tmp_path / "preferences.json").value.orders == {"ana": "oldest"}
    assert PreferencesFile(tmp_path / "none.json").value.orders == {}


def test_a_long_list_is_measured_in_turns_and_stands_as_one_that_was_measured_at_once(qtbot: QtBot) -> None:
    rows = [
        draft(n, lines=(BEARD,) * (1 + n % 7), new_client=n % 3 == 0, start=None, expired_at=NOW - n * MINUTE)
        for n in range(1, 2300)
    ]
    desk = desk_with(*rows, order=Order.NEWEST)
    newest = names(desk), desk.drafts.at(0).id
    desk.ranking.choose(Order.WORTH)
    assert (names(desk), desk.drafts.at(0).id) == newest
    desk.feed.put(draft(5000, lines=(BALAYAGE,), start=None, expired_at=NOW - MINUTE))
    qtbot.waitUntil(lambda: desk.drafts.at(0).id != newest[1])
    mean = usual(rows)
    worth = [(-points(row, Slot.UNKNOWN, mean, NOW), row.id) for row in desk.drafts.shown()]
    assert [desk.drafts.at(place).id for place in range(desk.drafts.rowCount())] == [one for _, one in sorted(worth)]


def test_another_order_chosen_meanwhile_is_the_one_that_stays(qtbot: QtBot) -> None:
    desk = desk_with(*(draft(n, start=None, expired_at=NOW - n * MINUTE) for n in range(1, 2300)), order=Order.NEWEST)
    desk.ranking.choose(Order.WORTH)
    desk.ranking.choose(Order.OLDEST)
    qtbot.wait(0)
    assert desk.drafts.at(0).id == draft(2299).id
    assert desk.ranking.order is Order.OLDEST
