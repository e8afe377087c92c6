"""The real desktop at work: what is pushed, what waits, what is refused, and what goes wrong on the computer."""

import linecache

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.could_not_be_done.panel import RefusedLine
from desktop.views.shell.window import TellingPage
from domain.constants import HOUR, REPLICA_LOCK
from domain.drafts import Phase
from domain.permissions import Permission
from domain.wire.access import Tokens
from domain.wire.actions import Action, DismissDraft
from domain.wire.base import encode
from domain.wire.presence import DeskOn
from domain.wire.rows import NoticeRow
from sync.keychain import keep
from sync.owner import Owner
from sync.session import Remembered
from tests.gui.support.app import Window, window
from tests.gui.support.rows import NOW, draft
from tests.support.fake_server import BUSINESS, FOLLOW_UPS, LOCATION, SERVER, URL

__all__ = ["window"]

SARAH, BEN = draft(1, location_id=LOCATION), draft(2, location_id=LOCATION, client_name="Ben")


@pytest.fixture
def desk(window: Window) -> Window:
    """Signed in and live, with Sarah's card."""
    window.network.server.draft(SARAH)
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Sarah Lindqvist"])
    window.until(window.network.streaming)
    return window


def phase(desk: Window) -> Phase:
    return desk.network.server.drafts()[SARAH.id].phase


def test_a_program_that_has_been_put_together_keeps_no_sources(window: Window) -> None:
    linecache.getlines(__file__)
    window.start()
    assert __file__ not in linecache.cache


@pytest.mark.row("N4", "B5")
def test_a_card_comes_and_goes_by_push(desk: Window) -> None:
    pulls = desk.network.pulls
    with desk.network.change() as server:
        server.draft(BEN)
        server.feed.publish(FOLLOW_UPS, NoticeRow("n1", LOCATION, BEN.id, "incomplete", NOW))
    desk.until(lambda: "Ben" in desk.cards())
    assert desk.work.shell.rail.entry("scheduler").waiting() == 2
    assert desk.work.shell.bar.bell.fresh() == 1
    with desk.network.change() as server:
        server.withdraw(BEN.id)
    desk.until(lambda: desk.cards() == ["Sarah Lindqvist"])
    assert desk.network.pulls == pulls


@pytest.mark.row("N5", "R9")
def test_who_else_is_on_a_card_comes_by_an_event_of_its_own_and_unknown_ones_are_passed_over(desk: Window) -> None:
    card, pulls = f"draft:{SARAH.id}", desk.network.pulls
    desk.network.say(b"of-tomorrow", b'{"number":99}')
    desk.network.say(b"presence", b"[1]")
    desk.network.say(b"presence", encode(DeskOn("desk-2", 45, card, "person-2", "Ben", NOW)))
    desk.until(lambda: desk.work.attention.others(card, LOCATION).text == "Ben is on this")
    assert desk.network.pulls == pulls
    desk.network.end_streams()
    desk.until(lambda: desk.work.attention.others(card, LOCATION).text == "")


@pytest.mark.row("N3")
def test_without_a_stream_the_desk_is_live_and_f5_brings_what_is_new(window: Window) -> None:
    window.network.streams_work = False
    window.start()
    window.sign_in()
    with window.network.change() as server:
        server.draft(BEN)
    QTest.keyClick(window.app.window, Qt.Key.Key_F5)
    window.until(lambda: window.cards() == ["Ben"])
    assert window.words() == "Live"


@pytest.mark.row("N3", "B15")
def test_what_is_done_offline_is_seen_at_once_and_sent_once(desk: Window) -> None:
    desk.network.cut()
    desk.until(lambda: desk.words().startswith("Offline since 13:14"))
    desk.work.followups.dismiss(SARAH.id)
    desk.until(lambda: desk.cards() == [])
    desk.until(lambda: desk.words() == "Offline since 13:14, 1 action waiting")
    assert phase(desk) is Phase.INCOMPLETE
    desk.network.mend()
    desk.until(lambda: desk.words() == "Live")
    desk.until(lambda: phase(desk) is Phase.DISMISSED)
    assert len(desk.network.server.answers) == 1


@pytest.mark.row("N3", "B15")
def test_the_list_shows_what_was_done_before_the_server_hears_of_it(desk: Window) -> None:
    heard: list[int] = []
    desk.work.drafts.rowsRemoved.connect(lambda *_: heard.append(len(desk.network.server.answers)))
    desk.work.followups.dismiss(SARAH.id)
    desk.until(lambda: phase(desk) is Phase.DISMISSED)
    assert heard == [0]


@pytest.mark.row("N3", "N16")
def test_a_start_without_connection_shows_the_copy_and_sends_later_what_waited(desk: Window) -> None:
    desk.network.cut()
    desk.work.followups.remind(SARAH.id)
    desk.until(lambda: desk.work.pending.connection.waiting == 1)
    desk.start()
    desk.until(lambda: desk.app.workplace is not None and desk.cards() == ["Sarah Lindqvist"])
    desk.until(lambda: desk.words().endswith("1 action waiting"))
    desk.network.mend()
    desk.until(lambda: desk.network.server.sent == [SARAH.id])
    desk.until(lambda: desk.words() == "Live")
    for file in desk.folder.rglob("*.db*"):
        assert b"Lindqvist" not in file.read_bytes()


@pytest.mark.row("N3", "R7")
def test_what_is_refused_is_listed_with_its_reason_until_it_is_read(desk: Window) -> None:
    desk.network.server.refuse[SARAH.id] = "client_booking_now"
    desk.work.followups.dismiss(SARAH.id)
    bar = desk.work.shell.bar
    desk.until(bar.refusals.isVisible)
    assert bar.refusals.text() == "1 could not be done"
    assert desk.cards() == ["Sarah Lindqvist"]
    bar.refusals.click()
    line = desk.app.window.findChild(RefusedLine)
    assert isinstance(line, RefusedLine)
    assert line.accessibleName() == "Dismiss for Sarah Lindqvist. The client is booking online right now."
    line.button.click()
    desk.until(bar.refusals.isHidden)


@pytest.mark.row("B18", "S4")
def test_a_lost_permission_takes_its_cards_and_what_hangs_on_them(desk: Window) -> None:
    desk.work.open_draft(SARAH.id)
    assert desk.work.screen.panel.isVisible()
    with desk.network.change() as server:
        server.grant(frozenset({Permission.VIEW_SCHEDULE}))
    desk.desk.sync_now()
    desk.until(lambda: desk.cards() == [])
    desk.until(lambda: not desk.work.screen.panel.isVisible())
    assert not desk.work.shell.rail.entry("settings").isVisible()
    rows: list[object] = []
    desk.desk.stores.replica(lambda replica: rows.extend(replica.rows("draft")))
    assert rows == []


def test_a_reminder_is_told_with_its_channels(desk: Window) -> None:
    desk.work.followups.remind(SARAH.id)
    desk.until(lambda: desk.toast() == "Reminder to Sarah Lindqvist goes by email and SMS.")


@pytest.mark.row("B5")
def test_looking_at_the_bell_is_told_to_the_server(desk: Window) -> None:
    with desk.network.change() as server:
        server.feed.change()
        server.feed.publish(FOLLOW_UPS, NoticeRow("n1", LOCATION, SARAH.id, "incomplete", NOW))
    bell = desk.work.shell.bar.bell
    desk.until(lambda: bell.fresh() == 1)
    bell.click()
    desk.until(lambda: len(desk.network.server.answers) == 1)


@pytest.mark.row("N20")
def test_the_language_changes_at_once_and_is_remembered(desk: Window) -> None:
    before = desk.desk
    desk.work.shell.bar.language_chosen.emit("de")
    desk.until(lambda: desk.cards() == ["Sarah Lindqvist"])
    assert desk.work.shell.rail.entry("today").text() == "Heute"
    assert desk.desk is before
    desk.start(language="")
    desk.until(lambda: desk.app.workplace is not None)
    assert desk.work.shell.rail.entry("today").text() == "Heute"


# What goes wrong on the computer


def test_a_damaged_copy_is_fetched_again(desk: Window) -> None:
    desk.end()
    (replica,) = desk.folder.glob("replica-*.db")
    replica.write_bytes(b"\0" * replica.stat().st_size)
    desk.start()
    desk.until(lambda: desk.app.workplace is not None and desk.cards() == ["Sarah Lindqvist"])


def test_a_copy_that_is_damaged_while_it_is_used_is_fetched_again(desk: Window) -> None:
    held = desk.desk.stores.replica
    held(lambda replica: replica._database.run("DROP TABLE done"))
    held(lambda replica: replica._database.run("CREATE TABLE done (other)"))
    desk.start()
    desk.until(lambda: desk.app.workplace is not None and desk.cards() == ["Sarah Lindqvist"])


@pytest.mark.row("R8")
def test_the_loss_of_a_damaged_outbox_is_said(desk: Window) -> None:
    desk.network.cut()
    desk.work.followups.dismiss(SARAH.id)
    desk.until(lambda: desk.work.pending.connection.waiting == 1)
    desk.end()
    for file in desk.folder.glob("outbox.db*"):
        file.write_bytes(b"\0" * file.stat().st_size)
    desk.start()
    desk.until(lambda: "is lost" in desk.toast())
    desk.until(lambda: desk.cards() == ["Sarah Lindqvist"])


@pytest.mark.row("R8")
def test_a_full_disk_is_said_and_nothing_is_pretended(desk: Window) -> None:
    desk.desk.stores.outbox(lambda outbox: outbox._database.run("PRAGMA max_page_count = 1"))
    for _ in range(60):
        desk.work.followups.remind(SARAH.id)
    desk.until(lambda: desk.toast().startswith(("The disk", "Sarah Lindqvist: It could not be kept")))
    assert desk.cards() == ["Sarah Lindqvist"]


@pytest.mark.row("N16")
def test_a_copy_without_contact_for_three_days_is_locked_until_the_server_answers(desk: Window) -> None:
    desk.network.cut()
    desk.clock.at = NOW + REPLICA_LOCK + HOUR
    desk.start()
    desk.until(lambda: isinstance(desk.app.window.page(), TellingPage))
    desk.network.mend()
    desk.until(lambda: desk.app.workplace is not None and desk.bar_name() == "Studio Linden")


@pytest.mark.row("N3", "N21")
def test_what_another_person_left_goes_on_under_her_session(desk: Window) -> None:
    dora = Owner(SERVER, BUSINESS, "person-2")
    desk.network.server.refuse.clear()
    tokens = Tokens("access-1", "refresh-1", NOW + HOUR, SERVER, BUSINESS, dora.person_id, "Dora")
    keep(desk.keychain, "session.of.person-2", encode(Remembered(URL, tokens)).decode())
    action = Action("a-of-dora", f"draft:{SARAH.id}", NOW, DismissDraft(SARAH.id))
    desk.desk.stores.outbox(lambda outbox: outbox.add(dora, action))
    desk.network.server.retry.add(SARAH.id)
    desk.desk.sync_now()
    notice = desk.work.shell.bar.notice
    desk.until(lambda: notice.text() == "Dora: 1 action waiting")
    desk.network.server.retry.clear()
    desk.desk.sync_now()
    desk.until(lambda: notice.text() == "")
    assert phase(desk) is Phase.DISMISSED
