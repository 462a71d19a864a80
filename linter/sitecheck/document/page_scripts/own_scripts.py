"""The scripts of a site that its pages load."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import TextProblem
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.document.rendered import RenderedFile

LIBRARY: Final = 60_000
"""A script of the site that is this long (characters) is a copy of a library."""
_ELSEWHERE = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


class OwnScript(NamedTuple):
    """A script among the files of the site, as many pages load it: it is read once for all of them."""

    path: str
    size: int = 0
    """Its characters; 0 for one that is missing or not text."""
    text: str = ""
    """It, if it is no copy of a library."""
    blank: bool = True
    """Whether there is nothing in it."""

    @property
    def is_library(self) -> bool:
        """Whether it is so long that its text is not kept."""
        return self.size > LIBRARY


def own_script(document: RenderedFile, address: str) -> OwnScript | None:
    """The script of the site at ``address``; ``None`` for one of another host, or whose address is not
    known."""
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
        return OwnScript(output)
    read = partial(_read, document.context, route.source)
    return document.context.once(("own script", route.source), read)


def _read(context: SiteContext, path: str) -> OwnScript:
    text = script_text(context, path)
    kept = text if len(text) <= LIBRARY else ""
    return OwnScript(path, size=len(text), text=kept, blank=not text.strip())


def script_text(context: SiteContext, path: str) -> str:
    """The text of a script of the site; "" for one that cannot be read or is not text."""
    try:
        source = context.source(path)
    except OSError:
        return ""
    return "" if isinstance(source, TextProblem) else source.text
