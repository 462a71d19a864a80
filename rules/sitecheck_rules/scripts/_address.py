"""Addresses of loaded files, split as far as the catalogue needs."""

from __future__ import annotations

import re

from sitecheck.api import UNKNOWN, NamedTuple, lazy_pattern

MAX_LENGTH = 2048
"""Longer addresses (in code points) are not judged: nobody writes them, and patterns stay cheap."""

_ABSOLUTE = lazy_pattern(r"(?:(https?):)?//([^/?#]*)([^#]*)", re.IGNORECASE)
_HOST = lazy_pattern(r"(?:[a-z0-9_{][a-z0-9_{}-]*\.)+[a-z0-9-]+")
_IGNORED = {ord(c): None for c in "\t\n\r"}
"""What browsers drop from an address before reading it (WHATWG URL, basic URL parser)."""


class Address(NamedTuple):
    """An address: ``scheme`` ("" when it follows the page's), ``host`` in lower case, and the rest.

    ``host`` is "" for an address inside the site. ``path`` runs from the first slash through the query.
    """

    scheme: str
    host: str
    port: str
    path: str

    @property
    def file_name(self) -> str:
        """The last part of the path, without the query, in lower case."""
        return self.path.partition("?")[0].rpartition("/")[2].lower()


def parse(value: str) -> Address | None:
    """The address ``value``, or ``None`` when no file on a known host (or of the site) is meant.

    ``None`` for other schemes, for a host that is partly unknown, and for more than :data:`MAX_LENGTH`.
    """
    value = value.strip().translate(_IGNORED)
    if not value or len(value) > MAX_LENGTH or value[0] == UNKNOWN:
        return None
    match = _ABSOLUTE.match(value)
    if match is None:
        head = value.partition("/")[0]
        return None if ":" in head or value[0] == "#" else Address("", "", "", value.partition("#")[0])
    scheme, authority, path = match.groups()
    host, _, port = authority.rpartition("@")[2].lower().partition(":")
    if not _HOST.fullmatch(host):
        return None
    return Address((scheme or "").lower(), host, port, path if path.startswith("/") else f"/{path}")
