"""The box in the bar by keys alone: over the screens, offline, and while permissions are lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.search import box as box_module
from desktop.views.search.box import SearchBox
from desktop.views.search.keys import SECTIONS, KeysSheet
from desktop.views.waitlist.dialog import WaitlistDialog
from desktop.workplace import SCHEDULER, TODAY
from domain.permissions import Permission, Role
from domain.wire.actions import CreateClient
from domain.wire.rows import ClientRow, DraftRow
from tests.gui.support.clicks import click, key, texts
from tests.gui.support.house import House
from tests.gui.support.program import Program
from tests.gui.support.rows import KANAL, WISH, appointment, draft, person
from tests.gui.test_search import SARAH, ZOE, waits
from tests.gui.test_workplace import Work

CTRL = Qt.KeyboardModifier.ControlModifier
Start = Callable[..., Program]


@pytest.fixture
def work(qtbot: QtBot) -> Work:
    made = Work(qtbot)
    made.feed.reset(SARAH, ZOE)
    made.feed.put(draft(2, client_name="Lena", email=None))
    made.feed.reset(waits())
    made.feed.reset(appointment(1, WISH + dt.timedelta(days=3), client_name="Amir Haddad"))
    made.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    return made


def ask(work: Work, typed: str) -> SearchBox:
    """Ctrl+K from wherever the focus is, then typing."""
    focus = QApplication.focusWidget() or work.window
    QTest.keyClick(focus, Qt.Key.Key_K, CTRL)
    field = work.place.palette.box.field
    assert field.hasFocus()
    QTest.keyClicks(field, typed)
    return work.place.palette.box


def shown(box: SearchBox) -> list[str]:
    return [row.accessibleName() for row in box.results().rows() if row.isVisible()]


def marked(box: SearchBox) -> list[str]:
    return [row.hit.title for row in box.results().rows() if row.marked()]


@pytest.mark.row("N14", "N17")
def test_by_keys_alone_to_a_card_and_the_focus_is_there(work: Work) -> None:
    box = ask(work, "lena")
    assert shown(box)[0].startswith("Lena")
    key(box.field, Qt.Key.Key_Return)
    assert not box.is_open()
    assert box.field.text() == ""
    panel = work.place.calendar.panel
    assert panel.list.current_id() == draft(2).id
    assert panel.list.hasFocus()


@pytest.mark.row("N14", "N17")
def test_arrows_choose_and_go_round_and_the_choice_is_described(work: Work) -> None:
    box = ask(work, "sarah")
    names = [row.hit.title for row in box.results().rows()]
    assert names == ["Sarah Lindqvist"] * 3 + ["Book for Sarah Lindqvist"]
    first = box.field.accessibleDescription()
    key(box.field, Qt.Key.Key_Down)
    assert box.field.accessibleDescription() == box.results().rows()[1].accessibleName() != first
    key(box.field, Qt.Key.Key_Up)
    key(box.field, Qt.Key.Key_Up)
    assert box.results().rows()[3].marked()
    key(box.field, Qt.Key.Key_PageUp)
    assert box.field.accessibleDescription() == first
    key(box.field, Qt.Key.Key_PageDown)
    key(box.field, Qt.Key.Key_Up)
    key(box.field, Qt.Key.Key_Return)
    assert work.place.calendar.panel.waitlist.list.current_id() == "entry-1"


@pytest.mark.row("N14")
def test_what_was_found_is_read_out_once_typing_rests(
    work: Work, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(box_module, "announce", lambda _widget, text: said.append(text))
    box = ask(work, "zoe")
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["2 results. Zoë King, +49 171 3920020, no visit yet"]
    QTest.keyClicks(box.field, "xx")
    qtbot.waitUntil(lambda: len(said) > 1)
    assert said[1].startswith("Nothing found.")


@pytest.mark.row("N14")
def test_escape_goes_back_to_where_the_focus_was(work: Work) -> None:
    work.place.open_draft(draft(1).id)
    cards = work.place.calendar.panel.list
    assert cards.hasFocus()
    box = ask(work, "zoe")
    key(box.field, Qt.Key.Key_Escape)
    assert not box.is_open()
    assert cards.hasFocus()
    box = ask(work, "")
    QTest.keyClick(box.field, Qt.Key.Key_K, CTRL)
    key(box.field, Qt.Key.Key_Escape)
    assert cards.hasFocus()


@pytest.mark.row("N14")
def test_a_focus_that_is_gone_is_not_gone_back_to(work: Work) -> None:
    other = QLineEdit(work.place.shell)
    other.show()
    other.setFocus()
    box = ask(work, "zoe")
    other.hide()
    key(box.field, Qt.Key.Key_Escape)
    assert not box.is_open()
    assert not box.field.hasFocus()


@pytest.mark.row("N14")
def test_a_click_opens_the_field_and_one_beside_closes_it(work: Work) -> None:
    box = work.place.palette.box
    click(box.field)
    assert box.is_open()
    assert "Book appointment" in shown(box)
    work.place.screen.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    work.place.screen.page.setFocus()
    assert not box.is_open()


@pytest.mark.row("N17")
def test_the_mouse_takes_what_it_points_at(work: Work) -> None:
    box = ask(work, "sarah")
    click(box.results().rows()[1])
    assert work.place.calendar.panel.list.current_id() == draft(1).id
    assert not box.is_open()


@pytest.mark.row("N17", "N24")
def test_an_appointment_opens_on_its_day_with_its_popover(work: Work, qtbot: QtBot) -> None:
    ask(work, "amir")
    key(work.place.palette.box.field, Qt.Key.Key_Return)
    popover = work.place.calendar.popover
    qtbot.waitUntil(popover.isVisible)
    assert work.place.shell.current() == SCHEDULER
    assert work.place.scheduler.day == (WISH + dt.timedelta(days=3)).date()
    assert popover.title.text() == "Amir Haddad"
    popover.close()


@pytest.mark.row("N17", "N23")
def test_a_client_is_asked_for_by_her_id(work: Work, qtbot: QtBot) -> None:
    with qtbot.waitSignal(work.place.client_requested) as asked:
        ask(work, "king")
        key(work.place.palette.box.field, Qt.Key.Key_Return)
    assert asked.args == ["client-2"]


@pytest.mark.row("N17", "N14")
def test_who_was_found_is_booked_for_from_the_box(work: Work) -> None:
    box = ask(work, "king")
    while marked(box) != ["Book for Zoë King"]:
        key(box.field, Qt.Key.Key_Down)
    key(box.field, Qt.Key.Key_Return)
    dialog = work.window.findChild(BookingDialog)
    assert dialog is not None
    assert dialog.form.choice.person is not None
    assert dialog.form.choice.person.id == "client-2"
    dialog.close()


@pytest.mark.row("N14")
def test_the_keys_reach_the_box_out_of_a_text_that_is_being_typed(work: Work, qtbot: QtBot) -> None:
    line, text = QLineEdit("keep this", work.place.shell), QPlainTextEdit("and this", work.place.shell)
    for widget in (line, text):
        widget.show()
        widget.setFocus()
        box = ask(work, "zoe")
        key(box.field, Qt.Key.Key_Escape)
        assert widget.hasFocus()
    assert (line.text(), text.toPlainText()) == ("keep this", "and this")


@pytest.mark.row("N14")
def test_commands_are_done_by_keys(work: Work, qtbot: QtBot) -> None:
    field, shell = work.place.palette.box.field, work.place.shell
    ask(work, "schedul")
    key(field, Qt.Key.Key_Return)
    assert shell.current() == SCHEDULER
    ask(work, "24.12.")
    key(field, Qt.Key.Key_Return)
    assert work.place.scheduler.day == dt.date(2026, 12, 24)
    ask(work, "today")
    while marked(work.place.palette.box) != ["Today"]:
        key(field, Qt.Key.Key_Down)
    key(field, Qt.Key.Key_Return)
    assert shell.current() == TODAY
    for typed, signal in (
        ("sync", shell.bar.sync_requested),
        ("sign out", shell.bar.sign_out_requested),
        ("theme dark", shell.bar.theme_chosen),
    ):
        ask(work, typed)
        with qtbot.waitSignal(signal):
            key(field, Qt.Key.Key_Return)
    for typed, form in ((">book", BookingDialog), ("add to", WaitlistDialog)):
        ask(work, typed)
        key(field, Qt.Key.Key_Return)
        dialog = work.window.findChild(form)
        assert dialog is not None
        dialog.close()
        dialog.deleteLater()
        QApplication.sendPostedEvents()


@pytest.mark.row("N14", "B18")
def test_a_command_is_offered_to_who_may_only(work: Work) -> None:
    offered = {command.name for command in work.place.palette.commands()}
    assert {"book", "wait", "incomplete", "waitlist", "open:scheduler"} <= offered
    work.feed.salon(person(Permission.VIEW_SCHEDULE))
    left = {command.name for command in work.place.palette.commands()}
    assert offered - left == {"book", "wait", "client", "incomplete", "waitlist"}
    work.feed.salon(person(Permission.VIEW_SCHEDULE, location_id=KANAL))
    assert "open:scheduler" in {command.name for command in work.place.palette.commands()}
    work.feed.salon(person(Permission.MANAGE_WAITLIST))
    assert "open:scheduler" not in {command.name for command in work.place.palette.commands()}


@pytest.mark.row("N17", "B18", "S4")
def test_a_permission_lost_while_the_box_is_open_takes_its_results(work: Work, qtbot: QtBot) -> None:
    box = ask(work, "sarah")
    assert len(shown(box)) == 4
    work.feed.salon(person(Permission.VIEW_SCHEDULE))
    qtbot.waitUntil(lambda: shown(box) == [])
    assert not any("Sarah" in text for text in texts(box.results()))
    assert "Sarah" not in box.field.accessibleDescription()
    key(box.field, Qt.Key.Key_Return)
    assert box.is_open()
    key(box.field, Qt.Key.Key_Escape)


@pytest.mark.row("N17")
def test_news_while_the_box_is_open_is_shown_and_the_choice_stays(work: Work, qtbot: QtBot) -> None:
    box = ask(work, "sarah")
    key(box.field, Qt.Key.Key_Down)
    chosen = box.results().current()
    work.feed.put(ClientRow("client-0", "Sarah Abel"), ClientRow("client-9", "Sarah Zorn"))
    qtbot.waitUntil(lambda: len(shown(box)) == 6)
    assert box.results().said() == "6 results"
    current = box.results().current()
    assert current is not None
    assert current.same_as(chosen)
    work.feed.take(DraftRow, draft(1).id)
    qtbot.waitUntil(lambda: len(shown(box)) == 5)
    assert marked(box) == ["Sarah Abel"]


@pytest.mark.row("N17")
def test_who_types_little_is_told_that_there_are_others(work: Work) -> None:
    work.feed.put(*(ClientRow(f"client-1{n}", f"Sarah {n}") for n in range(9)))
    box = ask(work, "sarah")
    assert box.results().said() == "The first 7 results. Type on to find others."


@pytest.mark.row("N14")
def test_results_stay_inside_a_small_window(work: Work, qtbot: QtBot) -> None:
    box = ask(work, "")
    work.place.shell.resize(700, 420)
    qtbot.waitUntil(lambda: box.results().geometry().bottom() < 420)
    place = box.results().geometry()
    assert work.place.shell.rect().contains(place)
    for _ in range(len(box.results().rows()) - 1):
        key(box.field, Qt.Key.Key_Down)
    last = box.results().rows()[-1]
    assert last.marked()
    assert last.visibleRegion().boundingRect().height() == last.height()


@pytest.mark.row("N14")
def test_a_question_mark_shows_the_keys_but_not_while_one_types(work: Work, qtbot: QtBot) -> None:
    box = ask(work, "?")
    assert box.field.text() == "?"
    key(box.field, Qt.Key.Key_Escape)
    work.place.open_draft(draft(1).id)
    QTest.keyClick(work.place.calendar.panel.list, Qt.Key.Key_Question)
    qtbot.waitUntil(lambda: work.window.findChild(KeysSheet) is not None)
    sheet = work.window.findChild(KeysSheet)
    assert sheet is not None
    assert {"Everywhere", "Ctrl+K", "Search and commands"} <= set(texts(sheet))
    key(sheet, Qt.Key.Key_Escape)


@pytest.mark.row("N14")
def test_the_sheet_lists_every_letter_that_the_lists_of_cards_know(work: Work) -> None:
    listed = {section.title: {name for line in section.lines for name in line.keys} for section in SECTIONS}
    panel = work.place.calendar.panel
    for title, keys in (("Incomplete bookings", panel.doings.keys), ("Waitlist", panel.waitlist._keys)):
        names = {Qt.Key(pressed).name.removeprefix("Key_") for pressed in keys}
        assert names - {"Enter"} <= listed[title]


def sees(inside: QWidget, text: str) -> bool:
    return any(text in one for one in texts(inside))


@pytest.mark.row("N17", "N3")
def test_offline_the_real_program_finds_what_it_holds_and_what_waits(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    acts, location_id = program.work.lists._acts, program.work.places.at or ""
    client_id = acts.new_id()
    acts.submit(CreateClient(client_id, location_id, "Nadja Nowak", "0151 23456789", None), f"client:{client_id}")
    box = program.work.palette.box
    box.open("nowak")
    program.until(lambda: sees(box.results(), "Nora Nowak") and sees(box.results(), "Nadja Nowak"))
    box.open("0151-234567")
    assert [row.hit.title for row in box.results().rows()] == ["Nadja Nowak", "Book for Nadja Nowak"]
    box.open("nora")
    while (current := box.results().current()) is None or current.id != draft_id:
        key(box.field, Qt.Key.Key_Down)
    key(box.field, Qt.Key.Key_Return)
    program.until(lambda: program.work.calendar.panel.list.current_id() == draft_id)
    assert not box.is_open()


@pytest.mark.row("N17", "B18", "S4")
def test_a_permission_taken_away_at_the_server_empties_the_open_box(desk: Start, house: House) -> None:
    draft_id = house.abandon("Quirina Quast")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    box = program.work.palette.box
    box.open("quirina")
    program.until(lambda: sees(box.results(), "Quirina Quast"))
    house.allow(Role.RECEPTIONIST, (Permission.VIEW_SCHEDULE,))
    program.until(lambda: not sees(box.results(), "Quirina Quast"))
    assert box.is_open()


@pytest.mark.row("N17", "N16", "S3")
def test_searching_leaves_names_in_no_file(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nepomuk Zwetschkenbaum")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    box = program.work.palette.box
    box.open("zwetschken")
    program.until(lambda: sees(box.results(), "Nepomuk Zwetschkenbaum"))
    key(box.field, Qt.Key.Key_Escape)
    files = [file for file in program.folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        assert b"zwetschken" not in file.read_bytes().lower(), file.name
