from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Finding,
    Invalid,
    Place,
    ResolvedLink,
    SiteFacts,
    SiteRule,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._chosen import chosen_links, on_all
from sitecheck_rules.links._told import told

_WHAT = {("a", "href"): "link", ("img", "src"): "image"}
_SPARED = lazy_pattern(
    r"\s(?:id\s*=|data-|on\w|ng-|v-|x-|[:@\[*#]|uk-|srcset|aria-disabled|tabindex\s*=\s*[\"']?-1)"
    r"|\A<img\b[^<>]{0,2000}\sclass\s*=|\bdisabled\b|\bsite\.(?:base)?url\b|\|\s*(?:absolute|relative)_url\b",
    re.IGNORECASE,
)
"""What a tag has that a script may find, as it does images by their class, or that is switched off, and what
GitHub Pages may fill in."""
_LAYOUT = "_layouts/talk.html"
_LINK = '<a href="{{ page.video }}">Watch</a>\n'
_TALK = "---\nlayout: talk\nvideo: https://example.org/v\n---\n"
_BARE = "---\nlayout: talk\n---\n"


class UnfilledLink(SiteRule):
    """A layout writes a link or an image without an address where a page has no value for it.

    ## What it does

    Reports an `<a href>` and an `<img src>` in layouts and their includes whose address is empty on some
    pages, as these do not have the value that Liquid prints there: `<a href="{{ page.video }}">` on a page
    without `video`. What a script of the page may fill in is left alone, and so is a link that is switched
    off, as `empty-link` has it, which tells those that are empty on every page.

    ## Why is this bad?

    An empty address is that of the page itself: the link leads back to where the reader is, and a browser may
    load the whole page once more as a picture. The template looks right, and so does any page that has
    the value.

    ## References

    - <https://html.spec.whatwg.org/multipage/links.html#attr-hyperlink-href>
    - <https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src>
    """

    valid = (
        Valid(_LINK, path=_LAYOUT, files={"a.md": _TALK}),
        Valid("{% if page.video %}" + _LINK + "{% endif %}", path=_LAYOUT, files={"a.md": _BARE}),
        Valid(
            '<a href="{{ page.video }}" data-to="v">Watch</a>\n',
            path=_LAYOUT,
            files={"a.md": _BARE},
            why="a script may fill it in",
        ),
        Valid(
            '<a href="{{ page.previous.url }}" class="btn disabled">Back</a>\n',
            path=_LAYOUT,
            files={"a.md": _BARE},
            why="switched off",
        ),
        Valid(
            f"<template>{_LINK}</template>\n",
            path=_LAYOUT,
            files={"a.md": _TALK, "b.md": _BARE},
            why="a script makes what is shown of it",
        ),
    )
    invalid = (
        Invalid(
            _LINK,
            path=_LAYOUT,
            files={"a.md": _TALK, "b.md": _BARE},
            message="the link has no address",
            help="{% if … %}; for example on b.md",
        ),
        Invalid(
            '<img src="{{ include.of }}" alt="A shot">\n',
            path="_includes/shot.html",
            files={"a.md": _BARE, _LAYOUT: "{% include shot.html of=page.shot %}\n"},
            message="the image has no address",
            related=("{% include shot.html of=page.shot %}",),
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        layouts = [facts for facts in site.files.values() if facts.kind == "layout"]
        # a layout by itself tells what is empty whatever the page is
        everywhere = {link.place for facts in layouts for link in facts.links if link.href == ""}
        found: dict[Place, list[ResolvedLink]] = {}
        for resolved in chosen_links(site, self.id, _is_unfilled):
            if resolved.link.place not in everywhere:
                found.setdefault(resolved.link.whole, []).append(resolved)
        for whole, group in found.items():
            first = on_all(group)
            link = first.link._replace(place=whole)  # of what is empty
            if not _SPARED.search(site.written(whole)) and not _is_pattern(site, whole):
                what = _WHAT[link.element, link.attribute]
                help_ = "write it only where there is a value, in {% if … %}"
                yield told(self, first._replace(link=link), f"the {what} has no address", help=help_)


def _is_pattern(site: SiteFacts, tag: Place) -> bool:
    """Whether a tag stands in a ``<template>``, of which scripts make what is shown."""
    before = site.written(Place(tag.path, Span(0, tag.span.start))).lower()
    return before.rfind("<template") > before.rfind("</template")


def _is_unfilled(resolved: ResolvedLink) -> bool:
    kind = (resolved.link.element, resolved.link.attribute)
    return resolved.of_layout and resolved.verdict.status == "empty" and kind in _WHAT
