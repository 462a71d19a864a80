"""What is known of the files of a site: plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sitecheck.jekyll.unpublished import WhyNot
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

RouteKind = Literal["page", "document", "static", "generated"]
"""What is served: a page, a document of a collection (a post, too), a copied file, or what a plugin makes."""

HTML_EXTENSIONS = (".html", ".xhtml", ".htm")
"""How the output of a page ends that is HTML (``Page::HTML_EXTENSIONS``)."""


class SiteProblem(NamedTuple):
    """Something that Jekyll would stumble over, or that could not be read.

    ``kind``: ``undecodable``, ``utf-16``, ``unreadable``, ``not-a-file``, ``link-out-of-site``,
    ``link-loop``, ``broken-link``, ``missing-submodule``, ``invalid-date``, ``unknown-date`` (in no form
    known here; Jekyll may read it), ``invalid-image``, ``invalid-language``, ``invalid-permalink``,
    ``lost-pages``, ``invalid-categories``, ``invalid-excerpt``, ``invalid-tags``, ``invalid-data``,
    ``no-mapping``, ``no-source``.
    ``lost-address`` is for links alone: its message is an address that front matter names which cannot be
    read. ``fatal`` says that Jekyll's build stops there.
    """

    path: str
    kind: str
    message: str
    span: Span | None = None
    hint: str = ""
    fatal: bool = False


class PostList(NamedTuple):
    """What a page of jekyll-archives or -paginate-v2 lists.

    ``posts`` are the documents by collection and Jekyll's path, in order; ``None`` when that is not known.
    ``paginator`` is what Liquid sees of the list beside them; ``None`` for a page of jekyll-archives.
    """

    posts: tuple[tuple[str, str], ...] | None
    paginator: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A page, a post or a document of another collection.

    ``path`` is relative to the site (``None`` for one that a plugin makes), ``relative_path`` is Jekyll's
    own. ``collection`` is the label of its collection, empty for a page. ``data`` is the front matter with
    the defaults and what Jekyll adds. ``date`` is the date that the address uses. ``why_not`` says why a
    document has no page of its own; ``None`` when it has one. ``sure`` is false when the address depends on
    what cannot be known (the day of the build).
    """

    path: str | None
    relative_path: str
    name: str
    ext: str
    url: str
    output: str
    collection: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    date: datetime | None = None
    markdown: bool = False
    why_not: WhyNot | None = None
    sure: bool = True
    for_liquid: dict[str, Any] = field(default_factory=dict)
    """Defaults that Liquid sees where Jekyll itself finds another, or none as the page has null there."""
    dated: bool = True
    """False when ``date`` is only the time of the build (or, for a draft, of its last change)."""
    plugin: str = ""
    """The plugin that makes the page; empty for Jekyll itself."""
    strips_title: bool = False
    """Whether jekyll-titles-from-headings takes the heading out that the page begins with, if any."""
    post_list: PostList | None = None
    """What the page lists, where a plugin makes it for that."""
    is_unread: bool = False
    """Whether Jekyll gives up before it reads the file: the page is empty."""

    @property
    def written(self) -> bool:
        """Whether it gets a page of its own."""
        return self.why_not is None

    def listed(self, key: str) -> list[Any]:
        """A list of the front matter, such as the tags; empty when the value is none."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    @property
    def output_ext(self) -> str:
        """The extension of the output file."""
        name = self.output.rpartition("/")[2]
        return name[name.rfind(".") :] if "." in name else ""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is copied. ``collection`` is the label when it stands in a collection's folder."""

    path: str
    relative_path: str
    url: str
    output: str
    collection: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    """The defaults of the configuration for this file."""
    why_not: WhyNot | None = None

    @property
    def written(self) -> bool:
        """Whether it is copied."""
        return self.why_not is None


class Layout(NamedTuple):
    """A layout: its name in front matter, its file, its own front matter."""

    name: str
    path: str
    data: dict[str, Any]
    mapping: bool = True
    """False for front matter that is no mapping: Jekyll's build stops there, whether a page has it or not."""


class Route(NamedTuple):
    """A source and the address it gets. ``collection`` is the label that a document stands under."""

    source: str | None
    url: str
    output: str
    kind: RouteKind
    collection: str = ""


class Translations(NamedTuple):
    """What stands in the folders of languages for which a site is built once more."""

    own: Mapping[str, Mapping[str, Route]]
    """The pages in that language, by output, for each language."""
    partial: frozenset[str]
    """The outputs that not every language may have."""
    anew: bool
    """Whether pages may hold something else in another language."""

    def at(self, language: str, output: str, at_root: Route | None) -> Route | None:
        """The page of a language at ``output`` below its folder, where ``at_root`` stands at the root."""
        return self.own[language].get(output) or (at_root if output not in self.partial else None)


class Collision(NamedTuple):
    """Sources with one output; Jekyll writes them in this order, so the last one stays."""

    output: str
    sources: tuple[str | None, ...]

    @property
    def winner(self) -> str | None:
        """The source that the visitor sees."""
        return self.sources[-1]
