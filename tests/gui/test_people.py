"""PINs are counted, hashed for this desk alone, and forgotten with who has signed out (row N21)."""

import pytest

from desktop.desk.people import GUESSES, Guess, People
from domain.uuid7 import SeededIds
from sync.errors import KeychainUnavailable
from sync.keychain import MemoryKeychain
from sync.owner import Owner

pytestmark = pytest.mark.row("N21")

ANA, BEN = Owner("server", "business", "ana"), Owner("server", "business", "ben")
URL = "https://salon.example.org"


def people(keychain: MemoryKeychain, seed: int = 1) -> People:
    return People(keychain, MemoryKeychain(), SeededIds(seed))


def with_pin(keychain: MemoryKeychain, pin: str = "1234") -> People:
    made = people(keychain)
    made.welcome(ANA, "Ana", URL)
    made.set_pin(ANA, pin)
    return made


def test_only_the_right_pin_is_right() -> None:
    made = with_pin(MemoryKeychain())
    assert made.guess(ANA, "1235") == Guess(False, GUESSES - 1)
    assert made.guess(ANA, "") == Guess(False, GUESSES - 2)
    assert made.guess(ANA, "1234") == Guess(True, GUESSES)
    assert made.guess(ANA, "1235") == Guess(False, GUESSES - 1)
    assert made.guess(BEN, "1234") == Guess(False, 0)


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12 4", "abcd", "١٢٣٤"])
def test_a_pin_has_four_to_six_digits(pin: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        with_pin(MemoryKeychain(), pin)


def test_the_fifth_wrong_guess_is_the_last_whoever_counts() -> None:
    keychain = MemoryKeychain()
    with_pin(keychain)
    lefts = [people(keychain, seed).guess(ANA, "9999").left for seed in range(GUESSES)]
    assert lefts == [4, 3, 2, 1, 0]
    assert people(keychain).guess(ANA, "1234") == Guess(False, 0)
    assert not people(keychain).keeps(ANA)
    people(keychain).welcome(ANA, "Ana", URL)
    assert people(keychain).guess(ANA, "1234").right


def test_a_hash_is_worth_nothing_at_another_desk() -> None:
    keychain = MemoryKeychain()
    with_pin(keychain)
    elsewhere = MemoryKeychain()
    elsewhere.held = {name: value for name, value in keychain.held.items() if name != "pin-key"}
    assert not people(elsewhere).guess(ANA, "1234").right


def test_who_has_signed_out_is_not_known_any_more() -> None:
    made = with_pin(MemoryKeychain())
    made.welcome(BEN, "ben", URL)
    assert [one.name for one in made.all()] == ["Ana", "ben"]
    made.remove(ANA)
    assert made.name_of(ANA) == ""
    assert not made.keeps(ANA)
    assert [one.name for one in made.all()] == ["ben"]


@pytest.mark.row("S8")
def test_names_and_hashes_fit_into_the_keychain_of_windows() -> None:
    class Windows(MemoryKeychain):
        def set(self, name: str, value: str) -> None:
            if len(value) > 1280:
                raise KeychainUnavailable("too long")
            super().set(name, value)

    made = people(Windows())
    owners = [Owner("server", "business", f"person-{number}") for number in range(12)]
    for owner in owners:
        made.welcome(owner, "Näme " * 12, URL)
        made.set_pin(owner, "123456")
    assert all(made.guess(owner, "123456").right for owner in owners)


@pytest.mark.row("S8")
def test_nonsense_under_our_name_is_nobody() -> None:
    keychain = MemoryKeychain()
    keychain.held = {"people": "1:00", "people.0": "nonsense"}
    assert people(keychain).all() == ()
