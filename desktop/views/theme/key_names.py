"""Keys as this system and language write them, from Qt's portable writing: `Ctrl+K`, `Strg+K`, or signs on a Mac."""

import sys

from PySide6.QtGui import QKeySequence

from desktop.texts import mark, tr

LOCK_KEYS = "Ctrl+L"

_SIGNS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
_NAMES = {
    "Return": mark("Enter"),
    "Space": mark("Space"),
    "Home": mark("Home"),
    "End": mark("End"),
    "Esc": mark("Esc"),
    "Tab": mark("Tab"),
    "PgUp": mark("Page up"),
    "PgDown": mark("Page down"),
    "Ctrl": mark("Ctrl"),
    "Shift": mark("Shift"),
}


def key_name(keys: str) -> str:
    """One key, or several that are pressed together."""
    if len(keys) == 1:
        return keys
    if sys.platform == "darwin":
        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return "+".join(_SIGNS.get(part) or tr(_NAMES.get(part, part)) for part in keys.split("+"))
