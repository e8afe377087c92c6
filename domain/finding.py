"""How people are found by what somebody types of them (row N17): a name in any script and writing, a phone number as it
is said or dialled, a mail address.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LEAST_DIGITS = 3
"""Fewer digits are in too many numbers to mean one."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ـ": None})
"""Letters that look like others with a stroke, but are none to Unicode; and the bar that only stretches Arabic."""

_SPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_SPELT_OUT = str.maketrans(_SPELT)
_SAME_WORD = str.maketrans(dict.fromkeys("'’‘ʼ`´"))
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts in which a name may be one run of signs: whoever types the second part of it means it too."""

_LONGEST_UNSPACED = 12
_NOT_DIALLED = re.compile(r"\(0\)")


@dataclass(frozen=True)
class Sought:
    """What was typed. `whole` is how the beginning of a name would look; each of `words` is one word in its spellings,
    of which any will do; `digits` is a part of a phone number without what stands for the country or the trunk.
    """

    whole: str
    words: tuple[tuple[str, ...], ...] = ()
    digits: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits)


def fold(text: str) -> str:
    """A text as it is compared: without case, accents and strokes."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


def name_key(name: str) -> str:
    """A name as it is put in order and as its beginning is compared: folded words with single blanks."""
    return " ".join(word for token in name.split() for word in _token(token).words)


def name_words(name: str) -> list[str]:
    """Everything by whose beginning a name is found, but for the name itself (`name_key`)."""
    tokens = [_token(token) for token in name.split()]
    found = [word for token in tokens for word in token.words][1:]
    found.extend(word for token in tokens for word in token.others)
    return found


def email_words(email: str) -> list[str]:
    """Everything by whose beginning an address is found: all of it, and the later parts of what is before the @."""
    address = fold(email)
    return [address, *_WORD.findall(address.partition("@")[0])[1:]]


def digits_of(phone: str) -> str:
    """A number's digits, whatever script they are in."""
    return "".join(str(unicodedata.digit(sign)) for sign in phone if sign.isdigit())


def sought(typed: str) -> Sought:
    """What somebody may mean by what she typed; nothing for a text with no word and hardly a digit in it."""
    tokens = _NOT_DIALLED.sub("", typed).split()
    numbers = "".join(token for token in tokens if _like_a_number(token))
    digits = digits_of(numbers).lstrip("0")
    if len(digits) < LEAST_DIGITS:
        return Sought(name_key(typed), tuple(words for token in tokens for words in _spellings(token)))
    rest = tuple(words for token in tokens if not _like_a_number(token) for words in _spellings(token))
    return Sought(name_key(typed), rest, digits)


def _spellings(token: str) -> list[tuple[str, ...]]:
    if "@" in token:
        return [(fold(token),)]
    plain, spelt = _plain(token), _spelt(token)
    if len(plain) != len(spelt):
        return [(word,) for word in plain]
    return [(one,) if one == other else (one, other) for one, other in zip(plain, spelt, strict=True)]


class _Token(NamedTuple):
    """A stretch of a name without blanks: its words, and other beginnings by which it is found."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def _token(text: str) -> _Token:
    """Kept, since many people are called alike."""
    words = _plain(text)
    if text.isascii():
        return _Token(words)
    spelt = tuple(word for word in _spelt(text) if word not in words)
    return _Token(words, spelt + tuple(part for word in words for part in _later_parts(word)))


def _plain(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text.translate(_SAME_WORD))))


def _spelt(text: str) -> tuple[str, ...]:
    """As somebody writes it who has no such letters: Mueller."""
    return _plain(unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT))


def _later_parts(word: str) -> list[str]:
    if not _UNSPACED.search(word):
        return []
    return [word[start:] for start in range(1, min(len(word), _LONGEST_UNSPACED))]


def _like_a_number(token: str) -> bool:
    """Without letters, and with a digit or a sign that numbers are written with."""
    return (
        not any(sign.isalpha() for sign in token)
        and "@" not in token
        and any(sign.isdigit() or sign in "+()/-." for sign in token)
    )
