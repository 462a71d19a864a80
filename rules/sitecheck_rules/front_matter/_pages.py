"""What the front matter rules ask of a document."""

from __future__ import annotations

from sitecheck.api import Document


def is_web_page(doc: Document) -> bool:
    """Whether a file becomes an HTML page of its own, with a head that shows title and description.

    A page without a layout supplies its own head or has none; a redirect and the pages that robots are
    told to skip are not judged either.
    """
    layout = doc.data.get("layout")
    return (
        doc.url is not None
        and doc.dialect != "text"
        and not doc.front_matter.failed
        and layout not in (None, "none", "null", "", False)
        and not doc.data.get("redirect_to")
        and not doc.url.endswith("/404.html")
    )


def as_text(value: object) -> str | None:
    """A scalar of the front matter as Liquid prints it, ``None`` for a list, a mapping or nothing."""
    if value is None or isinstance(value, (list, dict)):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
