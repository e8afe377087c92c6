"""The clients' screen as a receptionist uses it: list, card, editing beside others, merging, erasing (row N23)."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QFileDialog, QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.models.ports import Link
from desktop.views.clients.edit import ClientDialog
from desktop.views.clients.merge import MergeDialog
from desktop.views.shell.question import Question
from domain.appointments import Status
from domain.permissions import Permission
from domain.wire.actions import Refusal
from domain.wire.clients import ClientFields, ClientHeld, EditClient, EraseClient, LookAtClient, MergeClients
from domain.wire.rows import ClientRow
from tests.gui.support.clicks import button, click, key, press, texts
from tests.gui.support.clients import SARAH, ClientsDesk, client
from tests.gui.support.rows import TODAY, appointment, draft, person
from tests.gui.test_waitlist import waits

pytestmark = pytest.mark.row("N23")
NOON = dt.datetime.combine(TODAY, dt.time(12))


def opened(desk: ClientsDesk, of: type[QDialog]) -> QDialog:
    found = [dialog for dialog in desk.window.findChildren(of) if dialog.isVisible()]
    return found[-1]


def test_the_list_is_by_name_and_narrows_by_name_number_and_address(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, client(1, "Zoë King"), client(2, "Éva Kovács"), client(3, "Amir Haddad"))
    tester = QAbstractItemModelTester(desk.place.listed)
    assert tester.model() is desk.place.listed
    assert desk.names() == ["Amir Haddad", "Éva Kovács", "Zoë King"]
    for typed, found in (("eva", "Éva Kovács"), ("030 1234561", "Zoë King"), ("c3@ex", "Amir Haddad")):
        desk.screen.search.setText(typed)
        wanted = [found]
        qtbot.waitUntil(lambda wanted=wanted: desk.names() == wanted)  # type: ignore[misc]
    desk.screen.search.setText("nobody")
    qtbot.waitUntil(lambda: "Nobody like this is on file." in texts(desk.screen))
    desk.screen.search.clear()
    qtbot.waitUntil(lambda: len(desk.names()) == 3)
    desk.feed.put(client(4, "Björn"), client(2, "Zz"))
    desk.feed.take(ClientRow, "client-3")
    assert desk.names() == ["Björn", "Zoë King", "Zz"]


def test_by_keys_alone_from_the_search_to_a_card(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, client(1, "Zoë King"), client(2, "Éva Kovács"))
    desk.screen.search.setText("zoe")
    key(desk.screen.search, Qt.Key.Key_Return)
    assert desk.screen.shown_id() == "client-1"
    assert "+49 30 1234561" in texts(desk.screen.card)


def test_a_card_tells_how_to_reach_her_what_she_wishes_and_what_there_was(qtbot: QtBot) -> None:
    row = msgspec.structs.replace(SARAH, opted_out=("sms",), wants_email=False, notes="Allergic to latex")
    desk = ClientsDesk(qtbot, row)
    desk.feed.reset(draft(1))
    desk.feed.reset(waits(1))
    past, ahead = NOON - dt.timedelta(days=3), NOON + dt.timedelta(days=1)
    booked = [
        appointment(1, past, client_id="client-1", status=Status.DONE),
        appointment(2, ahead, client_id="client-1"),
    ]
    desk.feed.reset(*booked, appointment(3, ahead, client_id="other"))
    desk.screen.open("client-1")
    seen = texts(desk.screen.card)
    for part in (
        "Sarah Lindqvist",
        "7 visits · Svenska",
        "+46 70 123 45 67",
        "not wanted",
        "opted out: only the client can take this back",
        "Allergic to latex",
        "Tomorrow 12:00, Beard trim, booked",
        "Tue 17 Nov 12:00, Beard trim, done",
    ):
        assert part in seen, (part, seen)
    card = desk.screen.card.card
    assert card is not None
    assert [line.row_id for line in card.coming] == ["appointment-2"]
    assert [(line.row_id, line.state) for line in card.past] == [("appointment-1", "done")]
    assert [line.row_id for line in card.unfinished] == ["draft-000001"]
    assert [line.row_id for line in card.waiting] == ["entry-1"]
    press(desk.screen.card, "Call Sarah Lindqvist")
    press(desk.screen.card, "Write to Sarah Lindqvist")
    assert (desk.opener.called, desk.opener.mailed) == (["+46701234567"], ["sarah@example.org"])


@pytest.mark.row("N23", "S10")
def test_opening_a_card_leaves_a_trace_once(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, SARAH, client(2, "Zoë"))
    for client_id in ("client-1", "client-1", "client-2", "client-1"):
        desk.screen.open(client_id)
    looked = [LookAtClient(client_id) for client_id in ("client-1", "client-2", "client-1")]
    assert desk.acts.payloads() == looked


def test_only_changed_fields_are_asked_for_with_what_was_seen(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    assert button(dialog, "Save").accessibleDescription() == "Nothing was changed."
    dialog.phone.setText("")
    dialog.phone.textEdited.emit("")
    dialog.notes.edit.setPlainText("Brings her dog")
    click(dialog.wants_sms)
    press(dialog, "Save")
    asked = desk.acts.actions[-1]
    to = ClientFields(phone=None, wants_sms=False, notes="Brings her dog")
    was = ClientFields(phone="+46701234567", wants_sms=True, notes="")
    assert asked.payload == EditClient("client-1", "loc-linden", to, was)
    assert dialog.isVisible()
    desk.acts.done(asked.id)
    assert not dialog.isVisible()
    assert desk.toasts.texts[-1] == "Sarah Lindqvist was changed."


def test_another_field_of_another_desk_comes_in_and_the_same_one_is_shown_beside_what_was_typed(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    dialog.form.set("email", "mine@example.org")
    desk.feed.put(msgspec.structs.replace(SARAH, notes="theirs", email="theirs@example.org"))
    assert dialog.notes.text() == "theirs"
    assert dialog.email.text() == "mine@example.org"
    assert "Someone else changed this to: theirs@example.org" in texts(dialog)
    assert not button(dialog, "Save").isEnabled()
    press(dialog, "Keep what I typed")
    press(dialog, "Save")
    asked = desk.acts.payloads()[-1]
    to, was = ClientFields(email="mine@example.org"), ClientFields(email="theirs@example.org")
    assert asked == EditClient("client-1", "loc-linden", to, was)


@pytest.mark.row("B18")
def test_who_was_merged_or_may_not_be_changed_any_more_is_said_in_the_open_form(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    dialog.form.set("name", "Sara Lindqvist")
    desk.feed.take(ClientRow, "client-1")
    assert "This client is not on file any more." in texts(dialog)
    assert dialog.name.text() == "Sara Lindqvist"
    desk.feed.put(SARAH)
    assert "This client is not on file any more." not in texts(dialog)
    desk.feed.reset(person(Permission.VIEW_CLIENTS))
    assert "You are not allowed to do this any more." in texts(dialog)
    assert not button(dialog, "Save").isEnabled()


def test_a_refusal_while_the_row_shows_what_was_asked_loses_nothing_typed(qtbot: QtBot) -> None:
    """The row shows the change until the server has refused it; then what the other wrote comes."""
    desk = ClientsDesk(qtbot)
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    dialog.form.set("notes", "mine")
    press(dialog, "Save")
    desk.feed.put(msgspec.structs.replace(SARAH, notes="mine"))
    refusal = Refusal("client_changed", field="$.payload.to.notes")
    desk.acts.refuse(desk.acts.actions[-1].id, "client_changed", refusal)
    desk.feed.put(msgspec.structs.replace(SARAH, notes="theirs"))
    assert dialog.notes.text() == "mine"
    assert "Someone else changed this to: theirs" in texts(dialog)
    assert "Someone else has changed this about the client in the meantime." in texts(dialog)
    press(dialog, "Take that")
    assert dialog.notes.text() == "theirs"


def test_a_change_that_waited_offline_and_was_refused_can_be_looked_at_again(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.open("client-1")
    desk.feed.connect_as(Link.OFFLINE)
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    dialog.form.set("notes", "typed offline")
    press(dialog, "Save")
    assert not dialog.isVisible()
    desk.feed.put(msgspec.structs.replace(SARAH, notes="theirs"))
    desk.acts.refuse(desk.acts.actions[-1].id, "client_changed")
    press(desk.screen.card, "Look at it again")
    again = opened(desk, ClientDialog)
    assert isinstance(again, ClientDialog)
    assert again.notes.text() == "typed offline"
    assert "Someone else changed this to: theirs" in texts(again)


def test_a_refused_change_of_somebody_who_was_merged_is_shown_on_the_one_who_stays(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, SARAH, client(2, "Sara L"))
    desk.screen.open("client-1")
    to, was = ClientFields(phone="030 1"), ClientFields(phone="+49301234562")
    action_id = desk.acts.submit(EditClient("client-2", "loc-linden", to, was), "client:client-2")
    desk.feed.take(ClientRow, "client-2")
    desk.acts.refuse(action_id, "client_changed", Refusal("client_changed", client_id="client-1"))
    press(desk.screen.card, "Look at it again")
    again = opened(desk, ClientDialog)
    assert isinstance(again, ClientDialog)
    assert (again.form.client_id, again.phone.text()) == ("client-1", "030 1")
    assert "Someone else changed this to: +46 70 123 45 67" in texts(again)


def test_a_number_that_is_somebodys_is_said_at_once(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, SARAH, client(2, "Zoë King"))
    desk.place.edit("client-1")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    dialog.form.set("phone", "030 1234562")
    assert "This number belongs to Zoë King." in texts(dialog)
    assert not button(dialog, "Save").isEnabled()


def test_somebody_with_the_same_address_is_offered_and_merged_after_a_preview(qtbot: QtBot) -> None:
    other = client(2, "Sara L", email="SARAH@example.org", phone=None)
    desk = ClientsDesk(qtbot, SARAH, other, client(3, "Zoë King"))
    desk.screen.open("client-1")
    press(desk.screen.card, "Compare with Sara L · SARAH@example.org")
    dialog = opened(desk, MergeDialog)
    assert isinstance(dialog, MergeDialog)
    desk.files.answer("client-1", ClientHeld("client-1", 7, 0, 1, 0, 2, unfinished=True))
    desk.files.answer("client-2", ClientHeld("client-2", 2, 1, 1, 0, 0, unfinished=True))
    (said,) = [text for text in texts(dialog) if "will move" in text]
    assert said.startswith("2 appointments and 1 incomplete booking will move to Sarah Lindqvist. Both have an")
    dialog.sides[1].keep.click()
    assert any("move to Sara L" in text for text in texts(dialog))
    press(dialog, "Merge")
    assert desk.acts.payloads()[-1] == MergeClients("client-2", "client-1")
    desk.acts.done(desk.acts.actions[-1].id)
    assert desk.screen.shown_id() == "client-2"


def test_erasing_asks_once_and_says_what_goes(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.open("client-1")
    desk.place.erase("client-1")
    desk.files.answer("client-1", ClientHeld("client-1", 7, 2, 1, 1, 3))
    question = opened(desk, Question)
    assert isinstance(question, Question)
    assert "2 coming appointments are cancelled." in question.label.text()
    press(question, "Keep")
    assert EraseClient("client-1") not in desk.acts.payloads()
    desk.place.erase("client-1")
    desk.files.answer("client-1", ClientHeld("client-1", 0, 0, 0, 0, 0))
    press(opened(desk, Question), "Erase")
    assert desk.acts.payloads()[-1] == EraseClient("client-1")
    desk.feed.take(ClientRow, "client-1")
    assert desk.screen.shown_id() == ""


def test_an_export_is_saved_where_the_person_chooses(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.place.export("client-1")
    dialog = opened(desk, QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit("/chosen/sarah.json")
    ((client_id, path, reply),) = desk.files.exported
    assert (client_id, path) == ("client-1", Path("/chosen/sarah.json"))
    reply("")
    assert desk.toasts.texts[-1].startswith("Saved to")
    desk.feed.connect_as(Link.OFFLINE)
    desk.place.export("client-1")
    assert desk.toasts.texts[-1] == "This needs the connection to the server."


@pytest.mark.row("N23", "B24")
def test_who_may_only_see_clients_can_change_nothing(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, who=person(Permission.VIEW_CLIENTS))
    desk.screen.open("client-1")
    assert desk.place.desk.may_see()
    card = desk.screen.card
    for shown in (card.edit, card.book, card.wait):
        assert not shown.isEnabled()
        assert shown.accessibleDescription()
    assert [action.isEnabled() for action in card.menu().actions()] == [False, False, False]
    reception = person(Permission.VIEW_CLIENTS, Permission.BOOK_APPOINTMENTS)
    desk.feed.reset(reception)
    desk.place.show_location("loc-linden")
    assert card.edit.isEnabled()
    assert [action.isEnabled() for action in card.menu().actions()] == [True, False, False]


@pytest.mark.row("N14", "S6")
def test_every_control_has_a_name_and_no_name_is_markup(qtbot: QtBot) -> None:
    marked = msgspec.structs.replace(SARAH, name="<b>A</b> & B", notes="<i>n</i>")
    desk = ClientsDesk(qtbot, marked, client(2, "<b>A</b>", email="sarah@example.org"))
    desk.screen.open("client-1")
    desk.place.edit("client-1")
    desk.place.merge("client-1", "client-2")
    for shown in (desk.screen, opened(desk, ClientDialog), opened(desk, MergeDialog)):
        for child in shown.findChildren(QWidget):
            if isinstance(child, QLabel):
                assert child.textFormat() == Qt.TextFormat.PlainText, child.text()
            assert "<b>" not in child.toolTip()
            if isinstance(child, QAbstractButton | QComboBox | QLineEdit | QListView) and child.isVisible():
                assert child.accessibleName() or (isinstance(child, QAbstractButton) and child.text()), child


def test_a_hundred_thousand_are_listed_in_turns(qtbot: QtBot) -> None:
    rows = tuple(ClientRow(f"client-{n:06}", f"Client {n % 977} {n}") for n in range(100_000))
    desk = ClientsDesk(qtbot, *rows)
    assert desk.place.listed.rowCount() < 100_000
    qtbot.waitUntil(lambda: desk.place.listed.rowCount() == 100_000, timeout=30_000)
    names = [desk.place.listed.data(desk.place.listed.index(place)) for place in (0, 1, 99_999)]
    assert names == sorted(str(name) for name in names)


def test_the_focus_may_pass_through_when_the_models_are_gone(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.search.setFocus()
    delete(desk.place.listed)
    desk.screen.list.setFocus()
    assert not desk.screen.list.currentIndex().isValid()
