"""The bell and the list of what could not be done."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.notices import Notices
from desktop.models.openings import Openings
from desktop.models.ports import ActionState
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.views.bell.panel import BellPanel, NoticeLine
from desktop.views.could_not_be_done.panel import CouldNotBeDone, RefusedLine
from desktop.views.theme.labels import Label
from domain.constants import MINUTE
from domain.drafts import Phase
from domain.wire.actions import Action, DismissDraft, ReadNotices, Refusal, Refused, SendReminder, Unknown
from domain.wire.replies import ReplyRow
from domain.wire.rows import ClientRow, NoticeRow
from tests.gui.support.fakes import FakeClock, FakeFeed
from tests.gui.support.rows import LINDEN, NOW, ZONE, draft, person


def notice(number: int, at: int) -> NoticeRow:
    return NoticeRow(id=f"n{number}", location_id=LINDEN, draft_id=draft(number).id, event="incomplete", at=at)


class Desk:
    """A feed with two drafts and two lines of the bell."""

    def __init__(self) -> None:
        self.feed = FakeFeed()
        self.salon = Salon(self.feed)
        self.drafts = DraftsModel(self.feed)
        self.waitlist = WaitlistModel(self.feed, Openings(self.salon, FakeClock()))
        self.clients = Clients(self.feed)
        self.notices = Notices(self.feed, self.salon, self.drafts, self.waitlist, self.clients)
        self.feed.announce()
        self.feed.put(draft(1, client_name="Sarah"), draft(2, client_name="Ben"))
        self.feed.put(notice(1, NOW - 5 * MINUTE), notice(2, NOW - MINUTE))


@pytest.mark.row("B5")
def test_the_bell_counts_what_is_new_and_lists_the_newest_first() -> None:
    desk = Desk()
    assert desk.notices.fresh() == 2
    assert [line.client_name for line in desk.notices.newest()] == ["Ben", "Sarah"]
    assert desk.notices.mark_read() == ReadNotices(until=NOW - MINUTE)
    desk.feed.put(replace(person(), notices_read_at=NOW - MINUTE))
    assert desk.notices.fresh() == 0
    assert desk.notices.mark_read() is None


@pytest.mark.row("B5", "S3")
def test_a_line_names_nobody_once_its_draft_is_gone() -> None:
    desk = Desk()
    desk.feed.put(draft(1, client_name="Sarah", phase=Phase.DISMISSED))
    desk.feed.take(type(draft(2)), draft(2).id)
    assert [line.client_name for line in desk.notices.newest()] == ["", ""]


@pytest.mark.row("B5", "N14")
def test_a_line_opens_its_card_by_mouse_and_key(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    panel = BellPanel(window)
    panel.show_notices(desk.notices.newest(), NOW)
    first, second = (row for row in panel.rows() if isinstance(row, NoticeLine))
    assert first.accessibleName() == "Incomplete booking, Ben, 1 min ago"
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert opened.args == [draft(2).id]
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert opened.args == [draft(1).id]


@pytest.mark.row("B5")
def test_an_empty_bell_says_what_will_be_there(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = BellPanel(window)
    panel.show_notices([], NOW)
    (row,) = panel.rows()
    assert isinstance(row, Label)
    assert "unfinished" in row.text()


def refused(number: int, answer: Refused | Unknown | None = None) -> ActionState:
    payload = SendReminder(draft_id="d") if number == 1 else DismissDraft(draft_id="d")
    action = Action(id=f"a{number}", entity="draft:d", made_at=NOW, payload=payload)
    return ActionState(action, answer or Refused(id=action.id, refusal=Refusal(code="draft_gone")))


@pytest.mark.row("N3")
def test_what_could_not_be_done_is_listed_with_reasons_and_can_be_put_away(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = CouldNotBeDone(window)
    panel.show_refused([refused(1), refused(2, Unknown(id="a2"))], lambda entity: "Sarah", NOW, ZONE)
    first, second = (row for row in panel.rows() if isinstance(row, RefusedLine))
    assert first.accessibleName() == "Reminder for Sarah. This incomplete booking is not there any more."
    assert "not certain" in second.accessibleName()
    with qtbot.waitSignal(panel.dismissed) as dismissed:
        first.button.click()
    assert dismissed.args == ["a1"]
    with qtbot.waitSignals([panel.dismissed, panel.dismissed]):
        panel.all_read.click()
    panel.show_refused([], lambda entity: "", NOW, ZONE)
    assert panel.isHidden()


def reply(number: int, text: str = "Yes please", **more: object) -> ReplyRow:
    known = {"draft_id": draft(number).id, "client_id": f"c{number}"}
    return ReplyRow(f"r{number}", LINDEN, NOW, text, **{**known, **more})  # type: ignore[arg-type]


def shown(desk: Desk, window: QWidget) -> tuple[BellPanel, NoticeLine]:
    panel = BellPanel(window)
    panel.show_notices(desk.notices.newest(), NOW)
    line = panel.rows()[0]
    assert isinstance(line, NoticeLine)
    return panel, line


@pytest.mark.row("N7", "N14")
def test_an_answer_is_read_in_the_bell_and_opens_the_card(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    desk.feed.put(reply(1, "<b>Yes</b>,\nFriday?"))
    assert desk.notices.fresh() == 3
    panel, line = shown(desk, window)
    assert line.accessibleName() == "Replied by SMS, “<b>Yes</b>, Friday?”, Sarah, just now"
    assert "“<b>Yes</b>, Friday?”" in [label.text() for label in line.findChildren(Label)]
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [draft(1).id]


@pytest.mark.row("N7")
def test_an_answer_without_a_card_opens_the_client(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    desk.feed.put(ClientRow("c1", "Sarah Stone"))
    desk.feed.put(draft(1, client_name="Sarah", phase=Phase.DISMISSED))
    desk.feed.put(reply(1))
    panel, line = shown(desk, window)
    with qtbot.waitSignal(panel.client_opened) as opened:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert opened.args == ["c1"]


@pytest.mark.row("N7")
def test_an_answer_of_nobody_here_shows_the_number_and_leads_nowhere(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    desk.feed.put(reply(9, "", draft_id=None, client_id=None, phone="+4915112345678", pictures=2))
    panel, line = shown(desk, window)
    assert line.accessibleName() == "Wrote by SMS, 2 pictures, which are not kept, +49 1511 2345678, just now"
    heard: list[str] = []
    panel.opened.connect(heard.append)
    panel.client_opened.connect(heard.append)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert heard == []


@pytest.mark.row("N7")
def test_a_line_leaves_with_its_text() -> None:
    desk = Desk()
    desk.feed.put(reply(1))
    desk.feed.take(ReplyRow, "r1")
    assert len(desk.notices.newest()) == 2
