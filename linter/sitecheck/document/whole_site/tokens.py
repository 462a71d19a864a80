"""What layouts and includes put something else in place of: ``{{ content | replace: "$IMAGES", … }}``.

Authors write such a token into the addresses of their pages, and where these lead shows only on the page as a
layout prints it. A text that stands in addresses for itself, as ``.md`` or ``/index.html`` do, is none, and
neither is one that is replaced in what holds no text of a page: ``{{ crumb | replace: "%20", "-" }}``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from sitecheck.files import read_limited
from sitecheck.jekyll import Site
from sitecheck.lazy_pattern import lazy_pattern

_REPLACED = lazy_pattern(r"\|\s*(?:replace|remove)(?:_first)?\s*:\s*(?:'([^'\n]{2,80})'|\"([^\"\n]{2,80})\")")
_TOKEN = lazy_pattern(r"[^\w./~#?&=-]")
"""What an address is hardly written with."""
_MOST = 500_000
"""Bytes of a layout or an include that are looked through."""
_MOST_TOKENS = 500
"""Each is looked for in each address that leads nowhere."""
_TAG = lazy_pattern(
    r"\{%-?\s*(assign|for|capture|endcapture)\b\s*(?:['\"]?([\w-]+)(?:\s*=|\s+in\b)?)?([^%]*)"
)
_VALUE = lazy_pattern(r"\{(?:\{-?|%-?\s*assign\s+[\w-]+\s*=)")
_VARIABLE = lazy_pattern(r"\s*(?:['\"\d]|[\w-]+\.(?!first\b|last\b)\w|([\w-]+))")
"""A value in its beginning: a literal, a key of an object, or a variable by itself."""
_WORD = lazy_pattern(r"[\w-]+")
_TEXTS = frozenset(("content", "excerpt", "include", "output"))
"""What text of pages is called, or may be: whatever a template gives to an include, or an include prints."""
_LONGEST = 500
"""So far back the value is looked for in which something is replaced."""
_MOST_CAPTURES = 5
"""So many may stand one in another."""
_MOST_ROUNDS = 10


def may_hold_token(href: str) -> bool:
    """Whether an address may hold a token."""
    return _TOKEN.search(href) is not None


def replaced_tokens(site: Site) -> frozenset[str]:
    """The tokens of a site."""
    return frozenset(islice(filter(may_hold_token, _replaced(site)), _MOST_TOKENS))


def _replaced(site: Site) -> Iterator[str]:
    for path in (*(layout.path for layout in site.layouts.values()), *site.includes):
        with suppress(OSError):
            yield from _of_template(read_limited(site.root / path, _MOST).decode("utf-8", "replace"))


def _of_template(text: str) -> Iterator[str]:
    found = [each for each in _REPLACED.finditer(text) if may_hold_token(each[1] or each[2])]
    made = _made(text) if found else {}
    texts = _names_of_text(made)
    for each in found:
        first = max(0, each.start() - _LONGEST)
        start = max(text.rfind(mark, first, each.start()) for mark in ("{{", "{%"))
        value = _VALUE.match(text, start) if start >= 0 else None
        if value is None or _words(text[value.end() : each.start()], made) & texts:
            yield each[1] or each[2]


def _names_of_text(made: Mapping[str, set[str]]) -> frozenset[str]:
    """What text of pages may be called in a template that makes variables of such ``words``."""
    texts = _TEXTS
    for _ in range(_MOST_ROUNDS):
        more = texts.union(name for name, words in made.items() if not words.isdisjoint(texts))
        if more == texts:
            return texts
        texts = more
    return texts.union(made)


def _made(text: str) -> dict[str, set[str]]:
    """The variables that a template makes, with the words of what it makes each of."""
    values: list[tuple[str, list[str]]] = []
    captures: list[tuple[str, int]] = []
    for tag, name, value in ((tag, tag[2] or "", tag[3]) for tag in _TAG.finditer(text)):
        if tag[1] == "capture":
            captures.append((name, tag.end()))
        elif tag[1] != "endcapture":
            values.append((name, [value]))
        elif captures:
            name, start = captures.pop()
            inside = text[start : tag.start()] if len(captures) < _MOST_CAPTURES else "content"
            values.append((name, f"'{inside}".split("{{")))  # begins with what is no variable
    names = dict.fromkeys(name for name, _ in values)
    made: dict[str, set[str]] = {}
    for name, parts in values:
        made.setdefault(name, set()).update(*(_words(part.lstrip("-"), names) for part in parts))
    return made


def _words(value: str, made: Collection[str]) -> set[str]:
    """The words of a value; one that another template may have made counts as text of a page."""
    words = set(_WORD.findall(value))
    variable = _VARIABLE.match(value)
    if variable is not None and variable[1] is not None and variable[1] not in made:
        words.add("content")
    return words
