"""A language that nobody speaks, to find what is not translated or has no room: every letter of ours is accented, every
message 40 % longer and in brackets; people's words are in Greek letters and dates as Greeks write them. So a Latin
letter without an accent is a word that no translator has seen.
"""

import gettext
import re
import string
from typing import Any, TypeVar

import msgspec
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.models.client_card import language_name
from desktop.views.clients.edit import _SPOKEN
from desktop.views.shell.speech import speak

S = TypeVar("S", bound=msgspec.Struct)

_PLAIN = string.ascii_lowercase + string.ascii_uppercase
_ACCENTED = "áƀçďéƒğĥíĵķĺɱñóƥɋŕšťúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĹḾÑÓƤɊŔŠŤÚṼŴẊÝŽ"
_GREEK = "αβγδεφγηιικλμνοπθρστυβωξυζΑΒΓΔΕΦΓΗΙΙΚΛΜΝΟΠΘΡΣΤΥΒΩΞΥΖ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_LETTERS = str.maketrans(_PLAIN, _GREEK)
_PIECES = re.compile(r"(\{[^{}]*\})")
_THEIRS = ("name", "notes", "text", "subject", "title", "label")
"""Ends of the names of fields that people fill in."""

OWN_NAMES = (*texts.LANGUAGES.values(), *map(language_name, _SPOKEN))
_NO_WORDS = re.compile("|".join([r"\S+@\S+", r"https?://\S+", "Deskbell", r"\b[A-Z]\b", r"\bEUR\b", *OWN_NAMES]))
_FORGOTTEN = re.compile(r"[A-Za-z]+")


class Pseudo(gettext.NullTranslations):
    """Makes the translation of any message up."""

    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)


def longer(message: str) -> str:
    """`Dismiss` -> `[Ďíšɱíšš~~~]`; what is filled in stays."""
    pieces = _PIECES.split(message)
    accented = "".join(piece if piece.startswith("{") else piece.translate(_ACCENTS) for piece in pieces)
    more = round(0.4 * sum(len(piece) for piece in pieces if not piece.startswith("{")))
    words = [f" {'~' * 5}"] * (more // 6)
    return f"[{accented}{'~' * (more % 6)}{''.join(words)}]"


def speak_pseudo(application: QApplication) -> None:
    """From now on, until another language is chosen."""
    speak(application, ["en"])
    texts.use_catalogue(Pseudo(), "el")


def in_greek(row: S) -> S:
    """The same row with everything that people wrote in Greek letters."""
    found: dict[str, Any] = {}
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, str) and name.endswith(_THEIRS):
            found[name] = value.translate(_LETTERS)
        elif isinstance(value, msgspec.Struct):
            found[name] = in_greek(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            found[name] = tuple(in_greek(one) for one in value)
    return msgspec.structs.replace(row, **found) if found else row


def forgotten(text: str) -> list[str]:
    """Words in a text that came through no translator. Addresses, the program and languages have names of their own."""
    return _FORGOTTEN.findall(_NO_WORDS.sub("", text))
