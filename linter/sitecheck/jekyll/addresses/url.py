"""Addresses and output paths as Jekyll makes them: templates, escaping, sanitising.

Sources: ``Jekyll::URL``, ``Jekyll::PathManager``, ``Utils.add_permalink_suffix`` (Jekyll 4.3.4) and
``Addressable::URI.encode`` (addressable 2.8).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, unquote

from sitecheck.lazy_pattern import lazy_pattern

STYLES: Mapping[str, str] = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}

_PLAIN = lazy_pattern(r"[a-zA-Z0-9./-]+")
_URI = lazy_pattern(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9.+-]*")
_SLASHES = lazy_pattern(r"/{2,}")
_PLACEHOLDER = lazy_pattern(r":([a-z_]+)")
_PATH_SAFE = "-._~!$&'()*+,;=:@/"
_QUERY_SAFE = _PATH_SAFE + "?"
_AUTHORITY_SAFE = "-._~!$&'()*+,;=:@[]"


_LONGEST = 10_000
"""Characters; where Jekyll is run, a path has at most 4,096 bytes."""


class PermalinkError(ValueError):
    """A permalink or file name from which Jekyll makes no address: its build stops."""


class PlaceholderError(PermalinkError):
    """A placeholder that Jekyll does not know; Ruby code of the site may."""


def style_template(style: str) -> str:
    """The template of posts for a ``permalink`` in the configuration."""
    return STYLES.get(style, style)


def with_suffix(template: str, style: str) -> str:
    """``Utils.add_permalink_suffix``: the ending that pages take over from the posts' style."""
    if style == "pretty":
        return template + "/"
    if style in ("date", "ordinal", "none"):
        return template + ":output_ext"
    if style.endswith("/"):
        template += "/"
    return template + ":output_ext" if style.endswith(":output_ext") else template


def from_pairs(template: str, pairs: Sequence[tuple[str, str | None]]) -> str:
    """Fill a page's or static file's template: placeholders one after the other, unknown ones stay."""
    for name, value in pairs:
        if ":" not in template:
            break
        _limit(len(template) + template.count(f":{name}") * len(value or ""))
        if value is None:
            template = template.replace(f"/:{name}", "")
            continue
        template = template.replace(f":{name}", escape_path(value))
    return sanitize(template)


def from_lookup(template: str, lookup: Callable[[str], str | None]) -> str:
    """Fill a document's template. Raises PermalinkError for a placeholder that ``lookup`` does not know."""

    _limit(len(template))
    length = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal length
        # Jekyll: the pattern takes the underscore of `:year_:month` along; without it the name is known.
        name = match[1].removesuffix("_")
        value = lookup(name)
        if value is None:
            raise PlaceholderError(f"the permalink {template} has an unknown placeholder :{name}")
        length += len(value)
        _limit(length)
        return escape_path(value) + match[0][len(name) + 1 :]

    return sanitize(_PLACEHOLDER.sub(fill, template))


def _limit(length: int) -> None:
    if length > _LONGEST:
        raise PermalinkError(f"the address is longer than {_LONGEST:,} characters: no file can have it")


def bare(address: str) -> str:
    """What is left of an address without what links may leave out: the slashes around it, ``.html`` and
    ``/index``."""
    return address.strip("/").removesuffix(".html").removesuffix("/index")


def sanitize(url: str) -> str:
    """``URL#sanitize_url``: one leading slash, no parent folders, no doubled slashes."""
    if ".." not in url and "./" not in url and "//" not in url:
        return url if url.startswith("/") else f"/{url}"
    # Jekyll: `..` becomes a slash wherever it stands, in names such as `a..b` too.
    return _SLASHES.sub("/", f"/{url}".replace("..", "/").replace("./", ""))


def escape_path(path: str) -> str:
    """``URL.escape_path``. Raises PermalinkError where Addressable refuses the text."""
    if not path or _PLAIN.fullmatch(path):
        return path
    # Jekyll: `sub`, not `gsub`: only the first # is escaped, a second one begins a fragment.
    return addressable_encode(path).replace("#", "%23", 1)


def addressable_encode(uri: str) -> str:
    """``Addressable::URI.encode``: parts escaped each by its own rules. Raises PermalinkError."""
    match = _URI.fullmatch(uri)
    scheme, authority, path, query, fragment = match.groups() if match else (None, None, uri, None, None)
    if scheme is not None and not _SCHEME.fullmatch(scheme):
        raise PermalinkError(
            f"{uri!r} cannot be part of an address: {scheme!r} before the colon is no scheme"
        )
    out = quote(path or "", safe=_PATH_SAFE)
    if authority is not None:
        out = "//" + quote(authority, safe=_AUTHORITY_SAFE) + out
    if scheme is not None:
        out = f"{scheme}:{out}"
    if query is not None:
        out += "?" + quote(query, safe=_QUERY_SAFE)
    if fragment is not None:
        out += "#" + quote(fragment, safe=_QUERY_SAFE)
    return out


def unescape_path(path: str) -> str:
    """``URL.unescape_path``; bytes that are not UTF-8 stay escaped."""
    if "%" not in path:
        return path
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return path


def output_path(url: str) -> str:
    """The path below ``_site`` that an (unescaped) address names, without the file that a folder gets."""
    if url.startswith("~"):
        url = "/" + url
    return posixpath.normpath("/" + url).lstrip("/") if url.strip("/") else ""


def page_output(url: str, output_ext: str) -> str:
    """``Page#destination``."""
    path = output_path(unescape_path(url))
    if url.endswith("/"):
        path = posixpath.join(path, "index")
    return path if path.endswith(output_ext) else path + output_ext


def document_output(url: str, output_ext: str) -> str:
    """``Document#destination``: a folder's file is ``index.html`` whatever the document's type."""
    path = output_path(unescape_path(url))
    if url.endswith("/"):
        return posixpath.join(path, "index.html")
    return path if path.endswith(output_ext) else path + output_ext
