"""Sizes of text. The family is the system's own; without a desktop to ask, one made for screens."""

from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

Weight = QFont.Weight

BASE = 13
SMALL = 12
STRONG = 15
TITLE = 20
FIGURE = 28

WITHOUT_DESKTOP = ("Inter", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC")


def base_font(families: Sequence[str] = ()) -> QFont:
    """The application's font: `families` if given, else the system's."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    wanted = list(families) or _without_desktop()
    if wanted:
        font.setFamilies(wanted)
    font.setPixelSize(BASE)
    return font


def _without_desktop() -> list[str]:
    if QGuiApplication.platformName() not in {"offscreen", "minimal"}:
        return []
    installed = set(QFontDatabase.families())
    return [name for name in WITHOUT_DESKTOP if name in installed]


def sized(font: QFont, pixels: int, weight: Weight = Weight.Normal) -> QFont:
    """The same font in another size and weight."""
    changed = QFont(font)
    changed.setPixelSize(pixels)
    changed.setWeight(weight)
    return changed
