"""The clients' screen over fakes, and clients to put on it."""

from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.clients_place import ClientsPlace
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.openings import Openings
from desktop.models.pending import Pending
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from domain.wire.rows import ClientRow, PersonRow
from tests.gui.support.fakes import FakeActs, FakeClientFiles, FakeClock, FakeFeed, FakeOpener, FakeToasts
from tests.gui.support.rows import LINDEN, manager

SARAH = ClientRow("client-1", "Sarah Lindqvist", "+46701234567", "sarah@example.org", "sv", visits=7)


def client(number: int, name: str, **values: Any) -> ClientRow:
    row = ClientRow(f"client-{number}", name, f"+4930{1234560 + number}", f"c{number}@example.org")
    return msgspec.structs.replace(row, **values)


class ClientsDesk:
    """A person at Studio Linden with her clients before her."""

    def __init__(self, qtbot: QtBot, *rows: ClientRow, who: PersonRow | None = None) -> None:
        self.feed, self.clock = FakeFeed(), FakeClock()
        self.acts = FakeActs(self.feed)
        self.files, self.opener, self.toasts = FakeClientFiles(), FakeOpener(), FakeToasts()
        salon, pending, drafts = Salon(self.feed), Pending(self.feed), DraftsModel(self.feed)
        self.clients = Clients(self.feed)
        openings = Openings(salon, self.clock)
        waitlist = WaitlistModel(self.feed, openings)
        self.kept = (salon, pending, drafts, openings, waitlist)
        self.window = QWidget()
        qtbot.addWidget(self.window, before_close_func=lambda _: self.place.close())  # which keeps all of it till then
        self.window.resize(1200, 800)
        self.place = ClientsPlace(
            self.feed,
            self.acts,
            self.opener,
            self.toasts,
            self.files,
            self.clients,
            salon,
            drafts,
            waitlist,
            pending,
            self.clock,
            self.window,
        )
        self.screen = self.place.screen
        self.screen.setParent(self.window)
        self.screen.resize(1200, 800)
        self.feed.announce()
        self.feed.reset(who or manager())
        self.feed.reset(*rows or (SARAH,))
        self.place.show_location(LINDEN)
        self.window.show()

    def names(self) -> list[str]:
        model = self.place.listed
        rows = [model.at(place) for place in range(model.rowCount())]
        return [row.name for row in rows if row is not None]
