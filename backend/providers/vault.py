"""Secrets at rest: sealed by AES-256-GCM under the server's own key, which is in no database (decision 0013).

What a secret is for is bound into its seal: one that is copied to another business or channel cannot be opened there.
"""

import base64
import binascii
import os
from pathlib import Path

from domain.clock import Ids

KEY_BYTES = 32
KEY_FILE = "secrets.key"
_NONCE_BYTES = 12
_VERSION = b"\x01"


class NoKey(Exception):
    """The server was given no key to seal with."""


class Unreadable(Exception):
    """The secret was sealed with another key, for something else, or is damaged."""


class WrongKey(ValueError):
    """The text is no key. It is not repeated."""


class Vault:
    """Seals and opens with one key; without one it does neither."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key

    def seal(self, secret: str, purpose: str, ids: Ids) -> bytes:
        """What may be kept. Raises NoKey."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 5 MB that few servers need

        if self._key is None:
            raise NoKey
        nonce = ids.secret(_NONCE_BYTES)
        return _VERSION + nonce + AESGCM(self._key).encrypt(nonce, secret.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """The secret. Raises Unreadable."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - see above

        nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if self._key is None or sealed[:1] != _VERSION:
            raise Unreadable
        try:
            return AESGCM(self._key).decrypt(nonce, text, purpose.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable from None


def read_key(text: str) -> bytes:
    """A key as settings and files have it: 32 bytes in base64. Raises WrongKey."""
    try:
        key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise WrongKey from None
    if len(key) != KEY_BYTES:
        raise WrongKey
    return key


def key_of_folder(folder: Path, ids: Ids) -> bytes:
    """The key in the folder's file, which is made at the first start and only its owner may read. Raises WrongKey, and
    OSError when there is no way to keep one.
    """
    file = folder / KEY_FILE
    if not file.exists():
        _write(file, base64.b64encode(ids.secret(KEY_BYTES)))
    if os.name == "posix":
        file.chmod(0o600)
    return read_key(file.read_text(encoding="ascii", errors="replace"))


def _write(file: Path, text: bytes) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
