"""Keys as this system and language write them, from Qt's portable writing: `Ctrl+K`, `Strg+K`, or signs on a Mac."""

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
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    parts = [_SIGNS.get(part) or (tr(_NAMES[part]) if part in _NAMES else part) for part in native.split("+")]
    return "+".join(parts)
