"""Addresses that are none, whatever the site: a scheme with a typo, brackets around it, mail to nobody."""

from __future__ import annotations

import re
from urllib.parse import unquote

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple


class AddressProblem(NamedTuple):
    """What is wrong with an address; ``meant`` is the address that is surely meant, empty for none."""

    reason: str
    meant: str = ""


_WRAPPED = lazy_pattern(
    r"""(?:[\s(\[<{:;,="'`“”‘’„«\u200b\u200e\u2060\ufeff]|%20|%22|%3c|%e2%80%8b)+(https?://)""", re.IGNORECASE
)
"""What stands before an address when more than it was copied; none of it begins a path that anybody has."""
_CLOSING = ")]>}\"'`“”’»"
_LINK = lazy_pattern(r"([^\s\]]+)\]\((.*)", re.DOTALL)
"""A link of Markdown that stands in place of an address, behind its first bracket."""
_NAMED = lazy_pattern(
    r"(?:ur[li]|link|href|src|web(?:site)?|homepage|https?)\s*[:=]\s*(https?://)", re.IGNORECASE
)
_NO_COLON = lazy_pattern(r"(https?)[;.,]?//|(https?)[;,]/{1,2}", re.IGNORECASE)
_BEFORE_SLASHES = lazy_pattern(r"https?://([^/?#@\s]+)//[^/\s]", re.IGNORECASE)
_TAG = lazy_pattern(
    r"(?:%?\{\s{0,3}%?|%)-?\s{0,3}(?P<tag>link|post_url)\s{1,3}(?P<file>[^\s%{}]+)\s{0,3}-?(?:%\s{0,3}\}?|\})"
)
"""A tag of Liquid that leads to a file, whole or with its brackets torn apart, swapped, or lost in part."""
_WHOLE_TAG = lazy_pattern(r"\{%-?\s{0,3}(?:link|post_url)\s")
_ENDS_AS_ADDRESS_BEGINS = lazy_pattern(r"(?<=[a-z0-9])https?:\Z", re.IGNORECASE)
"""What a template makes that writes a host before an address that is whole."""
_TWICE = lazy_pattern(r"https?://(https?):?//", re.IGNORECASE)
_SCHEME = lazy_pattern(r"([a-zA-Z][a-zA-Z0-9+.-]{0,40}):")
_TYPO = lazy_pattern(
    r"(?:h{1,3}t{0,4}p{1,3}|h{0,3}t{1,4}p{1,3}|h+t+s+p+|h+p+t+|h+x+p+|h+t{2,})(s{0,3})[:;.]?"
)
"""``http`` or ``https``, letters doubled, dropped, swapped; ``hxxp`` is how reports defuse addresses."""
_HOST = lazy_pattern(r"//(?:[\w-]{1,63}\.){1,10}[a-z]{2,}(?::\d+)?(?:[/?#]|\Z)", re.IGNORECASE)
"""A host of the web behind a scheme of one letter, which is what was left of another: behind a drive stands a
folder, of which hardly one is named so."""
_KNOWN = frozenset({"http", "https"})
BAD_PERCENT = lazy_pattern(r"%(?![0-9a-fA-F]{2})")
"""A ``%`` that starts no escape."""
_MAIL = lazy_pattern(r"[^@\s<]@[^@\s>]")
_OBFUSCATED = lazy_pattern(r"[\[({<]?\b(?:at|dot)\b[\])}>]?|\bnospam\b", re.IGNORECASE)
"""How people hide a mail address from programs, on purpose."""


def address_problem(text: str) -> AddressProblem | None:
    """What is wrong with the form of ``text``, an address without blanks around it; ``None`` for nothing."""
    scheme = _SCHEME.match(text)
    if scheme is not None:
        name = scheme[1].lower()
        rest = text[scheme.end() :]
        if name == "mailto":
            return _mail(rest)
        if name == "tel":
            return None if re.search(r"[0-9]", rest) else AddressProblem("tel: names no number")
        if name not in _KNOWN and rest.startswith("//") and (typo := _TYPO.fullmatch(name)):
            meant = "https" if typo[1] else "http"
            return AddressProblem(f"there is no scheme {name}:", f"{meant}:{rest}")
        if len(name) == 1 and _HOST.match(rest):
            return AddressProblem(f"there is no scheme {name}:")
        return _written_around(text)
    return _damaged_tag(text) or _written_around(text)


def _damaged_tag(text: str) -> AddressProblem | None:
    """A tag of Liquid that Liquid has not taken for one, as an editor encoded it or a bracket is lost."""
    decoded = unquote(text)
    tag = _TAG.search(decoded)
    if tag is None or _WHOLE_TAG.search(text):
        return None
    meant = f"{decoded[: tag.start()]}{{% {tag['tag']} {tag['file']} %}}{decoded[tag.end() :]}"
    return AddressProblem("the brackets of this tag of Liquid are damaged", meant)


def _mail(rest: str) -> AddressProblem | None:
    """A ``mailto:`` without receiver is fine when it says what to write (RFC 6068, section 2)."""
    receivers, _, fields = rest.partition("?")
    if BAD_PERCENT.search(receivers):
        return AddressProblem("a % must be followed by two hexadecimal digits (write %25)")
    receivers = unquote(receivers).strip()
    if not receivers:
        return None if fields else AddressProblem("mailto: names nobody to write to")
    names = [name for each in receivers.split(",") if (name := each.strip())]
    if _OBFUSCATED.search(receivers) or all(map(_MAIL.search, names)):
        return None
    return AddressProblem("a mail address has the form name@host")


def _written_around(text: str) -> AddressProblem | None:
    if wrapped := _WRAPPED.match(text):
        meant = text[wrapped.start(1) :].rstrip(_CLOSING)
        if link := _LINK.match(meant):  # surely meant where it leads to what it shows
            meant = link[2] if link[1] == link[2] else ""
        return AddressProblem("something stands before the address", meant)
    if named := _NAMED.match(text):
        return AddressProblem("a name stands before the address", text[named.start(1) :])
    if bare := _NO_COLON.match(text):
        scheme = (bare[1] or bare[2]).lower()
        return AddressProblem(f"a colon is missing after {scheme}", f"{scheme}://{text[bare.end() :]}")
    if twice := _TWICE.match(text):
        return AddressProblem("the scheme stands twice", f"{twice[1].lower()}://{text[twice.end() :]}")
    return _behind_host(text)


def _behind_host(text: str) -> AddressProblem | None:
    slashes = _BEFORE_SLASHES.match(text)
    second = _ENDS_AS_ADDRESS_BEGINS.search(slashes[1][-7:]) if slashes is not None else None
    if slashes is None or second is None:
        return None
    meant = text[slashes.end(1) - (second.end() - second.start()) :]
    return AddressProblem("an address stands right behind the host of another", meant)
