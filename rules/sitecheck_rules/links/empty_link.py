from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Document, Element, FileRule, Finding, Invalid, Link, Severity, Valid
from sitecheck_rules.links._elements import is_scripted, value_of

_LOADED = frozenset({"stylesheet", "icon", "canonical", "alternate", "manifest", "preload"})
"""What a ``<link>`` says it is and cannot be without an address."""
_NAME = re.compile(r"[A-Za-z0-9_+]")
_MADE = "what Liquid writes here has no value"


class EmptyLink(FileRule):
    """A link, an image or a script has no address.

    ## What it does

    Reports `[text]()`, `<a href="">`, images and scripts with an empty `src`, images with none at all, and
    `<link rel="stylesheet" href="">` and its like. What a script of the page may fill in is left alone: an
    element with an `id`, with `data-…` or with event handlers.

    ## Why is this bad?

    An empty address is that of the page itself: the link leads back to where the reader is, and a browser may
    load the whole page once more as a picture. Often the address was to be filled in later, or Liquid looked
    up a name that is not there.

    ## References

    - <https://html.spec.whatwg.org/multipage/links.html#attr-hyperlink-href>
    - <https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include", "static-page"})
    valid = (
        Valid("[Next](/next/)\n", files={"next.md": "---\npermalink: /next/\n---\n"}),
        Valid('<a href="#">up</a>\n', why="the top of the page"),
        Valid('<a href="" onclick="show()">more</a>\n', why="a script answers"),
        Valid('<img data-src="/a.png" alt="A ship">\n', files={"a.png": ""}, why="a script loads it later"),
        Valid('<img srcset="/a.png 2x" alt="A ship">\n', files={"a.png": ""}),
        Valid('<form action=""></form>\n', why="sends to the page itself"),
        Valid("[](){: #here}\n", why="an anchor"),
        Valid("new Set[Int]()\n", why="a program's text, not a link"),
    )
    invalid = (
        Invalid("[Next]()\n", at="[Next]()", message="the link has no address"),
        Invalid('<a href="">Next</a>\n', at='<a href="">', message="the link has no address"),
        Invalid('<a href="{{ site.tiwtter }}">News</a>\n', help="Liquid"),
        Invalid('<img src="" alt="A ship">\n', message="the image has no address", severity=Severity.WARNING),
        Invalid('<img alt="A ship">\n', at='<img alt="A ship">', message="the image has no address"),
        Invalid('<script src=""></script>\n', message="the script has no address"),
        Invalid('<link rel="stylesheet" href="">\n', path="_layouts/default.html", message="<link>"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for link in doc.links:
            if link.syntax in ("markdown", "reference") and link.href == "" and _is_meant(doc, link):
                what = "image" if link.element == "img" else "link"
                made = doc.is_made(link.whole)
                yield self.finding(
                    f"the {what} has no address",
                    link.whole,
                    help=_MADE if made else "write the address between the parentheses",
                )
        for element in doc.elements:
            what, name = _wanted(element)
            if what and element.known and not is_scripted(element) and not doc.is_open(element.place):
                made = element.get(name) is not None and doc.is_made(element.place)
                yield self.finding(
                    f"the {what} has no address",
                    element.place,
                    help=_MADE if made else f'write it: {name}="…", or take the whole out',
                )


def _is_meant(doc: Document, link: Link) -> bool:
    """Whether the brackets are a link's: they hold text, and no name stands before them (``List[Int]()``)."""
    start = link.whole.span.start
    before = doc.text[max(0, start - 1) : start] if link.whole.path == doc.path else ""
    return bool(link.text.strip()) and not _NAME.fullmatch(before)


def _wanted(element: Element) -> tuple[str, str]:
    """What the element is and the attribute it lacks; two empty texts when nothing is amiss."""
    rel = value_of(element, "rel").lower().split()
    what, name = {
        "a": ("link", "href"),
        "img": ("image", "src"),
        "script": ("script", "src"),
        "link": (f"<link> for the {' '.join(rel)}", "href"),
    }.get(element.name, ("", ""))
    if not what or value_of(element, name).strip():
        return "", ""
    if element.name == "img":
        wanted = element.get("srcset") is None and element.get("class") is None
    else:
        wanted = element.get(name) is not None and (element.name != "link" or not _LOADED.isdisjoint(rel))
    return (what, name) if wanted else ("", "")
