"""Secrets at rest."""

import base64
import os
import stat
from pathlib import Path

import pytest

from backend.providers.vault import KEY_FILE, NoKey, Unreadable, Vault, WrongKey, key_of_folder, read_key
from domain.uuid7 import SeededIds

pytestmark = pytest.mark.row("S2")

KEY = bytes(range(32))
SECRET = "opens the mail server, Schlüssel 🔑"


def test_what_is_sealed_is_opened_by_the_same_key_for_the_same_purpose_only() -> None:
    ids = SeededIds(1)
    sealed = Vault(KEY).seal(SECRET, "b-1/email", ids)
    assert Vault(KEY).open(sealed, "b-1/email") == SECRET
    assert b"opens" not in sealed
    assert Vault(KEY).seal(SECRET, "b-1/email", ids) != sealed
    for vault, purpose in ((Vault(KEY), "b-2/email"), (Vault(KEY), "b-1/sms"), (Vault(bytes(32)), "b-1/email")):
        with pytest.raises(Unreadable):
            vault.open(sealed, purpose)
    with pytest.raises(Unreadable):
        Vault().open(sealed, "b-1/email")


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_damaged_seal_is_not_opened(place: int) -> None:
    sealed = bytearray(Vault(KEY).seal(SECRET, "p", SeededIds(1)))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        Vault(KEY).open(bytes(sealed), "p")
    for part in (b"", bytes(sealed[:8]), bytes(sealed[:20])):
        with pytest.raises(Unreadable):
            Vault(KEY).open(part, "p")


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(NoKey):
        Vault().seal(SECRET, "p", SeededIds(1))


def test_a_folder_keeps_its_key_for_its_owner_alone(tmp_path: Path) -> None:
    key = key_of_folder(tmp_path, SeededIds(1))
    file = tmp_path / KEY_FILE
    assert (len(key), key_of_folder(tmp_path, SeededIds(2))) == (32, key)
    assert [entry.name for entry in tmp_path.iterdir()] == [KEY_FILE]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.chmod(0o644)
        key_of_folder(tmp_path, SeededIds(2))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(bytes(31)).decode(), "é" * 44, "*" * 44])
def test_what_is_no_key_is_refused_without_being_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongKey) as wrong:
        read_key(text)
    assert not text or text not in str(wrong.value)
    (tmp_path / KEY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WrongKey):
        key_of_folder(tmp_path, SeededIds(1))


def test_a_key_may_be_written_in_both_alphabets_of_base64() -> None:
    key = bytes([251, 255] * 16)
    assert read_key(base64.b64encode(key).decode()) == read_key(base64.urlsafe_b64encode(key).decode() + "\n") == key
