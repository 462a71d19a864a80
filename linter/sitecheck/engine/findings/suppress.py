"""Comments that silence findings: ``sitecheck: ignore[rule-id] reason``.

They stand in HTML comments, in Liquid comments (``{% comment %} … {% endcomment %}`` and ``{% # … %}``), in
kramdown comments (``{::comment} … {:/comment}``) and, in front matter and YAML files, after ``#``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from functools import cached_property
from itertools import islice

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import LineIndex, Span
from sitecheck.named_tuple import NamedTuple

UNUSED, INVALID = "unused-suppression", "invalid-suppression"
"""The rules that speak of suppressions."""

_COLON = "(?::|(?=-(?:disable|enable|ignore)))"
"""What other linters write in its place is read, too, to tell how it is written here."""
_OPENER = lazy_pattern(
    rf"(?P<html><!--\s*)sitecheck{_COLON}"
    rf"|(?P<liquid>\{{%-?\s*comment\s*-?%\}}\s*)sitecheck{_COLON}"
    rf"|(?P<inline>\{{%-?\s*\#\s*)sitecheck{_COLON}"
    rf"|(?P<kramdown>\{{::comment\}}\s*)sitecheck{_COLON}"
    rf"|(?P<yaml>(?:^|(?<=\s))\#[ \t]*)sitecheck{_COLON}",
    re.MULTILINE,
)
_CLOSERS = {
    "html": ("-->", lazy_pattern("-->")),
    "liquid": ("{%", lazy_pattern(r"\{%-?\s*endcomment\s*-?%\}")),
    "inline": ("%}", lazy_pattern(r"%\}")),
    "kramdown": ("{:", lazy_pattern(r"\{:/(?:comment)?\}")),
}
"""How each kind of comment ends: what to look for, and what must then stand there."""
MOST_COMMENTS = 300
"""Each finding of a file is held against each of its comments: that many are read."""
MOST_IDS = 1000
"""Each id that names no rule is compared with all that do: so many are read of a file."""
_LINE = lazy_pattern(r"[^\r\n]*")
_ITEM = lazy_pattern(r"-(?:[ \t]|$)")
_DIRECTIVE = lazy_pattern(r"\s*ignore(?P<where>-file|-next-line)?\s*(?:\[(?P<ids>[^\]]*)\])?")
"""What follows is for people."""


_DIRECTIVE_NEXT = lazy_pattern(r"\s*ignore-next-line\b")


class Suppression(NamedTuple):
    """One comment: which rules it silences and where.

    ``covers`` is the range of the file whose findings are silenced. ``ids`` is empty for a comment that
    names no rule, which silences nothing.
    """

    span: Span
    covers: Span
    ids: tuple[str, ...]
    problem: str = ""
    """What is wrong with the comment, in words; empty when nothing is."""
    removal: Span = Span(0, 0)
    """What to delete to be rid of the comment: with the blanks before it, or with its line if it is alone."""


def read_suppressions(text: str, yaml_until: int) -> tuple[Suppression, ...]:
    """The suppression comments of a file; ``#`` starts a comment before offset ``yaml_until`` only."""
    if "sitecheck" not in text:
        return ()
    blocks = _Blocks(LineIndex(text))
    comments = (each for each in _comments(text) if each.kind != "yaml" or each.span.start < yaml_until)
    left = MOST_IDS
    read: list[Suppression] = []
    for comment in islice(comments, MOST_COMMENTS):
        read.append(_suppression(comment, text, blocks, left))
        left -= len(read[-1].ids)
    beyond = next(comments, None)
    if beyond is None:
        return tuple(read)
    problem = f"is one of more than {MOST_COMMENTS} in this file; from here on none of them is read"
    return (*read, Suppression(span=beyond.span, covers=beyond.span, ids=(), problem=problem))


class _Comment(NamedTuple):
    kind: str
    span: Span
    body: str


def _comments(text: str) -> Iterator[_Comment]:
    """The comments in time linear in the text: an end that is missing is looked for once."""
    missing: set[str] = set()
    position = 0
    while (opener := _OPENER.search(text, position)) is not None:
        kind, position = str(opener.lastgroup), opener.end()
        if kind == "yaml":
            rest = _LINE.match(text, position)
            body = rest.group() if rest else ""
            yield _Comment(kind, Span(opener.start(), position + len(body)), body)
            continue
        if kind in missing:
            continue
        mark, closer = _CLOSERS[kind]
        stop = text.find(mark, position)
        if stop < 0:
            missing.add(kind)
        elif (end := closer.match(text, stop)) is not None:
            yield _Comment(kind, Span(opener.start(), end.end()), text[position:stop])
            position = end.end()


def _suppression(comment: _Comment, text: str, blocks: _Blocks, most: int) -> Suppression:
    span, lines = comment.span, blocks.lines
    first, last = lines.point(span.start).line, lines.point(max(span.start, span.end - 1)).line
    line = Span(lines.line_span(first).start, lines.line_span(last).end)
    before, after = text[line.start : span.start], text[span.end : line.end]
    alone = not (before + after).strip()
    next_line = min(len(text), line.end + (2 if text.startswith("\r\n", line.end) else 1))
    removal = Span(line.start, next_line) if alone else Span(line.start + len(before.rstrip(" \t")), span.end)
    if comment.kind in ("liquid", "inline") and not text.startswith("{%-", span.start):
        around = (blocks.text(first - 1), blocks.text(last + 1))
        removal = span if _parts(before, after, around) else removal
    if _DIRECTIVE_NEXT.match(comment.body):
        covers = _next_line(last + 1, lines)
    elif alone:
        end = (blocks.entries if comment.kind == "yaml" else blocks).end(last + 1)
        covers = Span(line.start, end)
    else:
        covers = Span(line.start, line.end + 1)
    found = Suppression(span, covers, (), removal=removal)
    return _read_directive(comment.body, found, len(text), most)


def _parts(before: str, after: str, around: tuple[str, str]) -> bool:
    """Whether what a comment of Liquid leaves of its line means something in Markdown: an empty line between
    two others, or blanks that break the line."""
    if after.strip():
        return False
    return before.endswith("  ") if before.strip() else all(line.strip() for line in around)


def _read_directive(body: str, comment: Suppression, size: int, most: int) -> Suppression:
    directive = _DIRECTIVE.match(body)
    if directive is None:
        return comment._replace(
            problem="says neither sitecheck: ignore[…] nor ignore-next-line[…] nor ignore-file[…]"
        )
    ids = tuple(part.strip() for part in (directive["ids"] or "").split(",") if part.strip())
    problem = "" if ids else "names no rule; write the ids in brackets, as in ignore[broken-link]"
    if len(ids) > most:
        ids = ids[:most]
        problem = f"names more rules than are read: {MOST_IDS} in this file"
    covers = Span(0, size + 1) if directive["where"] == "-file" else comment.covers
    return comment._replace(ids=ids, problem=problem, covers=covers)


def _next_line(line: int, lines: LineIndex) -> Span:
    """The line with that number; nothing past the last one."""
    if line > len(lines):
        end = lines.line_span(len(lines)).end + 1
        return Span(end, end)
    start, end = lines.line_span(line)
    return Span(start, end + 1)


class _Blocks:
    """The blocks of a text, lines without a blank one between them; each is gone through once."""

    def __init__(self, lines: LineIndex) -> None:
        self.lines = lines
        self._first = self._beyond = 0

    @cached_property
    def entries(self) -> _YamlEntries:
        """The same text as YAML."""
        return _YamlEntries(self.lines)

    def text(self, line: int) -> str:
        """What stands on a line, "" where there is none."""
        return self.lines.line_text(line) if 0 < line <= len(self.lines) else ""

    def end(self, line: int) -> int:
        """Past the block that begins on ``line`` or after blank lines."""
        while line <= len(self.lines) and not self.lines.line_text(line).strip():
            line += 1
        if not self._first <= line < self._beyond:
            self._first = line
            while line <= len(self.lines) and self.lines.line_text(line).strip():
                line += 1
            self._beyond = line
        return self.lines.line_span(min(self._beyond, len(self.lines))).end + 1


class _YamlEntries:
    """The entries of a YAML text, by the lines that they begin on; all are found in one pass."""

    def __init__(self, lines: LineIndex) -> None:
        self._lines = lines
        self._starts: list[int] = []
        self._beyond: list[int] = []
        unended: list[tuple[int, bool, int]] = []
        for line in range(1, len(lines) + 1):
            text = lines.line_text(line)
            content = text.lstrip(" \t")
            if not content or content.startswith("#"):
                continue
            depth, is_item = len(text) - len(content), _ITEM.match(content) is not None
            while unended and not _holds(unended[-1], depth, is_item):
                self._beyond[unended.pop()[2]] = line
            unended.append((depth, is_item, len(self._starts)))
            self._starts.append(line)
            self._beyond.append(len(lines) + 1)

    def end(self, line: int) -> int:
        """Past the entry on ``line``, or on the first line behind it that is neither blank nor a comment."""
        at = bisect_left(self._starts, line)
        beyond = self._beyond[at] if at < len(self._starts) else len(self._lines) + 1
        return self._lines.line_span(beyond - 1).end + 1


def _holds(entry: tuple[int, bool, int], depth: int, is_item: bool) -> bool:
    """Whether a line belongs to an entry: indented deeper, or of the list under its key."""
    return depth > entry[0] or (depth == entry[0] and is_item and not entry[1])


def silences(suppression: Suppression, rule: str, group: str, span: Span) -> bool:
    """Whether ``suppression`` covers a finding of ``rule`` at ``span``; groups may be named too."""
    inside = suppression.covers.start <= span.start < suppression.covers.end
    return inside and (rule in suppression.ids or group in suppression.ids)


def unknown_ids(suppression: Suppression, known: Container[str]) -> list[str]:
    """The ids in the comment that are neither a rule nor a group."""
    return [id_ for id_ in suppression.ids if id_ not in known]
