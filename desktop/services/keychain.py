"""The operating system's keychain: tokens and the keys of local files (row N16, promise S8)."""

import logging
import sys
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from sync.errors import KeychainUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Deskbell"
log = logging.getLogger(__name__)


class SystemKeychain:
    """Secrets by name. The backend is named by system: letting the library look for one takes a quarter of a second."""

    def get(self, name: str) -> str | None:
        """The secret, None when there is none. Raises KeychainUnavailable."""
        try:
            return self._backend.get_password(SERVICE, name)
        except Exception as trouble:
            raise _failed(trouble) from trouble

    def set(self, name: str, value: str) -> None:
        """Keeps the secret. Raises KeychainUnavailable."""
        try:
            self._backend.set_password(SERVICE, name, value)
        except Exception as trouble:
            raise _failed(trouble) from trouble

    def delete(self, name: str) -> None:
        """Forgets the secret, if there is one. Raises KeychainUnavailable."""
        if self.get(name) is None:
            return
        try:
            self._backend.delete_password(SERVICE, name)
        except Exception as trouble:
            raise _failed(trouble) from trouble

    @cached_property
    def _backend(self) -> "KeyringBackend":
        return backend_of(sys.platform)


_BACKENDS = {"win32": "keyring.backends.Windows.WinVaultKeyring", "darwin": "keyring.backends.macOS.Keyring"}
_ELSEWHERE = "keyring.backends.SecretService.Keyring"


def backend_of(platform: str) -> "KeyringBackend":
    """The keychain of a system by `sys.platform`. Imported late: the window does not need it to be seen."""
    module, _, name = _BACKENDS.get(platform, _ELSEWHERE).rpartition(".")
    made: KeyringBackend = getattr(import_module(module), name)()
    return made


def _failed(trouble: Exception) -> KeychainUnavailable:
    """Backends raise what they like, D-Bus and Windows errors included; only the kind is logged, it names no secret."""
    log.warning("the keychain failed: %s", type(trouble).__name__)
    return KeychainUnavailable(type(trouble).__name__)
