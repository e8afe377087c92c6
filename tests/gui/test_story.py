"""The drawer that tells what happened to a draft (row N13)."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.views.followups.panel import FollowUpsPanel
from domain.constants import HOUR, MINUTE
from domain.wire.rows import Call, DraftRow, ReminderState, Reply
from domain.wire.timeline import Timeline, TimelineEntry
from domain.work import CallOutcome
from tests.gui.support.clicks import key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.panel import opened
from tests.gui.support.rows import NOW, draft

pytestmark = pytest.mark.row("N13")

STORY = (
    TimelineEntry(NOW - 22 * MINUTE, "started"),
    TimelineEntry(NOW - 12 * MINUTE, "left"),
    TimelineEntry(NOW - 11 * MINUTE, "reminder_sent", channel="sms"),
    TimelineEntry(NOW - 10 * MINUTE, "reminder_failed", channel="email", reason="bad_address"),
    TimelineEntry(NOW - 9 * MINUTE, "called", "Ana Ruiz", outcome="call_back", note="After six"),
    TimelineEntry(NOW - 8 * MINUTE, "snoozed", "Ana Ruiz", until=NOW - MINUTE),
    TimelineEntry(NOW - 7 * MINUTE, "abducted"),
    TimelineEntry(NOW - 2 * MINUTE, "dismissed", "Ben Ott", reason="duplicate"),
)


def with_story(qtbot: QtBot, desk: Desk, row: DraftRow) -> FollowUpsPanel:
    panel = opened(qtbot, desk, row)
    key(panel.list, Qt.Key.Key_T)
    return panel


def lines(panel: FollowUpsPanel) -> list[str]:
    listed = panel.work.drawer.list
    return [listed.item(row).text() for row in range(listed.count())]


def test_the_story_is_what_the_server_tells(qtbot: QtBot) -> None:
    desk = Desk()
    panel = with_story(qtbot, desk, draft(1))
    desk.slots.tell(Timeline(STORY))
    assert lines(panel) == [
        "Started online, reached Review, 12:52",
        "Left at Review without booking, 13:02",
        "Reminder sent by SMS, 13:03",
        "Reminder by email failed: the address does not work, 13:04",
        "Called, wants to be called back, 13:05 · Ana Ruiz, After six",
        "Snoozed until 13:13, 13:06 · Ana Ruiz",
        "Dismissed: Duplicate, 13:12 · Ben Ott",
    ]
    assert panel.window().focusWidget() is panel.work.drawer.list
    assert panel.work.drawer.list.accessibleName() == "Sarah Lindqvist: what happened"
    key(panel.work.drawer.list, Qt.Key.Key_Escape)
    assert not panel.work.drawer.isVisible()
    assert panel.window().focusWidget() is panel.list


def test_without_a_connection_it_is_what_the_copy_knows_and_says_so(qtbot: QtBot) -> None:
    desk = Desk()
    known = msgspec.structs.replace(
        draft(1),
        reminders=(ReminderState("sms", "sent", NOW - HOUR // 6, automatic=False),),
        calls=(Call("k", NOW - MINUTE, CallOutcome.NO_ANSWER, "Ana", "Twice"),),
        replies=(Reply("r", NOW - MINUTE // 2, "Yes please"),),
    )
    panel = with_story(qtbot, desk, known)
    desk.slots.tell(None)
    assert "The server cannot be asked now: this is what this computer knows." in texts(panel.work.drawer)
    assert [line.partition(",")[0] for line in lines(panel)] == [
        "Started online",
        "Left at Review without booking",
        "Reminder sent by SMS",
        "Called",
        "Replied by SMS",
    ]
    assert lines(panel)[-1].endswith("Yes please")


def test_what_happens_meanwhile_is_asked_for(qtbot: QtBot) -> None:
    desk = Desk()
    panel = with_story(qtbot, desk, draft(1))
    desk.slots.tell(Timeline(STORY[:2]))
    desk.feed.put(msgspec.structs.replace(draft(1), snoozed_until=NOW + HOUR))
    assert len(desk.slots.stories) == 2
    desk.slots.tell(Timeline(STORY))
    assert len(lines(panel)) == 7
    desk.feed.take(DraftRow, draft(1).id)
    assert "This incomplete booking has left the list." in texts(panel.work.drawer)
    desk.slots.tell(None)
    assert len(lines(panel)) == 7
    desk.feed.put(draft(2))
    assert len(desk.slots.stories) == 3


def test_it_is_in_the_menu_too_and_a_tab_closes_it(qtbot: QtBot) -> None:
    desk = Desk()
    panel = with_story(qtbot, desk, draft(1))
    press(panel, "Incomplete, 1 waiting")
    assert not panel.work.drawer.isVisible()
    desk.slots.tell(Timeline(STORY))
    panel.list.place()
    found = panel.list.card_of(draft(1).id)
    assert found is not None
    press(found, "More about Sarah Lindqvist")
    menu = found.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "What happened so far").trigger()
    assert panel.work.drawer.isVisible()
