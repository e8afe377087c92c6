"""Settings > Automated messages: what a demo kept."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.settings.sandbox import SandboxCard
from desktop.views.settings.screen import Scrolled
from domain.constants import HOUR
from domain.wire.rows import SandboxMessageRow
from tests.gui.support.clicks import press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, manager


class Page(Scrolled):
    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        sandbox = SandboxCard(desk.sandbox, desk.opener, desk.toasts, desk.clock)
        super().__init__(sandbox)
        self.sandbox = sandbox
        qtbot.addWidget(self)
        self.resize(1000, 744)
        self.show()


def managed() -> Desk:
    desk = Desk()
    desk.feed.reset(manager())
    return desk


@pytest.mark.row("B9", "S6")
def test_the_demos_messages_with_their_links(qtbot: QtBot) -> None:
    desk = managed()
    page = Page(qtbot, desk)
    assert not page.sandbox.isVisible()
    text = "Hi <b>Sarah</b>, finish here: http://127.0.0.1:8123/r/abc."
    desk.feed.reset(
        SandboxMessageRow(id="m1", channel="sms", to="+46701234567", subject="", text=text, at=NOW - HOUR),
        SandboxMessageRow(id="m2", channel="email", to="s@example.org", subject="Booking", text="No link", at=NOW),
    )
    assert page.sandbox.isVisible()
    assert [row.isVisible() for row in page.sandbox.rows] == [True, True]
    assert text in texts(page)
    assert not page.sandbox.rows[0].link.isVisible()
    press(page, "Open the link in the message to +46701234567")
    assert desk.opener.browsed == ["http://127.0.0.1:8123/r/abc"]
    desk.opener.takes = False
    press(page, "Open the link in the message to +46701234567")
    assert desk.toasts.texts == ["This computer has no program that opens links."]


def test_only_the_newest_messages_are_listed(qtbot: QtBot) -> None:
    desk = managed()
    page = Page(qtbot, desk)
    desk.feed.reset(
        *(SandboxMessageRow(id=f"m{n}", channel="sms", to="+1", subject="", text="t", at=NOW - n) for n in range(25))
    )
    assert len(page.sandbox.rows) == 10
    assert "and 15 more" in texts(page)
