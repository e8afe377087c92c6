"""What a text from a client asks of us before anything else: to be written to no more, or again (promise S5).

Only a text that is nothing but one of the words counts, however it is written. "Cancel my appointment on Friday" is for
a person to read, and so is "yes", by which a client answers a question rather than asks for texts.
"""

import unicodedata
from enum import StrEnum


class Ask(StrEnum):
    """What she asks for."""

    STOP = "stop"
    START = "start"


_ENGLISH = ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
_OTHERS = ("stopp", "abmelden", "arret", "baja", "ايقاف")
"""The usual words of German, French, Spanish and Arabic; each means the same to whoever knows the language."""

_WORDS: dict[str, Ask] = {
    **dict.fromkeys((*_ENGLISH, *_OTHERS), Ask.STOP),
    "start": Ask.START,
    "unstop": Ask.START,
}
_LONGEST = 60
"""No text that is one of the words is longer, with all that may stand around it."""


def asked(text: str) -> Ask | None:
    """What the text asks for, None when it is an answer for people. Said several times it is still the same word."""
    if len(text) > _LONGEST:
        return None
    words = _words(text)
    whole = _WORDS.get("".join(words))
    meant = {_WORDS.get(word) for word in words}
    return whole or (meant.pop() if len(meant) == 1 else None)


def _words(text: str) -> list[str]:
    """Letters only: case, accents, width, punctuation and what cannot be seen make no difference."""
    bare = (character for character in unicodedata.normalize("NFKC", text) if unicodedata.category(character) != "Cf")
    folded = unicodedata.normalize("NFKD", "".join(bare).casefold())
    apart = "".join(_letter(character) for character in folded if unicodedata.category(character) not in {"Mn", "Lm"})
    return apart.split()


def _letter(character: str) -> str:
    return character if character.isalnum() else " "
