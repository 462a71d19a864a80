"""What the front matter rules ask of a page."""

from __future__ import annotations

from typing import Any

from sitecheck.api import Document, PageFacts, Place, SiteFacts, Span

HTML = (".html", ".htm", ".xhtml")
NO_LAYOUT = (None, "none", "null", "", False)


def is_web_page(doc: Document) -> bool:
    """Whether a file becomes an HTML page with a layout, whose head shows title and description."""
    return (
        doc.url is not None
        and doc.dialect != "text"
        and not doc.front_matter.failed
        and _has_head(doc.data, doc.url)
    )


def has_head(site: SiteFacts, facts: PageFacts) -> bool:
    """The same for a page known by its facts."""
    record = site.records.get(facts.path)
    return record is not None and record.output_ext in HTML and _has_head(record.data, record.url)


def _has_head(data: Any, url: str) -> bool:
    """A page without a layout brings its own head or has none; redirects and the 404 page are not judged."""
    shown = data.get("layout") not in NO_LAYOUT and not data.get("redirect_to")
    return shown and not url.endswith(("/404.html", "/404/"))


def top(facts: PageFacts) -> Place:
    """Where something that is missing from the front matter belongs."""
    return Place(facts.path, Span(0, 3 if facts.keys else 0))
