"""The links of a file that an editor may follow by a click."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import FollowedLink
from sitecheck.server.navigate.definition import places
from sitecheck.server.navigate.subjects import Subject
from sitecheck.server.navigate.tags import included_path, named_file, tags_of
from sitecheck.server.navigate.uses import uses_on
from sitecheck.server.words import INCLUDE_TAGS
from sitecheck.text.yaml_tree import Entry, load_yaml
from sitecheck.warm.site_view import SiteView

_MOST = 5_000
_WEB = ("http://", "https://", "mailto:")


def document_links(view: SiteView, path: str) -> tuple[FollowedLink, ...]:
    """What ``path`` links to, in the order of its text: pages and files of the site that are there, addresses
    elsewhere, includes and layouts."""
    found: dict[Span, FollowedLink] = {}
    for link in islice((*_named(view, path), *_linked(view, path)), _MOST):
        found.setdefault(link.span, link)
    return tuple(found[span] for span in sorted(found))


def _linked(view: SiteView, path: str) -> Iterator[FollowedLink]:
    for use in uses_on(view, path):
        place, href = use.link.place, (use.link.href or "").strip()
        if place.path != path:
            continue
        if use.verdict.status == "ok" and use.route is not None and use.route.source is not None:
            fragment = (use.verdict.target or "").partition("#")[2]
            kind = "anchor" if fragment else "file"
            subject = Subject(kind, use.route.source, place.span, fragment)  # type: ignore[arg-type]
            yield _followed(place.span, next(places(view, subject), None))
        elif href.lower().startswith(_WEB):
            yield FollowedLink(place.span, url=href)


def _followed(span: Span, place: Place | None) -> FollowedLink:
    return FollowedLink(span, place, tooltip=place.path if place is not None else "")


def _named(view: SiteView, path: str) -> Iterator[FollowedLink]:
    """The layout that the file names, and the includes."""
    source = view.source(path)
    if source is None:
        return
    document = view.document(path)
    is_yaml = view.kind(path) in ("config", "data") or document is None
    entries: tuple[Entry, ...] = ()
    if view.kind(path) == "config":
        entries = load_yaml(source.text).entries
    elif document is not None and not is_yaml:
        entries = document.front_matter.entries
    for entry in entries:
        layout = view.site.layouts.get(entry.data) if isinstance(entry.data, str) else None
        if layout is not None and entry.path[-1] == "layout":
            yield _followed(entry.value, Place(layout.path, WHOLE_FILE))
    for token in tags_of(view, path, source.text):
        named = named_file(token) if token.name in INCLUDE_TAGS else None
        if named is not None:
            subject = Subject("include", included_path(view, path, named), named.span)
            place = next(places(view, subject), None)
            if place is not None:
                yield _followed(named.span, place)
