"""Which fragments an HTML page from elsewhere has."""

from __future__ import annotations

import codecs
import re
from urllib.parse import unquote

from sitecheck import html
from sitecheck.html import decode_text
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.net.reply import Reply
from sitecheck.net.urls import Target

_ID = lazy_pattern(r"""(?i)\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CHARSET = lazy_pattern(r"(?i)charset\s*=\s*[\"']?([\w-]{1,40})")
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Codecs of Python that no page is written in: they fail, warn, or take the square of a text."""
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""What stands at the beginning of a page counts before all that is said of its encoding (HTML standard, "BOM
sniff")."""
_REFRESH = lazy_pattern(r"(?i)\bhttp-equiv\s*=\s*[\"']?refresh\b")
_SHORT_TEXT = 200
"""Characters of text that a page may have of which a script makes all: "Loading", who made it."""
_LOOKED_AT = 300_000
"""So far into a page its text is looked for: what stands before it are styles and scripts."""
_LINE_ANCHOR = lazy_pattern(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
_CODE_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gist.github.com")
# Fragments that a page's own script reads: routes, hash-bangs, state.
_SCRIPTED = lazy_pattern(r"[!/?]|.*[=&:].*", re.DOTALL)


def missing_fragments(
    target: Target, reply: Reply, fragments: tuple[str, ...], limit: int
) -> tuple[str, ...]:
    """Those of `fragments` that the page in `reply` certainly lacks.

    Nothing is missing from an answer that is no page (a wall that the settings accept, a part of one), nor
    from a page that is not HTML, was not read in full, cannot be decoded, is made by a script or sends
    readers on; nor a text fragment, a PDF page, a line anchor on a code host, or a fragment that only a
    script can read.
    """
    wanted = [text for text in fragments if _is_checkable(target.host, text)]
    kind = (reply.header("content-type") or "").lower()
    if (
        not wanted
        or reply.status != 200
        or reply.truncated
        or not kind.startswith(("text/html", "application/xhtml+xml"))
    ):
        return ()
    body = reply.decoded_body(limit)
    if body is None or len(body) >= limit:
        return ()
    page = _decode(body, kind)
    ids = page_ids(page)
    missing = [text for text in wanted if not _spellings(text) & ids]
    if "\ufffd" in page:  # where a page does not say its encoding right, browsers guess
        missing = [text for text in missing if unquote(text).isascii()]
    if not missing or _REFRESH.search(page) or _is_made_by_script(page):
        return ()
    return tuple(missing)


def _is_made_by_script(page: str) -> bool:
    """Whether a page has scripts and next to no text: they write it, with its anchors."""
    scripts = length = 0
    for token in html.tokens(page, 0, min(len(page), _LOOKED_AT)):
        if isinstance(token, html.Tag):
            scripts += token.name == "script"
        elif isinstance(token, html.Text):
            length += len(page[token.start : token.end].strip())
        if length > _SHORT_TEXT:
            return False
    return scripts > 0


def page_ids(page: str) -> set[str]:
    """Everything in an HTML page that may be an id or the name of an anchor.

    This takes too much rather than too little (attributes in comments and scripts, names of form
    fields), in time proportional to the text, whatever the page is made of.
    """
    return {decode_text(match[1] or match[2] or match[3] or "") for match in _ID.finditer(page)}


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
    by_header = _CHARSET.search(content_type)
    said = by_header or _CHARSET.search(body[:1024].decode("latin-1"))
    by_mark = next((name for bom, name in _BOMS if body.startswith(bom)), "")
    name = by_mark or (said[1] if said else "")
    fits = _is_for_pages(name, by_itself=not by_mark and by_header is None)
    return body.decode(name if fits else "utf-8", "replace")


def _is_for_pages(name: str, *, by_itself: bool) -> bool:
    """Whether browsers read pages in an encoding of this name, which a page perhaps gives ``by_itself``.

    They know none in which ASCII is not ASCII but UTF-16, which a page that says so of itself cannot be
    written in (Encoding standard, "Names and labels"; HTML standard, "prescan a byte stream").
    """
    try:
        known = codecs.lookup(name).name
        if known.startswith("utf-16"):
            return not by_itself
        return known not in _NO_CHARSETS and _ASCII.encode().decode(known, "replace") == _ASCII
    except (LookupError, ValueError):
        return False
