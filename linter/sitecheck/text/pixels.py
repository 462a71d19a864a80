"""How wide a text is in a search result: Helvetica's widths, which Arial and Liberation Sans share.

Source: Adobe Core 14 AFM files, Helvetica.afm (thousandths of the font's size, U+0020 to U+007E).
"""

from __future__ import annotations

import unicodedata

_ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_USUAL, _WIDE = 556, 1000


def text_width(text: str, size: int) -> int:
    """The width of ``text`` in pixels where the font is ``size`` pixels high, about."""
    return round(sum(map(_advance, text)) * size / 1000)


def fitting_text(text: str, size: int, most: int) -> str:
    """The beginning of ``text`` that is at most ``most`` pixels wide."""
    left = most * 1000 / size
    for at, character in enumerate(text):
        left -= _advance(character)
        if left < 0:
            return text[:at]
    return text


def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code < 32 + len(_ASCII):
        return _ASCII[code - 32]
    if unicodedata.combining(character):
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and 32 <= ord(base) < 127:
        return _ASCII[ord(base) - 32]
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _USUAL
