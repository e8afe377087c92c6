"""Putting somebody on file from the clients' screen, and those who may be on file twice (row N23)."""

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.models.client_twins import ClientTwins, Pair
from desktop.models.clients import Clients
from desktop.models.ports import Link
from desktop.views.clients.edit import ClientDialog
from desktop.views.clients.merge import MergeDialog
from desktop.views.clients.twins import TwinsDialog
from desktop.views.theme.surfaces import Field
from domain.permissions import Permission
from domain.wire.actions import CreateClient, Refusal
from domain.wire.rows import ClientRow
from tests.gui.support.clicks import button, click, press, texts
from tests.gui.support.clients import SARAH, ClientsDesk, client
from tests.gui.support.fakes import FakeFeed
from tests.gui.support.rows import LINDEN, person
from tests.gui.test_clients_screen import opened

pytestmark = pytest.mark.row("N23")
NADJA = ClientRow("client-9", "Nadja Nowak", "+4915123456789", "nadja@example.org")


def form(desk: ClientsDesk) -> ClientDialog:
    press(desk.screen, "New client")
    dialog = opened(desk, ClientDialog)
    assert isinstance(dialog, ClientDialog)
    return dialog


def type_into(field: Field, text: str) -> None:
    """As a paste from elsewhere does."""
    field.setFocus()
    field.selectAll()
    QApplication.clipboard().setText(text)
    field.paste()


def test_who_was_looked_for_and_not_found_is_put_on_file(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.search.setText("Nadja Nowak")
    qtbot.waitUntil(lambda: not desk.names())
    dialog = form(desk)
    assert (dialog.name.text(), dialog.phone.text(), dialog.windowTitle()) == ("Nadja Nowak", "", "New client")
    dialog.phone.setText("0151 23456789")
    dialog.phone.textEdited.emit("0151 23456789")
    dialog.notes.edit.setPlainText("Quiet chair")
    click(dialog.wants_sms)
    press(dialog, "Save")
    asked = desk.acts.actions[-1]
    assert asked.payload == CreateClient(
        dialog.form.client_id, LINDEN, "Nadja Nowak", "0151 23456789", None, "en", wants_sms=False, notes="Quiet chair"
    )
    assert asked.entity == f"client:{dialog.form.client_id}"
    assert dialog.isVisible()
    with qtbot.waitSignal(desk.place.added) as added:
        desk.acts.done(asked.id)
        desk.feed.put(ClientRow(dialog.form.client_id, "Nadja Nowak", "+4915123456789"))
    assert added.args == [dialog.form.client_id]
    assert not dialog.isVisible()
    assert desk.toasts.texts[-1] == "Nadja Nowak is on file."
    assert not desk.screen.search.text()
    qtbot.waitUntil(lambda: desk.names() == ["Nadja Nowak", "Sarah Lindqvist"])


def test_a_number_that_was_looked_for_is_her_number(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.search.setText("0151 23456789")
    qtbot.waitUntil(lambda: not desk.names())
    dialog = form(desk)
    assert (dialog.name.text(), dialog.phone.text()) == ("", "0151 23456789")
    assert button(dialog, "Save").accessibleDescription() == "A client needs a name."


def test_a_number_that_is_somebodys_leads_to_her_card(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    dialog = form(desk)
    dialog.form.set("name", "Sarah")
    dialog.form.set("phone", "+46 70 123 45 67")
    assert "This number belongs to Sarah Lindqvist." in texts(dialog)
    assert not button(dialog, "Save").isEnabled()
    press(dialog, "Open the card")
    assert not dialog.isVisible()
    assert desk.screen.shown_id() == "client-1"


def test_what_is_wrong_with_a_number_or_an_address_is_said_once_it_is_typed(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    dialog = form(desk)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_into(dialog.name, "Nadja Nowak")
    type_into(dialog.phone, "0151 none")
    assert "This is not a phone number." not in texts(dialog)
    type_into(dialog.email, "nadja at example")
    assert "This is not a phone number." in texts(dialog)
    type_into(dialog.phone, "0151 23456789")
    assert "This is not a phone number." not in texts(dialog)
    dialog.name.setFocus()
    assert "This is not an email address." in texts(dialog)
    assert not button(dialog, "Save").isEnabled()


def test_no_more_is_typed_than_the_server_takes(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.screen.search.setText("N" * 10_000)
    qtbot.waitUntil(lambda: not desk.names())
    dialog = form(desk)
    for field in (dialog.phone, dialog.email):
        type_into(field, "1" * 10_000)
    typed = [dialog.form.value(name) for name in ("name", "phone", "email")]
    assert [len(text) for text in typed] == [200, 40, 254]


def test_a_refusal_leaves_the_form_as_it_was(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    dialog = form(desk)
    dialog.form.set("name", "Nadja")
    dialog.form.set("phone", "0151 23456789")
    press(dialog, "Save")
    first = desk.acts.actions[-1]
    desk.acts.refuse(first.id, "client_known", Refusal("client_known", client_id="client-1"))
    assert "This phone number belongs to a client who is on file already." in texts(dialog)
    assert (dialog.name.text(), dialog.phone.text()) == ("Nadja", "0151 23456789")
    assert button(dialog, "Open the card").isVisible()
    dialog.form.set("phone", "0151 23456780")
    press(dialog, "Save")
    again = desk.acts.actions[-1].payload
    assert isinstance(again, CreateClient)
    assert (again.client_id, again.phone) == (dialog.form.client_id, "0151 23456780")


def test_offline_she_is_on_file_at_once(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    desk.feed.connect_as(Link.OFFLINE)
    dialog = form(desk)
    dialog.form.set("name", "Nadja")
    press(dialog, "Save")
    assert not dialog.isVisible()
    assert desk.toasts.texts[-1] == "You are offline: it is sent when online."
    with qtbot.waitSignal(desk.place.added) as added:
        desk.feed.put(ClientRow(dialog.form.client_id, "Nadja"))
    assert added.args == [dialog.form.client_id]


@pytest.mark.row("N3")
def test_a_network_that_goes_before_the_answer_lets_the_form_go(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot)
    dialog = form(desk)
    dialog.form.set("name", "Nadja")
    press(dialog, "Save")
    assert dialog.isVisible()
    desk.feed.connect_as(Link.OFFLINE)
    assert not dialog.isVisible()
    assert desk.toasts.texts == ["You are offline: it is sent when online."]


def test_who_may_only_look_adds_nobody(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, who=person(Permission.VIEW_CLIENTS))
    assert not button(desk.screen, "New client").isEnabled()
    desk.place.add("Nadja")
    assert desk.toasts.texts[-1] == "You are not allowed to do this here."
    assert not desk.window.findChildren(ClientDialog)


TWINS = [
    SARAH,
    client(2, "Éva Kovács"),
    ClientRow("client-3", "Eva Kovacs"),
    ClientRow("client-4", "Mum of Eva", email="C2@EXAMPLE.org"),
    msgspec.structs.replace(client(5, "Lina Hof"), visits=3),
    ClientRow("client-6", "Lina H.", "+43301234565"),
    ClientRow("client-7", "Lina Hof", "+4915123456780"),
]


def pairs_of(qtbot: QtBot, *rows: ClientRow) -> tuple[Pair, ...]:
    feed = FakeFeed()
    clients = Clients(feed)
    twins = ClientTwins(clients)
    feed.reset(*rows)
    with qtbot.waitSignal(twins.changed):
        twins.watch(on=True)
    return twins.pairs


def test_pairs_share_an_address_a_name_or_a_number_but_for_the_country(qtbot: QtBot) -> None:
    assert pairs_of(qtbot, *TWINS) == (
        Pair("client-2", "client-3", "name"),
        Pair("client-2", "client-4", "email"),
        Pair("client-5", "client-6", "phone"),
    )


def test_two_with_one_name_and_two_numbers_are_two(qtbot: QtBot) -> None:
    bare = ClientRow("client-8", "Lina Hof")
    found = pairs_of(qtbot, TWINS[4], TWINS[6], bare)
    assert [set(pair[:2]) for pair in found] == [{"client-5", "client-8"}]


def test_the_screen_tells_of_them_and_a_merged_pair_leaves_the_list(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, *TWINS)
    qtbot.waitUntil(lambda: "5 clients may be the same…" in texts(desk.screen))
    press(desk.screen, "5 clients may be the same…")
    listed = opened(desk, TwinsDialog)
    assert "The same number, but for the country" in texts(listed)
    press(listed, "Merge Lina Hof and Lina H.")
    merge = [dialog for dialog in listed.findChildren(MergeDialog) if dialog.isVisible()][-1]
    assert [row.id for row in merge.merge.both() if row] == ["client-5", "client-6"]
    merge.reject()
    desk.feed.take(ClientRow, "client-6")
    names = [one.accessibleName() for one in listed.findChildren(QAbstractButton) if one.isVisible()]
    assert "Merge Lina Hof and Lina H." not in names
    desk.feed.take(ClientRow, "client-2")
    assert "Nobody seems to be on file twice." in texts(listed)
    qtbot.waitUntil(lambda: not desk.screen.twins.isVisible())


def test_who_may_not_merge_hears_of_no_twins(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, *TWINS, who=person(Permission.VIEW_CLIENTS))
    qtbot.waitUntil(lambda: bool(desk.place.twins.pairs))
    assert not desk.screen.twins.isVisible()
