"""Pages that plugins make: jekyll-feed, -sitemap, -redirect-from, -archives, -paginate and others.

Each function is the generator of one plugin, read from its source: feed 0.17, sitemap 1.4,
redirect-from 0.16, archives 2.2, paginate 1.1, optional-front-matter 0.3.2, readme-index 0.3,
sass-converter 2.2 (source maps). They run in the order of their priorities.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from sitecheck.jekyll.addresses.slug import strip_dots
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.generators.archives import ARCHIVES, archives, post_values
from sitecheck.jekyll.generators.archives_v2 import ARCHIVES_V2, archives_v2
from sitecheck.jekyll.generators.languages import ONE_BY_ONE, POLYGLOT, no_further_pages
from sitecheck.jekyll.generators.post_files import POST_FILES, post_files
from sitecheck.jekyll.generators.tagging import TAGGING, tag_pages
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.intake.source_file import SourceFile
from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.records import Record, StaticFile
from sitecheck.jekyll.ruby import dirname, extname, falsy
from sitecheck.jekyll.site import DEFAULT_LAYOUT, FEED, PAGINATE, TITLES
from sitecheck.kramdown.options import Options
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.filters.text import without_tags
from sitecheck.text.wildcards import FolderPatterns

_NO_INDEX_NAMES = frozenset({
    "README", "LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE",
    "PULL_REQUEST_TEMPLATE",
})  # fmt: skip
_TAG = lazy_pattern(r"[a-zA-Z0-9_]*")
_TITLE = lazy_pattern(
    r"(?=(\s*))\1(?:#{1,3}[ \t]+(?P<atx>[^\n]*)|(?P<setext>[^\n]*)\r?\n[-=]+[ \t\r]*$)", re.MULTILINE
)
"""The blanks are taken in a look-ahead, which never gives any back: else many of them took quadratic time."""
_MOST_MADE = 50_000
"""So many pages of plugins are followed: settings may ask for as many on each page as they have lines."""
_VALUES = 30
"""So many values of a page take as much memory as all else of it: settings may give a thousand to each."""
_MAX_LISTED = 20
"""So many folders, formats and widths of images are followed; hostile settings could name any number."""
_MARKUP = lazy_pattern(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])?|<[^>\n]*>")
_FOOTNOTE = lazy_pattern(r"\[\^[^\]]*\]")
_BLANKS = lazy_pattern(r"\s+", re.ASCII)
_LONGEST_HEADING = 500
_INDEX_FILES = lazy_pattern(r"(?:index\.(?:html?|xhtml|xml))?", re.IGNORECASE)


def run_generators(found: Inventory, factory: RecordFactory, config: Config, unasked: frozenset[str]) -> None:
    """Add to ``found`` what the site's plugins make, and those that run ``unasked``.

    Of one priority comes first what is loaded first: what the site's own Ruby asks for, then the others as
    ``plugins`` has them.
    """
    named = {str(name): place for place, name in enumerate(config["plugins"])}
    asked = {name.replace("/", "-") for name in config.plugins}  # a script may require "jekyll/tagging"
    made = _Followed(found)
    for name, generator in sorted(
        _GENERATORS, key=lambda each: (_PRIORITIES.get(each[0], 3), named.get(each[0], -1))
    ):
        if name in asked or name == "jekyll-sass-converter":
            found.pages.extend(made.by(name, generator(found, factory, config)))
        elif name in unasked:
            # a file that is copied there is what visitors see, and nobody asked for another
            copied = {file.output for file in found.static}
            pages = made.by(name, generator(found, factory, config))
            found.pages.extend([page for page in pages if page.output not in copied])


def may_make(
    found: Inventory, factory: RecordFactory, config: Config, plugins: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Pairs of output and plugin that further ``plugins`` would make; ``found`` stays as it is, but is told
    that there may be more."""
    followed = _Followed(found)
    for name, generator in _GENERATORS:
        if name in plugins:
            collections = {label: list(documents) for label, documents in found.collections.items()}
            copy = replace(found, pages=list(found.pages), static=list(found.static), collections=collections)
            known = {*(page.output for page in found.pages), *(file.output for file in found.static)}
            made = [page.output for page in followed.by(name, generator(copy, factory, config))]
            added = [page.output for page in copy.pages] + [file.output for file in copy.static]
            outputs = dict.fromkeys((*made, *added))  # some add them
            yield from ((output, name) for output in outputs if output not in known)


class _Followed:
    """The pages that plugins make, up to a limit for all of them; ``found`` is told which may make more."""

    def __init__(self, found: Inventory) -> None:
        self._found = found
        self._left = _MOST_MADE

    def by(self, plugin: str, pages: Iterable[Record]) -> list[Record]:
        """Those of one plugin."""
        made: list[Record] = []
        for page in pages:
            self._left -= 1 + len(page.data) // _VALUES
            if self._left < 0:
                self._found.further.append((ANYTHING, plugin))
                break
            made.append(page)
        return made


def _setting(config: Config, key: str) -> dict[str, Any]:
    value = config[key]
    return value if isinstance(value, dict) else {}


def _made(factory: RecordFactory, plugin: str, name: str, data: dict[str, Any] | None = None) -> Record:
    """``PageWithoutAFile``: a page of that name, in no folder; front matter defaults apply to it."""
    name = name.lstrip("/")
    data = {**factory.defaults.all(name, "pages"), **(data or {})}
    return factory.without_file(plugin, name, data, at_top=True)


def _optional_front_matter(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    settings = _setting(config, "optional_front_matter")
    if settings.get("enabled") is False or config["require_front_matter"]:
        return
    added: set[str] = set()
    for file in found.static:
        if not factory.is_markdown(extname(file.path)) or _stands_aside(file, factory):
            continue
        path = file.relative_path.lstrip("/")
        source = factory.opened(path) if path == file.path else SourceFile(header=True, data={})
        page = factory.page(path, source)
        if isinstance(page, Record):
            page = page if path == file.path else replace(page, path=None)
            added.add(file.path)
            yield page
    if settings.get("remove_originals") is True:
        found.static[:] = [file for file in found.static if file.path not in added]


def _stands_aside(file: StaticFile, factory: RecordFactory) -> bool:
    name = file.path.rpartition("/")[2]
    stem = name[: len(name) - len(extname(name))]
    return stem.upper() in _NO_INDEX_NAMES and not factory.entries.includes(file.path)


def _readme_index(found: Inventory, factory: RecordFactory, config: Config) -> Iterable[Record]:
    settings = _setting(config, "readme_index")
    if settings.get("enabled") is False:
        return ()
    urls = [page.url for page in found.pages] + [file.url for file in found.static]
    indexed = {_folder(url) for url in urls if _is_index(url)}
    gone: set[str] = set()
    made: list[Record] = []
    for file in found.static:
        folder = _folder(file.url)
        if not _is_readme(file.relative_path, factory) or folder in indexed:
            continue
        page = factory.page(file.path, factory.opened(file.path), f"{dirname(file.url)}/")
        if isinstance(page, Record):
            indexed.add(folder)
            gone.add(file.path)
            made.append(page)
    found.pages.extend(made)
    if settings.get("remove_originals") is True:
        found.static[:] = [file for file in found.static if file.path not in gone]
    if settings.get("with_frontmatter") is True:
        _readme_pages(found, factory, indexed)
    return ()


def _readme_pages(found: Inventory, factory: RecordFactory, indexed: set[str]) -> None:
    for index, page in enumerate(found.pages):
        if page.path and _is_readme("/" + page.path, factory):
            folder = f"{dirname(page.url)}/"  # of /docs/readme/ that is /docs/
            if _folder(folder) not in indexed:
                data = {**page.data, "permalink": folder}
                url, output = factory.page_address(page.path, data)
                found.pages[index] = replace(page, url=url, output=output, data=data)
                indexed.add(_folder(folder))


def _is_readme(path: str, factory: RecordFactory) -> bool:
    stem, ext = path[: len(path) - len(extname(path))], extname(path)
    return stem.lower().endswith("/readme") and factory.is_markdown(ext)


def _is_index(url: str) -> bool:
    return _INDEX_FILES.fullmatch(url, url.rfind("/") + 1) is not None


def _folder(url: str) -> str:
    """The folder of an address, with its slash, in one case: the plugin asks without regard to it."""
    return f"{url.rpartition('/')[0].rstrip('/')}/".lower()


def _redirects(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    documents = [doc for group in found.collections.values() for doc in group if doc.written]
    for document in [*documents, *found.pages]:
        value = _effective(document, "redirect_from", factory)
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                address = item if isinstance(item, str) and item.startswith("/") else f"/{item}"
                data = {"permalink": address, "layout": "redirect", "redirect": {"to": document.url}}
                yield _made(factory, "jekyll-redirect-from", "redirect.html", data)
    wants = _setting(config, "redirect_from").get("json") is not False
    if wants and factory.tree.kind("redirects.json") != "file":
        yield _made(factory, "jekyll-redirect-from", "redirects.json")


def _effective(document: Record, key: str, factory: RecordFactory) -> Any:
    """A value as ``to_liquid`` gives it: the front matter's unless null, else the defaults'."""
    value = document.data.get(key)
    if value is None and not document.collection:
        return factory.defaults.find(document.relative_path, "pages", key)
    return value


def _feed(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    settings = _setting(config, "feed")
    if not falsy(settings.get("disable_in_development")) and config.environment == "development":
        return
    for label, meta in _feed_collections(settings).items():
        prefix = "/feed" if label == "posts" else f"/feed/{label}"
        categories = meta.get("categories")
        names = {f"{prefix}/{name}.xml": name for name in _listed(categories) if name is not None}
        own = f"{prefix}.xml" if falsy(meta.get("path")) else str(meta["path"])
        for path, name in [*names.items(), (own, None)]:  # "" is the folder of the site, which is there
            if factory.tree.kind(path.strip("/")) is None:
                yield _made(factory, FEED, path, {"collection": label, "category": name, "tags": None})
    yield from _feed_tags(settings, found, factory)


def _listed(value: Any) -> list[Any]:
    """The items of a setting; anything else than a list, at which the build stops, has none."""
    return value if isinstance(value, list) else []


def _feed_collections(settings: dict[str, Any]) -> dict[str, dict[str, Any]]:
    named = settings.get("collections")
    pairs = named.items() if isinstance(named, dict) else [(label, None) for label in _listed(named)]
    found = {str(label): dict(meta) if isinstance(meta, dict) else {} for label, meta in pairs}
    posts = found.setdefault("posts", {})
    for key in ("path", "categories"):
        if falsy(posts.get(key)):
            posts[key] = settings.get(key)
    return found


def _feed_tags(settings: dict[str, Any], found: Inventory, factory: RecordFactory) -> Iterator[Record]:
    tags = settings.get("tags")
    used = post_values(found, "tags")
    if falsy(tags) or not used:
        return
    chosen = tags if isinstance(tags, dict) else {}
    folder = "/feed/by_tag/" if falsy(chosen.get("path")) else chosen["path"]
    left_out = {tag for tag in _listed(chosen.get("except")) if isinstance(tag, Hashable)}
    wanted = used if falsy(chosen.get("only")) else _listed(chosen["only"])
    for tag in [tag for tag in wanted if _TAG.fullmatch(str(tag)) and tag not in left_out]:
        path = f"{folder}{tag}.xml"
        if factory.tree.kind(path.strip("/")) is None:
            yield _made(factory, FEED, path, {"collection": "posts", "category": None, "tags": tag})


def _sitemap(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    taken = {page.url for page in found.pages} | {file.url for file in found.static}
    for name in ("sitemap.xml", "robots.txt"):
        if f"/{name}" not in taken:
            yield _made(factory, "jekyll-sitemap", name)


def _paginate(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    try:
        per_page = int(config["paginate"] or 0)
    except (TypeError, ValueError, OverflowError):  # .inf is a number of YAML
        return
    path = str(config["paginate_path"])
    template = pager_template(found.pages, path)
    if per_page <= 0 or template is None:
        return
    posts = [post for post in found.collections.get("posts", ()) if falsy(post.data.get("hidden"))]
    copy = _pager_copy(template, found, factory)
    for number in range(2, -(-len(posts) // per_page) + 1):
        folder = path.replace(":num", str(number), 1).strip("/")
        url, output = factory.page_address(f"{folder}/{template.name}", copy.data)
        yield replace(copy, url=url, output=output, plugin=PAGINATE)


def _pager_copy(template: Record, found: Inventory, factory: RecordFactory) -> Record:
    """What the further pages are read from: the file at the template's address, which may be no file: then
    they have nothing but what the configuration gives them."""
    folder = template.url if template.url.endswith("/") else posixpath.dirname(template.url)
    path = posixpath.join(folder, template.name).lstrip("/")
    other = next((page for page in found.pages if page.path == path), None)
    return other or replace(template, path=None, relative_path=path, data=factory.defaults.all(path, "pages"))


def pager_template(pages: Iterable[Record], paginate_path: str) -> Record | None:
    """The index.html in the deepest folder on the way to the pages."""
    way = posixpath.dirname("/" + paginate_path.lstrip("/"))
    best: Record | None = None
    for page in pages:
        if page.name != "index.html" or page.path is None or page.plugin:
            continue
        folder = "/" + posixpath.dirname(page.relative_path)
        inside = folder == "/" or way == folder or way.startswith(folder + "/")
        if inside and (best is None or len(page.path) > len(best.path or "")):
            best = page
    return best


def _paginate_v2(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    from sitecheck.jekyll.generators.paginate_v2 import paginate_v2

    yield from paginate_v2(found, factory, config)


def _sass_maps(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    sourcemap = _setting(config, "sass").get("sourcemap", "always")
    off = sourcemap == "never" or (sourcemap == "development" and config.environment == "production")
    if off or config.before_jekyll_4:  # jekyll-sass-converter 1.5 writes none
        return
    for page in found.pages:
        if page.ext in (".scss", ".sass"):
            stem = strip_dots(page.name[: len(page.name) - len(page.ext)])
            folder = page.url if page.url.endswith("/") else posixpath.dirname(page.url)
            path = posixpath.join(folder.strip("/"), f"{stem}.css.map")
            data = {**factory.defaults.all(path, "pages"), **page.data}
            made = factory.without_file(
                "jekyll-sass-converter", path, data
            )  # in the folder of its style sheet
            yield replace(made, name=f"{stem}.css.map")


def _imagemagick(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """Images in other sizes and formats (``JekyllImagemagick::ImageGenerator``), beside the originals.

    ``Dir["#{directory}**/*.*"]``: with a slash at its end a folder is looked through at any depth.
    """
    settings = _setting(config, "imagemagick")
    if falsy(settings.get("enabled")):
        return
    wanted = _strings(settings.get("input_formats", [".png", ".tiff"]))
    formats, widths = _strings(settings.get("output_formats")), settings.get("widths", [0])
    for folder in _strings(settings.get("input_directories")):
        pattern = tuple(posixpath.join("/", f"{folder}**/*.*").strip("/").split("/"))
        for path, _ in factory.tree.glob(FolderPatterns([pattern])):
            ext = extname(path)
            if ext.lower() not in wanted or factory.tree.kind(path) != "file":
                continue
            for made in (f"{width}.{to}" for to in formats for width in _widths(widths)):
                yield _copied(factory, "jekyll-imagemagick", path.removesuffix(ext) + made)


def _post_files(found: Inventory, factory: RecordFactory, config: Config) -> Iterable[Record]:
    found.static.extend(post_files(found, factory.tree))
    return ()


def _notebooks(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """A page for each notebook without front matter (``IFramable``): ``a.ipynb.html`` for ``a.ipynb``."""
    for file in found.static:
        if file.written and file.output.endswith(".ipynb"):
            yield _copied(factory, "jekyll-jupyter-notebook", f"{file.output}.html")


def _widths(widths: Any) -> list[str]:
    """What widths add to names; 0 is the full size."""
    numbers = _listed(widths)[:_MAX_LISTED]
    return [f"-{width}" if width else "" for width in numbers if isinstance(width, int)]


def _strings(value: Any) -> list[str]:
    """The texts of a list, or the keys of a mapping."""
    return [str(each) for each in list(value)[:_MAX_LISTED]] if isinstance(value, (list, dict)) else []


def _copied(factory: RecordFactory, plugin: str, path: str) -> Record:
    """A file at a path of the output, whatever front matter defaults say of pages."""
    return replace(_made(factory, plugin, path), url=f"/{path}", output=path)


def _default_layout(found: Inventory, factory: RecordFactory, config: Config) -> Iterable[Record]:
    """``layout`` for Markdown files that name none: home, page, post or default, whichever exists.

    Where none is among the files a theme may have it: see :meth:`Site.unasked_layouts`.
    """
    may_be_of_theme = bool(config["theme"] or config["remote_theme"])
    for group in (found.pages, found.collections.get("posts", [])):
        for index, document in enumerate(group):
            if document.markdown and "layout" not in document.data:
                layout = _layout_for(document, found)
                if layout is not None or not may_be_of_theme:
                    group[index] = replace(document, data={**document.data, "layout": layout})
    return ()


def _layout_for(document: Record, found: Inventory) -> str | None:
    own = "post" if document.collection else "page"
    names = (["home"] if document.url == "/" else []) + [own, "default"]
    return next((name for name in names if name in found.layouts), None)


def _titles(found: Inventory, factory: RecordFactory, config: Config) -> Iterable[Record]:
    """``title`` from the first heading, for pages that have none."""
    settings = _setting(config, "titles_from_headings")
    if settings.get("enabled") is False:
        return ()
    groups = [found.pages]
    if settings.get("collections") is True:
        groups.extend(found.collections.values())
    options = Options.from_config(_setting(config, "kramdown"), config.text("markdown") or "kramdown")
    for group in groups:
        for index, document in enumerate(group):
            wanted = document.collection or document.data.get("title") is None
            if document.markdown and document.path and wanted:
                title = _heading(factory.head(document.path), options)
                strips = document.data.get("strip_title", settings.get("strip_title")) is True
                data = {**document.data, "title": title} if title else document.data
                if strips and _has_excerpt(document, config):
                    data = {key: value for key, value in data.items() if key != "excerpt"}
                if title or strips:
                    group[index] = replace(document, data=data, strips_title=strips)
    return ()


def _has_excerpt(document: Record, config: Config) -> bool:
    """``strip_title_excerpt?``: a post gets a new one then, whatever its front matter says."""
    separator = document.data.get("excerpt_separator", config["excerpt_separator"])
    return document.collection == "posts" and separator not in (None, "")


def end_of_title(text: str) -> int:
    """Where the heading ends that begins a text and gives it its title; 0 when it begins with none."""
    match = _TITLE.match(text)
    return match.end() if match is not None else 0


def end_of_stripped(text: str) -> int:
    """Where a text begins once the heading is taken out, and the blanks before what follows (``strip``)."""
    end = end_of_title(text)
    return len(text) - len(text[end:].lstrip("\0\t\n\v\f\r "))


def _heading(text: str, options: Options) -> str:
    """What the first heading shows, with entities as the HTML of it has them: ``title_for`` of the plugin."""
    from sitecheck.kramdown import to_html

    match = _TITLE.match(text)
    if match is None:
        return ""
    # The plugin means to leave out the marks behind a heading; its pattern takes them for text first.
    written = match["atx"] or match["setext"] or ""
    is_converted = len(written) <= _LONGEST_HEADING and options.input != "CommonMark"
    title = without_tags(to_html(written, options)) if is_converted else _without_marks(written)
    return _FOOTNOTE.sub("", _BLANKS.sub(" ", title).strip(" "))


def _without_marks(text: str) -> str:
    """About what is left of Markdown, where that is not converted here."""
    return _MARKUP.sub(lambda found: found[1] or "", text).replace("`", "").replace("*", "")


FILES_ONLY = frozenset({"jekyll-sass-converter", "jekyll-imagemagick"})
"""Plugins that add no pages but files, which come to ``site.pages`` too late or not at all."""
_PRIORITIES = {
    **dict.fromkeys(("jekyll-optional-front-matter", "jekyll-redirect-from", ARCHIVES, ARCHIVES_V2), 0),
    "jekyll-readme-index": 1,
    **dict.fromkeys((FEED, "jekyll-sitemap", PAGINATE, "jekyll-paginate-v2"), 2),
    **dict.fromkeys((DEFAULT_LAYOUT, TITLES), 2),
}
"""``priority`` of the generators: normal, low, lowest; of others the order is that below."""
_Generator = Callable[[Inventory, RecordFactory, Config], Iterable[Record]]
_GENERATORS: tuple[tuple[str, _Generator], ...] = (
    ("jekyll-optional-front-matter", _optional_front_matter),
    ("jekyll-redirect-from", _redirects),
    (ARCHIVES, archives),
    (ARCHIVES_V2, archives_v2),
    ("jekyll-readme-index", _readme_index),
    (FEED, _feed),
    ("jekyll-sitemap", _sitemap),
    (PAGINATE, _paginate),
    ("jekyll-paginate-v2", _paginate_v2),
    (DEFAULT_LAYOUT, _default_layout),
    (TITLES, _titles),
    ("jekyll-imagemagick", _imagemagick),
    ("jekyll-jupyter-notebook", _notebooks),
    (POST_FILES, _post_files),
    (TAGGING, tag_pages),
    ("jekyll-sass-converter", _sass_maps),
    (POLYGLOT, no_further_pages),
    (ONE_BY_ONE, no_further_pages),
)
