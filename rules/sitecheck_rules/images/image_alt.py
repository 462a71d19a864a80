from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Element, FileRule, Finding, Invalid, Valid


class ImageAlt(FileRule):
    """An image has no alternative text.

    ## What it does

    Reports Markdown images without a description (`![](photo.jpg)`) and `<img>` tags without an `alt`
    attribute. An `alt=""` written on purpose marks a decorative image and is fine.

    ## Why is this bad?

    People who cannot see the image, or whose network drops it, get nothing or the file's name; search
    engines index images by this text.

    ## References

    - <https://www.w3.org/WAI/tutorials/images/>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include", "static-page"})
    valid = (
        Valid("![The array on deck](/a.png)\n", files={"a.png": ""}),
        Valid('<img src="/line.png" alt="">\n', files={"line.png": ""}, why="a decorative image"),
        Valid('<img src="/a.png" role="presentation">\n', files={"a.png": ""}),
        Valid('<img src="/a.png" role="none">\n', files={"a.png": ""}),
    )
    invalid = (
        Invalid("![](/a.png)\n", files={"a.png": ""}, at="![](/a.png)", message="no alternative text"),
        Invalid('<img src="/a.png">\n', path="old.html", files={"a.png": ""}, at='<img src="/a.png">'),
        Invalid('<img src="/a.png">\n', files={"a.png": ""}, at='<img src="/a.png">'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        advice = "describe what the image shows, in brackets: ![…](…)"
        for link in doc.links:
            if link.element == "img" and link.syntax != "html" and not link.text.strip():
                yield self.finding("the image has no alternative text", link.whole, help=advice)
        for element in doc.elements:
            if element.name != "img" or _described(element):
                continue
            place = doc.lacks(element, "alt")
            if not doc.is_open(place):
                help_ = 'describe the image in alt="…"; alt="" marks a decorative one'
                yield self.finding("the image has no alternative text", place, help=help_)


def _described(image: Element) -> bool:
    values = {attribute.name: attribute.value for attribute in image.attributes}
    hidden = values.get("aria-hidden") == "true" or values.get("role") in ("presentation", "none")
    return hidden or not {"alt", "aria-label", "aria-labelledby"}.isdisjoint(values)
