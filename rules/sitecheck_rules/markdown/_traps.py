"""What the rules on misread Markdown share."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    Edit,
    Fix,
    MarkdownProblem,
    NamedTuple,
    Place,
    ProblemKind,
    Safety,
    Span,
    line_before,
)


class Trap(NamedTuple):
    """Something that kramdown read otherwise than it was meant, at its place in the author's file."""

    problem: MarkdownProblem
    place: Place
    text: str
    """What stands there once Liquid has run."""
    own: bool
    """Whether it is written so in the file itself, and can be edited there."""
    word: str
    """Which of its kind it is, or the name or number that it is about; ``""`` where there is but one."""

    def edit(self, start: int, end: int, text: str) -> Edit:
        """The edit that puts ``text`` for ``[start, end)`` of :attr:`text`."""
        first = self.place.span.start
        return Edit(Span(first + start, first + end), text)

    def rewritten(self, title: str, text: str, safety: Safety = Safety.SAFE) -> Fix | None:
        """The fix that puts ``text`` for all of it; none where it is not written in the file."""
        return Fix(title, (Edit(self.place.span, text),), safety) if self.own else None


def traps(doc: Document, *kinds: ProblemKind) -> Iterator[Trap]:
    """The traps of these kinds on a page, but for those in which something is unknown."""
    if doc.markdown is None or doc.is_rewritten:
        return
    rendered = doc.rendered.text
    for problem in doc.markdown.problems:
        text = rendered[problem.span.start : problem.span.end]
        if problem.kind not in kinds or UNKNOWN in text:
            continue
        place = doc.place(*problem.span)
        own = place.path == doc.path and doc.text[place.span.start : place.span.end] == text
        yield Trap(problem=problem, place=place, text=text, own=own, word=problem.detail)


def line_start(doc: Document, trap: Trap, skipped: int = 0) -> int | None:
    """Where the line begins in which a trap stands, but for ``skipped`` characters of it; ``None`` where more
    than blanks is before it, or where it is not written in the file."""
    if not trap.own:
        return None
    start = trap.place.span.start + skipped
    while start and doc.text[start - 1] in " \t":
        start -= 1
    return start if not start or doc.text[start - 1] == "\n" else None


def heading_id(doc: Document, heading: str) -> str:
    """The id that a heading gets by itself, "" for none."""
    return doc.converted(heading).partition('id="')[2].partition('"')[0]


def gives_new_id(doc: Document, heading: str) -> bool:
    """Whether a heading, written by itself, would take no id that the page has already."""
    made = heading_id(doc, heading)
    return bool(made) and doc.markdown is not None and all(id_.value != made for id_ in doc.markdown.ids)


def follows_blank_line(text: str, start: int) -> bool:
    """Whether the line before the one that begins at ``start`` of the text is empty."""
    return not line_before(text, max(0, start - 1)).strip()
