"""Pages that share an address because each is in another language.

jekyll-polyglot builds the site once for each language and takes, of the documents with one address, the one
in that language, or else the one in the default language. At the root stands what the default language gets;
the others have a folder each. So they do not write over each other. Read from github.com/untra/polyglot
(``coordinate_documents``, ``lang_from_path``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.records import Record, Route

POLYGLOT = "jekyll-polyglot"
_DELIMITERS = re.compile(r"[/.]")


class Languages(NamedTuple):
    """The language of each file that Jekyll renders, and the one whose pages stand at the root."""

    default: str
    of_source: Mapping[str, str]

    def at_root(self, routes: Iterable[Route]) -> Iterator[Route]:
        """``routes`` without those of another language than that which the root has at their address."""
        routes = tuple(routes)
        kept: dict[str, str] = {}
        for route in routes:
            language = self._of(route)
            if language == self.default or route.output not in kept:
                kept[route.output] = language
        return (route for route in routes if self._of(route) == kept[route.output])

    def _of(self, route: Route) -> str:
        return self.of_source.get(route.source or "", self.default)


def languages_of(config: Config, documents: Iterable[Record]) -> Languages:
    """The languages of a site that jekyll-polyglot builds."""
    default = str(config["default_lang"] or "en")
    named = config["languages"]
    known = {str(each) for each in named} if isinstance(named, list) else set()
    from_path = bool(config["lang_from_path"])
    found: dict[str, str] = {}
    for each in documents:
        if each.path is not None:
            parts = _DELIMITERS.split(each.path) if from_path else ()
            by_path = next((part for part in parts if part in known), default)
            found[each.path] = str(each.data.get("lang") or by_path)
    return Languages(default, found)
