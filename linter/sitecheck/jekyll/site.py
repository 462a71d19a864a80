"""The site that Jekyll would build: its files, their addresses, and why a file has none."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from sitecheck.files import LONGEST_PATH, is_kept_by_git
from sitecheck.jekyll.addresses.url import bare
from sitecheck.jekyll.configuration.config import PUBLISHED, Config
from sitecheck.jekyll.configuration.pages_gem import kramdown_on_github_pages
from sitecheck.jekyll.files.data_files import DataFile, made_data, unread_data
from sitecheck.jekyll.files.file_tree import counts
from sitecheck.jekyll.files.git_ignored import GitIgnored
from sitecheck.jekyll.plugins.gemfile import Demand, Release
from sitecheck.jekyll.plugins.liquid_names import LiquidNames
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.plugins.plausible import may_be_published
from sitecheck.jekyll.plugins.plugin_table import (
    all_of_theme,
    github_pages_bundle,
    loading_active_support,
    of_themes,
    plugin_facts,
)
from sitecheck.jekyll.plugins.publisher import PRIMER, GitHubPages
from sitecheck.jekyll.plugins.theme import Theme
from sitecheck.jekyll.plugins.which_jekyll import is_before_jekyll_3
from sitecheck.jekyll.records import (
    HTML_EXTENSIONS,
    Collision,
    Layout,
    Record,
    Route,
    SiteProblem,
    StaticFile,
    Translations,
)
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.unpublished import Unpublished
from sitecheck.jekyll.unsure import Unsures
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because, words
from sitecheck.text.days import first_day, has_come
from sitecheck.text.front_matter import FrontMatters

FEED = "jekyll-feed"
REDIRECT_FROM = "jekyll-redirect-from"
DEFAULT_LAYOUT = "jekyll-default-layout"
PAGINATE = "jekyll-paginate"
PAGINATE_V2 = "jekyll-paginate-v2"
RELATIVE_LINKS = "jekyll-relative-links"
TITLES = "jekyll-titles-from-headings"
OPTIONAL_FRONT_MATTER = "jekyll-optional-front-matter"
GITHUB_METADATA = "jekyll-github-metadata"
CONVERTERS = frozenset({"kramdown", "commonmark", "commonmarkghpages"})
"""The converters of Markdown that are read here, in small letters."""
OLD_CONVERTERS = frozenset({"redcarpet", "rdiscount"})
"""Gems that Jekyll itself converts with before 4.0 (``Markdown#get_processor`` of 3.9 and 2.5)."""
_OF_GITHUB_PAGES = "CommonMarkGhPages"
_GFM_OF_GITHUB_PAGES = {
    "extensions": ["table", "strikethrough", "autolink", "tagfilter"],
    "options": ["unsafe", "footnotes"],
}
"""What GitHub Pages sets ``commonmark`` to where ``markdown`` is ``GFM``."""

_PRIMER_LAYOUTS = frozenset({"default", "home", "page", "post"})
_STYLE_OF_PRIMER = "assets/css/style.css"
"""The one asset of jekyll-theme-primer 0.6."""
_INCLUDES_OF_PRIMER = frozenset({"head-custom.html", "head-custom-google-analytics.html"})
"""What its layouts include, for sites to write their own."""
NO_SOURCE: Reasons = because(ReasonKind.LIMIT, "the folder that source names is not here")
"""Why a site may have anything whose source another program makes."""
FEW_SASS_PAGES = 20
"""So many pages of Sass may load as much each as one may; more have equal shares of that."""


def words_for_nothing(path_or_url: str) -> str:
    """What is said of that of which :meth:`Site.known_of` knows nothing."""
    return f"nothing in this site is or makes {path_or_url.strip()}"


@dataclass(frozen=True)
class Site:
    """Everything that is known of a site without building it. All paths are relative to its root.

    ``collections`` holds the documents by label (``posts`` first), in Jekyll's order. ``routes`` are the
    addresses in the order Jekyll writes them. ``unsure`` says which addresses may exist beyond them.
    """

    root: Path
    source: str
    config: Config
    pages: tuple[Record, ...] = ()
    collections: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    static: tuple[StaticFile, ...] = ()
    layouts: dict[str, Layout] = field(default_factory=dict)
    includes: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    data_files: tuple[DataFile, ...] = ()
    routes: tuple[Route, ...] = ()
    collisions: tuple[Collision, ...] = ()
    unpublished: dict[str, Unpublished] = field(default_factory=dict)
    unsure: Unsures = field(default_factory=Unsures)
    git_ignored: GitIgnored = field(default_factory=GitIgnored)
    """What git leaves out of the repository, so that another program may make it."""
    missing_templates: tuple[str, ...] = ()
    """The submodules among the includes and layouts that are not here."""
    hidden_pages: tuple[str, ...] = ()
    """Of each folder that is left out for the ``_`` of its name one file that would be a page elsewhere."""
    problems: tuple[SiteProblem, ...] = ()
    by_output: dict[str, Route] = field(default_factory=dict)
    by_source: dict[str, Route] = field(default_factory=dict)
    translations: Translations | None = None
    """What other builds of the same site, for other languages, write below folders of their own."""
    bundled: frozenset[str] | None = None
    """The plugins that the Gemfile brings; ``None`` without a Gemfile."""
    gems: dict[str, str] = field(default_factory=dict)
    """The releases of gems that ``Gemfile.lock`` names."""
    demanded: dict[str, Demand] = field(default_factory=dict)
    """The releases of gems that the ``Gemfile`` allows."""
    theme_files: Theme | None = None
    """The theme that the configuration names, or what stands for its templates where it is known what these
    write."""
    own_ruby: OwnRuby = field(default_factory=OwnRuby)
    """What the site's own Ruby may do."""
    liquid_names: LiquidNames = field(default_factory=LiquidNames)
    """The tags and filters that plugins bring."""
    github_pages: GitHubPages = field(default_factory=GitHubPages)
    """What GitHub Pages has to do with its build."""
    unasked: frozenset[str] = frozenset()
    """The plugins that are known to run although the site asks for none of them."""
    build_file: str = ""
    """What says, beside the configuration or at the top of the site, that another program may build parts of
    it."""
    domain: str = ""
    """The host that a published file ``CNAME`` names: GitHub Pages serves the site there, at the root."""
    drops_slashes: bool = False
    """Whether its host answers with ``x.html`` where ``/x/`` is asked for."""
    sass_pages: int = FEW_SASS_PAGES
    """How many pages of Sass there are, or that number where there are fewer."""
    known: frozenset[str] | None = None
    """The files of its folder that count; ``None`` for all."""
    folders: tuple[str, ...] = ()
    """Every folder that was looked into: what is or is not there has shaped the site."""
    until: int | None = None
    """The first second (since the epoch) at which the same files make another site; ``None`` for never."""
    leftovers: tuple[str, ...] = ()
    """Temporary files of ours that a killed run left; paths on disk."""
    front_matters: FrontMatters = field(default_factory=FrontMatters, repr=False, compare=False)
    """Front matter as it was parsed when the site was read, for whoever reads its files again."""

    @property
    def baseurl(self) -> str:
        """The base path, ``""`` or ``/name``."""
        return self.config.baseurl

    @property
    def may_have_more(self) -> bool:
        """Whether something may make pages that are not known; what a server leads elsewhere is no page."""
        return not all(each.beside_jekyll for each in self.unsure)

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        return has_come(self.config.time, day)

    def begins(self, day: str) -> int:
        """The second (since the epoch) at which a day begins, in the time zone of the build."""
        return int(datetime.combine(first_day(day), time(), self.config.time.tzinfo).timestamp())

    @property
    def posts(self) -> tuple[Record, ...]:
        """The posts, oldest first."""
        return self.collections.get("posts", ())

    @property
    def on_github_pages(self) -> bool:
        """Whether it is known that GitHub Pages itself builds the site."""
        return self.github_pages.builds

    @property
    def may_be_built_by_github_pages(self) -> bool:
        """Whether GitHub Pages may build the site."""
        return self.github_pages.may_build

    @cached_property
    def may_run_its_plugins(self) -> bool:
        """Whether a build may run the plugins that GitHub Pages runs on every site. Every page asks."""
        return self.github_pages.may_run_its_plugins(self.bundled)

    def documents(self) -> Iterator[Record]:
        """Every page, post and document, those that plugins make included."""
        yield from self.pages
        for group in self.collections.values():
            yield from group

    def sources(self) -> Iterator[Record]:
        """The documents that an author wrote, each file once: as what it is published."""
        seen: set[str] = set()
        for document in self.documents():
            if document.path is not None and document.path not in seen:
                seen.add(document.path)
                yield self._written_over.get(document.path, document)

    @cached_property
    def _written_over(self) -> dict[str, Record]:
        """The documents of collections whose files are pages, too (``include`` names the folder of the
        collection), at the same address: Jekyll writes them last (``Site#each_site_file``)."""
        pages = {page.path: page.output for page in self.pages if page.path is not None}
        documents = (each for group in self.collections.values() for each in group if each.written)
        return {each.path: each for each in documents if each.path and pages.get(each.path) == each.output}

    def has_no_order(self, source: str, other: str) -> bool:
        """Whether nothing in the sources tells which of two files Jekyll writes last: it sorts pages by the
        name of their file alone (``sort_files!``), and those of one name come as the file system lists them.
        """
        is_one_name = posixpath.basename(source) == posixpath.basename(other)
        routes = (self.by_source.get(source), self.by_source.get(other))
        return source != other and is_one_name and all(each and each.kind == "page" for each in routes)

    def why(self, path_or_url: str) -> str:
        """In one sentence: which source makes this address, where a file goes, or why it goes nowhere."""
        return self.known_of(path_or_url) or words_for_nothing(path_or_url)

    def known_of(self, path_or_url: str) -> str | None:
        """The answer of :meth:`why` to what is, or may be, part of the site; ``None`` to all else."""
        text = path_or_url.strip()
        path = posixpath.normpath(text.lstrip("/")) if text.strip("/") else ""
        if route := self.by_source.get(path):
            return f"{path} is published at {route.url} (file {route.output})"
        if found := self._unpublished(path):
            return f"{path} is not published: {found.words}"
        if route := self._route_of(text):
            made = route.source or "a plugin"
            return f"{route.url} is made by {made} (file {route.output})"
        if found := self.hidden_at(path):
            return f"{found.path} would be at {text}, but is not published: {found.words}"
        if reasons := self.may_exist(path):
            return f"{text} is not known, but {words(reasons)}"
        return None

    def placed(self, path: str) -> str:
        """The path of what lies at ``path`` of the source."""
        return posixpath.join(self.source, path)

    def below_source(self, path: str) -> str | None:
        """The path from the source of what lies at ``path``; ``None`` for what lies elsewhere."""
        inside = posixpath.join(self.source, "")
        return path.removeprefix(inside) if path.startswith(inside) else None

    def prefix(self, setting: str) -> str:
        """What the paths begin with that lie in the folder which a setting such as ``includes_dir`` names; ""
        for the root."""
        return posixpath.join(self.source, self.config.folder(setting), "")

    @cached_property
    def template_prefixes(self) -> tuple[str, ...]:
        """What the paths of layouts and includes begin with; nothing for those that lie among the pages."""
        folders = ("layouts_dir", "includes_dir")
        return tuple(self.prefix(each) for each in folders if self.config.folder(each))

    @cached_property
    def named_includes(self) -> dict[str, str]:
        """The path of each include by the name that tags give it."""
        folder = self.prefix("includes_dir")
        return {path.removeprefix(folder): path for path in self.includes}

    def _unpublished(self, path: str) -> Unpublished | None:
        """Why a file is not published: its own reason, or that of a folder above it."""
        own = self.unpublished.get(path)
        while own is None and "/" in path and len(path) <= LONGEST_PATH:
            path = path.rpartition("/")[0]
            own = self.unpublished.get(path)
        return own

    def _route_of(self, url: str) -> Route | None:
        base = self.config.baseurl
        path = url.removeprefix(base) if base and url.startswith(base + "/") else url
        path = path.split("#")[0].split("?")[0].lstrip("/")
        for output in (path, posixpath.join(path, "index.html"), f"{path}.html"):
            if route := self.by_output.get(output):
                return route
        return None

    def why_not(self, path: str) -> Unpublished | None:
        """Why the file at ``path`` has no address; ``None`` when it has one or does not exist."""
        return None if path in self.by_source else self._unpublished(path)

    def hidden_at(self, path: str) -> Unpublished | None:
        """The unpublished file that would be at this address."""
        plain = bare(path)
        for each in self.unpublished.values():
            if each.url and bare(each.url) == plain:
                return each
        return None

    @property
    def is_gem(self) -> bool:
        """Whether it is described as a gem: themes are, whose layouts are for others."""
        files = chain(self.by_source, self.unpublished)
        return any(path.endswith(".gemspec") and "/" not in path for path in files)

    @property
    def has_page(self) -> bool:
        """Whether any HTML is published: a theme may have nothing but layouts, includes and styles."""
        return any(output.endswith(HTML_EXTENSIONS) for output in self.by_output)

    def excerpt_separator(self, document: Record) -> str:
        """What ends the excerpt of a page or document; "" where none is to be made."""
        own = document.data.get("excerpt_separator")
        separator = self.config["excerpt_separator"] if falsy(own) else own
        return "" if falsy(separator) else str(separator)

    @property
    def converter(self) -> tuple[str, object]:
        """The name of the converter of Markdown, and the settings ``commonmark`` that it gets.

        GitHub Pages takes ``GFM``, which is a converter nowhere else, for CommonMark, and kramdown for
        whatever it does not know (github-pages 232: ``restrict_and_config_markdown_processor``).
        """
        name, settings = self.config.text("markdown"), self.config["commonmark"]
        is_gfm = name.lower() == "gfm"
        if not self.on_github_pages and not (is_gfm and self.github_pages.is_left):
            return name, settings
        if is_gfm:
            return _OF_GITHUB_PAGES, _GFM_OF_GITHUB_PAGES
        return (name if name.lower() == _OF_GITHUB_PAGES.lower() else "kramdown"), settings

    @property
    def kramdown(self) -> Mapping[str, object]:
        """The options of kramdown, with those that GitHub Pages sets where it builds the site for certain, or
        its gem does so in every build."""
        options: Mapping[str, object] = self.config["kramdown"]
        is_set = self.on_github_pages or self.github_pages.by_gem
        return {**options, **kramdown_on_github_pages()} if is_set else options

    @property
    def other_converter(self) -> str:
        """What converts Markdown in place of kramdown or CommonMark: a converter of a plugin, or one that
        Jekyll has done away with, where ``Gemfile.lock``, or without that the ``Gemfile``, asks for an older
        release and the gem that it needs, or that the site's own Ruby brings back."""
        name, _ = self.converter
        if name.lower() in OLD_CONVERTERS:
            is_other = self.is_before_jekyll_4 and name.lower() in (self.gems or self.demanded)
            is_other = is_other or name in self.own_ruby.constants
        else:
            is_other = name.lower() not in CONVERTERS
        return name if is_other else ""

    @cached_property
    def running(self) -> frozenset[str]:
        """The plugins that the configuration names and those that the Gemfile brings. Every page asks."""
        return self.config.plugins | (self.bundled or frozenset())

    @cached_property
    def unread_plugins(self) -> frozenset[str]:
        """Those of which nobody here has read what they do. A theme does nothing to what pages say."""
        return frozenset(
            name for name in self.running if "theme" not in name and plugin_facts(name).tags is None
        )

    @property
    def active_support(self) -> bool | None:
        """Whether a plugin loads ActiveSupport, as Jekyll itself does not; ``None`` where one may."""
        loading = self.running & loading_active_support()
        if any(map(self.is_sure_to_run, loading)):
            return True
        return None if loading or self.own_ruby.files or self._may_run_more else False

    @property
    def _may_run_more(self) -> bool:
        """Whether plugins may run of which it is not known what they load. A theme that is fetched brings
        none (jekyll-remote-theme), the gem of one may depend on some."""
        theme = self.config.text("theme")
        if theme and all_of_theme(theme) is None:
            return True
        if any(reason.kind is not ReasonKind.THEME_FILE for reason in self.liquid_names.reasons):
            return True
        calm = github_pages_bundle() | of_themes()
        return any(
            each.may_run and not calm.issuperset(reason.detail for reason in each.reasons)
            for each in self.unsure
        )

    @property
    def is_before_jekyll_3(self) -> bool:
        """Whether a Jekyll before version 3 builds the site."""
        return is_before_jekyll_3(self.gems, self.demanded)

    @property
    def is_before_jekyll_4(self) -> bool:
        """Whether a Jekyll before version 4 is known to build the site."""
        return self.config.before_jekyll_4 is True

    @property
    def may_be_before_jekyll_4(self) -> bool:
        """Whether such a Jekyll is known to build the site, or may."""
        return self.config.before_jekyll_4 is not False

    def runs_liquid(self, data: Mapping[str, object]) -> bool:
        """Whether Jekyll runs Liquid on a document with this front matter: Jekyll 3 does not know
        ``render_with_liquid``."""
        return data.get("render_with_liquid") is not False or self.is_before_jekyll_4

    @property
    def theme(self) -> Theme | None:
        """The theme that the configuration names, where its files are here."""
        return self.theme_files if self.theme_files is not None and self.theme_files.is_here else None

    @property
    def theme_elsewhere(self) -> str:
        """The theme whose files are not among the sources, as the configuration names it; "" for none."""
        is_here = self.theme is not None and self.theme.is_site
        return "" if is_here else str(self.config["remote_theme"] or self.config["theme"] or "")

    @property
    def lent_layouts(self) -> frozenset[str]:
        """The layouts of the theme that GitHub Pages gives a site without one, where it may build this site.

        Source: jekyll-theme-primer 0.6.
        """
        is_themed = self.config["theme"] or self.config["remote_theme"]
        return frozenset() if is_themed or not self.github_pages.may_lend_theme else _PRIMER_LAYOUTS

    @property
    def lent_includes(self) -> frozenset[str]:
        """What these layouts include, by name."""
        return _INCLUDES_OF_PRIMER if self.lent_layouts else frozenset()

    @property
    def fills_settings(self) -> bool:
        """Whether GitHub Pages, or its plugin jekyll-github-metadata, may put in settings that are not there.

        Source: jekyll-github-metadata 2.15, ``lib/jekyll-github-metadata/site_github_munger.rb``.
        """
        by_plugin = not self.running.isdisjoint(("github-pages", GITHUB_METADATA))
        return self.config.github_pages or self.bundled is None or by_plugin

    @property
    def fills_url(self) -> bool:
        """Whether ``site.url`` may have a value though the configuration gives it none."""
        return not self.config["url"] and (self.fills_settings or bool(self.domain))

    @property
    def may_fill_url(self) -> bool:
        """The same, or GitHub Pages may build the site, which heeds no Gemfile."""
        return self.fills_url or (not self.config["url"] and self.may_be_built_by_github_pages)

    @property
    def may_fill_baseurl(self) -> bool:
        """Whether ``site.baseurl`` may have a value that the configuration does not give it: ``""`` stays."""
        is_open = self.config["baseurl"] in (None, "/")
        return is_open and (self.fills_settings or self.may_be_built_by_github_pages)

    @property
    def sets_baseurl(self) -> bool:
        """Whether jekyll-github-metadata puts its own ``baseurl`` in place of ``/``, which it takes for none
        (``should_set_baseurl?`` of ``site_github_munger.rb``), as it does where sites are published: the site
        asks for the plugin, or GitHub Pages is known to build it."""
        is_open = self.config["baseurl"] == "/" and self.config.environment == PUBLISHED
        by_plugin = not self.running.isdisjoint(("github-pages", GITHUB_METADATA))
        return is_open and (by_plugin or self.on_github_pages or self.github_pages.is_named)

    def is_sure_to_run(self, plugin: str) -> bool:
        """Whether every build of the site runs a plugin, whether it asks for it or not."""
        return plugin in self.config.plugins or plugin in self.unasked

    def runs_in_every_build(self, plugin: str) -> bool:
        """The same, whoever builds it: what is only likely to run stops no build for certain."""
        pages = self.github_pages
        is_known = pages.builds or pages.by_gem or pages.is_its_action
        named = self.config.plugins - self.config.only_by_guess
        return self.is_sure_to_run(plugin) and (is_known or plugin in named)

    def locked_release(self, gem: str) -> Release:
        """The numbers of the release of a gem that the site's lock file names; none for none."""
        return tuple(map(int, re.findall(r"\d+", self.gems.get(gem, ""))))

    @property
    def is_locked(self) -> bool:
        """Whether a lock file says which releases the site is built with; GitHub Pages has its own."""
        return bool(self.gems) and not self.on_github_pages

    def has_since(self, gem: str, first: Release) -> bool:
        """Whether every build has a gem from the release ``first`` on: that of the lock file, else the newest
        that is allowed."""
        if self.is_locked:
            return self.locked_release(gem) >= first
        return self.demanded.get(gem, Demand()).has_newest_since(first)

    @property
    def paginates(self) -> bool:
        """Whether the site is sure to run jekyll-paginate."""
        return self.is_sure_to_run(PAGINATE)

    @property
    def makes_redirects(self) -> bool:
        """Whether the site is sure to run jekyll-redirect-from."""
        return REDIRECT_FROM in self.config.plugins

    def redirects(self, record: Record) -> bool:
        """Whether jekyll-redirect-from puts a page of its own in place of this one."""
        if not record.data.get("redirect_to"):
            return False
        return self.makes_redirects or REDIRECT_FROM in (self.bundled or ())

    @property
    def may_make_pages(self) -> bool:
        """Whether a build may make pages of Markdown that Jekyll itself copies: with the configuration, with
        the Gemfile, or by GitHub Pages."""
        names = ("github-pages", OPTIONAL_FRONT_MATTER)
        return self.may_be_built_by_github_pages or not self.running.isdisjoint(names)

    @cached_property
    def copied_of_collections(self) -> frozenset[str]:
        """The files of collections that Jekyll copies, as they have no front matter."""
        return frozenset(file.path for file in self.static if file.collection)

    @property
    def may_take_headings(self) -> bool:
        """Whether jekyll-titles-from-headings may give pages without a title their first heading though the
        configuration does not name it: GitHub Pages and its gem run it on every site."""
        return self.may_run_its_plugins or TITLES in self.running

    def may_be_titled(self, record: Record) -> bool:
        """Whether that plugin may give a page, for the title that it lacks, its first heading."""
        return record.markdown and record.data.get("title") is None and self.may_take_headings

    def is_written_over(self, route: Route) -> bool:
        """Whether another page or file is published in place of that at ``route``."""
        shown = self.by_output.get(route.output)
        return shown is not None and shown.source != route.source

    def unasked_layouts(self, record: Record) -> tuple[str, ...]:
        """The layouts of which a page that names none may get the first that is there: GitHub Pages runs
        jekyll-default-layout, and so does a site whose Gemfile has it. Where the configuration names the
        plugin, or GitHub Pages or its gem is known to build the site, records have their layout, but for one
        of a theme."""
        if not record.markdown or "layout" in record.data or record.collection not in ("", "posts"):
            return ()
        if not self.may_run_its_plugins and DEFAULT_LAYOUT not in self.running:
            return ()
        own = "post" if record.collection else "page"
        return ("home", own, "default") if record.url == "/" else (own, "default")

    def may_exist(self, output: str) -> Reasons:
        """Why an output that is not known may exist all the same; empty when it cannot."""
        named = not may_be_published(output)
        made = all_of(
            each.reasons for each in self.unsure.covering(output) if not (named and each.name.exact is None)
        )
        if made := made or self._why_translated(output) or self._why_lent(output):
            return made
        return () if named or self._has_repository_alone else self.git_ignored.why(output)

    @property
    def _has_repository_alone(self) -> bool:
        """Whether a build has what is in the repository, and no file of another program: GitHub Pages'."""
        return self.on_github_pages and not self.build_file

    @property
    def made_data(self) -> dict[str, Reasons]:
        """The keys of ``site.data`` that another program may fill, and why; "*" for any."""
        return {} if self._has_repository_alone else made_data(self.git_ignored, self.config)

    @property
    def unread_data(self) -> dict[tuple[str, ...], Reasons]:
        """The keys of ``site.data`` that lead to a file of which nothing can be read, and why."""
        return unread_data(self.data_files)

    def _why_lent(self, output: str) -> Reasons:
        """Why an output may be of the theme that GitHub Pages gives a site without one."""
        is_lent = output == _STYLE_OF_PRIMER and self.lent_layouts
        return because(ReasonKind.THEME_FILE, PRIMER) if is_lent else ()

    def counts(self, path: str) -> bool:
        """Whether a file of its folder counts."""
        return counts(path, self.known, lambda folder: os.path.realpath(self.root / folder))

    def is_named(self, output: str) -> bool:
        """Whether something of this site makes outputs that begin as this one does: no plugin that may make
        anything whatever, and no other program."""
        covering = self.unsure.covering(output)
        return any(each.name.texts[0].strip("/") and not each.beside_jekyll for each in covering)

    def is_made(self, output: str) -> bool:
        """Whether an output is made for certain, though nothing is known of it but that."""
        return output in self.unsure.made

    def link_out(self, path: str) -> str:
        """The symbolic link out of the site that stands in a path, or "": Jekyll follows it where it is not
        ``safe``, and reads what git keeps, which we take for as far away."""
        if is_kept_by_git(path):
            return path
        links = {each.path for each in self.problems if each.kind == "link-out-of-site"}
        parts = path.split("/") if links else ()
        starts = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        return next((start for start in starts if start in links), "")

    def why_template(self, path: str) -> Reasons:
        """Why the include or layout ``path`` of the source may be there in a build; empty for no reason."""
        missing = next((each for each in self.missing_templates if path.startswith(f"{each}/")), "")
        if any(each.kind == "no-source" for each in self.problems):
            return NO_SOURCE
        return because(ReasonKind.SUBMODULE, missing) if missing else self.git_ignored.why_source(path)

    def _why_translated(self, output: str) -> Reasons:
        """Of another language: what it may lack, and redirects, whose addresses get the language's name."""
        language, _, rest = output.partition("/")
        known = self.translations
        if known is None or language not in known.own:
            return ()
        may = rest in known.partial or rest.partition("/")[0] in known.own
        return because(ReasonKind.PLUGIN_PAGES, "jekyll-polyglot") if may else ()
