"""A desk at a fake server, for each test its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.uuid7 import SeededIds
from sync.desk import Desk
from sync.keychain import MemoryKeychain
from sync.session import Session
from tests.support.fake_server import EMAIL, PASSWORD, URL, FakeServer


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def desk(server: FakeServer, tmp_path: Path) -> Iterator[Desk]:
    """Ana's desk, signed in, with nothing fetched yet."""
    made = open_desk(server, tmp_path)
    yield made
    made.close()


def open_desk(server: FakeServer, folder: Path, keychain: MemoryKeychain | None = None) -> Desk:
    """A desk whose files lie in `folder`; with the same keychain it finds what it left there."""
    keychain = keychain or MemoryKeychain()
    session = Session(server, URL, keychain)
    if not session.resume():
        session.sign_in(EMAIL, PASSWORD, "device-1")
    return Desk(server, session, folder, keychain, server.clock, SeededIds(7))
