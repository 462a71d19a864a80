"""The links of a site as they stand now, each with the page that it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.html.entities import decode_text
from sitecheck.jekyll import Route
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link
from sitecheck.model.origin import THE_PAGE
from sitecheck.named_tuple import NamedTuple
from sitecheck.warm.site_view import SiteView

_PAGES = frozenset(("page", "post", "document", "static-page"))


class Use(NamedTuple):
    """A link, and the page on which it leads where ``verdict`` says."""

    path: str
    url: str
    link: Link
    verdict: LinkVerdict
    of_layout: bool = False

    @property
    def route(self) -> Route | None:
        """What it leads to."""
        return self.verdict.route


def uses(view: SiteView) -> Iterator[Use]:
    """Every link of the site but those of a theme that is elsewhere: of the files that an editor holds as
    they are now, of the others as they were read. A link of layouts stands on one page for all on which it
    leads to the same."""
    held = {path for path in view.texts if view.kind(path) in _PAGES}
    for resolved in view.facts.links:
        if resolved.of_theme or not _stands(view, resolved.link, resolved.page):
            continue
        if resolved.of_layout and (not resolved.is_fixed or _of_page(resolved.link)):
            for each in view.facts.on_each_page(resolved):
                yield Use(each.page, each.url, each.link, each.verdict, of_layout=True)
        elif resolved.of_layout or resolved.page not in held:
            yield Use(
                resolved.page,
                resolved.url or "/",
                resolved.link,
                resolved.verdict,
                of_layout=resolved.of_layout,
            )
    for path in sorted(held):
        yield from uses_on(view, path)


def uses_on(view: SiteView, path: str) -> Iterator[Use]:
    """The links of one file as it is now, without what layouts give it; of a layout or an include, as from
    the root of the site."""
    document = view.document(path)
    if document is None or document.dialect == "text":
        return
    url = view.facts.url(path) or "/"
    for link in document.links:
        if not _stands(view, link, path):
            continue
        yield Use(path, url, link, view.facts.verdict(url, link))


def _stands(view: SiteView, link: Link, page: str) -> bool:
    """Whether a link is still where it was read, if it stands in an include or a layout that an editor
    holds."""
    if link.place.path == page or link.place.path not in view.texts:
        return True
    source = view.source(link.place.path)
    if source is None or max(link.place.span.end, link.whole.span.end) > len(source.text):
        return False
    written = source.text[link.place.span.start : link.place.span.end]
    return "{" in written or (link.href or "").strip() in decode_text(written)


def _of_page(link: Link) -> bool:
    return any(value.origin.path == THE_PAGE for value in link.values)
