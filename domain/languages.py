"""The languages that the product speaks, and texts whose direction is not the line's (row N20)."""

import re

LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "ar": "العربية"}
"""What is shipped, each by its own name."""

FROM_RIGHT = frozenset({"ar"})
"""Those that are written from right to left."""

_FIRST_STRONG, _END = "\u2068", "\u2069"
_TURNS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters that are read from right to left."""


def apart(text: str, language: str) -> str:
    """A text from elsewhere inside a line of a language: where the two may run in opposite directions it is marked, so
    that neither it nor what stands beside it changes places; each line of several. `unmarked` takes the marks off.
    """
    if not text or text.startswith(_FIRST_STRONG):
        return text
    if language in FROM_RIGHT or (not text.isascii() and _TURNS.search(text) is not None):
        return "\n".join(f"{_FIRST_STRONG}{line}{_END}" for line in text.split("\n"))
    return text


def unmarked(text: str) -> str:
    """What `apart` was given, to be copied or compared."""
    return text.replace(_FIRST_STRONG, "").replace(_END, "")
