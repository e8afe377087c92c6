"""Icons of one family, drawn in the colour of the text beside them. Sources: resources/icons, 24 by 24, one stroke."""

from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

IconName = Literal[
    "bell", "calendar", "check", "chevron-down", "clients", "close", "command", "follow-ups", "lock", "mail", "more",
    "offline", "person", "phone", "refresh", "search", "settings", "today", "waiting", "warning",
]  # fmt: skip
PLACE = Path(__file__).resolve().parents[3] / "resources" / "icons"


@cache
def _source(name: IconName) -> str:
    return (PLACE / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: IconName, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def draw_icon(painter: QPainter, name: IconName, colour: str | QColor, place: QRectF) -> None:
    """Draws an icon into a square of the painter's."""
    _renderer(name, QColor(colour).name()).render(painter, place)


def pixmap(name: IconName, colour: str | QColor, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels."""
    picture = QPixmap(QSize(size, size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_icon(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(name: IconName, colour: str | QColor, size: int = 20) -> QIcon:
    """An icon for buttons and menus of Qt."""
    return QIcon(pixmap(name, colour, size))
