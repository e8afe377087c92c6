"""Colours by role, light and dark. Text holds 4.5:1 or better against every ground it is used on."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Colours:
    """Every role, as #RRGGBB. `on_x` is what is written on a ground of x; `edge`, 3:1 or better, is around what waits
    to be typed or chosen, while `line` only parts what stands side by side.
    """

    window: str
    surface: str
    line: str
    edge: str
    text: str
    quiet: str
    action: str
    on_action: str
    amber_field: str
    amber_edge: str
    amber_text: str
    on_amber_edge: str
    red_field: str
    red_edge: str
    red_text: str
    on_red_edge: str
    good: str
    hover: str
    chosen: str
    booked_field: str
    arrived_field: str
    booked_quiet: str
    shut: str

    def colour(self, role: str) -> QColor:
        """The colour of a role by its field's name."""
        return QColor(getattr(self, role))


LIGHT = Colours(
    window="#F6F7F8",
    surface="#FFFFFF",
    line="#E2E5E9",
    edge="#858F9B",
    text="#1C2127",
    quiet="#56606C",
    action="#0F6E66",
    on_action="#FFFFFF",
    amber_field="#FEF3C7",
    amber_edge="#F59E0B",
    amber_text="#7A3E06",
    on_amber_edge="#3A2203",
    red_field="#FEE4E2",
    red_edge="#D92D20",
    red_text="#8C1D13",
    on_red_edge="#FFFFFF",
    good="#157347",
    hover="#F0F2F4",
    chosen="#E9EDF0",
    booked_field="#E4F1EF",
    arrived_field="#C3E3DE",
    booked_quiet="#47535E",
    shut="#EFF1F3",
)

DARK = Colours(
    window="#14171B",
    surface="#1D2127",
    line="#2F353D",
    edge="#66707C",
    text="#E7EAEE",
    quiet="#A0AAB6",
    action="#3CCFBF",
    on_action="#0E2320",
    amber_field="#3B2B0B",
    amber_edge="#F5A524",
    amber_text="#FCD98A",
    on_amber_edge="#2A1D05",
    red_field="#3D1512",
    red_edge="#F97066",
    red_text="#FDA29B",
    on_red_edge="#2B0D0A",
    good="#5BD69B",
    hover="#262C34",
    chosen="#282E36",
    booked_field="#17302D",
    arrived_field="#1D4640",
    booked_quiet="#B4BEC8",
    shut="#15181C",
)


def colours_of(widget: QWidget) -> Colours:
    """The colours that a widget's palette belongs to. A widget repaints by itself when the palette changes."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
