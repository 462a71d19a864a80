from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import UNKNOWN, Document, Element, FileRule, Finding, Invalid, Valid, lazy_pattern

_NAMES = ("title", "aria-label", "aria-labelledby")
_HIDDEN = lazy_pattern(
    r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE
)
_NO_SIZE = lazy_pattern(r"0(?:px)?")


class IframeTitle(FileRule):
    """A frame has no title.

    ## What it does

    Reports an `<iframe>` (a video, a map, a form) without `title`, `aria-label` or `aria-labelledby`. Frames
    that nobody sees are fine without.

    ## Why is this bad?

    A screen reader announces the frame by its title; without one people hear "frame", or its address, and
    must go inside to learn what it is.

    ## References

    - <https://www.w3.org/WAI/WCAG22/Techniques/html/H64>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid("<template><iframe></iframe></template>\n", why="a script fills it in"),
        Valid('<iframe src="https://example.org/v" title="How a kite flies"></iframe>\n'),
        Valid('<iframe src="https://example.org/v" aria-hidden="true"></iframe>\n'),
        Valid('<noscript><iframe src="https://example.org/c" height="0" width="0"></iframe></noscript>\n'),
        Valid('<iframe src="https://example.org/c" style="display:none"></iframe>\n'),
        Valid(
            '<iframe src="https://example.org/v" {{ page.more }}></iframe>\n',
            path="_layouts/video.html",
            why="the page may say it",
        ),
    )
    invalid = (
        Invalid(
            '<iframe src="https://example.org/v" width="560"></iframe>\n',
            at='<iframe src="https://example.org/v" width="560">',
            message="no title",
        ),
        Invalid(
            '---\n---\n<iframe src="https://example.org/v"></iframe>\n',
            path="_posts/2024-01-31-a.md",
            at='<iframe src="https://example.org/v">',
            files={"list.html": "---\n---\n{% for post in site.posts %}{{ post.content }}{% endfor %}\n"},
            why="told once, where it is written",
        ),
        Invalid(
            '<iframe src="https://example.org/{{ page.video }}"></iframe>\n',
            path="_layouts/video.html",
            message="no title",
            why="only the address hangs on the page",
        ),
        Invalid('<iframe title="" src="https://example.org/v"></iframe>\n', message="no title"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for element in doc.elements:
            if element.name != "iframe" or not _is_known(element) or _named(element) or _unseen(element):
                continue
            if element.pattern and not element.value("src").strip():
                continue  # a script fills it in
            place = doc.lacks(element, *_NAMES)
            if not doc.is_told_elsewhere(place):
                yield self.finding(
                    "the frame has no title",
                    place,
                    help='say what it shows: <iframe title="…">',
                )


def _is_known(frame: Element) -> bool:
    """Whether the sources tell all of the frame but its address, which often hangs on the page."""
    return all(
        UNKNOWN not in each.name and (each.name == "src" or UNKNOWN not in each.value)
        for each in frame.attributes
    )


def _named(frame: Element) -> bool:
    return any(frame.keyword(name) for name in _NAMES)


def _unseen(frame: Element) -> bool:
    """Whether nobody sees the frame."""
    hidden = frame.get("hidden") is not None or frame.keyword("aria-hidden") == "true"
    mute = frame.keyword("role") in ("none", "presentation") or _HIDDEN.search(frame.keyword("style"))
    no_size = all(_NO_SIZE.fullmatch(frame.keyword(name)) for name in ("width", "height"))
    return bool(hidden or mute or no_size)
