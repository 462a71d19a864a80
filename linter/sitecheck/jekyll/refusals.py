"""What stops Jekyll's build, or loses pages, and shows only on a site as a whole.

Read from ``Site#write``, ``Converters::Markdown`` (4.3.4), jekyll-sass-converter 1.5.2, 2.2 and 3.1,
jekyll-paginate 1.1 and jekyll-redirect-from 0.16;
measured with ``tests/reference/jekyll/outcome_sites.py``.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator, Mapping

from sitecheck.files import LONGEST_PATH, read_small, with_folders
from sitecheck.jekyll.files.entry_filter import SPECIAL
from sitecheck.jekyll.generators.plugin_pages import pager_template
from sitecheck.jekyll.intake.source_file import locate
from sitecheck.jekyll.layout_chain import own_layouts
from sitecheck.jekyll.page_dates import LANGUAGE_HINT, misdated_pages, puts_seo_tag, refused_language
from sitecheck.jekyll.plugin_settings import plugin_settings
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.plugins.plugin_table import bringer_of_converter
from sitecheck.jekyll.records import Record, SiteProblem
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.sass_paths import SASS_ENDINGS, converts_otherwise
from sitecheck.jekyll.setting_problems import of_config
from sitecheck.jekyll.site import (
    CONVERTERS,
    OLD_CONVERTERS,
    PAGINATE,
    PAGINATE_V2,
    REDIRECT_FROM,
    RELATIVE_LINKS,
    Site,
)
from sitecheck.jekyll.unlocked_plugins import unlocked_plugins
from sitecheck.jekyll.unpublished import WhyNot
from sitecheck.kramdown.options import PARSERS
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.values import to_integer_prefix

_LONGEST_NAME = 255
"""Bytes that file systems give to a name."""
_GEMS = {"commonmark": "jekyll-commonmark", "commonmarkghpages": "jekyll-commonmark-ghpages"}
_NO_ENGINE = ("", "nil", "null", "none", "~", "false")
"""What means that there shall be no engine, but as a text is the name of one."""
_OF_JEKYLL = lazy_pattern(r"4\.[0-3]\.")
_NO_NAME = "the math engine of kramdown must be a name"
_WHOLE = lazy_pattern(r"https?:/*[\w-]", re.IGNORECASE)
_ENGINE = lazy_pattern("[a-z][a-z0-9]*")
"""The names of engines that are gems of their own since kramdown 2.0: ``math_engine`` of kramdown requires
them as soon as a page is converted."""


def refusals(site: Site) -> Iterator[SiteProblem]:
    """Everything of the kind; the paths are relative to the site."""
    yield from _blocked(site)
    yield from _collections(site)
    yield from _orders(site)
    yield from _long_names(site)
    yield from _markdown(site)
    yield from _paginate(site)
    yield from _paginate_v2(site)
    yield from _plugins(site)
    yield from unlocked_plugins(site)
    yield from plugin_settings(site)
    yield from _sass(site)
    if site.makes_redirects and site.runs_in_every_build(REDIRECT_FROM):
        yield from _redirects(site)
    yield from _excerpts(site)
    yield from _refused_defaults(site)
    yield from misdated_pages(site)
    yield from _logo(site)
    yield from _language(site)
    yield from _whole_addresses(site)


def _blocked(site: Site) -> Iterator[SiteProblem]:
    """Files where other files need a folder: whichever is written last stops the build."""
    for output, route in site.by_output.items():
        folder = output.rpartition("/")[0] if len(output) <= LONGEST_PATH else ""
        while folder:
            if (other := site.by_output.get(folder)) is not None and route.source is not None:
                message = (
                    f"it is published as {output}, but {other.source or 'a plugin'} is published as {folder}"
                )
                hint = "one name cannot be a file and a folder; change one of the addresses"
                yield SiteProblem(
                    path=route.source, kind="blocked-output", message=message, hint=hint, fatal=True
                )
            folder = folder.rpartition("/")[0]


def _collections(site: Site) -> Iterator[SiteProblem]:
    """Collections whose settings are no mapping, of which the first file asks (``Collection#write?``), Jekyll
    itself for posts (``Configuration#add_default_collections``), and Jekyll 4 for an order of the files, were
    there none (``Collection#sort_docs!``)."""
    set_ = {label: site.config.entry("collections", label) for label in site.config.collections}
    odd = {
        label: found[1].data
        for label, found in set_.items()
        if found is not None and not _is_mapping(label, found[1].data)
    }
    folders = _folders_of_documents(site) if odd else frozenset()
    for label, value in odd.items():
        folder = site.prefix("collections_dir") + f"_{label}"
        is_read = label == "posts" or bool(site.collections.get(label)) or folder in folders
        # A text looks for the name of the order in itself, and has none.
        is_ordered = site.config.before_jekyll_4 is False and label != "data" and not isinstance(value, str)
        hint = "write output: true or another setting below it, or nothing"
        message = f"the collection {label} must be a mapping"
        yield of_config(site.config, message, hint, "collections", label)._replace(
            fatal=is_read or is_ordered
        )


def _orders(site: Site) -> Iterator[SiteProblem]:
    """Entries of a collection's ``order`` that are no text, of which Jekyll 4 makes paths, also where there
    is no file (``Collection#rearrange_docs!``, ``File.join``, which takes lists apart)."""
    if site.config.before_jekyll_4:
        return
    is_jekyll_4 = site.config.before_jekyll_4 is False
    for label in site.config.collections:
        found = site.config.entry("collections", label, "order")
        entries = found[1].data if found is not None else None
        for number, each in enumerate(entries if isinstance(entries, list) else []):
            if not isinstance(each, (str, list)):
                key = ("collections", label, "order", number)
                message = f"an entry of the order of {label} must be text"
                problem = of_config(site.config, message, "put it in quotes", *key)
                yield problem._replace(fatal=is_jekyll_4 and label != "data")


def _is_mapping(label: str, value: object) -> bool:
    """Whether settings of a collection are a mapping, or nothing. Jekyll writes into those of posts, where
    it puts a mapping in the place of null alone."""
    return value is None or isinstance(value, Mapping) or (value is False and label != "posts")


def _folders_of_documents(site: Site) -> frozenset[str]:
    """The folders in which, or below which, there is a file that may be a document."""
    paths = site.by_source | site.unpublished
    read = (path for path in paths if not posixpath.basename(path).startswith(SPECIAL))
    return frozenset(folder for path in read for folder in with_folders(posixpath.dirname(path)))


def _refused_defaults(site: Site) -> Iterator[SiteProblem]:
    """Categories of ``defaults`` that Jekyll cannot add to those of a document, which it gives up then: it
    leaves a post out, and writes a document of another collection without its text."""
    lost = [path for path, each in site.unpublished.items() if each.why_not is WhyNot.REFUSED_DEFAULT]
    empty = [each.path for each in site.documents() if each.is_unread and each.written]
    told = f"Jekyll leaves out posts such as {lost[0]}" if lost else ""
    if empty and not lost:
        told = f"Jekyll writes documents such as {empty[0]} without their text"
    entries = site.config.default_entries.get("categories", ()) if told else ()
    for path, entry in entries:
        if entry.data is None or isinstance(entry.data, (str, list)):
            continue
        yield SiteProblem(
            path=path,
            kind="refused-setting",
            message=f"categories of defaults must be text or a list: {told}",
            span=entry.value,
            hint="write it in quotes, or as a list of texts",
        )


def _excerpts(site: Site) -> Iterator[SiteProblem]:
    """Pages of Markdown with an ``excerpt``, in whose place jekyll-relative-links 0.7.0 puts one that Jekyll
    before 4.4 makes of posts alone (``Generator#replace_relative_links_excerpt!``, mended in 0.8.0). Where
    another plugin has asked a page for its data before, as jekyll-redirect-from does (``Redirectable``),
    ``Page#excerpt`` has the text already, and nothing stops."""
    settings = site.config["relative_links"]
    options = settings if isinstance(settings, Mapping) else {}
    versions = (site.gems.get(RELATIVE_LINKS), site.gems.get("jekyll", ""))
    is_one = versions[0] == "0.7.0" and _OF_JEKYLL.match(str(versions[1])) is not None
    excluded = options.get("exclude")
    is_off = options.get("enabled") is False or not (falsy(excluded) or excluded in ([], {}))
    is_asked = REDIRECT_FROM in site.running or bool(site.unread_plugins) or bool(site.liquid_names.reasons)
    if not is_one or is_off or is_asked or RELATIVE_LINKS not in site.running or _leaves_out_plugins(site):
        return
    for page in site.pages:
        is_read = page.markdown and page.path is not None and site.runs_liquid(page.data)
        if is_read and not falsy(page.data.get("excerpt")):
            yield SiteProblem(
                path=str(page.path),
                kind="invalid-excerpt",
                message="jekyll-relative-links 0.7.0 takes no excerpt on a page that is no post",
                span=locate(site.root, str(page.path), "excerpt", site.front_matters),
                hint="update jekyll-relative-links to 0.8, or write description",
                fatal=True,
            )


def _logo(site: Site) -> Iterator[SiteProblem]:
    """A logo of which jekyll-seo-tag makes an address on every page (``Drop#logo``)."""
    logo = site.config["logo"]
    if not falsy(logo) and not isinstance(logo, str) and puts_seo_tag(site):
        hint = "write the path of the picture: jekyll-seo-tag takes nothing else"
        yield of_config(site.config, "logo must be text", hint, "logo")


def _language(site: Site) -> Iterator[SiteProblem]:
    """A language of which jekyll-seo-tag makes one word on the pages that have none of their own."""
    if key := refused_language(site):
        yield of_config(site.config, f"{key} must be text", LANGUAGE_HINT, key)


def _long_names(site: Site) -> Iterator[SiteProblem]:
    for output, route in site.by_output.items():
        long = any(len(name.encode("utf-8", "replace")) > _LONGEST_NAME for name in output.split("/"))
        longest = f"a name in its address is longer than {_LONGEST_NAME}" if long else ""
        if len(output.encode("utf-8", "replace")) >= LONGEST_PATH:
            longest = f"its address is longer than {LONGEST_PATH}"
        if longest and route.source is not None:
            message = f"{longest} bytes"
            yield SiteProblem(path=route.source, kind="blocked-output", message=message, fatal=True)


def _markdown(site: Site) -> Iterator[SiteProblem]:
    """What converts no Markdown; Jekyll asks for it with the first page of Markdown."""
    if not _has_markdown(site) or site.liquid_names.reasons:
        return
    if message := _refused_converter(site):
        yield of_config(site.config, message, "use kramdown", "markdown")
    options = site.kramdown
    if site.config.text("markdown").lower() != "kramdown":
        return
    parser = str(options.get("input") or "kramdown")
    if parser[:1].upper() + parser[1:] not in PARSERS and not site.bundled:
        message = f"kramdown has no parser {parser}"
        hint = "write GFM in capitals" if parser.lower() == "gfm" else "use GFM or kramdown"
        yield of_config(site.config, message, hint, "kramdown", "input")
    yield from _math_engine(site, options.get("math_engine"))
    key = ("kramdown", "syntax_highlighter") if options.get("syntax_highlighter") else ("highlighter",)
    named = options.get("syntax_highlighter") or site.config["highlighter"]
    if named == "coderay" and (gem := _lacking_gem(site, "kramdown-syntax-coderay")):
        message = f"kramdown needs the gem {gem}, which is not in Gemfile.lock"
        yield of_config(site.config, message, "add it to the Gemfile, or use rouge", *key)


def _math_engine(site: Site, engine: object) -> Iterator[SiteProblem]:
    """``KramdownParser#load_dependencies``: what is not null, false or mathjax names a gem."""
    if falsy(engine) or engine == "mathjax":
        return
    if not isinstance(engine, str) or engine in _NO_ENGINE:
        if _has_kramdown_2(site, unless_told=not site.gems):
            message = f'kramdown has no math engine "{engine}"' if isinstance(engine, str) else _NO_NAME
            hint = "leave it out, or write null without quotation marks"
            yield of_config(site.config, message, hint, "kramdown", "math_engine")
    elif _ENGINE.fullmatch(engine) and (gem := _lacking_gem(site, f"kramdown-math-{engine}")):
        message = f"kramdown needs the gem {gem}, which is not in Gemfile.lock"
        yield of_config(
            site.config, message, "add it to the Gemfile, or use mathjax", "kramdown", "math_engine"
        )


def _has_markdown(site: Site) -> bool:
    return any(record.markdown for record in site.sources())


def refused_by_filter(site: Site) -> str:
    """What is wrong with the converter of Markdown for which nothing asks but ``markdownify``; "" where that
    is told of the configuration, as a page of Markdown stops the build."""
    return "" if _has_markdown(site) else _refused_converter(site)


def _refused_converter(site: Site) -> str:
    """What is wrong with the converter of Markdown that the configuration names: nobody brings it; "" if
    somebody does or may."""
    name, _ = site.converter
    is_own = name in site.own_ruby.constants or OwnRuby.why(site.own_ruby.settings, "markdown")
    is_brought = bringer_of_converter(name) in site.running
    if site.liquid_names.reasons or is_own or is_brought or _had_converter(site, name.lower()):
        return ""
    if name.lower() not in CONVERTERS:
        return f"markdown: {name} is no converter that Jekyll or a plugin of the site has"
    gem = _GEMS.get(name.lower(), "")
    is_lacking = gem and site.gems and site.gems.keys().isdisjoint((gem, "github-pages"))
    if is_lacking and not site.github_pages.is_left and gem not in site.running:
        return f"markdown: {name} needs the gem {gem}, which is not in Gemfile.lock"
    return ""


def _lacking_gem(site: Site, gem: str) -> str:
    """``gem`` where kramdown needs it since version 2 and ``Gemfile.lock`` does not have it, so that Bundler
    lets nobody load it; "" elsewhere."""
    return gem if _has_kramdown_2(site) and gem not in site.gems else ""


def _has_kramdown_2(site: Site, *, unless_told: bool = False) -> bool:
    """Whether ``Gemfile.lock`` has the second version of kramdown, or ``unless_told``, and the build is not
    left to GitHub Pages, which sets the gems and some settings itself."""
    is_new = unless_told or site.gems.get("kramdown", "").startswith("2.")
    return is_new and not (site.on_github_pages or site.github_pages.is_left)


def _had_converter(site: Site, name: str) -> bool:
    """Whether the build has another Jekyll than 4 that takes the name: one that ``Gemfile.lock`` tells, with
    the gem that it needs, or that of GitHub Pages, which takes any name (:attr:`Site.converter`). That most
    likely builds a site of which nothing says who does."""
    is_known = bool(site.other_converter) or site.github_pages.is_left
    return name in OLD_CONVERTERS and is_known


def _paginate_v2(site: Site) -> Iterator[SiteProblem]:
    """``paginate`` beside jekyll-paginate-v2, whose imitation of the old plugin ended with 2017: it stops at
    any value, ``off`` included (``PaginationGenerator#generate``, ``PaginationModel#run_compatability``)."""
    is_run = PAGINATE_V2 in site.running - site.config.only_by_guess and not _leaves_out_plugins(site)
    if is_run and site.config["paginate"] is not None:
        message = "paginate is a setting of jekyll-paginate, at which jekyll-paginate-v2 stops"
        hint = "remove it, and set pagination: {enabled: true, per_page: …}"
        yield of_config(site.config, message, hint, "paginate")


def _paginate(site: Site) -> Iterator[SiteProblem]:
    value = site.config["paginate"]
    if not site.paginates or value is None:
        return
    path, per_page = site.config["paginate_path"], _pages_of(value)
    template = pager_template(site.pages, str(path))
    if template is not None and not per_page:
        message = f"paginate: {value} is no number of posts on a page"
        yield of_config(site.config, message, "write a whole number, or nothing", "paginate")
    # A number is only asked for the address of a second page; true and false have no first letter to look at.
    listed = sum(not post.data.get("hidden") for post in site.posts)
    has_second = template is not None and listed > per_page
    if isinstance(path, bool) or (path is not None and not isinstance(path, str) and has_second):
        message = "paginate_path must be text"
        yield of_config(site.config, message, "write it as /page:num/", "paginate_path")
    elif template is not None and has_second:
        yield from _lost_pages(site, template)


def _lost_pages(site: Site, template: Record) -> Iterator[SiteProblem]:
    """A permalink on the list that jekyll-paginate divides: it reads each further page from the file that has
    its name in the folder of its address (``Pagination#paginate``). That is the list itself, with the same
    permalink, so that each page is written over the one before; or it is no file, and they say nothing."""
    path = str(template.path)
    further = [page for page in site.pages if page.plugin == PAGINATE]
    span = locate(site.root, path, "permalink", site.front_matters)
    if span is None or not further or not _asks_pager(site, template):
        return
    if all(page.url == template.url for page in further):
        count = len(further) + 1
        message = f"all {count} pages of the list are written to {template.url}, each over the one before"
    elif all(page.path is None and falsy(page.data.get("layout")) for page in further):
        message = f"the further pages of the list are empty, such as {further[0].url}"
    else:
        return
    hint = (
        "leave out the permalink, and put the file into the folder of its address: jekyll-paginate needs both"
    )
    yield SiteProblem(path=path, kind="lost-pages", message=message, span=span, hint=hint)


def _asks_pager(site: Site, page: Record) -> bool:
    """Whether a page or a layout around it names the part of the list it shows."""
    folder = site.root / site.source
    paths = (str(page.path), *(layout.path for layout in own_layouts(page.data.get("layout"), site.layouts)))
    return any("paginator." in read_small(site.root / path, folder) for path in paths)


def _whole_addresses(site: Site) -> Iterator[SiteProblem]:
    """Permalinks that name a host, of which Jekyll makes folders: ``https:/example.org/a.html``."""
    for page in site.sources():
        permalink = page.data.get("permalink")
        is_whole = isinstance(permalink, str) and _WHOLE.match(permalink) is not None
        if page.path is None or page.why_not is not None or not is_whole:
            continue
        if span := locate(site.root, page.path, "permalink", site.front_matters):
            message = f"this is published at {page.url}: a permalink is the path alone"
            hint = "leave out what stands before the path; redirect_to leads to another site"
            yield SiteProblem(path=page.path, kind="lost-pages", message=message, span=span, hint=hint)


def _plugins(site: Site) -> Iterator[SiteProblem]:
    """Entries that Ruby cannot load; where GitHub Pages builds, or ``safe`` is set, Jekyll passes over what
    is not allowed (``PluginManager#plugin_allowed?``)."""
    named = site.config["plugins"]
    if _leaves_out_plugins(site):
        return
    wrong = (
        [name for name in named if not (isinstance(name, str) and name)] if isinstance(named, list) else ()
    )
    if wrong:
        told = "an entry of plugins " + ("is empty" if wrong[0] in (None, "") else "must be text")
        yield of_config(site.config, told, "write the name of a gem after each hyphen", "plugins")


def _leaves_out_plugins(site: Site) -> bool:
    return site.on_github_pages or site.github_pages.is_left or site.config.is_on("safe")


def _sass(site: Site) -> Iterator[SiteProblem]:
    """Folders that the converter cannot look into, as soon as there is a style sheet
    (``Converters::Scss#sass_load_paths``)."""
    settings = site.config["sass"]
    if not isinstance(settings, Mapping) or converts_otherwise(site):
        return
    if not any(record.written and record.ext in SASS_ENDINGS for record in site.sources()):
        return
    paths = settings.get("load_paths")
    paths = () if isinstance(paths, Mapping) else paths if isinstance(paths, list) else (paths or "",)
    folder = settings.get("sass_dir")
    for key, values in (("load_paths", paths), ("sass_dir", (folder or "",))):
        if any(not isinstance(value, str) for value in values):
            yield of_config(
                site.config, f"a folder in {key} of sass must be text", "put it in quotes", "sass", key
            )


def _pages_of(value: object) -> int:
    """``to_i``, 0 for what has none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if isinstance(value, int) or math.isfinite(value) else 0
    return to_integer_prefix(value) if isinstance(value, str) else 0


def _redirects(site: Site) -> Iterator[SiteProblem]:
    for record in (each for each in site.sources() if each.written):  # ``docs_to_write``
        given = record.data.get("redirect_from")
        for item in given if isinstance(given, list) else [given]:
            if item is not None and not isinstance(item, str):
                yield _of_page(record, "redirect_from", item)
        target = record.data.get("redirect_to")
        if isinstance(target, list):  # the plugin takes the first that is not null
            target = next((item for item in target if item is not None), None)
        if target not in (None, False) and not isinstance(target, str):
            yield _of_page(record, "redirect_to", target)


def _of_page(record: Record, key: str, value: object) -> SiteProblem:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return SiteProblem(
        path=str(record.path),
        kind="invalid-redirect",
        message=f"{key} must be an address, not {shown[:50]}",
        hint="write it as text that begins with a slash",
        fatal=True,
    )
