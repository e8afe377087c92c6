"""Where secrets are kept: the operating system's keychain, as a port, and how long values fit into it (promise S8)."""

import re
from hashlib import blake2b
from typing import Protocol

from domain.clock import Ids
from sync.errors import KeychainUnavailable
from sync.store.cipher import KEY_BYTES

_HEX_KEY = re.compile(f"[0-9a-f]{{{2 * KEY_BYTES}}}")

LONGEST = 1200
"""Windows takes 1,280 characters a value; what is longer is spread over several."""


class Keychain(Protocol):
    """Secrets by name. Every method raises KeychainUnavailable and nothing else."""

    def get(self, name: str) -> str | None:
        """The secret, None when there is none."""

    def set(self, name: str, value: str) -> None:
        """Keep the secret, in place of an earlier one."""

    def delete(self, name: str) -> None:
        """Forget the secret, if there is one."""


class MemoryKeychain:
    """A keychain that forgets with the process: for scripts and tests."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.held.get(name)

    def set(self, name: str, value: str) -> None:
        self.held[name] = value

    def delete(self, name: str) -> None:
        self.held.pop(name, None)


def keep(keychain: Keychain, name: str, value: str) -> None:
    """Keep a value of any length under names that begin with `name`. Raises KeychainUnavailable."""
    before = _count(keychain.get(name))
    parts = [value[start : start + LONGEST] for start in range(0, len(value), LONGEST)]
    for number, part in enumerate(parts):
        keychain.set(f"{name}.{number}", part)
    keychain.set(name, f"{len(parts)}:{_digest(value)}")
    for number in range(len(parts), before):
        keychain.delete(f"{name}.{number}")


def recall(keychain: Keychain, name: str) -> str | None:
    """What `keep` has kept; None when there is nothing, or not all of it. Raises KeychainUnavailable."""
    head = keychain.get(name)
    parts = [keychain.get(f"{name}.{number}") or "" for number in range(_count(head))]
    value = "".join(parts)
    return value if head and head.partition(":")[2] == _digest(value) else None


def forget(keychain: Keychain, name: str) -> None:
    """Forget what `keep` has kept. Raises KeychainUnavailable."""
    for number in range(_count(keychain.get(name))):
        keychain.delete(f"{name}.{number}")
    keychain.delete(name)


def file_key(keychain: Keychain, ids: Ids, name: str) -> tuple[bytes, bool]:
    """The key of a local file, made when there is none, and whether the keychain remembers it.

    A key that is not remembered is only for a file in a temporary folder: with it, what the keychain's key has written
    would look damaged. The person has to be told.
    """
    try:
        held = keychain.get(name)
        if held is not None and _HEX_KEY.fullmatch(held):
            return bytes.fromhex(held), True
        key = ids.secret(KEY_BYTES)
        keychain.set(name, key.hex())
    except KeychainUnavailable:
        return ids.secret(KEY_BYTES), False
    return key, True


def _count(head: str | None) -> int:
    number = (head or "").partition(":")[0]
    return min(int(number), 100) if number.isascii() and number.isdigit() else 0


def _digest(value: str) -> str:
    return blake2b(value.encode(), digest_size=8).hexdigest()
