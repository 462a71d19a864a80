"""What is known of one file once it has been read: small, plain, and all that crosses a process or a disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sitecheck.model.origin import LinkValue
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import Reasons
from sitecheck.named_tuple import NamedTuple

Kind = Literal["page", "post", "document", "layout", "include", "config", "data", "static", "static-page"]
"""What a source file is to Jekyll; ``document`` is a document of any collection but the posts, ``static``
a file that is copied as it is, ``static-page`` one that holds HTML."""

COPIED: frozenset[Kind] = frozenset({"static", "static-page"})
"""The kinds of files that Jekyll copies as they are."""


Naming = Literal["", "by-text", "freely"]
"""How a script gives ids to headings: not at all, as AnchorJS makes them of their text, or as it likes, and
perhaps to other elements."""
Syntax = Literal["markdown", "reference", "autolink", "html"]
"""How a link is written."""

Origin = Literal["heading", "attribute-list", "html", "name", "footnote", "drawing", "converted"]
"""What makes an anchor: ``drawing`` is a part of an SVG, as drawing programs number them, ``converted`` an
entry of contents, or a heading that Liquid prints: ``markdownify`` numbers those of each text by itself."""


class Link(NamedTuple):
    """An address that a page refers to.

    ``href`` is the address as the browser would get it, ``None`` when it cannot be known from the sources
    (``reasons`` then say why). ``place`` is the address as written, ``whole`` the link as a whole.
    ``maybe`` marks a link on a branch that may not be rendered, ``via`` the include tags that led to it.
    ``plain`` marks one that jekyll-relative-links sees, if it runs: Markdown of the page's own source.
    ``spare`` marks the ``<img>`` of a ``<picture>`` in which a ``<source>`` for any screen stands before it.
    ``stand_in`` is the address that a script puts in where there is nothing at ``href``.
    ``values`` are the parts of ``href`` that Liquid prints and that were written elsewhere.
    ``marks`` are those by which scripts may choose a link to an anchor of the page
    (``document/page_scripts/clicks.py``).
    """

    href: str | None
    element: str
    """The HTML element the link becomes: a, img, script, link, iframe …"""
    attribute: str
    """The attribute that holds it; ``style`` for CSS, ``refresh`` for where a ``<meta>`` sends the reader."""
    place: Place
    whole: Place
    text: str = ""
    """The link's text, or an image's alternative text."""
    reasons: Reasons = ()
    maybe: bool = False
    via: tuple[Place, ...] = ()
    syntax: Syntax = "html"
    plain: bool = False
    spare: bool = False
    stand_in: str = ""
    values: tuple[LinkValue, ...] = ()
    marks: tuple[str, ...] = ()


class Id(NamedTuple):
    """An anchor on a page: an ``id`` attribute, or the ``name`` of an ``<a>`` or ``<map>``."""

    id: str
    place: Place
    origin: Origin
    maybe: bool = False


OutcomeKind = Literal["content_fate", "content_parts", "excerpts", "scriptless"]
"""What is worked out of many files and says little of them: what becomes of the content in a layout, and
which parts of that hang on it, whether a layout may show excerpts, and which includes bring no script."""


class Read(NamedTuple):
    """Something outside a file's own record that its facts depend on, and the state in which it was read.

    Kinds and names: ``file`` and ``include`` a path, ``spelt`` one that may be called otherwise, ``record``
    the path of a file as Jekyll sees it, ``layout`` a name, ``layout_use`` the path of one, ``includes`` all
    names of includes, ``next`` and ``previous`` the document beside that of this collection and path,
    ``names`` all names of one kind, ``why_not`` a path that is not published, ``output`` a
    path of the built site, ``site`` a key of the site, ``data`` a key of its data, ``link`` and ``post_url``
    what these tags name, ``math_mentions`` of the site whether it names a math engine (``excerpts``: whether
    its pages do; ``values``: whether a value is a script), ``content_fate``, ``content_parts``, ``excerpts``
    and ``scriptless`` what comes out of layouts and includes (:data:`OutcomeKind`), ``beneath`` a file that
    was read for that alone, ``share`` the steps that were spent (``=n`` when ``n`` were not enough), ``day``
    a day that may have come. A file's ``state`` is known when it is read; all else is a part of the site,
    which stays the same during a run.
    """

    kind: str
    name: str
    state: str = ""


class ExternalStatus(NamedTuple):
    """What the network said about an external address."""

    verdict: Literal["alive", "moved", "dead", "unverifiable", "tls", "malformed", "refused", "skipped"]
    reason: str
    """One sentence."""
    final_url: str = ""
    """Where redirects ended; empty when there were none."""
    rewritable: bool = False
    """Moved for good, and only the scheme or a slash at the end changed."""
    sure: bool = True
    """False for a dead link that has not failed often enough yet to be called so."""
    missing_fragments: tuple[str, ...] = ()
    """Fragments that links carry and the page lacks; empty unless fragments are asked for."""
    chosen: bool = False
    """Skipped as the user wants it, not for lack of time."""
    silent: bool = False
    """No byte came from its host, nor was the host found."""


class Key(NamedTuple):
    """A front matter key: its path with dots (``seo.title``), where key and value are written."""

    name: str
    key: Span
    value: Span


class PageHeading(NamedTuple):
    """A heading of a page or layout; ``maybe`` as for :class:`Link`."""

    level: int
    place: Place
    maybe: bool = False


class StaticPage(NamedTuple):
    """What an HTML file is that is copied as it is."""

    generated: bool
    """Whether a program wrote it, or it is a copy of a page from elsewhere."""


class ContentFrame(NamedTuple):
    """What the layouts around a page make of its content, beyond what the content has itself."""

    links: tuple[Link, ...] = ()
    ids: tuple[Id, ...] = ()
    cut: str = ""
    """The path of the layout for which that is too much work; "" for none."""
    rewritten: tuple[str, ...] = ()
    """Addresses in the content in whose place they write others, sorted."""


class PageFacts(NamedTuple):
    """What site rules may know of one file."""

    path: str
    kind: Kind
    links: Sequence[Link] = ()
    """Of a copied page that a program wrote none: nobody is told where they lead."""
    ids: tuple[Id, ...] = ()
    open_ids: Reasons = ()
    """Why the page may have ids beyond ``ids``; empty when the list is complete."""
    keys: tuple[Key, ...] = ()
    """The front matter's keys, to two levels, as written in this file."""
    names: tuple[str, ...] = ()
    """Property names that the file's Liquid looks up (``title`` for ``page.title``), sorted."""
    compared: tuple[str, ...] = ()
    """Texts that the file's Liquid compares with or hands to a filter, sorted."""
    respelt: tuple[str, ...] = ()
    """Names whose values the file's Liquid writes in small letters or as slugs (``author`` of
    ``page.author | slugify``), sorted."""
    includes: tuple[str, ...] = ()
    """Include files that were rendered, as paths."""
    asks: tuple[str, ...] = ()
    """Whatever the file's Liquid may call an include by: names, and patterns in which ``*`` stands for what
    is made by the build; sorted. ``?path`` is the value of the parameter ``path``, ``=path`` says that this
    parameter is given another value than a text, which would stand here as a name."""
    reads_fragment: bool = False
    """Whether a script in the file asks for what stands after ``#`` in the address."""
    heeds_fragment: bool = False
    """Whether a script of the site that it loads acts when the fragment changes, as slide shows do."""
    named_fragments: tuple[str, ...] = ()
    """What stands after ``#`` in addresses by which a script of the site that it loads is told what to show,
    sorted; with a ``*`` the id of an element that it may make of that."""
    answered: tuple[str, ...] = ()
    """Selectors of elements whose clicks its scripts answer so that the browser stays on the page, sorted."""
    names_headings: Naming = ""
    """How a script in the file, or one of the site that it loads, gives ids to headings that have none."""
    begun_ids: tuple[str, ...] = ()
    """What the ids begin with that such a script gives to headings, where it says so, sorted."""
    nameless: tuple[str, ...] = ()
    """What its headings show that have no id, each once (``page_scripts/named_headings.py`` says how)."""
    lists_headings: bool = False
    """Whether it has the in-page navigation of the U.S. Web Design System or a table of contents by jQuery
    Tocify, whose scripts give every heading an anchor, also those that have an id."""
    begins_with_heading: bool = False
    """Whether its text begins with a heading that jekyll-titles-from-headings would take for the title."""
    is_blank: bool = False
    """Whether nothing is written but front matter: what the page shows is made by its layouts."""
    hidden_by: str = ""
    """The path of a layout around the page that leaves its text out, or shows it without its tags; "" for
    none."""
    is_doubtful: bool = False
    """Whether layouts around the page may change its ids, or leave them out."""
    is_whole: bool = False
    """Whether it has what holds a page together: ``<html>``, ``<head>``, ``<body>`` or a doctype."""
    base: Link | None = None
    """The first ``<base href>`` of the page: what relative links start from."""
    static: StaticPage | None = None
    """For HTML that is copied as it is; ``None`` for all else."""
    framed: ContentFrame | None = None
    """What the layouts around the page make of its content; ``None`` where they do not look into it, or it is
    not known."""
    headings: tuple[PageHeading, ...] = ()
    """Those of the content of a page, or of a layout, in the order of the built page."""
    before_content: int | None = None
    """Of a layout: how many of ``headings`` stand before the content; ``None`` where that is not certain."""

    @property
    def is_generated(self) -> bool:
        """Whether it is a copied page that a program wrote."""
        return self.static is not None and self.static.generated

    def key(self, name: str) -> Key | None:
        """The front matter key of that name; of several the last, which wins."""
        return next((key for key in reversed(self.keys) if key.name == name), None)
