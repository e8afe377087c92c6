"""Messages that did not reach a client, at their appointment and in the bell; what she wrote, on her card (rows N7,
N13, N23).
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.notices import Notices
from desktop.views.bell.panel import BellPanel, NoticeLine
from domain.constants import DAY, MINUTE
from domain.wire.automations import FailedMessageRow
from domain.wire.replies import ReplyRow
from tests.gui.support.calendar import Calendar
from tests.gui.support.clicks import texts
from tests.gui.support.clients import ClientsDesk
from tests.gui.support.desk import Desk
from tests.gui.support.rows import LINDEN, NOW
from tests.gui.test_scheduler import ANNA, booked

MIA = booked(1, "15:00", "Mia Novak", ANNA)
FAILED = FailedMessageRow("m-1", LINDEN, MIA.id, "upcoming_first", "sms", NOW - MINUTE, "no_texts")
SAID = "Reminder by SMS failed: this number takes no texts"


def failed(widget: QWidget) -> list[str]:
    return [text for text in texts(widget) if " failed: " in text]


@pytest.mark.row("N13", "B23")
def test_what_failed_is_read_at_the_appointment_and_follows_it_while_it_is_open(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(MIA)
    shown = Calendar(qtbot, desk)
    shown.click(shown.middle("Mia Novak"))
    popover = shown.screen.popover
    assert failed(popover) == []
    desk.feed.put(FAILED, FailedMessageRow("m-2", LINDEN, MIA.id, "confirmed", "email", NOW - DAY, "bad_address"))
    qtbot.waitUntil(lambda: failed(popover)[:1] == [SAID])
    assert failed(popover)[1].startswith("Confirmation by email failed: ")
    desk.feed.put(FailedMessageRow("m-3", LINDEN, "other", "confirmed", "sms", NOW, "from tomorrow"))
    desk.feed.take(FailedMessageRow, "m-2")
    qtbot.waitUntil(lambda: failed(popover) == [SAID])
    popover.close()


@pytest.mark.row("N13", "N14", "B23")
def test_it_rings_once_and_its_line_opens_the_appointment(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    notices = Notices(desk.feed, desk.salon, desk.drafts, desk.waitlist, desk.clients)
    desk.feed.put(FAILED)
    assert (notices.fresh(), [line.client_name for line in notices.newest()]) == (1, [""])
    desk.feed.reset(MIA)
    panel = BellPanel(window)
    panel.show_notices(notices.newest(), NOW)
    (line,) = (row for row in panel.rows() if isinstance(row, NoticeLine))
    assert line.accessibleName() == f"Message failed, {SAID}, Mia Novak, 1 min ago"
    with qtbot.waitSignal(panel.appointment_opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [MIA.id]
    desk.feed.take(FailedMessageRow, "m-1")
    assert notices.newest() == []


@pytest.mark.row("N7", "N23")
def test_what_she_wrote_without_a_card_is_read_on_her_own(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.open("client-1")
    card = desk.screen.card
    assert card.wrote.isHidden()
    desk.feed.put(
        ReplyRow("r-1", LINDEN, NOW - MINUTE, "<b>Running</b> late", client_id="client-1"),
        ReplyRow("r-2", LINDEN, NOW, "", 1, client_id="client-1"),
        ReplyRow("r-3", LINDEN, NOW, "Somebody else", client_id="client-2"),
    )
    assert not card.wrote.isHidden()
    told = [text for text in texts(card.wrote) if text != "Wrote by SMS"]
    assert told == ["13:14: a picture, which is not kept\n13:13: “<b>Running</b> late”"]
    desk.feed.clear(ReplyRow)
    assert card.wrote.isHidden()
