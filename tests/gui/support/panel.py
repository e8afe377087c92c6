"""The Follow-ups panel on its own, and its cards."""

from pytestqt.qtbot import QtBot

from desktop.views.followups.card import CardWidget
from desktop.views.followups.panel import FollowUpsPanel
from domain.wire.rows import DraftRow
from tests.gui.support.desk import Desk
from tests.gui.support.rows import draft


def shown(qtbot: QtBot, desk: Desk, *rows: DraftRow) -> FollowUpsPanel:
    """The panel with these drafts, or with what the desk has already."""
    panel = desk.panel()
    qtbot.addWidget(panel)
    if rows:
        desk.feed.reset(*rows)
    desk.drafts.tick(desk.clock.now())
    panel.resize(464, 800)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.list.cards()) >= min(1, desk.drafts.rowCount()))
    return panel


def opened(qtbot: QtBot, desk: Desk, *rows: DraftRow) -> FollowUpsPanel:
    """The same with the focus on the first of these."""
    panel = shown(qtbot, desk, *rows)
    panel.open_at(rows[0].id)
    return panel


def card(panel: FollowUpsPanel, number: int = 1) -> CardWidget:
    """The card of `draft(number)`."""
    panel.list.place()
    found = panel.list.card_of(draft(number).id)
    assert isinstance(found, CardWidget)
    return found
