"""Desks of the receptionist's at a salon, each with a folder and a keychain of its own."""

from pathlib import Path

from domain.drafts import Phase
from domain.uuid7 import SeededIds
from domain.wire.rows import DraftRow
from sync.desk import Desk
from sync.keychain import MemoryKeychain
from sync.session import Session
from tests.contract.salons import Salon


class Desks:
    """Opens them."""

    def __init__(self, salon: Salon, folder: Path) -> None:
        self._salon = salon
        self._folder = folder
        self._count = 0

    def open(self) -> Desk:
        """A new desk, signed in, with nothing fetched yet."""
        self._count += 1
        keychain = MemoryKeychain()
        session = Session(self._salon.network, self._salon.url, keychain)
        session.sign_in(self._salon.email, self._salon.password, f"desk-{self._count}")
        folder = self._folder / f"desk-{self._count}"
        ids = SeededIds(1000 + self._count)
        return Desk(self._salon.network, session, folder, keychain, self._salon.clock, ids)


def phases(desk: Desk) -> dict[str, Phase]:
    """By id, where the drafts stand that the desk shows."""
    return {row.id: row.phase for row in desk.rows("draft") if isinstance(row, DraftRow)}


def names(desk: Desk) -> set[str]:
    """Whose cards are in the list."""
    drafts = [row for row in desk.rows("draft") if isinstance(row, DraftRow)]
    return {row.client_name for row in drafts if row.phase is Phase.INCOMPLETE}
