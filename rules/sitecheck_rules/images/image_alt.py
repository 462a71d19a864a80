from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Document, Element, FileRule, Finding, Invalid, Valid, lazy_pattern

_FILE = lazy_pattern(r"[\w./ -]{0,200}\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic)", re.IGNORECASE)
_UNSEEN = lazy_pattern(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_COUNTER = lazy_pattern(
    r"(?:https?:)?//[^/?#]*/(?![^?#]*\.(?:png|jpe?g|gif|svg|webp|avif)(?:[?#]|\Z))", re.IGNORECASE
)
"""An address of another host that names no picture."""
_DECORATIVE = lazy_pattern(
    r"(?:\{:[^{}\n]*\})*?\{:[^{}\n]*(?<![\w-])(?:alt=(?:\"\"|'')|role=[\"'](?:presentation|none)[\"']"
    r"|aria-hidden=[\"']true[\"'])"
)
"""An attribute list of kramdown behind an image that says what ``alt=""`` does in HTML."""
_NAME = "the image's alternative text is the name of a file"
_SHOWS = "say what the image shows"


class ImageAlt(FileRule):
    """An image has no alternative text, or one that is the name of a file.

    ## What it does

    Reports Markdown images without a description (`![](photo.jpg)`) and `<img>` tags without an `alt`
    attribute. An `alt=""` written on purpose, in Markdown `![](line.png){: alt=""}`, marks a decorative image
    and is fine, and so is a picture of one pixel that counts visitors. So that nobody hears "I M G underscore
    4711 dot J P G", the name of an image file as the text is told, too.

    ## Why is this bad?

    People who cannot see the image, or whose network drops it, get nothing or the file's name; search
    engines index images by this text.

    ## References

    - <https://www.w3.org/WAI/tutorials/images/>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include", "static-page"})
    valid = (
        Valid("![The array on deck](/a.png)\n", files={"a.png": ""}),
        Valid("<template><img></template>\n", why="a script fills it in"),
        Valid('<img src="/line.png" alt="">\n', files={"line.png": ""}, why="a decorative image"),
        Valid('<img src="/a.png" role="presentation">\n', files={"a.png": ""}),
        Valid('<img src="/a.png" role="none">\n', files={"a.png": ""}),
        Valid('<img height="1" width="1" src="https://example.org/t?id=1">\n', why="it counts visitors"),
        Valid(
            '<noscript>\n  <img src="https://x.example.org/count?p=/test"></noscript>\n',
            why="it counts visitors",
        ),
        Valid('<img style="display:none" src="https://example.org/t?id=1">\n', why="nobody sees it"),
        Valid('![](/a.png){: alt="The array"} ![](/a.png){: .wide alt=""}\n', files={"a.png": ""}),
        Valid("![How a.png is made](/a.png)\n", files={"a.png": ""}),
    )
    invalid = (
        Invalid("![](/a.png)\n", files={"a.png": ""}, at="![](/a.png)", message="no alternative text"),
        Invalid(
            '---\n---\n<img src="/a.png">\n',
            path="_posts/2024-01-31-a.md",
            files={
                "a.png": "",
                "b.html": "---\n---\n{% for post in site.posts %}{{ post.excerpt }}{% endfor %}\n",
            },
            at='<img src="/a.png">',
            why="told once, where it is written",
        ),
        Invalid(
            '---\n---\n<img src="/a.png">\n',
            path="_posts/2024-01-31-a.md",
            files={"a.png": "", "b.html": "---\n---\n{% for post in site.posts %}{{ post }}{% endfor %}\n"},
            at='<img src="/a.png">',
            why="told once of a post that is printed whole, too",
        ),
        Invalid('<img src="/a.png">\n', path="old.html", files={"a.png": ""}, at='<img src="/a.png">'),
        Invalid('<img src="/a.png">\n', files={"a.png": ""}, at='<img src="/a.png">'),
        Invalid(
            '<noscript><img src="https://example.org/a.png?w=9"></noscript>\n', message="no alternative text"
        ),
        Invalid(
            '<img src="https://example.org/badge/a">\n',
            message="no alternative text",
            why="it may show a text",
        ),
        Invalid(
            '<img src="/a.png" width="1" height="40">\n',
            files={"a.png": ""},
            at='<img src="/a.png" width="1" height="40">',
        ),
        Invalid("![IMG_4711.JPG](/a.png)\n", files={"a.png": ""}, message="name of a file"),
        Invalid('<img src="/a.png" alt="a.png">\n', files={"a.png": ""}, at='<img src="/a.png" alt="a.png">'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        advice = "describe what the image shows, in brackets: ![…](…)"
        for link in doc.links:
            if link.element == "img" and link.syntax != "html" and not link.text.strip():
                if _DECORATIVE.match(doc.text if link.whole.path == doc.path else "", link.whole.span.end):
                    continue
                yield self.finding("the image has no alternative text", link.whole, help=advice)
            elif link.element == "img" and link.syntax != "html" and _FILE.fullmatch(link.text.strip()):
                yield self.finding(_NAME, link.whole, help=_SHOWS)
        last = ""
        for element in doc.elements:
            before, last = last, element.name
            if before == "noscript" and _COUNTER.match(element.value("src").strip()):
                continue  # nobody is to see what counts visitors without scripts
            if element.name == "img" and _FILE.fullmatch(element.value("alt").strip()):
                if not doc.is_open(element.place) and element.known:
                    yield self.finding(_NAME, element.place, help=_SHOWS)
                continue
            if element.name != "img" or _described(element):
                continue
            if element.pattern and not element.value("src").strip():
                continue  # a script fills it in
            place = doc.lacks(element, "alt")
            if not doc.is_told_elsewhere(place):
                help_ = 'describe the image in alt="…"; alt="" marks a decorative one'
                yield self.finding("the image has no alternative text", place, help=help_)


def _described(image: Element) -> bool:
    values = {attribute.name: attribute.value for attribute in image.attributes}
    hidden = values.get("aria-hidden") == "true" or values.get("role") in ("presentation", "none")
    counts = all((values.get(side) or "").strip() in ("0", "1", "0px", "1px") for side in ("width", "height"))
    unseen = counts or _UNSEEN.search(values.get("style") or "") is not None
    return hidden or unseen or not {"alt", "aria-label", "aria-labelledby"}.isdisjoint(values)
