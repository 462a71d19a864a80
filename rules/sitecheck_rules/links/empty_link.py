from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Document,
    Element,
    FileRule,
    Finding,
    Invalid,
    Link,
    Place,
    Severity,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._elements import is_scripted

_LOADED = frozenset({"stylesheet", "icon", "canonical", "alternate", "manifest", "preload"})
"""What a ``<link>`` says it is and cannot be without an address."""
_NAME = lazy_pattern(r"[A-Za-z0-9_+]")
_SCRIPT_END = lazy_pattern(r"\s*</script", re.IGNORECASE)
_WHERE = {
    "markdown": "write the address between the parentheses",
    "reference": "write the address in the line that defines the link",
}
_MADE = "what Liquid writes here has no value"


class EmptyLink(FileRule):
    """A link, an image or a script has no address.

    ## What it does

    Reports `[text]()`, `<a href="">`, images and scripts with an empty `src` or none at all, `<link>`
    without `href` for a style sheet and its like. What a script of the page may fill in is left alone: an
    element with an `id`, with `data-…` or with event handlers, in a `<template>` or `<dialog>`, or a link
    with `download`, as what it saves is yet to be made. So is a link that is switched off (`aria-disabled`,
    `tabindex="-1"`), as the pagers of Bootstrap have it at their ends.

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
        Valid('<a href="{{ site.url }}">Home</a> [Top]({{ site.url }})\n', why="GitHub Pages fills it in"),
        Valid(
            '<a href="{{ site.url }}">Home</a>\n',
            files={"Gemfile": "gem 'jekyll'\n"},
            why="GitHub Pages heeds no Gemfile",
        ),
        Valid(
            "---\n---\n{% for post in site.posts %}{% if post.to == blank %}{% else %}"
            '<a href="{{ post.to | relative_url }}">x</a>{% endif %}{% endfor %}\n',
            path="a.html",
            files={"_posts/2024-01-31-b.md": "---\n---\n", "_plugins/a.rb": "require 'active_support'\n"},
            why="the branch asks for the value",
        ),
        Valid(
            "{% include link.html url=include.item.url %}\n",
            path="_includes/item.html",
            files={"_includes/link.html": '<a href="{{ include.url }}">x</a>\n'},
            why="settled where the include is used",
        ),
        Valid("[Next](/next/)\n", files={"next.md": "---\npermalink: /next/\n---\n"}),
        Valid('<a href="#">up</a>\n', why="the top of the page"),
        Valid('<a href="" onclick="show()">more</a>\n', why="a script answers"),
        Valid('<a href="" uk-totop uk-scroll></a>\n', why="a script of UIkit answers"),
        Valid('<a href="" download>Save the picture</a>\n', why="a script makes what is saved"),
        Valid("<template><script></script></template>\n", why="a script fills it in"),
        Valid('<dialog><img src="" alt=""></dialog>\n', why="a script shows it, and fills it in"),
        Valid('<template><a class="to" href="">Go</a></template>\n', why="a script fills it in"),
        Valid("""<a href="{{ '' | absolute_url }}">Home</a>\n""", why="GitHub Pages fills it in"),
        Valid('<a href="" tabindex="-1">Newer</a>\n', why="out of reach: the pager is at its end"),
        Valid('<a href="" aria-disabled="true">Newer</a>\n', why="switched off"),
        Valid(
            '<meta property="og:image" content="">\n',
            path="_layouts/default.html",
            why="empty-head-value tells what pages say of themselves",
        ),
        Valid('<img data-src="/a.png" alt="A ship">\n', files={"a.png": ""}, why="a script loads it later"),
        Valid('<img srcset="/a.png 2x" alt="A ship">\n', files={"a.png": ""}),
        Valid(
            '<link rel="canonical" href="{{ to }}">\n',
            path="_layouts/moved.html",
            files={"a.md": "---\nlayout: null\n---\n"},
            why="no page has this layout",
        ),
        Valid('<a href="{{ site.baseurl }}">Home</a>\n', why="GitHub Pages fills it in for a project"),
        Valid('<form action=""></form>\n', why="sends to the page itself"),
        Valid("[](){: #here}\n", why="an anchor"),
        Valid("new Set[Int]()\n", why="a program's text, not a link"),
    )
    invalid = (
        Invalid("[Next]()\n", at="[Next]()", message="the link has no address"),
        Invalid("[Next]\n\n[next]: <>\n", at="[Next]", help="in the line that defines the link"),
        Invalid('<a href="">Next</a>\n', at='<a href="">', message="the link has no address"),
        Invalid('<a href="{{ site.tiwtter }}">News</a>\n', help="Liquid"),
        Invalid('<a href="{{ page.slides }}" download>Slides</a>\n', help="Liquid"),
        Invalid(
            '<a href="{{ site.url }}">News</a>\n',
            files={"Gemfile": "gem 'jekyll'\n", "netlify.toml": ""},
            help="Liquid",
            why="nothing fills it in",
        ),
        Invalid(
            '<a href="{{ site.baseurl }}">Home</a>\n',
            files={"_config.yml": "baseurl: ''\n"},
            help="Liquid",
            why="jekyll-github-metadata leaves an empty text as it is",
        ),
        Invalid(
            '<a href="{{ site.baseurl }}">Home</a>\n',
            files={"Gemfile": "gem 'jekyll'\n", "netlify.toml": ""},
            help="Liquid",
        ),
        Invalid(
            """<a href="{{ '' | absolute_url }}">Home</a>\n""",
            files={"_config.yml": "url: ''\nbaseurl: ''\n", "Gemfile": "gem 'jekyll'\n", "netlify.toml": ""},
            help="Liquid",
        ),
        Invalid('<img src="" alt="A ship">\n', message="the image has no address", severity=Severity.WARNING),
        Invalid('<img alt="A ship">\n', at='<img alt="A ship">', message="the image has no address"),
        Invalid('<script src=""></script>\n', message="the script has no address"),
        Invalid("<script></script>\n", message="the script is empty"),
        Invalid('<link rel="icon">\n', path="_layouts/default.html", message="<link> for the icon"),
        Invalid('<link rel="stylesheet" href="">\n', path="_layouts/default.html", message="<link>"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        is_unused = doc.kind == "layout" and doc.is_used is not True  # who uses it may say what its names are
        for link in doc.links:
            if link.syntax in ("markdown", "reference") and link.href == "" and _is_meant(doc, link):
                what = "image" if link.element == "img" else "link"
                made = doc.is_made(link.whole)
                if made and (link.maybe or _is_filled(doc, link.whole)):
                    continue  # what decides whether it is there may ask for the value
                yield self.finding(
                    f"the {what} has no address",
                    link.whole,
                    help=_MADE if made else _WHERE[link.syntax],
                )
        for element in doc.elements:
            what, name = _wanted(element)
            if what and element.known and not is_scripted(element) and not doc.is_open(element.place):
                made = element.get(name) is not None and "{" in doc.written(element.place)
                if made and (element.maybe or is_unused or _is_filled(doc, element.place)):
                    continue
                if not made and element.get("download") is not None:
                    continue  # a script has yet to make what is saved
                yield self.finding(
                    f"the {what} has no address",
                    element.place,
                    help=_MADE if made else f'write it: {name}="…", or take the whole out',
                )
            elif not element.pattern and _is_hollow(doc, element):
                yield self.finding(
                    "the script is empty",
                    element.place,
                    help="write what it is to do, or take it out",
                )


def _is_filled(doc: Document, place: Place) -> bool:
    """Whether GitHub Pages writes the address of the site there, or a filter that asks for it."""
    written = doc.written(place)
    names_url = "site.url" in written or "absolute_url" in written
    names_baseurl = "site.baseurl" in written or "_url" in written  # relative_url, and absolute_url calls it
    return (doc.fills_url and names_url) or (doc.fills_baseurl and names_baseurl)


def _is_meant(doc: Document, link: Link) -> bool:
    """Whether the brackets are a link's: they hold text, and no name stands before them (``List[Int]()``)."""
    path, (start, _) = link.whole
    before = doc.written(Place(path, Span(max(0, start - 1), start)))
    return bool(link.text.strip()) and not _NAME.fullmatch(before)


def _wanted(element: Element) -> tuple[str, str]:
    """What the element is and the attribute it lacks; two empty texts when nothing is amiss."""
    if element.name == "a" and _is_blank(element, "href"):
        return ("", "") if _is_off(element) else ("link", "href")
    if element.name == "script" and _is_blank(element, "src"):
        return "script", "src"
    if element.name == "img" and not element.value("src").strip():
        hidden = element.get("srcset") is not None or element.get("class") is not None
        return ("", "") if hidden else ("image", "src")
    if element.name == "link" and not element.value("href").strip():
        rel = element.keywords("rel")
        return ("", "") if _LOADED.isdisjoint(rel) else (f"<link> for the {' '.join(rel)}", "href")
    return "", ""


def _is_off(element: Element) -> bool:
    """Whether a link is not to be followed: it is said to be disabled, out of the order of the keyboard, or a
    part of UIkit, whose script acts on it (its icons are mere pictures)."""
    acts = any(each.name.startswith("uk-") and each.name != "uk-icon" for each in element.attributes)
    return acts or element.get("aria-disabled") is not None or element.keyword("tabindex") == "-1"


def _is_blank(element: Element, name: str) -> bool:
    attribute = element.get(name)
    return attribute is not None and not attribute.value.strip()


def _is_hollow(doc: Document, element: Element) -> bool:
    """Whether a script has neither an address nor a text."""
    end = element.place.span.end
    return (
        element.name == "script"
        and not element.attributes
        and element.place.path == doc.path
        and _SCRIPT_END.match(doc.text, end) is not None
    )
