"""Where a comment that silences a finding can stand, so that nothing else of the file changes its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from sitecheck import kramdown
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.fix import Edit, apply_edits
from sitecheck.model.span import LineIndex, Span, Stretches
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import FrontMatter, read_front_matter
from sitecheck.text.lines import line_before
from sitecheck.text.source import Source
from sitecheck.text.yaml_tree import load_yaml

_LIQUID = lazy_pattern(
    r"\{%-?\s*(raw|comment)\s*-?%\}.*?(?:\{%-?\s*end\1\s*-?%\}|\Z)|\{%.*?(?:%\}|\Z)|\{\{.*?(?:\}\}|\Z)",
    re.DOTALL,
)
_HTML = lazy_pattern(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|pre)\b.*?(?:</\1\s*>|\Z)|<[a-z/!][^>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_YAML = (".yml", ".yaml")
_MARKDOWN = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd")
_TEXTS = (*_MARKDOWN, ".html", ".htm", ".xml", ".svg")
_COMMENT = lazy_pattern(r"(?<!\s)\s*<!--.*?-->", re.DOTALL)
_NEAR = 200
"""So far from a comment tags are looked for that take blanks away."""
_MOST = 1_000_000
"""Characters of Markdown that are converted for a file, to see whether comments change the page; marks that
found no end count as often as they are looked at again."""


class Placed(NamedTuple):
    """Comments for the findings of one file, as edits, and how many findings found no place for one."""

    edits: tuple[Edit, ...]
    missed: int


def place_comments(source: Source, findings: Iterable[Finding], words: str) -> Placed:
    """Comments that say ``words`` at ``findings``, which are all in one file: one a line, or one a file."""
    writer = _Writer(source, words)
    edits: dict[int, Edit] = {}
    missed = 0
    for finding in findings:
        edit = (
            writer.whole_file() if finding.place.span == WHOLE_FILE else writer.at(finding.place.span.start)
        )
        if edit is None:
            missed += 1
        else:
            edits[edit.span.start] = edit
    return Placed(tuple(edits[start] for start in sorted(edits)), missed)


class _TooMuchWork(Exception):  # noqa: N818 - nothing is wrong
    """A page takes too long to convert."""


class _Writer:
    """Finds places in one file."""

    def __init__(self, source: Source, words: str) -> None:
        self._text, self._path = source.text, source.path
        self._words, self._left = words, _MOST
        self._newline = "\r\n" if source.newline == "\r\n" else "\n"
        self._lines = LineIndex(source.text)
        is_include = source.path.startswith("_includes/")  # what it begins with is shown
        self._head = FrontMatter() if is_include else read_front_matter(source.text, source.bom)
        self._is_yaml = source.path.endswith(_YAML)
        inner = is_include or source.path.startswith("_layouts/")
        self._liquid = (self._head.present and _is_rendered(self._head)) or inner
        self._taken = Stretches(_inside(_LIQUID if self._liquid else _HTML, source.text))
        self._can_comment = source.path.endswith(_TEXTS) or self._head.present or inner

    def at(self, offset: int) -> Edit | None:
        """A comment on the line of ``offset``, or before it; ``None`` where none can stand."""
        line = self._lines.line_span(self._lines.line(offset))
        if self._is_yaml or offset < self._head.span.end:
            return self._in_yaml(line)
        if not self._can_comment:
            return None
        edits = self._liquid_edits(line) if self._liquid else self._html_edits(line)
        return next((edit for edit in edits if edit.span.start not in self._taken), None)

    def _liquid_edits(self, line: Span) -> Iterator[Edit]:
        """At the end of the line, else before it, else above its block.

        Of Liquid nothing stays, no blank either: in Markdown one may break the line, or end a heading.
        """
        text = self._text[line.start : line.end]
        is_apart = text == text.rstrip()
        comment = self._liquid_comment(line.end, before=is_apart, after=False)
        yield Edit(Span(line.end, line.end), f" {comment}" if is_apart else comment)
        is_apart = text == text.lstrip()
        comment = self._liquid_comment(line.start, before=False, after=is_apart)
        yield Edit(Span(line.start, line.start), f"{comment} " if is_apart else comment)
        block = self._block_start(line.start)
        if not self._text[block : block + 1].isspace():
            comment = self._liquid_comment(block, before=False, after=True)
            yield Edit(Span(block, block), comment + self._newline)

    def _liquid_comment(self, at: int, *, before: bool, after: bool) -> str:
        """The comment for a place, which takes blanks away before it or after it: also where a tag beside it
        does so, between which and the blanks it comes to stand."""
        before |= self._text[at : at + _NEAR].lstrip().startswith(("{%-", "{{-"))
        after |= self._text[max(0, at - _NEAR) : at].rstrip().endswith(("-%}", "-}}"))
        opens, closes = "{%-" if before else "{%", "-%}" if after else "%}"
        return f"{opens} comment %}} sitecheck: {self._words} {{% endcomment {closes}"

    def _html_edits(self, line: Span) -> Iterator[Edit]:
        """In Markdown at the end of the line, else above its block: as long as the page is the same."""
        comment = f"<!-- sitecheck: {self._words} -->"
        after = Edit(Span(line.end, line.end), f" {comment}")
        if not self._path.endswith(_MARKDOWN):
            yield from (after, Edit(Span(line.start, line.start), f"{comment} "))
            return
        block, shown = self._block_start(line.start), self._converted
        for edit in (after, Edit(Span(block, block), comment + 2 * self._newline)):
            if shown is not None and self._shown(apply_edits(self._text, [edit])) == shown:
                yield edit

    def _block_start(self, start: int) -> int:
        """Where the first line begins of those without a blank one between them and the line at ``start``."""
        while start > self._head.span.end and (before := line_before(self._text, start - 1)).strip():
            start -= len(before) + 1
        return start

    @cached_property
    def _converted(self) -> str | None:
        return self._shown(self._text)

    def _shown(self, text: str) -> str | None:
        """The HTML of the file's body, without comments; ``None`` where it is too much work."""
        body = text[read_front_matter(text).span.end :]
        try:
            self._pay(len(body))
            html = kramdown.to_html(body, pay=self._pay)
        except _TooMuchWork:
            return None
        end = html.rfind("-->") + len("-->")  # behind it each that begins would be read to the end
        return " ".join((_COMMENT.sub("", html[:end]) + html[end:]).split())

    def _pay(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise _TooMuchWork

    def whole_file(self) -> Edit | None:
        """A comment for the whole file: at its head where that is YAML, else at its end."""
        words = f"sitecheck: {self._words.replace('ignore[', 'ignore-file[', 1)}"
        if self._head.present or self._is_yaml:
            start = self._head.yaml.start if self._head.present else 0
            start = self._text.find("\n", start) + 1 if self._text.startswith("---", start) else start
            return self._same_yaml(Edit(Span(start, start), f"# {words}{self._newline}"))
        if not self._can_comment:
            return None
        end = len(self._text)
        before = "" if self._text.endswith(("\n", "\r")) or not self._text else self._newline
        comment = f"{{% comment %}} {words} {{% endcomment %}}" if self._liquid else f"<!-- {words} -->"
        return Edit(Span(end, end), f"{before}{comment}{self._newline}")

    def _in_yaml(self, line: Span) -> Edit | None:
        text = self._text[line.start : line.end]
        if text.startswith("---"):
            return self.whole_file()
        indent = text[: len(text) - len(text.lstrip(" "))]
        after = Edit(Span(line.end, line.end), f" # sitecheck: {self._words}")
        above = Edit(Span(line.start, line.start), f"{indent}# sitecheck: {self._words}{self._newline}")
        return self._same_yaml(after) or self._same_yaml(above)

    def _same_yaml(self, edit: Edit) -> Edit | None:
        """The edit, when the data is the same with it."""
        text = apply_edits(self._text, [edit])
        if self._head.present:
            after = read_front_matter(text)
            same = after.data == self._head.data and len(after.problems) == len(self._head.problems)
            return edit if same else None
        before, now = load_yaml(self._text), load_yaml(text)
        same = before.value == now.value and len(before.problems) == len(now.problems)
        return edit if same else None


def _is_rendered(head: FrontMatter) -> bool:
    return (head.data or {}).get("render_with_liquid") is not False


def _inside(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The stretches in which nothing can be put: past their first character, up to their last."""
    for match in pattern.finditer(text):
        yield match.start() + 1, match.end()
