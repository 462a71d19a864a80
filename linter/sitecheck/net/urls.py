"""Read, refuse and mask URLs before anything is asked of anyone."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

import httpx

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.net.status import Verdict

MAX_URL = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = lazy_pattern(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SCHEME = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = lazy_pattern(r"(?i)https?://([^/?#]*)")
_PORT = lazy_pattern(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::(\d*))?", re.ASCII)
_LABEL = lazy_pattern(r"(?!-)[a-z0-9_-]{1,63}", re.I | re.ASCII)
_DOTTED = lazy_pattern(r"\d+(?:\.\d+){3,}\.?", re.ASCII)
# A URL that no normalisation can change: its parts can be cut out without the full parser.
_PLAIN = lazy_pattern(
    r"(https?)://([a-z0-9.-]{1,190})(?::([1-9][0-9]{0,3}|[1-5][0-9]{4}))?(/[A-Za-z0-9/._~=&?-]*|)", re.ASCII
)
# A path and a query that no joining changes, so short that no host makes it too long a URL.
_PLAIN_PATH = lazy_pattern(
    r"/(?:[A-Za-z0-9._~=&-][A-Za-z0-9/._~=&-]{0,1000})?(?:\?[A-Za-z0-9/._~=&-]{1,1000})?", re.ASCII
)


class Target(NamedTuple):
    """Where to connect and what to ask for; every part is ASCII, normalised and free of CR and LF."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL written out, normalised, without userinfo and fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


class UrlProblem(NamedTuple):
    """Why a URL cannot be asked for."""

    verdict: Verdict
    cause: str
    reason: str


def read_url(url: str) -> Target | UrlProblem:
    """The target of an http or https URL, or why it has none. Never raises."""
    plain = _PLAIN.fullmatch(url)
    if plain and len(url) <= MAX_URL and "/." not in plain[4] and _is_plain_host(plain[2]):
        scheme = plain[1]
        return Target(scheme, plain[2], int(plain[3] or DEFAULT_PORTS[scheme]), plain[4] or "/")
    return _bad_text(url) or _parse(url)


def join_url(base: Target, location: str) -> Target | UrlProblem:
    """The target that a `Location` header names, read relative to the URL that sent it."""
    location = location.strip(" \t").partition("#")[0].replace(" ", "%20")
    if _PLAIN_PATH.fullmatch(location) and "/." not in location:
        return base._replace(path=location)
    if _SCHEME.match(location):
        return read_url(location)
    if _CONTROL.search(location) or "\\" in location or len(location) > MAX_URL:
        return _malformed("bad-characters", "the address has characters that no URL may have")
    try:
        return read_url(str(httpx.URL(base.url).join(location)))
    except (httpx.InvalidURL, ValueError):
        return _malformed("invalid-url", "the address cannot be read as a URL")


def _malformed(cause: str, reason: str) -> UrlProblem:
    return UrlProblem(Verdict.MALFORMED, cause, reason)


def _bad_text(url: str) -> UrlProblem | None:
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _malformed("no-scheme", "the URL has no scheme")
    if scheme[1].lower() not in DEFAULT_PORTS:
        return UrlProblem(Verdict.SKIPPED, "other-scheme", f"{scheme[1][:20]} links are not checked")
    if len(url) > MAX_URL:
        return UrlProblem(Verdict.UNVERIFIABLE, "too-long", f"the URL is longer than {MAX_URL} characters")
    if _CONTROL.search(url):
        return _malformed("bad-characters", "the URL has blanks, control characters or lone surrogates in it")
    authority = _AUTHORITY.match(url)
    if authority is None or not authority[1]:
        return _malformed("no-host", "the URL has no host")
    if "\\" in url:
        return _malformed("backslash", "the URL has a backslash, which programs read in different ways")
    return _bad_port(authority[1].rpartition("@")[2])


def _bad_port(authority: str) -> UrlProblem | None:
    match = _PORT.fullmatch(authority)
    if match is None:
        return _malformed("invalid-host", "the host of the URL cannot be read")
    if match[1] and (len(match[1]) > 5 or not 0 < int(match[1]) <= 65535):
        return _malformed("invalid-port", f"{match[1][:20]} is not a port number")
    return None


def _parse(url: str) -> Target | UrlProblem:
    try:
        parsed = httpx.URL(_idna2003(url))
        host = parsed.raw_host.decode("ascii").lower()
        path = parsed.raw_path.decode("ascii") or "/"
    except (httpx.InvalidURL, ValueError):
        return _malformed("invalid-url", "the URL cannot be read")
    problem = _bad_host(host)
    if problem:
        return problem
    return Target(parsed.scheme, host, parsed.port or DEFAULT_PORTS[parsed.scheme], path)


def _idna2003(url: str) -> str:
    """Write a host that IDNA 2008 refuses but browsers accept (emoji, symbols) in its ASCII form."""
    match = _AUTHORITY.match(url)
    if match is None or match[1].isascii():
        return url
    try:
        httpx.URL(url)
    except httpx.InvalidURL:
        host, colon, port = match[1].rpartition("@")[2].partition(":")
        ascii_host = host.encode("idna").decode("ascii")
        return f"{url[: match.start(1)]}{ascii_host}{colon}{port}{url[match.end(1) :]}"
    return url


def _bad_host(host: str) -> UrlProblem | None:
    if ":" in host or _DOTTED.fullmatch(host):
        fine = _is_address(host.rstrip("."))
        return None if fine else _malformed("invalid-host", "the URL has an IP address that is not one")
    labels = host.removesuffix(".").split(".")
    if len(host) <= 254 and all(_LABEL.fullmatch(label) for label in labels):
        return None
    return _malformed("invalid-host", "the host of the URL is not a valid name")


@lru_cache(maxsize=4096)
def _is_plain_host(host: str) -> bool:
    """Whether the host is an ordinary name or an address in its standard form."""
    return (not host[-1].isdigit() or _is_address(host)) and _bad_host(host) is None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
