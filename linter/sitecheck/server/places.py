"""What of an address is settled before the word at the cursor, and where that leads."""

from __future__ import annotations

import posixpath
import re

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.asked import Asked
from sitecheck.server.cursor import AddressAt

_LIQUID = lazy_pattern(r"\{\{-?([^{}]*?)-?\}\}|\{%[^{}%]*%\}")
_LITERAL = lazy_pattern(
    r"[\"']([^\"']*)[\"'](?:\s*\|\s*(relative_url|absolute_url|prepend:\s*site\.baseurl))?"
)
_HOST = lazy_pattern(r"https?://([^/]*)")
_SCHEME = lazy_pattern(r"[a-zA-Z][\w+.-]*:|//")


class Written(NamedTuple):
    """An address up to the cursor."""

    settled: str
    """What the Liquid before the word gives, as a browser gets it."""
    start: int
    """Where that which follows begins: what may be replaced."""
    typed: str
    """What is written from there to the cursor."""
    end: int
    """Where the word ends, behind the cursor."""


def written_at(asked: Asked, at: AddressAt) -> Written | None:
    """The address at the cursor; ``None`` where its Liquid prints what is not known."""
    cursor = asked.cursor
    text = cursor.text[at.start : cursor.offset]
    settled, done = "", 0
    for match in _LIQUID.finditer(text):
        if text[done : match.start()].strip() and match.start() != done:
            return None  # Liquid in the middle of an address
        value = value_of(asked, match)
        if value is None:
            return None
        settled += value
        done = match.end()
    return Written(settled, at.start + done, text[done:], max(at.end, cursor.offset))


def printed(asked: Asked, written: str) -> str | None:
    """An address as a browser gets it, where its Liquid is known without rendering; else ``None``."""
    known = True

    def put(match: re.Match[str]) -> str:
        nonlocal known
        value = value_of(asked, match)
        known = known and value is not None
        return value or ""

    found = _LIQUID.sub(put, written)
    return found if known and "{{" not in found and "{%" not in found else None


def value_of(asked: Asked, match: re.Match[str]) -> str | None:
    """What an output before an address prints, where that is one of the usual ones."""
    config, base = asked.view.site.config, asked.view.site.baseurl
    if match[1] is None:
        return None
    expression = match[1].strip()
    if expression in ("site.baseurl", "site.url"):
        value = config[expression.removeprefix("site.")]
        return str(value) if isinstance(value, str) else "" if value is None else None
    literal = _LITERAL.fullmatch(expression)
    if literal is None:
        return None
    if literal[2] is None:
        return literal[1]
    host = config.text("url") if literal[2] == "absolute_url" else ""
    return f"{host}{base}/{literal[1].lstrip('/')}" if literal[1] else host + base


def absolute_start(asked: Asked, before: str) -> str | None:
    """The beginning (with ``baseurl``) of the addresses that ``before`` leads to: what is written before the
    last slash. ``None`` for what leads out of the site."""
    site = asked.view.site
    host = _HOST.match(before)
    if host is not None and host[1].lower() == asked.view.facts.own_host:
        return before[host.end() :] or "/"
    if _SCHEME.match(before):
        return None
    if before.startswith("/"):
        return before
    folder = (site.baseurl + asked.url).rpartition("/")[0] + "/"
    joined = posixpath.normpath(posixpath.join(folder, before or "."))
    return joined if joined.endswith("/") else joined + "/"
