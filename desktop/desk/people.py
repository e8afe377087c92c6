"""Who works at a shared desk, and the PINs by which they change places (row N21).

Names and PINs are in the keychain and nowhere else. Of a PIN only a scrypt hash is kept, mixed with a key of this desk:
elsewhere it is worth nothing. A keychain that fails costs the remembering after the process ends (promise S8).
"""

import hashlib
import hmac
import re
from threading import RLock
from typing import NamedTuple

import msgspec

from domain.clock import Ids
from sync.errors import KeychainUnavailable
from sync.keychain import Keychain, MemoryKeychain, file_key, forget, keep, recall
from sync.owner import Owner

GUESSES = 5
"""So many wrong PINs, and the password is asked for."""

_NAME, _KEY = "people", "pin-key"
_DIGITS = re.compile(r"[0-9]{4,6}")
_COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}
"""About a tenth of a second and 32 MB a guess."""


class Known(msgspec.Struct, frozen=True):
    """Somebody who works at this desk, at a server. `pin` is a salt and a hash in hex; empty without one."""

    owner: Owner
    name: str
    base_url: str
    pin: str = ""
    wrong: int = 0

    @property
    def opens_by_pin(self) -> bool:
        """Whether a PIN is set that was not guessed at too often."""
        return bool(self.pin) and self.wrong < GUESSES


class Guess(NamedTuple):
    """What a PIN was worth: right, or wrong with so many guesses left."""

    right: bool
    left: int


class People:
    """Everybody whom the desk knows. Each method may be called from any thread but the GUI's: keychains are slow."""

    def __init__(self, keychain: Keychain, memory: MemoryKeychain, ids: Ids) -> None:
        """`memory` has, as long as the process runs, what the keychain did not take."""
        self._keychain, self._memory, self._ids = keychain, memory, ids
        self._lock = RLock()

    def all(self) -> tuple[Known, ...]:
        """By name. Nobody when the keychain does not say."""
        try:
            return self.read()
        except KeychainUnavailable:
            return ()

    def owners(self) -> tuple[Owner, ...]:
        """Who may come back by PIN, and finds her copy then. Raises KeychainUnavailable."""
        return tuple(one.owner for one in self.read() if one.pin)

    def get(self, owner: Owner) -> Known | None:
        return next((one for one in self.all() if one.owner == owner), None)

    def name_of(self, owner: Owner) -> str:
        """Empty when she is not known."""
        known = self.get(owner)
        return known.name if known else ""

    def keeps(self, owner: Owner) -> bool:
        """Whether she may come back by her PIN, so that her session is not ended when she leaves her place."""
        known = self.get(owner)
        return known is not None and known.opens_by_pin

    def welcome(self, owner: Owner, name: str, base_url: str) -> Known:
        """She has signed in with her password: she is known from now on, and wrong PINs are forgiven."""
        with self._lock:
            before = self.get(owner)
            known = Known(owner, name, base_url, before.pin if before else "")
            if known != before:
                self._put(known)
            return known

    def set_pin(self, owner: Owner, pin: str) -> Known:
        """Her PIN from now on, in place of an earlier one. Raises ValueError unless it has four to six digits."""
        if not _DIGITS.fullmatch(pin):
            raise ValueError("a PIN has four to six digits")
        with self._lock:
            known = self.get(owner)
            if known is None:
                raise ValueError("nobody of that name works here")
            salt = self._ids.secret(16)
            changed = msgspec.structs.replace(known, pin=f"{salt.hex()}:{self._hash(salt, pin)}", wrong=0)
            self._put(changed)
            return changed

    def guess(self, owner: Owner, pin: str) -> Guess:
        """Try a PIN. It is counted before it is looked at, so that ending the program gives no guesses more.

        Raises KeychainUnavailable when it cannot be counted.
        """
        with self._lock:
            known = next((one for one in self.read() if one.owner == owner), None)
            if known is None or not known.opens_by_pin:
                return Guess(False, 0)
            counted = msgspec.structs.replace(known, wrong=known.wrong + 1)
            self._put(counted, counts=True)
            salt, _, hashed = known.pin.partition(":")
            if not hmac.compare_digest(self._hash(bytes.fromhex(salt), pin), hashed):
                return Guess(False, GUESSES - counted.wrong)
            self._put(msgspec.structs.replace(known, wrong=0), counts=True)
            return Guess(True, GUESSES)

    def remove(self, owner: Owner) -> None:
        """She has signed out, or may not come back: nothing of her is known here."""
        with self._lock:
            people = self.all()
            left = tuple(one for one in people if one.owner != owner)
            if left != people:
                self._write(left)

    def _hash(self, salt: bytes, pin: str) -> str:
        key, remembered = file_key(self._keychain, self._ids, _KEY)
        if not remembered:
            key, _ = file_key(self._memory, self._ids, _KEY)
        return hashlib.scrypt(pin.encode(), salt=key + salt, **_COST).hex()

    def _put(self, known: Known, *, counts: bool = False) -> None:
        others = (one for one in self.all() if one.owner != known.owner)
        self._write(sorted((*others, known), key=lambda one: (one.name.casefold(), one.owner)), counts=counts)

    def read(self) -> tuple[Known, ...]:
        """As `all`. What only this process remembers is newer than what is kept. Raises KeychainUnavailable."""
        held = recall(self._memory, _NAME) or recall(self._keychain, _NAME)
        try:
            return msgspec.json.decode(held, type=tuple[Known, ...]) if held else ()
        except msgspec.DecodeError:
            return ()

    def _write(self, people: "list[Known] | tuple[Known, ...]", *, counts: bool = False) -> None:
        """With `counts` it must be remembered for good, unless nothing of it ever was. Raises KeychainUnavailable."""
        value = msgspec.json.encode(people).decode()
        try:
            keep(self._keychain, _NAME, value)
        except KeychainUnavailable:
            if counts and recall(self._memory, _NAME) is None:
                raise
            keep(self._memory, _NAME, value)
        else:
            forget(self._memory, _NAME)
