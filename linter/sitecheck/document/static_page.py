"""HTML that is copied as it is: an author's own page, a piece for scripts, or what a generator wrote."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitecheck.model.facts import Link, PageFacts, StaticPage
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitecheck.html import Comment, Html, Tag

_WHOLE_PAGE = frozenset({"html", "head", "body"})
_GENERATED_BY = re.compile(
    r"\bgenerated (?:by|with|from|using)\b|\bmirrored from\b|\bsaved from url=", re.IGNORECASE
)
"""What javadoc, Doxygen, YARD … write in a comment, HTTrack and browsers into pages they save."""
_SIGNED = re.compile(
    r"\b(?:generated|created|powered)\b[^<>]{0,80}<a\b[^<>]{0,200}>\s*"
    r"(?:jsdoc|typedoc|yard|esdoc|sphinx|doxygen|phpdocumentor|apigen)\b",
    re.IGNORECASE,
)
"""What programs that write manuals sign with where visitors see it, at the end of each page."""
_NOTEBOOK = re.compile(r"^\* IPython (?:notebook|base)$", re.MULTILINE)
"""A heading in the style sheet that nbconvert writes into each page and slide show it makes of a notebook."""
_REPORT = re.compile(r"\bwindow\.__LIGHTHOUSE_JSON__ = ")
"""Where a report of Lighthouse holds what it has found, among it each address that the judged page loads."""
_PACKAGES_ABOVE = re.compile(r"(?:\.\./){2,}node_modules/")
_SPECIMEN = re.compile(r"(?:\./)?specimen_files/")
"""Where the page that Font Squirrel puts beside each font it makes has its style sheet and script."""
_SIGNED_WITHIN = 4000
_EDITOR = re.compile(
    r"microsoft|mozilla|netscape|dreamweaver|golive|kompozer|\bnvu\b|seamonkey|(?:libre|open)office|tidy",
    re.IGNORECASE,
)
"""Programs in which people write a page by hand, and HTML Tidy, also sign as its generator."""
_MARK_WITHIN = 4000
"""The mark stands at the top: so many characters are looked through."""
_PLACEHOLDER = re.compile(r"\{\{|\{%|<%|\$\{|\[\[")
"""What a script's templates hold where a value will stand (Handlebars, Angular, EJS, template literals …)."""
_CONTROL = re.compile(r"\{%-?\s*(?:if|for|block|extends|include|url|load|csrf_token|with|macro)\b")
"""A tag of Jinja, Django and their like, which Jekyll does not read in a file without front matter."""

FOREIGN_FOLDERS = frozenset({"node_modules", "bower_components", "vendor", "third_party", "third-party"})
"""Folders that by convention hold other people's work."""
_LIBRARY = re.compile(
    r"(?:^|/)(?:assets?|js|css|static|public)/(?:[^/]+/)*?(?:plugins?|libs?|libraries)/[^/]+/"
    r"|(?:^|/)(?:less|s[ac]ss)/"
    r"|(?:^|/)plugin/(?:markdown|multiplex|notes|notes-server)/",
    re.IGNORECASE,
)
"""The folder of a library among those for scripts and style sheets, the sources of style sheets, and
the plugins of reveal.js: HTML there shows or tests what the library can do, or is a part of it."""
_PACKAGE_FILES = ("package.json", "bower.json", "composer.json")
"""Files that say that the folder they lie in is a package of its own."""


def read_static_page(page: Html, text: str, own_host: str) -> StaticPage:
    """What a copied HTML file with ``text`` is; ``own_host`` is the site's host, empty when not known."""
    is_signed = (
        _SIGNED.search(text, len(text) - _SIGNED_WITHIN) or _NOTEBOOK.search(text) or _REPORT.search(text)
    )
    return StaticPage(
        generated=bool(is_signed)
        or any(_marks(page))
        or any(map(_is_of_package, page.tags))
        or _is_elsewhere(page.tags, own_host),
        whole=any(tag.name in _WHOLE_PAGE for tag in page.tags) or any(map(_is_doctype, page.comments)),
    )


def _is_doctype(comment: Comment) -> bool:
    return comment.text.lstrip("!").lower().startswith("doctype")


def _is_of_package(tag: Tag) -> bool:
    """Whether it loads a script from the packages above it, as the tests of a library do, or a script or a
    style sheet of the specimen of a font."""
    name = {"script": "src", "link": "href"}.get(tag.name) if tag.kind != "end" else None
    address = tag.get(name) if name is not None else None
    return address is not None and any(of.match(address.value) for of in (_PACKAGES_ABOVE, _SPECIMEN))


def _marks(page: Html) -> Iterator[bool]:
    """Whether something says that a program wrote the page."""
    for tag in page.tags:
        if tag.name == "meta" and tag.kind != "end":
            name, content = tag.get("name"), tag.get("content")
            if name is not None and content is not None and name.value.strip().lower() == "generator":
                yield bool(content.value.strip()) and not _EDITOR.search(content.value)
    for comment in page.comments:
        if comment.start > _MARK_WITHIN:
            break
        yield _GENERATED_BY.search(comment.text[:_MARK_WITHIN]) is not None


def _is_elsewhere(tags: Iterable[Tag], own_host: str) -> bool:
    """Whether the page calls an address of another host its own: then it is a copy of a page from there.

    What it says to search engines goes before what it says to networks.
    """
    said: dict[str, str] = {}
    for tag in tags:
        key, value = _own_address(tag)
        if key and value is not None:
            said.setdefault(key, value)
    try:
        host = urlsplit(said.get("canonical", said.get("og:url", "")).strip()).netloc.lower()
    except ValueError:
        return False
    return bool(host and own_host) and host.removeprefix("www.") != own_host.removeprefix("www.")


def _own_address(tag: Tag) -> tuple[str, str | None]:
    """What a tag calls the address of its page, if anything: ``canonical`` or ``og:url``, and the address."""
    if tag.kind == "end" or tag.name not in ("link", "meta"):
        return "", None
    rel, href, name, content = (tag.get(each) for each in ("rel", "href", "property", "content"))
    if tag.name == "link" and rel is not None and "canonical" in rel.value.lower().split():
        return "canonical", href.value if href is not None else None
    if tag.name == "meta" and name is not None and name.value.strip().lower() == "og:url":
        return "og:url", content.value if content is not None else None
    return "", None


def without_placeholders(links: Iterable[Link], text: str) -> Iterator[Link]:
    """``links`` of a copied file with ``text``, those unknown that a script's template has still to fill in,
    and all in a template of another program, which serves its pages itself."""
    is_template = _CONTROL.search(text) is not None
    for link in links:
        if is_template:
            link = link._replace(href=None, reasons=because(ReasonKind.TEMPLATE))
        elif link.href is not None and _PLACEHOLDER.search(link.href):
            link = link._replace(href=None, reasons=because(ReasonKind.SCRIPT_VALUE))
        yield link


def foreign_pages(files: Mapping[str, PageFacts], known: Collection[str]) -> frozenset[str]:
    """The copied HTML files that are not the author's own work.

    A generator's mark speaks for the folder of the file and all below it; of the site's root, for the file
    alone. ``known`` are the paths of all files of the site.
    """
    static = [facts for facts in files.values() if facts.static is not None]
    packages = {posixpath.dirname(path) for path in known if posixpath.basename(path) in _PACKAGE_FILES}
    packages |= {posixpath.dirname(facts.path) for facts in static if facts.static and facts.static.generated}
    packages.discard("")
    return frozenset(
        facts.path
        for facts in static
        if (facts.static and facts.static.generated) or _lies_in(facts.path, packages)
    )


def _lies_in(path: str, packages: Collection[str]) -> bool:
    if _LIBRARY.search(path):
        return True
    folder = posixpath.dirname(path)
    while folder:
        if folder in packages or posixpath.basename(folder) in FOREIGN_FOLDERS:
            return True
        folder = posixpath.dirname(folder)
    return False
