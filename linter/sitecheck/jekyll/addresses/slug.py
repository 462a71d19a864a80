"""Slugs and titles as ``Jekyll::Utils`` makes them (4.3.4 and 4.4.1).

Jekyll 3.10 puts hyphens in the place of marks that are no letters, too, which is not imitated.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sitecheck.lazy_pattern import lazy_pattern

_RAW = lazy_pattern(r"[ \t\r\n\f\v]+")
_ASCII = lazy_pattern(r"[^A-Za-z0-9]+")
_EDGE_HYPHEN = lazy_pattern(r"^-|-$", re.MULTILINE)
_PRETTY_EXTRA = "._~!$&'()+,;=@"
_MODES = frozenset({"raw", "default", "pretty", "ascii", "latin"})
_DEFAULT_ASCII = lazy_pattern(r"[^A-Za-z0-9]+")
_PRETTY_ASCII = lazy_pattern(r"[^A-Za-z0-9._~!$&'()+,;=@]+")

# Ruby's I18n gem 1.14, the letters that do not decompose; the rest of its table is Unicode's.
_LATIN = {
    "Æ": "AE", "Ð": "D", "×": "x", "Ø": "O", "Þ": "Th", "ß": "ss", "ẞ": "SS", "æ": "ae", "ð": "d",
    "ø": "o", "þ": "th", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "Ĳ": "IJ", "ĳ": "ij",
    "ĸ": "k", "Ŀ": "L", "ŀ": "l", "Ł": "L", "ł": "l", "ŉ": "'n", "Ŋ": "NG", "ŋ": "ng", "Œ": "OE",
    "œ": "oe", "Ŧ": "T", "ŧ": "t",
}  # fmt: skip
_LAST_LATIN = "\u017e"


def ruby_downcase(text: str) -> str:
    """Ruby's ``String#downcase``: Unicode, but without Python's rule for the final sigma."""
    return text.lower() if text.isascii() else "".join(map(str.lower, text))


def ruby_capitalize(text: str) -> str:
    """Ruby's ``String#capitalize``."""
    return text[:1].title() + ruby_downcase(text[1:])


def strip_dots(text: str) -> str:
    """``text`` without the periods at its end."""
    return text.rstrip(".")


def titleize(slug: str) -> str:
    """``Utils.titleize_slug``: the title that a document gets from its file name."""
    return " ".join(ruby_capitalize(word) for word in slug.rstrip("-").split("-"))


def slugify(text: str, mode: str | None = None, cased: bool = False) -> str:
    """``Utils.slugify``. An unknown mode changes nothing but the case."""
    mode = mode or "default"
    if mode not in _MODES:
        return text if cased else ruby_downcase(text)
    if mode == "latin":
        text = transliterate(text)
    slug = _EDGE_HYPHEN.sub("", _hyphenate(text, mode))
    return slug if cased else ruby_downcase(slug)


def _hyphenate(text: str, mode: str) -> str:
    if mode == "raw":
        return _RAW.sub("-", text)
    if mode == "ascii":
        return _ASCII.sub("-", text)
    if text.isascii():
        return (_PRETTY_ASCII if mode == "pretty" else _DEFAULT_ASCII).sub("-", text)
    return _hyphenate_unicode(text, mode == "pretty")


def _hyphenate_unicode(text: str, pretty: bool) -> str:
    out: list[str] = []
    for character in text:
        if _is_word(character) or (pretty and character in _PRETTY_EXTRA):
            out.append(character)
        elif not out or out[-1] != "":
            out.append("")
    return "".join(part or "-" for part in out)


@lru_cache(maxsize=4096)
def _is_word(character: str) -> bool:
    r"""Whether Ruby's ``[\p{M}\p{L}\p{Nd}]`` matches."""
    category = unicodedata.category(character)
    return category[0] in "ML" or category == "Nd"


def transliterate(text: str) -> str:
    """``I18n.transliterate``: accents off Latin letters, ``?`` for everything else beyond ASCII."""
    return "".join(map(_transliterate, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def _transliterate(character: str) -> str:
    if character.isascii():
        return character
    if character in _LATIN:
        return _LATIN[character]
    base = unicodedata.normalize("NFD", character)[0]
    return base if character <= _LAST_LATIN and base.isascii() and base.isalpha() else "?"
