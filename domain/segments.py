"""How many segments an SMS takes, which is what it costs (row N18).

GSM 03.38: a text of its alphabet has 160 septets in one segment and 153 in each of several; its extension letters take
two septets, which stay together. Any other letter makes the whole text UTF-16, 70 code units alone and 67 in parts, and
a pair of surrogates stays together too.
"""

from collections.abc import Iterable
from typing import Literal

from domain.wire.automations import SegmentCount

Encoding = Literal["gsm-7", "ucs-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_SINGLE = {"gsm-7": 160, "ucs-2": 70}
_PART = {"gsm-7": 153, "ucs-2": 67}
_BEYOND_BMP = 0x10000


def count_segments(text: str) -> SegmentCount:
    """The segments of a text; an empty one still takes one."""
    encoding = _encoding(text)
    sizes = [_size(letter, encoding) for letter in text]
    units = sum(sizes)
    if units <= _SINGLE[encoding]:
        return SegmentCount(encoding, units, 1, _SINGLE[encoding] - units)
    segments, used = _filled(sizes, _PART[encoding])
    return SegmentCount(encoding, units, segments, _PART[encoding] - used)


def _encoding(text: str) -> Encoding:
    return "gsm-7" if all(letter in _BASIC or letter in _EXTENDED for letter in text) else "ucs-2"


def _size(letter: str, encoding: Encoding) -> int:
    if encoding == "gsm-7":
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) >= _BEYOND_BMP else 1


def _filled(sizes: Iterable[int], room: int) -> tuple[int, int]:
    segments, used = 1, 0
    for size in sizes:
        if used + size > room:
            segments, used = segments + 1, 0
        used += size
    return segments, used
