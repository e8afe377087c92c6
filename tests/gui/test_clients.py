"""Find or create the client while typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.client_choice import ClientChoice
from desktop.models.ports import Link
from desktop.views.clients.picker import ClientPicker
from domain.finding import fold
from domain.wire.actions import CreateClient, Refusal
from domain.wire.rows import ClientRow
from tests.gui.support.clicks import button, key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import LINDEN

SARAH = ClientRow("c1", "Sarah Lindqvist", "+46701740605", "sarah@example.org")
JUERGEN = ClientRow("c2", "Jürgen Groß", "+491713920030", "j.gross@example.org")
LUKASZ = ClientRow("c3", "Łukasz Wójcik", "+491713920021")
LINA = ClientRow("c4", "李娜", "+491713920004", "li.na@example.org")
ALL = (SARAH, JUERGEN, LUKASZ, LINA)


def found(desk: Desk, typed: str) -> list[str]:
    return [row.id for row in desk.clients.find(typed)]


@pytest.mark.row("N23", "N17")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sar", ["c1"]),
        ("LIND sar", ["c1"]),
        ("gross", ["c2"]),
        ("jurgen", ["c2"]),
        ("wojcik luk", ["c3"]),
        ("娜", ["c4"]),
        ("sarah@exa", ["c1"]),
        ("070 174 06 05", ["c1"]),
        ("+49 (171) 3920-030", ["c2"]),
        ("0171 392", ["c2", "c3", "c4"]),
        ("qvist", []),
        ("12", []),
        ("   ", []),
    ],
)
def test_is_found_by_parts_of_the_name_number_in_any_writing_and_email(typed: str, expected: list[str]) -> None:
    desk = Desk()
    desk.feed.reset(*ALL)
    assert found(desk, typed) == expected


@pytest.mark.row("N23")
def test_changes_are_found_at_once_and_what_is_gone_is_not() -> None:
    desk = Desk()
    desk.feed.reset(*ALL)
    assert desk.clients.by_phone("0171 3920030", "DE") == JUERGEN
    desk.feed.put(ClientRow("c2", "Jutta Klein", "+491713920077"))
    desk.feed.take(ClientRow, "c1")
    assert (found(desk, "jutta"), found(desk, "gross"), found(desk, "sarah")) == (["c2"], [], [])
    assert desk.clients.by_phone("0171 3920030", "DE") is None
    desk.feed.clear(ClientRow)
    assert (found(desk, "jutta"), len(desk.clients)) == ([], 0)


def test_letters_are_compared_without_case_accents_and_strokes() -> None:
    assert fold("ŁÓDŹ Ærø STRAẞE İstanbul") == fold("lodz aero strasse istanbul")


def test_many_clients_are_taken_in_little_by_little_and_found_meanwhile(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(*(ClientRow(f"c{n}", f"Client {n}", f"+49171{n:07}") for n in range(3_000)))
    assert found(desk, "client 49") == ["c49", "c490", "c491", "c492", "c493", "c494"]
    qtbot.waitUntil(lambda: found(desk, "client 2999") == ["c2999"])
    assert len(desk.clients) == 3_000


def picker(qtbot: QtBot, desk: Desk) -> tuple[ClientPicker, ClientChoice]:
    desk.feed.reset(*ALL)
    choice = ClientChoice(LINDEN, desk.feed, desk.acts, desk.clients, desk.pending, desk.salon)
    shown = ClientPicker(choice)
    qtbot.addWidget(shown)
    choice.setParent(shown)
    shown.resize(480, 300)
    shown.show()
    return shown, choice


@pytest.mark.row("N23", "N14")
def test_typing_arrows_and_enter_choose_a_client(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "0171")
    assert len(desk.clients.find("0171")) == 3
    key(shown.search, Qt.Key.Key_Down)
    key(shown.search, Qt.Key.Key_Return)
    assert choice.person is not None
    assert choice.person.id == desk.clients.find("0171")[1].id
    press(shown, shown.chosen.change.accessibleName())
    assert shown.search.isVisible()
    assert not shown.chosen.isVisible()


@pytest.mark.row("N23", "N17")
def test_who_comes_on_file_meanwhile_is_offered(qtbot: QtBot) -> None:
    desk = Desk()
    shown, _ = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "lind")
    desk.feed.put(ClientRow("c9", "Linda Berg"))
    assert "Linda Berg" in texts(shown)
    desk.feed.take(ClientRow, "c1")
    assert not any("Sarah" in text for text in texts(shown))


@pytest.mark.row("N23")
def test_the_longest_name_does_not_widen_the_form(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    desk.feed.put(ClientRow("c9", "Wolfeschlegelstein " * 10, "+4915112345678"))
    QTest.keyClicks(shown.search, "Wolfeschlegelstein ")
    assert shown.minimumSizeHint().width() <= shown.width()
    assert shown.hits[0].width() <= shown.width()
    choice.begin_new("Nora")
    QTest.keyClicks(shown.new.phone, "0151 12345678")
    assert shown.new.take.isVisible()
    assert shown.minimumSizeHint().width() <= shown.width()


@pytest.mark.row("N23")
def test_a_new_client_is_created_when_the_form_is_sent(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "Nina Neu")
    press(shown, "New client: Nina Neu")
    assert shown.new.name.text() == "Nina Neu"
    QTest.keyClicks(shown.new.phone, "0151 12345678")
    assert desk.acts.actions == []
    went: list[tuple[str, str | None]] = []
    choice.submit(lambda client_id, needs: went.append((client_id, needs)))
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, CreateClient)
    assert (payload.name, payload.phone, payload.email) == ("Nina Neu", "0151 12345678", None)
    assert went == []
    desk.acts.done(desk.acts.actions[0].id)
    assert went == [(payload.client_id, None)]
    choice.submit(lambda client_id, needs: went.append((client_id, needs)))
    assert len(desk.acts.actions) == 1  # she is on file now


@pytest.mark.row("N23", "N3")
def test_offline_what_follows_depends_on_the_new_client(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    desk.feed.connect_as(Link.OFFLINE)
    QTest.keyClicks(shown.search, "Nina")
    press(shown, "New client: Nina")
    went: list[tuple[str, str | None]] = []
    choice.submit(lambda client_id, needs: went.append((client_id, needs)))
    assert [needs for _, needs in went] == [desk.acts.actions[0].id]


@pytest.mark.row("N23", "N3")
def test_a_network_that_goes_before_the_answer_leaves_nothing_waiting_for_it(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "Nina")
    press(shown, "New client: Nina")
    went: list[tuple[str, str | None]] = []
    choice.submit(lambda client_id, needs: went.append((client_id, needs)))
    assert went == []
    desk.feed.connect_as(Link.OFFLINE)
    assert [needs for _, needs in went] == [desk.acts.actions[0].id]
    assert not choice.waits
    desk.feed.connect_as(Link.LIVE)
    desk.acts.done(desk.acts.actions[0].id)
    assert len(went) == 1


@pytest.mark.row("N23")
def test_a_number_that_is_somebodys_offers_her_instead(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "0171 3920030")
    press(shown, "New client: 0171 3920030")
    QTest.keyClicks(shown.new.name, "J. Gross")
    assert "This number belongs to Jürgen Groß." in texts(shown)
    press(shown, "Take Jürgen Groß")
    assert choice.person is not None
    assert choice.person.id == "c2"


@pytest.mark.row("N23")
def test_the_server_knows_a_number_that_this_desk_does_not(qtbot: QtBot) -> None:
    desk = Desk()
    shown, choice = picker(qtbot, desk)
    QTest.keyClicks(shown.search, "Nina")
    press(shown, "New client: Nina")
    QTest.keyClicks(shown.new.phone, "0151 12345678")
    choice.submit(lambda *_: None)
    desk.acts.refuse(desk.acts.actions[0].id, "client_known", Refusal("client_known", client_id="c77"))
    assert button(shown, "Take Nina").isVisible()
    assert desk.acts.forgotten == [desk.acts.actions[0].id]
    press(shown, "Take Nina")
    assert choice.person is not None
    assert (choice.person.id, choice.person.is_new) == ("c77", False)
