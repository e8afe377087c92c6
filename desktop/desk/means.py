"""What every desk of this process works with; tests and the bench give their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from desktop.desk.people import People
from domain.clock import Clock, Ids
from sync.ended import EndedSessions
from sync.http import Http, StreamingHttp
from sync.keychain import Keychain, MemoryKeychain
from sync.session import Session

OUTBOX_KEY = "outbox-key"
"""The name of the outbox's key in a keychain."""


class Network(Http, StreamingHttp, Protocol):
    """Sends requests and keeps answers open."""

    def close(self) -> None:
        """Let go of idle connections."""


@dataclass(frozen=True)
class Means:
    """`chance` gives 0 to below 1; files are kept in `folder`."""

    folder: Path
    keychain: Keychain
    http: Network
    clock: Clock
    ids: Ids
    chance: Callable[[], float]
    listens: bool = True
    """Whether the desk keeps a stream open; without one it asks every half minute."""

    memory: MemoryKeychain = field(default_factory=MemoryKeychain)
    """What a keychain that fails cannot keep, kept as long as the process runs."""

    def session(self, base_url: str) -> Session:
        """A session at a server, which is still to be resumed or signed in to."""
        ended = EndedSessions(self.folder / "ended.json")
        return Session(self.http, base_url, self.keychain, self.memory, ended)

    @cached_property
    def people(self) -> People:
        """Who works at this desk."""
        return People(self.keychain, self.memory, self.ids)

    def forgets(self) -> bool:
        """Whether what waits in the outbox is lost when the process ends: only it has the key."""
        return self.memory.get(OUTBOX_KEY) is not None
