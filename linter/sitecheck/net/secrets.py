"""Secrets in URLs: found, and masked before anything is written or shown."""

from __future__ import annotations

import re

_PARAMETER = re.compile(r"(?<=[?&;])([^?=&;#\s]+)=[^&;#\s]+")
_SECRET_NAME = re.compile(
    r"(?i)token|secret|passw(or)?d|pwd|(api|access)[-_]?key|signature|credential|jwt|session"
    r"|^(key|sig|auth|sid|code|hmac|sas)$"
)
_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_IN_TEXT = re.compile(
    r"""(?<=://)[^/?#\s"'<>()\[\]]*@"""
    r"""|(?<=//)[^/?#\s"'<>()\[\]:]*:[^/?#\s"'<>()\[\]]*@"""
    r"""|(?<=[?&;])[^?=&;#\s"'<>()\[\]]+=[^&;#\s"'<>)\]]+""",
)


def mask_url(url: str) -> str:
    """The URL with userinfo and the values of secret-looking query parameters replaced by `***`."""
    if "@" not in url and "?" not in url:
        return url
    return _PARAMETER.sub(_mask_parameter, _USERINFO.sub("***@", url))


def _mask_parameter(match: re.Match[str]) -> str:
    return f"{match[1]}=***" if _SECRET_NAME.search(match[1]) else match[0]


def has_userinfo(url: str) -> bool:
    """Whether the URL carries a user name or password."""
    return "@" in url and _USERINFO.search(url) is not None


def mask_text(text: str) -> str:
    """A text of any kind with the secrets in the URLs it holds written as asterisks; the length stays."""
    if "//" not in text or ("@" not in text and "=" not in text):
        return text
    return _IN_TEXT.sub(_mask_same_length, text)


def _mask_same_length(match: re.Match[str]) -> str:
    found = match[0]
    name, equals, value = found.partition("=")
    if found.endswith("@"):
        return "*" * (len(found) - 1) + "@"
    return f"{name}{equals}{'*' * len(value)}" if _SECRET_NAME.search(name) else found
