"""Plugins that build a site once for each language: which pages stand at the root, and what ``site`` says.

jekyll-polyglot builds the site once for each language and takes, of the documents with one address, the one
in that language, or else the one in the default language. At the root stands what the default language gets;
the others have a folder each. So they do not write over each other. Read from github.com/untra/polyglot
(``coordinate_documents``, ``lang_from_path``).

Below a folder ``fr/`` stands the same site once more, as those get it who read French: its own pages, what is
there in the default language for the rest, files, and what other plugins make. Only documents that name the
languages they are for (``lang-exclusive``), that are one in spite of different addresses (``page_id``) or
whose addresses name a language are not in each of them, which is not worked out here.

jekyll-multiple-languages-plugin renders every file anew for each language; what it makes of the first stands
at the root, which is what is judged here. The others have a folder each, where pages have the same addresses
but where they give their own (``permalink_fr``). Posts are read from ``_i18n/fr/_posts`` alone. Read from
github.com/kurtsson/jekyll-multiple-languages-plugin (``Site#process``, ``PostReader#read_posts``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.jekyll.records import Record, Route, Translations
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

POLYGLOT = "jekyll-polyglot"
ONE_BY_ONE = "jekyll-multiple-languages-plugin"
_DELIMITERS = lazy_pattern(r"[/.]")


_MOST = 100
"""So many languages have their folder here; beside them anything may be."""


class Languages(NamedTuple):
    """The language of each file that Jekyll renders, and the one whose pages stand at the root."""

    default: str
    of_source: Mapping[str, str]
    others: tuple[str, ...]
    """Those that have a folder."""
    partial: frozenset[str]
    """The sources whose pages not every language may have."""
    anew: bool = False
    """Whether pages are rendered anew for each language, so that they may hold something else there."""

    def elsewhere(self, routes: Iterable[Route]) -> Translations:
        """What stands in the folders of the other languages, if ``routes`` are all that are written."""
        own: dict[str, dict[str, Route]] = {language: {} for language in self.others}
        partial = set()
        for route in routes:
            language = self._of(route)
            if language in own:
                own[language].setdefault(route.output, route)
            if route.source in self.partial:
                partial.add(route.output)
        return Translations(own, frozenset(partial), anew=self.anew)

    def made_anew(self, names: Iterable[Name]) -> Iterator[Name]:
        """What stands in the folders if ``names`` may be made: the same there."""
        known = tuple(names)
        if len(self.others) == _MOST:
            yield ANYTHING
        for language in self.others:
            yield from (Name((f"{language}/{name.texts[0]}", *name.texts[1:])) for name in known)

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


def languages_of(config: Config, documents: Iterable[Record], source: str = "") -> Languages:
    """The languages of a site that jekyll-polyglot builds; ``source`` is the folder of its sources."""
    inside = posixpath.join(source, "")
    default, known = str(_default(config)), _named(config)
    from_path = config["lang_from_path"]
    others = tuple(sorted(each for each in known - {default} if each and "/" not in each))
    found: dict[str, str] = {}
    partial = set()
    for each in documents:
        if each.path is not None:
            if _is_partial(each, known | {default}):
                partial.add(each.path)
            parts = _DELIMITERS.split(each.path.removeprefix(inside)) if from_path else ()
            by_path = next((part for part in parts if part in known), default)
            found[each.path] = str(each.data.get("lang") or by_path)
    return Languages(default, found, others[:_MOST], frozenset(partial))


def rendered_anew(
    config: Config, routes: Iterable[Route], documents: Iterable[Record], source: str = ""
) -> Languages:
    """The languages of a site that jekyll-multiple-languages-plugin builds; ``source`` is the folder of its
    sources."""
    first, *others = _in_order(config) or ("",)
    named = filter(None, (each.strip("/") for each in _not_localized(config)))
    left_out = tuple(posixpath.join(source, name, "") for name in named)
    keys = frozenset(f"permalink_{language}" for language in others)
    moved = {each.path for each in documents if each.path is not None and not keys.isdisjoint(each.data)}
    sources = (route.source for route in routes if route.source is not None)
    moved.update(source for source in sources if f"{source}/".startswith(left_out))
    known = tuple(each for each in others if each and "/" not in each)
    return Languages(first, {}, known[:_MOST], frozenset(moved), anew=True)


def made_one_by_one(config: Config, tree: FileTree, documents: Iterable[Record]) -> Iterator[Name]:
    """What jekyll-multiple-languages-plugin makes of which the addresses are not known: everything in the
    folders of the languages, and at the root what the first language has of its own."""
    first, *others = _in_order(config) or ("",)
    has_posts = "_posts" not in _not_localized(config) and tree.kind(f"_i18n/{first}/_posts") is not None
    is_moved = any(f"permalink_{first}" in each.data for each in documents)
    is_plain = bool(first) and "/" not in first and len(others) < _MOST
    if has_posts or is_moved or not is_plain or config["default_locale_in_subfolder"]:
        yield ANYTHING
    yield from (Name((f"{language}/", "")) for language in others[:_MOST])


def _not_localized(config: Config) -> tuple[str, ...]:
    given = config["exclude_from_localizations"]
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _in_order(config: Config) -> tuple[str, ...]:
    named = config["languages"]
    return tuple(map(str, named)) if isinstance(named, list) else ()


def _default(config: Config) -> object:
    return config["default_lang"] or "en"


def _named(config: Config) -> frozenset[str]:
    named = config["languages"]
    return frozenset(map(str, named) if isinstance(named, list) else ())


def _is_partial(document: Record, known: frozenset[str]) -> bool:
    if document.data.get("lang-exclusive") or document.data.get("page_id"):
        return True
    return not known.isdisjoint(_DELIMITERS.split(document.url)[1:])


def no_further_pages(found: Inventory, factory: RecordFactory, config: Config) -> Iterable[Record]:
    """Such a plugin adds no pages to a site, but builds it again: :class:`Translations`."""
    return ()


def language_settings(config: Config, running: Collection[str]) -> Mapping[str, object]:
    """What ``site`` says because one of the plugins that are ``running`` builds it for each language."""
    named = config["languages"]
    first = named[0] if isinstance(named, list) and named else None
    if ONE_BY_ONE in running and first is not None:
        texts = Unknown(because(ReasonKind.PLUGIN_PAGES, ONE_BY_ONE))  # of _i18n/fr.yml, which is not read
        root = config["baseurl"]
        return {"lang": first, "default_lang": first, "baseurl_root": root, "translations": texts}
    if POLYGLOT in running:
        # a page in another language is rendered in the build of that language
        active = Unknown(because(ReasonKind.PLUGIN_PAGES, POLYGLOT))
        return {"default_lang": _default(config), "active_lang": active, "languages": named or ["en"]}
    return {}


def data_by_language(
    config: Config, running: Collection[str], data: Mapping[object, object]
) -> dict[object, object]:
    """What of ``site.data`` hangs on the language of the build: jekyll-polyglot merges into it what stands in
    the folder of the default language and in that of the build (``hook_coordinator``)."""
    if POLYGLOT not in running:
        return {}
    folders = (data.get(language) for language in {str(_default(config)), *_named(config)})
    open_ = Unknown(because(ReasonKind.PLUGIN_PAGES, POLYGLOT))
    return {key: open_ for folder in folders if isinstance(folder, dict) for key in folder}
