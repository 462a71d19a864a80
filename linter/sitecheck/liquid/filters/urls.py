"""Jekyll's URL filters, and the normal form its library ``addressable`` gives an address."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.filters.text import cgi_escape
from sitecheck.liquid.lookup import get
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import RUBY_SPACE, Drop, MethodWord, Unknown, UnknownText, undecided
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_PARTS = lazy_pattern(r"^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\?([^#]*))?(#(.*))?$", re.M)
_USER = lazy_pattern(r"^([^\[\]]*)@", re.M)
_BAD_HOST = lazy_pattern(r"[<>{}/\\?#@\"\s]")
_PORT = lazy_pattern(r":([^:@\[\]]*)$")
_SCHEME = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9.+-]*\Z")
_SUB_DELIMITERS = "!$&'()*+,;="
_SEGMENT_SAFE = _SUB_DELIMITERS + ":@~"
_QUERY_SAFE = _SEGMENT_SAFE + "/?"
_PAIR_SAFE = _QUERY_SAFE.replace("&", "").replace(";", "")
_RESERVED = ":/?#[]@" + _SUB_DELIMITERS + "~"
_DEFAULT_PORTS = {
    "http": "80",
    "https": "443",
    "ftp": "21",
    "tftp": "69",
    "sftp": "22",
    "ssh": "22",
    "svn+ssh": "22",
    "telnet": "23",
    "nntp": "119",
    "gopher": "70",
    "wais": "210",
    "ldap": "389",
    "prospero": "1525",
}
"""The schemes that ``addressable`` takes for names of network protocols, and their ports."""


@register("relative_url", policy="text", cost=32)
def relative_url(context: Context, value: object) -> object:
    """The address below ``baseurl``, unless it names a scheme already."""
    if value is None:
        return None
    address, is_plain = _address(value)
    if is_absolute(address):
        return address if is_plain else value
    baseurl = context.site_value("baseurl")
    if type(baseurl) is Unknown:
        return UnknownText(baseurl.reasons, UNKNOWN + with_slash(address))
    base = "" if baseurl is None else with_slash(text_of(baseurl).removesuffix("/"))
    return _carry(baseurl, normalize(base + with_slash(address)))


@register("absolute_url", policy="text", cost=32)
def absolute_url(context: Context, value: object) -> object:
    """The address below ``url`` and ``baseurl``, unless it names a scheme already."""
    if value is None:
        return None
    address, is_plain = _address(value)
    if is_absolute(address):
        return address if is_plain else value
    site_url = context.site_value("url")
    relative = relative_url(context, address)
    if isinstance(site_url, Unknown):
        return UnknownText(site_url.reasons, UNKNOWN + text_of(relative))
    if site_url is None or site_url == "":
        return relative
    return _carry(relative, normalize(text_of(site_url) + text_of(relative)))


def is_absolute(address: str) -> bool:
    """Whether an address has a scheme; :class:`LiquidError` where ``addressable`` refuses it."""
    parts = _PARTS.match(address)
    if parts is None:
        return False
    _validate(parts[4], parts[5], address)
    scheme = parts[2]
    if scheme is None:
        if address.startswith(":"):
            raise LiquidError(f"'{address}' is no address: nothing stands before its colon")
        return False
    if not _SCHEME.match(scheme):
        raise LiquidError(f"'{address}' is no address: before its colon there is no scheme")
    if scheme.lower() in _DEFAULT_PORTS and not parts[4] and not parts[5]:
        raise LiquidError(f"'{address}' is no address: nothing follows the scheme")
    return True


def _carry(source: object, text: str) -> str:
    return UnknownText(source.reasons, text) if isinstance(source, Unknown) and UNKNOWN in text else text


def _address(value: object) -> tuple[str, bool]:
    if isinstance(value, Drop):
        url = get(value, "url")
        if type(url) is Unknown or url is None:
            raise UndecidedError(undecided("the address of an object is not known"))
        return text_of(url), True
    return text_of(value), isinstance(value, str)


def with_slash(text: str) -> str:
    """The path with a slash before it, unless it is empty."""
    return text if not text or text.startswith("/") else f"/{text}"


@register("strip_index", policy="text")
def strip_index(context: Context, value: object) -> object:
    if value is None or value == "" or isinstance(value, MethodWord):
        return None
    if not isinstance(value, str):
        raise LiquidError("strip_index takes text")
    return re.sub(r"/index\.html?$", "/", value, count=1, flags=re.M)


@register("cgi_escape", policy="text", cost=32)
def cgi_escape_(context: Context, value: object) -> str:
    if not isinstance(value, str):
        raise LiquidError("cgi_escape takes text")
    return cgi_escape(str(value))


@register("uri_escape", policy="text", cost=32)
def uri_escape(context: Context, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise LiquidError("uri_escape takes text")
    return _component(str(value), _RESERVED)


def _component(text: str, safe: str, keep: str = "") -> str:
    """Decode, compose (NFC) and encode one part of an address; unknown stretches stay."""
    return UNKNOWN.join(_encode(part, safe, keep) for part in text.split(UNKNOWN))


def _encode(text: str, safe: str, keep: str) -> str:
    if not text or (text.isascii() and "%" not in text and re.fullmatch(r"[\w.~/-]*", text)):
        return text
    pieces = re.split(rf"(%{ord(keep):02X})", text, flags=re.I) if keep else [text]
    return "".join(piece.upper() if index % 2 else _recode(piece, safe) for index, piece in enumerate(pieces))


def _recode(text: str, safe: str) -> str:
    data = unquote_to_bytes(text)
    try:
        return quote(unicodedata.normalize("NFC", data.decode()), safe=safe)
    except UnicodeDecodeError:
        return quote(data, safe=_RESERVED)


def normalize(address: str) -> str:
    """The normal form of an address; :class:`LiquidError` for what is none, such as ``http:``."""
    match = _PARTS.match(address)
    if match is None:
        raise UndecidedError(undecided("an address with line breaks"))
    scheme, authority, path, query, fragment = match[2], match[4], match[5], match[7], match[9]
    _validate(authority, path, address)
    result = ""
    if scheme is not None:
        scheme = scheme.strip(RUBY_SPACE).lower()
        result = f"{scheme}:"
    if authority is not None:
        result += "//" + _authority(authority, scheme)
    result += _path(path, scheme)
    if query:
        pairs = "&".join(_component(pair, _PAIR_SAFE, "+") for pair in query.split("&"))
        result += f"?{pairs}" if pairs else ""
    if fragment:
        result += "#" + _component(fragment, _QUERY_SAFE)
    return result


def _validate(authority: str | None, path: str, address: str) -> None:
    if authority is None and path.startswith("//"):
        raise LiquidError(f"'{address}' begins with two slashes")
    if authority is not None:
        host = _PORT.sub("", _USER.sub("", authority))
        port = _PORT.search(_USER.sub("", authority))
        if port and port[1] and not re.search(r"^[0-9]+$", port[1], re.A | re.M):
            raise LiquidError(f"'{port[1]}' is no port")
        if _BAD_HOST.search(host):
            raise LiquidError(f"'{host}' is no host name")


def _authority(authority: str, scheme: str | None) -> str:
    user = _USER.match(authority)
    rest = authority[user.end() :] if user else authority
    port = _PORT.search(rest)
    host = rest[: port.start()] if port else rest
    host = host.strip(RUBY_SPACE).lower()
    if not host.isascii():
        raise UndecidedError(undecided("a host name with characters beyond ASCII"))
    # addressable: a period at the end says that the name is complete, and is dropped.
    host = host.removesuffix(".") if len(host) > 1 and not host.endswith("..") else host
    result = (user[0] if user else "") + _component(host, _SUB_DELIMITERS + "[]:~")
    if port and port[1] and port[1] != _DEFAULT_PORTS.get(scheme or ""):
        result += f":{port[1]}"
    return result


def _path(path: str, scheme: str | None) -> str:
    if scheme is None and re.match(r"(?!/)[^/:]*:", path):
        # addressable: a colon in the first part would make a scheme of it, so it becomes %2F (sic: a slash).
        path = path.replace(":", "%2F", 1)
    segments = path.strip(RUBY_SPACE).split("/")
    result = without_dots("/".join(_component(segment, _SEGMENT_SAFE) for segment in segments))
    return "/" if not result and scheme in ("http", "https", "ftp", "tftp") else result


def without_dots(path: str) -> str:
    """Resolve ``.`` and ``..`` segments."""
    if "." not in path or not re.search(r"(?:^|/)\.\.?(?:/|$)", path):
        return path
    is_absolute = path.startswith("/")
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:] if is_absolute else segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return ("/" if is_absolute else "") + "/".join(kept)
