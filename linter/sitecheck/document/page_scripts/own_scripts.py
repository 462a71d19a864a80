"""The scripts of a site that its pages load."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.source import TextProblem
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

LIBRARY: Final = 60_000
"""A script of the site that is this long (characters) is a copy of a library."""
_ELSEWHERE = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def own_script(document: RenderedFile, address: str) -> tuple[str, str] | None:
    """The path and the text of the script of the site at ``address``, ``""`` for one that is missing or not
    text; ``None`` for one of another host, or whose address is not known."""
    url = address.partition("#")[0].partition("?")[0]
    for key in ("url", "baseurl"):  # in the second some write the host, too
        home = str(document.config.get(key) or "").rstrip("/")
        url = url[len(home) :] if home and url.startswith(home + "/") else url
    if _ELSEWHERE.match(url) or UNKNOWN in url:
        return None
    path = posixpath.join(posixpath.dirname(document.url or "/"), url)
    output = posixpath.normpath(path).lstrip("/")
    route = document.context.route(output)
    if route is None or route.source is None:
        return output, ""
    try:
        source = document.context.source(route.source)
    except OSError:
        return output, ""
    return route.source, "" if isinstance(source, TextProblem) else source.text
