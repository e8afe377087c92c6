"""What every desk of this process works with; tests and the bench give their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from domain.clock import Clock, Ids
from sync.http import Http, StreamingHttp
from sync.keychain import Keychain, MemoryKeychain


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
