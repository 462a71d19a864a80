"""The site as Liquid sees it: ``site``, ``page``, ``layout``, ``paginator`` and what tags look up.

Read from ``Jekyll::Drops`` (4.3.4). What only a build knows (contents, excerpts, the time) is unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.generators.archives import ARCHIVES
from sitecheck.jekyll.generators.archives_v2 import ARCHIVES_V2
from sitecheck.jekyll.generators.languages import data_by_language
from sitecheck.jekyll.generators.plugin_pages import FILES_ONLY, pager_template
from sitecheck.jekyll.plugins.plugin_table import given_variables, set_settings, set_values
from sitecheck.jekyll.records import HTML_EXTENSIONS, PostList, Record
from sitecheck.jekyll.ruby import dirname, falsy
from sitecheck.jekyll.site import PAGINATE, Site
from sitecheck.jekyll.templates.drops import (
    CollectionDrop,
    DocumentDrop,
    PageTexts,
    PageValues,
    PartlyKnown,
    SiteDrop,
    StaticDrop,
)
from sitecheck.jekyll.templates.value_origins import ValueOrigins
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.liquid.values import Gathered, scalar_text, undecided
from sitecheck.model.unknown import ReasonKind, Reasons, because

_POST_NAME = lazy_pattern(r"(.+/)?(\d+-\d+-\d+)-(.*)", re.ASCII)
_CONTENT = because(ReasonKind.CONTENT)
_PAGE = because(ReasonKind.PAGE)
_THEME = because(ReasonKind.THEME_VALUE)
_PAGINATING = frozenset({PAGINATE, "jekyll-paginate-v2"})
"""The plugins of which it is known which pages they make lists of, where they are sure to run."""
_PAGER_KEYS = ("page", "per_page", "posts", "total_posts", "total_pages")


class Payload:
    """The values that templates of one site start with. Everything is made once, when it is asked for."""

    def __init__(
        self,
        site: Site,
        texts: PageTexts | None = None,
        note: Callable[[str, str], None] = lambda kind, name: None,
    ) -> None:
        """``note`` is told what a page is shown of the site without asking ``site`` for it."""
        self.site = site
        self.note = note
        self._texts = texts
        self.themed = bool(site.theme_elsewhere)
        self._drops: dict[int, object] = {}
        self._own: dict[int, object] = {}
        self._collections: dict[str, list[object]] = {}
        self._files: dict[str, list[object]] = {}
        self._post_urls: dict[str, str | Unknown | None] = {}

    def roots(self, document: Record | None) -> Mapping[str, object]:
        """The variables on the page of ``document``; for a layout or include by itself, ``None``."""
        jekyll = {
            "version": Unknown(because(ReasonKind.VERSION)),
            "environment": self.site.config.environment,
        }
        roots: dict[str, object] = {"jekyll": jekyll, "content": Unknown(_CONTENT)}
        if document is None:
            roots.update(dict.fromkeys(("page", "layout", "paginator"), Unknown(_PAGE)))
            return {**roots, "site": self.site_drop(None), **self._given}
        roots["site"] = self.site_drop(document)
        roots["page"] = self.page(document)
        roots["layout"] = self.layout(document)
        roots["paginator"] = self.paginator(document)
        if document.markdown:  # ``Converters::Markdown``: a block of code gets lines of its own
            roots |= {"highlighter_prefix": "\n", "highlighter_suffix": "\n"}
        if self.themed:
            roots["theme"] = Unknown(_THEME)
        return {**roots, **self._given}

    @cached_property
    def _given(self) -> dict[str, Unknown]:
        """Variables that plugins and the site's own Ruby give to templates, under ``*`` any."""
        by_plugins = _by_key(given_variables(), self.site.running)
        by_ruby = self.site.own_ruby.variables
        return {
            **{name: Unknown(why) for name, why in by_plugins.items()},
            **{name: Unknown(because(ReasonKind.OWN_VALUE, path)) for name, path in by_ruby.items()},
        }

    def site_drop(self, document: Record | None) -> object:
        """``site`` as the page of ``document`` sees it: only ``related_posts`` depends on the page."""
        return SiteDrop(self, document)

    def page(self, document: Record) -> object:
        """``page`` on the page itself: of a page a mapping that was made before its text was converted."""
        if document.post_list is not None:
            self._note_listed(document.post_list)
        found = self._own.get(id(document))
        if found is None:
            drop = self.drop(document)
            found = drop.as_it_was() if isinstance(drop, PageValues) else drop
            self._own[id(document)] = found
        return found

    def drop(self, document: Record) -> object:
        """A page in a list: a mapping for pages, an object for posts and documents."""
        found = self._drops.get(id(document))
        if found is None:
            made: object = DocumentDrop(self, document) if document.collection else self._page(document)
            found = self._drops[id(document)] = made
        return found

    def content(self, document: Record, *, as_it_was: bool = False) -> object:
        """The text of a document, where that is known."""
        if self._texts is None:
            return Unknown(_CONTENT)
        return self._texts.content(document, as_it_was=as_it_was)

    def start(self, document: Record, size: int, *, as_it_was: bool = False) -> object:
        """How the text of a document begins; ``None`` where no less than all of it is known."""
        return None if self._texts is None else self._texts.start(document, size, as_it_was=as_it_was)

    def output(self, document: Record) -> object:
        """The text of a document with its layouts, where that is known."""
        return Unknown(_CONTENT) if self._texts is None else self._texts.output(document)

    def excerpt(self, document: Record) -> object:
        """The excerpt of a document, where that is known."""
        return Unknown(because(ReasonKind.EXCERPT)) if self._texts is None else self._texts.excerpt(document)

    def _page(self, document: Record) -> PageValues:
        """``Page#to_liquid``: front matter over the defaults, then what Jekyll adds."""
        data = document.data
        url = document.url
        values: dict[Any, Any] = {
            **data,
            **document.for_liquid,
            "content": Unknown(_CONTENT),
            "dir": url if url.endswith("/") else dirname(url).rstrip("/") + "/",
            "excerpt": self._page_excerpt(document),
            "name": document.name,
            "path": data["path"] if data.get("path") is not None else document.relative_path,
            "url": url,
        }
        if document.plugin == ARCHIVES:
            values |= {"content": None, "dir": None}  # ``Archive::ATTRIBUTES_FOR_LIQUID`` lacks them
            if document.post_list is not None:
                values["posts"] = self._listed(document.post_list)
        elif document.plugin == ARCHIVES_V2 and document.post_list is not None:
            values |= {"content": None, "dir": None, "documents": self._listed(document.post_list)}
        elif document.plugin == PAGINATE and document.path is None:
            # ``Page#read_yaml`` goes on where no file is: the list that is copied has another address.
            values["content"] = None
        return PageValues(self, document, values)

    def _page_excerpt(self, document: Record) -> object:
        """``Page#excerpt``: that of its front matter as a text; else one that is made where
        ``page_excerpts`` is set (of Jekyll 4.1.1 on)."""
        own = document.data.get("excerpt")
        if not falsy(own):
            return scalar_text(own)
        site = self.site
        if not site.config.is_on("page_excerpts") or site.is_before_jekyll_4:
            return own
        is_cut = site.excerpt_separator(document) != ""
        is_read = not document.plugin and document.output_ext in HTML_EXTENSIONS
        return Unknown(because(ReasonKind.EXCERPT)) if is_cut and is_read else own

    def layout(self, document: Record) -> object:
        """``layout``: the front matter of the page's layout."""
        name = document.data.get("layout")
        if falsy(name):
            return None
        self.note("layout", str(name))
        found = self.site.layouts.get(str(name))
        if found is not None:
            return found.data
        return Unknown(_THEME) if self.themed else None

    def paginator(self, document: Record) -> object:
        """``paginator`` of jekyll-paginate or -v2; nil without pagination."""
        config = self.site.config
        if document.post_list is not None and document.post_list.paginator is not None:
            return {**document.post_list.paginator, "posts": self._listed(document.post_list)}
        if self._may_be_listed(document):
            return Unknown(undecided("pagination"))
        if not self.site.paginates or document.path is None:
            return None
        if document.name != "index.html" or falsy(config["paginate"]):
            return None
        self.note("site", "posts")
        template = self._pager_template
        if template is None or template.path != document.path:
            return None
        try:
            size = int(config["paginate"])
        except (TypeError, ValueError, OverflowError):
            return Unknown(undecided("pagination"))
        return self._pager(self._page_numbers.get(id(document), 1), size, template)

    def _may_be_listed(self, document: Record) -> bool:
        """Whether a plugin may make a list of the page of which it is not certain that it runs, as only the
        Gemfile brings it, or what it does."""
        config = self.site.config
        asks = any(document.data.get(key) for key in ("pagination", "paginate"))
        if not asks and (document.name != "index.html" or falsy(config["paginate"])):
            return False
        sure = config.plugins & _PAGINATING
        return any("paginat" in name for name in self.site.running - sure)

    def _listed(self, posts: PostList) -> object:
        if posts.posts is None:
            return Unknown(undecided("the order of what is paginated"))
        self._note_listed(posts)
        return [self.drop(self._by_path[key]) for key in posts.posts]

    def _note_listed(self, posts: PostList) -> None:
        for label in {label for label, _ in posts.posts or ()}:
            self.note("site", label)

    @cached_property
    def _by_path(self) -> dict[tuple[str, str], Record]:
        groups = self.site.collections.values()
        return {(each.collection, each.relative_path): each for group in groups for each in group}

    @cached_property
    def _pager_template(self) -> Record | None:
        return pager_template(self.site.pages, str(self.site.config["paginate_path"]))

    @cached_property
    def _page_numbers(self) -> dict[int, int]:
        later = (page for page in self.site.pages if page.plugin == PAGINATE)
        return {id(page): number for number, page in enumerate(later, 2)}

    @cached_property
    def _paginated(self) -> list[Record]:
        return [post for post in reversed(self.site.posts) if falsy(post.data.get("hidden"))]

    def _pager(self, number: int, size: int, template: Record) -> dict[str, object] | None:
        """``Pager#to_liquid`` of page ``number`` (jekyll-paginate 1.1)."""
        posts, total = self._paginated, len(self._page_numbers) + 1
        if size <= 0 or not posts:
            return None
        shown = [self.drop(post) for post in posts[(number - 1) * size : number * size]]
        values = (number, size, shown, len(posts), total)
        pager: dict[str, object] = dict(zip(_PAGER_KEYS, values, strict=True))
        for name, other in (("next_page", number + 1), ("previous_page", number - 1)):
            exists = 1 <= other <= total
            pager[name] = other if exists else None
            pager[f"{name}_path"] = self._pager_path(other, template) if exists else None
        return pager

    def _pager_path(self, number: int, template: Record) -> str:
        if number == 1:
            return template.url
        path = str(self.site.config["paginate_path"]).replace(":num", str(number), 1)
        return path if path.startswith("/") else f"/{path}"

    def collection(self, label: str) -> list[object]:
        """The documents of a collection."""
        if label not in self._collections:
            documents = self.site.collections[label]
            self._collections[label] = Gathered(self.drop(document) for document in documents)
        return self._collections[label]

    def files(self, label: str) -> list[object]:
        """The static files of a collection."""
        if label not in self._files:
            static = self.site.static
            self._files[label] = Gathered(StaticDrop(file) for file in static if file.collection == label)
        return self._files[label]

    def neighbour(self, document: Record, step: int) -> object:
        """The document that stands ``step`` after another in its collection."""
        self.note("next" if step > 0 else "previous", _name_in_lists(document))
        found = self._neighbour(document, step)
        return None if found is None else self.drop(found)

    def neighbour_of(self, name: str, step: int) -> Record | None:
        """The same of the document that is noted as ``name``, as a record."""
        collection, _, path = name.partition("\0")
        document = self._by_path.get((collection, path))
        return None if document is None else self._neighbour(document, step)

    def _neighbour(self, document: Record, step: int) -> Record | None:
        group = self.site.collections.get(document.collection, ())
        at = self._positions[id(document)] + step
        return group[at] if 0 <= at < len(group) else None

    @cached_property
    def _positions(self) -> dict[int, int]:
        groups = self.site.collections.values()
        return {id(document): at for group in groups for at, document in enumerate(group)}

    # what the site gives, made once

    @cached_property
    def origins(self) -> ValueOrigins:
        """Where the values were written."""
        return ValueOrigins(self.site)

    @cached_property
    def posts(self) -> list[object]:
        """``site.posts``: newest first."""
        return Gathered(self.drop(post) for post in reversed(self.site.posts))

    @cached_property
    def pages(self) -> list[object]:
        """``site.pages``, those of plugins included."""
        return Gathered(self.drop(page) for page in self._pages)

    @cached_property
    def _pages(self) -> list[Record]:
        """The pages that exist while pages are rendered."""
        return [page for page in self.site.pages if page.plugin not in FILES_ONLY]

    @cached_property
    def html_pages(self) -> list[object]:
        """``site.html_pages``."""
        return Gathered(
            self.drop(page)
            for page in self._pages
            if page.output.endswith(HTML_EXTENSIONS) or page.url.endswith("/")
        )

    @cached_property
    def static_files(self) -> list[object]:
        """``site.static_files``: those of collections are among them since Jekyll 4.3."""
        files = self.site.static
        if self.site.is_before_jekyll_4:
            files = tuple(file for file in files if not file.collection)
        return Gathered(map(StaticDrop, files))

    @cached_property
    def documents(self) -> list[object]:
        """``site.documents``: all collections, with their static files."""
        found = Gathered()
        for label, group in self.site.collections.items():
            found.extend(self.drop(document) for document in group)
            found.extend(self.files(label))
        return found

    @cached_property
    def collections(self) -> object:
        """``site.collections``, by label: before Jekyll 3 a mapping, then a list."""
        drops = {label: CollectionDrop(self, label) for label in sorted(self.site.collections)}
        return drops if self.site.is_before_jekyll_3 else list(drops.values())

    @cached_property
    def groups(self) -> dict[str, dict[object, list[object]]]:
        """``site.categories`` and ``site.tags``: key → posts, newest first."""
        found: dict[str, dict[object, list[object]]] = {"categories": {}, "tags": {}}
        for key, table in found.items():
            table.update((_hashable(name), []) for post in self.site.posts for name in post.listed(key))
            for post in reversed(self.site.posts):
                for name in dict.fromkeys(map(_hashable, post.listed(key))):
                    table[name].append(self.drop(post))
        return found

    @cached_property
    def data(self) -> object:
        """``site.data``; with a theme, a first key that is not here may come from it."""
        own = self.site.config["data"]
        data: Any = self.site.data if falsy(own) else own  # ``config["data"] || data``
        ruby = self.site.own_ruby
        if reasons := ruby.why(ruby.data, "*"):
            return Unknown(reasons)
        if not isinstance(data, dict):
            return data
        data = {**data, **data_by_language(self.site.config, self.site.running, data)}
        made = self.site.made_data
        data |= {key: Unknown(why) for key, why in made.items() if key != "*" and key not in data}
        for keys, why in self.site.unread_data.items():
            data = _filled(data, keys, Unknown(why))
        data |= {key: Unknown(ruby.why(ruby.data, key)) for key in ruby.data}
        if "*" in made:
            return PartlyKnown(data, made["*"])
        theme = self.site.theme
        if not self.themed or (theme is not None and not theme.has_data):
            return data
        return PartlyKnown(data, _THEME)

    def why_front_matter(self, key: str) -> Reasons:
        """Why the value of a page's key is not what its file says: own Ruby or a plugin sets it."""
        ruby = self.site.own_ruby
        own = ruby.why(ruby.front_matter, key) if ruby.front_matter else ()
        return own or self._set_by_plugins.get(key, ())

    @cached_property
    def _set_by_plugins(self) -> dict[str, Reasons]:
        """The keys of pages that plugins set, and which."""
        return _by_key(set_values(), self.site.running)

    @cached_property
    def set_settings(self) -> Mapping[str, Reasons]:
        """The keys of the site that plugins set, and which."""
        return _by_key(set_settings(), self.site.running)

    def is_perhaps_titled(self, url: str) -> bool:
        """Whether a page without a title is there, to which a plugin may give its first heading."""
        self.note("site", "pages")
        return url in self._perhaps_titled

    @cached_property
    def _perhaps_titled(self) -> frozenset[str]:
        return frozenset(page.url for page in self.site.pages if self.site.may_be_titled(page))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Relative paths as ``link`` compares them → address; of two with one path the first counts."""
        found: dict[str, str] = {}
        for page in self.site.pages:
            found.setdefault(page.relative_path, page.url)
        for file in self.site.static:
            if file.written:
                found.setdefault(file.relative_path, file.url)
        for group in self.site.collections.values():
            for document in group:
                if document.written:
                    found.setdefault(document.relative_path, document.url)
        return found

    def link(self, path: str) -> str | Unknown | None:
        """What ``{% link path %}`` finds, without ``baseurl``."""
        url = self.addresses.get(path) or self.addresses.get(f"/{path}")
        if url is None and (reasons := self.site.may_exist(path.lstrip("/"))):
            return Unknown(reasons)
        return url

    def post_url(self, name: str) -> str | Unknown | None:
        """What ``{% post_url name %}`` finds, without ``baseurl``."""
        if name not in self._post_urls:
            self._post_urls[name] = self._find_post(name)
        return self._post_urls[name]

    def _find_post(self, name: str) -> str | Unknown | None:
        match = _POST_NAME.fullmatch(name.removeprefix("/"))
        if match is None:
            return None
        folder, stem = match[1] or "", f"{match[2]}-{match[3]}."
        starts = (f"_posts/{folder}{stem}", f"{folder}_posts/{stem}", f"{folder}_posts{stem}")
        numbers = [number for start in starts for number in self._posts_that_begin(start)]
        if numbers:
            return self._post_address(self.site.posts[min(numbers)])
        return self._post_by_date(match[2], match[3])

    def _posts_that_begin(self, start: str) -> Iterator[int]:
        """The numbers of the posts whose paths begin so: they stand together where all are in order."""
        known = self._post_paths
        for at in range(bisect_left(known, (start, -1)), len(known)):
            path, number = known[at]
            if not path.startswith(start):
                break
            yield number

    @cached_property
    def _post_paths(self) -> Sequence[tuple[str, int]]:
        return sorted((post.relative_path, number) for number, post in enumerate(self.site.posts))

    def _post_by_date(self, date: str, slug: str) -> str | Unknown | None:
        """The old way: the slug and the day of the post, which Ruby reads: ``20-1-2`` is in 2020."""
        try:
            read = parse_date(date, self.site.config.zone)
        except (UnknownDate, ValueError):
            return None
        post = self._posts_by_day.get((slug, (read.year, read.month, read.day)))
        return self._post_address(post) if post is not None else None

    @cached_property
    def _posts_by_day(self) -> Mapping[tuple[str, tuple[int, int, int]], Record]:
        """The first post of each slug and day."""
        found: dict[tuple[str, tuple[int, int, int]], Record] = {}
        for post in self.site.posts:
            slug, when = post.data.get("slug"), post.date
            if isinstance(slug, str) and when:
                found.setdefault((slug, (when.year, when.month, when.day)), post)
        return found

    @staticmethod
    def _post_address(post: Record) -> str | Unknown:
        return post.url if post.sure else Unknown(because(ReasonKind.TIME))


def _filled(data: dict[str, Any], keys: Sequence[str], unknown: Unknown) -> dict[str, Any]:
    """``site.data`` with what is not known at the keys that lead there, unless another file gave that."""
    filled = holder = dict(data)
    for key in keys[:-1]:
        below = holder.get(key)
        if not isinstance(below, dict):
            return data
        holder[key] = dict(below)
        holder = holder[key]
    if holder.get(keys[-1]) is None:
        holder[keys[-1]] = unknown
    return filled


def _by_key(keys: Mapping[str, frozenset[str]], running: frozenset[str]) -> dict[str, Reasons]:
    """The keys that plugins which run set, and which does."""
    setting = sorted(running & keys.keys())
    return {key: because(ReasonKind.PLUGIN_PAGES, name) for name in setting for key in keys[name]}


def _hashable(name: Any) -> Any:
    if isinstance(name, bool):
        return str(name).lower()  # as a key, 1 would be the same as True
    return name if isinstance(name, (str, int, float)) else str(name)


def _name_in_lists(document: Record) -> str:
    """What tells a document from others."""
    return f"{document.collection}\0{document.relative_path}"
