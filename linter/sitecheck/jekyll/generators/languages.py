"""Plugins that build a site once for each language: which pages stand at the root, and what ``site`` says.

jekyll-polyglot builds the site once for each language and takes, of the documents with one address, the one
in that language, or else the one in the default language. At the root stands what the default language gets;
the others have a folder each. So they do not write over each other. Read from github.com/untra/polyglot
(``coordinate_documents``, ``lang_from_path``).

jekyll-multiple-languages-plugin renders every file anew for each language; what it makes of the first stands
at the root, which is what is judged here. Read from github.com/kurtsson/jekyll-multiple-languages-plugin
(``Site#process``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.records import Record, Route
from sitecheck.liquid import Unknown
from sitecheck.model.unknown import ReasonKind, because

POLYGLOT = "jekyll-polyglot"
_ONE_BY_ONE = "jekyll-multiple-languages-plugin"
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


def language_settings(config: Config, running: Collection[str]) -> Mapping[str, object]:
    """What ``site`` says because one of the plugins that are ``running`` builds it for each language."""
    named = config["languages"]
    first = named[0] if isinstance(named, list) and named else None
    if _ONE_BY_ONE in running and first is not None:
        return {"lang": first, "default_lang": first, "baseurl_root": config["baseurl"]}
    if POLYGLOT in running:
        default = config["default_lang"] or "en"
        # a page in another language is rendered in the build of that language
        active = Unknown(because(ReasonKind.PLUGIN_PAGES, POLYGLOT))
        return {"default_lang": default, "active_lang": active, "languages": named or ["en"]}
    return {}
