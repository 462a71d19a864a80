"""What a template asks of the site around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import Literal, Protocol, TypeAlias

from sitecheck.liquid.values import Unknown
from sitecheck.model.origin import Origin
from sitecheck.model.tag_text import TagPart
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple

DayUnit: TypeAlias = Literal["year", "month", "day"]
"""How much of a day is asked for."""


class IncludeFile(NamedTuple):
    """A file to include: its path, the text to render and where that starts in the file."""

    path: str
    text: str
    offset: int = 0
    elsewhere: bool = False
    """Whether it is none of the site's files: what it prints stands at the tag that asks for it."""


LEFT_OUT = Unknown(because(ReasonKind.PAGE))
"""What a host gives for an include that is there and not to be gone into: nobody asks for what it sets."""


class Recipe(NamedTuple):
    """What a plugin's tag prints, written down as a template, and what that knows of the tag."""

    text: str
    variables: Mapping[str, object]
    """Found as ``recipe`` in the template."""
    data: tuple[str, ...] = ()
    """First keys below ``site.data`` on which the variables hang."""


class HostRead(NamedTuple):
    """Something outside the document that its rendering asked for, answered or not.

    Kinds and names: ``site`` a key of the site (``*`` for the object itself), ``data`` a first key below
    ``site.data`` (``*`` for all), ``include`` a name below the includes folders, ``include_relative`` a
    name and the page (``page:name``), ``link`` a source path, ``post_url`` a post's name. Hosts may
    add ``content``, the path of a page whose text is shown.
    """

    kind: str
    name: str


class FilterOutcome(NamedTuple):
    """What comes of a filter."""

    value: object


class TagOutcome(NamedTuple):
    """What a tag prints, the keys of ``site`` that it asked for, and whether the body of its block is
    rendered."""

    parts: tuple[TagPart, ...]
    keys: tuple[str, ...] = ()
    is_body_rendered: bool = False


class Host(Protocol):
    """The site as Liquid sees it. All answers must be the same however often they are asked for."""

    @property
    def roots(self) -> Mapping[str, object]:
        """The variables a template starts with: ``site``, ``page``, ``layout``, ``content`` and so on."""
        ...

    @property
    def liquid(self) -> int:
        """The major version of the gem ``liquid``, 4 or 5."""
        ...

    @property
    def is_jekyll_4(self) -> bool:
        """Whether Jekyll 4 builds the site, as far as it says: it has more filters, some of them work in
        another way, and its ``link`` and ``post_url`` write ``baseurl`` before the address."""
        ...

    @property
    def may_be_jekyll_3(self) -> bool:
        """Whether that is not known for certain."""
        ...

    @property
    def timezone(self) -> tzinfo | None:
        """The zone in which the site is built; ``None`` counts as UTC."""
        ...

    @property
    def active_support(self) -> bool | None:
        """Whether a plugin loads ActiveSupport, which makes ``x == blank`` work; ``None`` if not known."""
        ...

    def order_of_day(self, second: int) -> int:
        """-1 where the day of a second since 1970 is over when the site is built, 1 where it has not begun,
        0 on that day itself and where nothing is known of the moment."""
        ...

    def today(self, unit: DayUnit) -> date | None:
        """The first day of the year or month in which the site is built, or the day; ``None`` where nothing
        is known of the moment."""
        ...

    def plugin_filter(self, name: str) -> Reasons:
        """Why a plugin makes or may make the filter; empty when there is certainly none of that name."""
        ...

    def own_filter(self, name: str, values: Sequence[object]) -> FilterOutcome | None:
        """What comes of a filter of the site's own Ruby for the input and arguments; ``None`` where that
        cannot be told."""
        ...

    def own_tag(self, name: str, markup: str, *, is_block: bool) -> TagOutcome | None:
        """What a tag of the site's own Ruby prints; ``None`` where that cannot be told."""
        ...

    @property
    def replaced_filters(self) -> frozenset[str]:
        """Filters of Liquid or Jekyll in whose place plugins put their own."""
        ...

    @property
    def strict_filters(self) -> bool:
        """Whether a filter that does not exist stops the build (else it passes its value on)."""
        ...

    @property
    def strict_syntax(self) -> bool:
        """Whether what Liquid reads leniently stops the build (``error_mode: strict``)."""
        ...

    @property
    def strict_variables(self) -> bool:
        """Whether a variable that does not exist stops the build (else it is nil)."""
        ...

    @property
    def counts_on(self) -> bool:
        """Whether what ``increment`` has counted on one page is where it goes on at the next."""
        ...

    @property
    def highlighter(self) -> str:
        """The site's ``highlighter``: ``rouge`` colours code, any other value leaves it plain."""
        ...

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where the text under ``key`` of ``holder`` was written; ``None`` where that is not known."""
        ...

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """The file of ``include`` (``page`` is ``None``) or of ``include_relative`` beside ``page``.

        ``None`` if it is missing, :class:`Unknown` if a theme or plugin may bring it.
        """
        ...

    def link(self, path: str) -> str | Unknown | None:
        """The URL (without ``baseurl``) of the source file ``path``, for the tag ``link``."""
        ...

    def post_url(self, name: str) -> str | Unknown | None:
        """The URL (without ``baseurl``) of the post ``name``, for the tag ``post_url``."""
        ...

    def recipe(self, tag: str, markup: str) -> Recipe | None:
        """What the tag of a plugin prints; ``None`` if that is not known."""
        ...

    def convert(self, filter_name: str, text: str) -> str | None:
        """The result of ``markdownify``, ``smartify``, ``sassify`` or ``scssify``; ``None`` if not known."""
        ...


class PlainHost:
    """A host made of plain values: for tests, tools and text outside any site."""

    replaced_filters: frozenset[str] = frozenset()

    def __init__(
        self,
        roots: Mapping[str, object] | None = None,
        *,
        includes: Mapping[str, str] | None = None,
        links: Mapping[str, str] | None = None,
        posts: Mapping[str, str] | None = None,
        liquid: int = 4,
        timezone: tzinfo | None = None,
        active_support: bool | None = False,
        plugins_known: bool = False,
        strict_filters: bool = False,
        strict_variables: bool = False,
        strict_syntax: bool = False,
        counts_on: bool = False,
        highlighter: str = "rouge",
        is_jekyll_4: bool = True,
        may_be_jekyll_3: bool = False,
    ) -> None:
        self.roots = roots or {}
        self.includes = includes or {}
        self.links = links or {}
        self.posts = posts or {}
        self.liquid = liquid
        self.timezone = timezone
        self.active_support = active_support
        self.plugins_known = plugins_known
        self.strict_filters = strict_filters
        self.strict_variables = strict_variables
        self.strict_syntax = strict_syntax
        self.counts_on = counts_on
        self.highlighter = highlighter
        self.is_jekyll_4 = is_jekyll_4
        self.may_be_jekyll_3 = may_be_jekyll_3

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file of ``includes``: below ``_includes``, or beside the page."""
        folder = "_includes" if page is None else page.rpartition("/")[0]
        path = f"{folder}/{name}" if folder else name
        text = self.includes.get(name if page is None else path)
        return None if text is None else IncludeFile(path, text)

    def origin(self, holder: object, key: object) -> Origin | None:
        """Nothing is known of where values were written."""
        return None

    def order_of_day(self, second: int) -> int:
        """Nothing is known of the moment."""
        return 0

    def today(self, unit: DayUnit) -> date | None:
        """Nothing is known of the moment."""
        return None

    def plugin_filter(self, name: str) -> Reasons:
        """Any filter may come from a plugin, unless all plugins are known."""
        return () if self.plugins_known else because(ReasonKind.PLUGIN_FILTER, name)

    def own_filter(self, name: str, values: Sequence[object]) -> FilterOutcome | None:
        """No filter is read here."""
        return None

    def own_tag(self, name: str, markup: str, *, is_block: bool) -> TagOutcome | None:
        """No tag is read here."""
        return None

    def link(self, path: str) -> str | Unknown | None:
        """An entry of ``links``."""
        return self.links.get(path)

    def post_url(self, name: str) -> str | Unknown | None:
        """An entry of ``posts``."""
        return self.posts.get(name)

    def recipe(self, tag: str, markup: str) -> Recipe | None:
        """Nothing is known of plugins here."""
        return None

    def convert(self, filter_name: str, text: str) -> str | None:
        """Nothing is known of converters here."""
        return None
