"""Which fragments an HTML page from elsewhere has."""

from __future__ import annotations

import codecs
import re
from urllib.parse import unquote

from sitecheck.html import decode_text
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.net.reply import Reply
from sitecheck.net.urls import Target

_ID = lazy_pattern(r"""(?i)\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CHARSET = lazy_pattern(r"(?i)charset\s*=\s*[\"']?([\w-]{1,40})")
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Codecs of Python that no page is written in: they fail, warn, or take the square of a text."""
_LINE_ANCHOR = lazy_pattern(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
_CODE_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gist.github.com")
# Fragments that a page's own script reads: routes, hash-bangs, state.
_SCRIPTED = lazy_pattern(r"[!/?]|.*[=&:].*", re.DOTALL)


def missing_fragments(
    target: Target, reply: Reply, fragments: tuple[str, ...], limit: int
) -> tuple[str, ...]:
    """Those of `fragments` that the page in `reply` certainly lacks.

    Nothing is missing from a page that is not HTML, was not read in full, or cannot be decoded; nor a
    text fragment, a PDF page, a line anchor on a code host, or a fragment that only a script can read.
    """
    wanted = [text for text in fragments if _is_checkable(target.host, text)]
    kind = (reply.header("content-type") or "").lower()
    if not wanted or reply.truncated or not kind.startswith(("text/html", "application/xhtml+xml")):
        return ()
    body = reply.decoded_body(limit)
    if body is None or len(body) >= limit:
        return ()
    ids = page_ids(_decode(body, kind))
    return tuple(text for text in wanted if not _spellings(text) & ids)


def page_ids(html: str) -> set[str]:
    """Everything in an HTML page that may be an id or the name of an anchor.

    This takes too much rather than too little (attributes in comments and scripts, names of form
    fields), in time proportional to the text, whatever the page is made of.
    """
    return {decode_text(match[1] or match[2] or match[3] or "") for match in _ID.finditer(html)}


def _is_checkable(host: str, fragment: str) -> bool:
    if fragment in ("", "top") or fragment.lower() == "top" or fragment.startswith(":~:"):
        return False
    if host.removeprefix("www.") in _CODE_HOSTS and _LINE_ANCHOR.fullmatch(fragment):
        return False
    return _SCRIPTED.match(fragment) is None


def _spellings(fragment: str) -> set[str]:
    plain = fragment.partition(":~:")[0]
    decoded = unquote(plain)
    return {plain, decoded, f"user-content-{decoded}", f"user-content-{decoded.lower()}"}


def _decode(body: bytes, content_type: str) -> str:
    match = _CHARSET.search(content_type) or _CHARSET.search(body[:1024].decode("latin-1"))
    name = match[1] if match else "utf-8"
    try:
        known = codecs.lookup(name).name not in _NO_CHARSETS
        return body.decode(name if known else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
