"""Secrets: found in user information, query and fragment of URLs, and by the forms that their issuers publish
(``data/secret_forms.json``); masked before anything is written or shown.

A parameter is a secret by its name (OAuth's of RFC 6749, those of the storage services' signed addresses …),
however its URL is written: with ``&amp;``, with ``;`` as separator, percent-encoded, or as the value of
another URL's parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table

_SECRET_NAME = lazy_pattern(
    r"(?i)token|secret|passw(or)?d|passphrase|passcode|pwd|(api|access|private|auth)[-_.]?key|signature|credential"
    r"|jwt|session|sess[-_.]?id|bearer|authori[sz]ation|cookie|saml|assertion|verifier"
    r"|(^|[-_.\[/!])(key|sig|auth|sid|code|hmac|sas|pass|pw|[th]?otp|creds?)\]?$"
)
_DELIMITER = r"[?&;#]|%(?:25){0,3}(?:3f|26|3b|23)"
_EQUALS = r"=|%(?:25){0,3}3d|&#0*61;|&#x0*3d;|&equals;"
_PARAMETER = lazy_pattern(
    rf"""({_DELIMITER})((?:(?!{_DELIMITER}|{_EQUALS})[^()'"<>\s])+)(?:{_EQUALS})""", re.IGNORECASE
)
_VALUE = r"""(?:[^&#()\]'"<>\s]|[()\]'](?=[\w%]))"""
# Browsers also read "https:\\me:pw@host" and, from a page over http, "https:me:pw@host"; a password with a
# "/" in it makes no URL, and is one all the same: no port has letters.
_USERINFO = lazy_pattern(
    r"""(?<=://)(?:(?!\]\(|',')[^/?#\\"<>\s])*(?=@)"""
    r"""|(?<=[:/\\][/\\])[^:/?#\\()\[\]'"<>\s]*:[^/?#\\()\[\]'"<>\s]*(?=@)"""
    r"""|(?:(?<=http:)|(?<=https:))[^:/?#\\()\[\]'"<>\s]{1,60}:[^/?#\\()\[\]'"<>\s]{0,60}(?=@)"""
    r"""|(?<=://)[^:/?#@\\()\[\]{}'"<>\s]{1,60}:(?!\d*[/?#])[^@\\()\[\]{}'"<>\s]{1,60}(?=@)"""
    r"""|(?<=%2f%2f)(?:(?!%2f|%3f|%23|%40)[^/?#\\&'"<>\s])*(?=%40)""",
    re.IGNORECASE,
)

Mask = Callable[[str], str]
_FEWEST_CHARACTERS = 12
"""A secret has as many different ones, at least; one that is made up for an example often has fewer."""
_LONG = 100
"""So long a text, a private key, may hold any letters by chance."""
_LINE = lazy_pattern(r"[^\r\n]+")
_MADE_UP = lazy_pattern(r"example|xxxx|1234567|abcdef|(.)\1{4}", re.IGNORECASE)


class Secret(NamedTuple):
    """A secret in a text, by its form."""

    what: str
    """What it is, for people: "a token of GitHub"."""
    start: int
    end: int


def secrets_in(text: str) -> Iterator[Secret]:
    """The secrets in a text by the forms that issuers publish, but for those made up as an example."""
    try:
        all_marks, forms = _forms()
    except OSError:  # said while no file can be opened any more
        all_marks, forms = ("",), _ANY_LONG_WORD
    for mark in all_marks:  # any() costs more than the search, and each text that is shown comes here
        if mark in text:
            break
    else:
        return
    for name, marks, form in forms:
        if not any(mark in text for mark in marks):
            continue
        for found in form.finditer(text):
            made_up = _MADE_UP.search(found[0]) if len(found[0]) < _LONG else None
            if len(set(found[0])) >= _FEWEST_CHARACTERS and made_up is None:
                yield Secret(name, found.start(), found.end())


_Form = tuple[str, tuple[str, ...], re.Pattern[str]]
_ANY_LONG_WORD: tuple[_Form, ...] = (("a long word", ("",), lazy_pattern(r"[\w+/=-]{20,}")),)


@cache
def _forms() -> tuple[tuple[str, ...], tuple[_Form, ...]]:
    """What a text with a secret holds, one of them at least, and the forms: name, its own marks, pattern."""
    rows = package_table(__package__, "data/secret_forms.json")["forms"]
    marks = tuple(mark for row in rows for mark in row["marks"])
    return marks, tuple((row["name"], tuple(row["marks"]), lazy_pattern(row["form"])) for row in rows)


def mask_url(url: str) -> str:
    """The URL with user information and the values of parameters that look secret replaced by ``***``."""
    return _masked(url, lambda secret: "***")


def mask_text(text: str) -> str:
    """A text of any kind with the secrets in the URLs it holds written as asterisks; the length stays."""
    return _masked(text, lambda secret: "*" * len(secret))


def mask_values(value: Any) -> Any:
    """Lists, dictionaries and texts as JSON has them, each text masked."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {mask_values(key): mask_values(item) for key, item in value.items()}
    return [mask_values(item) for item in value] if isinstance(value, (list, tuple)) else value


def has_userinfo(url: str) -> bool:
    """Whether the URL carries a user name or password."""
    return "@" in url and _USERINFO.search(url) is not None


def _masked(text: str, mask: Mask) -> str:
    if len(text) >= _FEWEST_CHARACTERS:
        text = _mask_forms(text, mask)
    if "@" in text or "=" in text or "%" in text or "&" in text:
        return "\n".join([_mask_line(line, mask) for line in text.split("\n")])
    return text


def _mask_line(line: str, mask: Mask) -> str:
    """User information and parameters lie within a line, and few lines of a page hold what these begin with
    and end in: the patterns cost more than all else that is masked, so they see those alone."""
    if "@" in line or "%40" in line:
        line = _USERINFO.sub(lambda found: mask(found[0]), line)
    if "%" in line or "&" in line or ("=" in line and ("?" in line or ";" in line or "#" in line)):
        return _mask_parameters(line, mask)
    return line


def _mask_forms(text: str, mask: Mask) -> str:
    """Lines stay lines, as places in the text are counted by them."""
    parts: list[str] = []
    done = 0
    for secret in sorted(secrets_in(text), key=lambda each: each.start):
        if secret.start >= done:
            hidden = _LINE.sub(lambda line: mask(line[0]), text[secret.start : secret.end])
            parts += (text[done : secret.start], hidden)
            done = secret.end
    return "".join((*parts, text[done:])) if parts else text


def _mask_parameters(text: str, mask: Mask) -> str:
    parts: list[str] = []
    done = 0
    for parameter in _PARAMETER.finditer(text):
        if parameter.start() < done or not _SECRET_NAME.search(_decoded(parameter[2])):
            continue
        value = _value(parameter[1].lower()).match(text, parameter.end())
        if value:
            parts += (text[done : parameter.end()], mask(value[0]))
            done = value.end()
    return "".join((*parts, text[done:])) if parts else text


def _decoded(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote  # a fiftieth of a warm run, which hardly ever needs it

    return unquote(unquote(name))


@cache
def _value(delimiter: str) -> re.Pattern[str]:
    """The value of a parameter that ``delimiter`` opens: one written as ``%3f`` ends at the next ``%26``."""
    end = f"(?!{delimiter[:-2]}(?:26|23))" if delimiter.startswith("%") else ""
    return re.compile(f"(?:{end}{_VALUE})+", re.IGNORECASE)
