"""CommonMark with the extensions that the site asks for, as Jekyll's CommonMark converters read it.

markdown-it reads; its inline rules are wrapped (through its rulers) so that what they make knows its place.
Ids are those of ``CommonMarkGhPages``: made from the heading's HTML, tags included; plain ``CommonMark``
gives headings no ids (``auto_ids`` false).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from sitecheck import html
from sitecheck.kramdown.block.parser import swallowed_fence
from sitecheck.kramdown.facts.gathered import Facts
from sitecheck.kramdown.facts.html_facts import gather_html
from sitecheck.kramdown.ids import PlainIds
from sitecheck.kramdown.model import (
    Code,
    Definition,
    Heading,
    HeadingStyle,
    Markdown,
    MarkdownLink,
    Problem,
    ProblemKind,
    Segment,
    VisibleText,
)
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.source import Builder, Source
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.text.source_map import UNKNOWN

InlineRule = Callable[[StateInline, bool], bool]


def _recording(rule: InlineRule, kinds: tuple[str, ...]) -> InlineRule:
    """The rule, noting in the first token it makes which part of the text it took."""

    def recorded(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[before:]:
                if token.type in kinds:
                    token.meta["place"] = (start, state.pos)
                    break
        return True

    return recorded


_EXTENSIONS = ("table", "strikethrough")
_OMITTED = "<!-- raw HTML omitted -->"
"""What stands for HTML where the option UNSAFE is not set (``html_renderer.rb`` of commonmarker 0.23)."""
_FILTERED = lazy_pattern(
    r"<(?=(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)(?:[\s>]|/>))", re.IGNORECASE
)
"""Where the extension tagfilter makes text of a tag."""
_UNSURE = (
    ("autolink", lazy_pattern(r"://|www\.|@")),
    ("strikethrough", lazy_pattern("~")),
    ("SMART", lazy_pattern('--|"')),
    ("FOOTNOTES", lazy_pattern(r"\[\^")),
    ("HARDBREAKS", lazy_pattern("\n")),
)
"""What cmark writes otherwise in headings than markdown-it does, with which extension or option."""
_PLAIN_ADDRESS = lazy_pattern(r"[a-zA-Z0-9_.+!*(),%#@?=;:/$~&-]*")
"""An address in which cmark escapes nothing but ``&``."""


@lru_cache(maxsize=8)
def _parser(asked: frozenset[str]) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable([name for name in _EXTENSIONS if name in asked])
    if "FOOTNOTES" in asked:
        parser.use(footnote_plugin)
        parser.disable("footnote_inline")  # cmark has footnotes with a definition only
    if "UNSAFE" not in asked:
        parser.add_render_rule("html_inline", lambda *_: _OMITTED)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    for name, rule, kinds in (
        ("link", link, ("link_open",)),
        ("image", image, ("image",)),
        ("autolink", autolink, ("link_open",)),
        ("html_inline", html_inline, ("html_inline",)),
        ("backticks", backtick, ("code_inline",)),
    ):
        parser.inline.ruler.at(name, _recording(rule, kinds))
    return parser


def read_commonmark(text: str, options: Options) -> Markdown:
    """What ``text`` holds, converted as CommonMark."""
    reader = _Reader(text, options)
    return reader.facts.result(reader.definitions(), [], None)


def visible_commonmark(text: str, options: Options) -> tuple[VisibleText, ...]:
    """What the browser shows of each block of ``text``, converted as CommonMark."""
    return tuple(_Reader(text, options).visible())


class _Reader:
    """Tokens of one document turned into facts."""

    def __init__(self, text: str, options: Options) -> None:
        self.source = Source.of(text)
        self.options = options
        self.facts = Facts()
        self.ids = PlainIds()
        self.env: dict[str, Any] = {}
        self.lines = [0, *(match.end() for match in re.finditer("\n", self.source.text))]
        self.cursor = (-1, 0)
        self.parser = _parser(options.commonmark)
        self.tokens = self.parser.parse(self.source.text, self.env)
        for number, token in enumerate(self.tokens):
            self._token(token, number)

    def definitions(self) -> list[Definition]:
        """The link definitions; markdown-it keeps their lines only."""
        found = []
        for label, reference in self.env.get("references", {}).items():
            first, last = reference["map"]
            span = self._lines(first, last)
            found.append(
                Definition(label=label, href=reference["href"], span=span, href_span=span, used=True)
            )
        return found

    def _lines(self, first: int, last: int) -> Span:
        end = self.lines[min(last, len(self.lines) - 1)]
        return self.source.span(self.lines[first], max(self.lines[first], end - 1))

    def _token(self, token: Token, number: int) -> None:
        if token.map is None:
            return
        if token.type == "inline":
            self._inline(token, number)
        elif token.type == "html_block":
            source = self._located(token)
            self._html(source, 0, len(source.text))
        elif token.type in ("fence", "code_block"):
            kind = "fenced" if token.type == "fence" else "indented"
            words = token.info.split()
            span = self._lines(*token.map)
            self.facts.code.append(Code(kind, span, words[0] if words else ""))  # type: ignore[arg-type]
            if token.type == "fence" and token.level == 0:
                self._closed(token)

    def _html(self, source: Source, start: int, end: int) -> None:
        """HTML that is passed on, which without the option UNSAFE none is."""
        asked = self.options.commonmark
        if "UNSAFE" not in asked:
            return
        if "tagfilter" in asked:
            source, start, end = _filtered(source, start, end)
        gather_html(self.facts, source, start, end)

    def _closed(self, token: Token) -> None:
        """Notes a fence that is never closed, after which all the rest of the page is code, or only behind
        the next one."""
        first, last = token.map or (0, 0)
        ending = self.lines[min(last, len(self.lines) - 1)]
        end = self.source.text[self.lines[max(first, last - 1)] : ending].strip(" \t\n")
        is_open = last - first < 2 or set(end) != {token.markup[0]} or len(end) < len(token.markup)
        inner = "" if is_open else swallowed_fence(token.markup, token.content, 0, len(token.content))
        if is_open or inner:
            at = self.source.text.find(token.markup, self.lines[first])
            span = self.source.span(at, at + len(token.markup))
            kind: ProblemKind = "unclosed-fence" if is_open else "swallowed-fence"
            self.facts.problems.append(Problem(kind, span, inner or "CommonMark"))

    def _located(self, token: Token) -> Source:
        """A token's content with the place of each of its lines."""
        build = Builder()
        first = token.map[0] if token.map is not None else 0
        text = self.source.text
        for number, line in enumerate(token.content.split("\n")):
            start = self.lines[min(first + number, len(self.lines) - 1)]
            end = self.lines[min(first + number + 1, len(self.lines) - 1)]
            after = self.cursor[1] if self.cursor[0] == first + number else start
            at = text.find(line, after, max(end, start))
            at = start if at < 0 else at
            if number:
                build.made("\n", self.source.origin(max(at - 1, 0)))
            build.copy(line, 0, len(line), self.source.origin(at))
            self.cursor = (first + number, at + len(line))
        return build.source()

    def _inline(self, token: Token, number: int) -> None:
        source = self._located(token)
        token.meta["source"] = source
        opening = self.tokens[number - 1]
        if opening.type == "heading_open":
            self._heading(opening, token)
        for child in token.children or []:
            place = child.meta.get("place")
            if place is not None:
                self._child(child, source, *place)

    def _heading(self, opening: Token, token: Token) -> None:
        first, last = opening.map or (0, 0)
        span = self._lines(first, last)
        # jekyll-commonmark-ghpages makes ids of the heading's HTML, names of tags and all.
        children = token.children or []
        shown = self.parser.renderer.render(children, self.parser.options, self.env)
        known = UNKNOWN not in shown and self._is_written_alike(token.content, children)
        value = self.ids.make(shown, self.options.auto_id_prefix) if self.options.auto_ids else None
        style: HeadingStyle = "atx" if opening.markup.startswith("#") else "setext"
        level = int(opening.tag[1])
        self.facts.headings.append(
            Heading(level=level, id=value, text=token.content, span=span, style=style, known=known)
        )
        if value is not None:
            self.facts.id(value, "heading", span, known)

    def _is_written_alike(self, text: str, children: list[Token]) -> bool:
        """Whether cmark writes a heading as markdown-it does."""
        asked = self.options.commonmark
        addresses = (str(child.attrs.get(name, "")) for child in children for name in ("href", "src"))
        return all(map(_PLAIN_ADDRESS.fullmatch, addresses)) and not any(
            name in asked and pattern.search(text) for name, pattern in _UNSURE
        )

    def _child(self, child: Token, source: Source, start: int, end: int) -> None:
        span = source.span(start, end)
        if child.type == "code_inline":
            self.facts.code.append(Code("span", span))
        elif child.type == "html_inline":
            self._html(source, start, end)
        else:
            self._link(child, source, start, end)

    def _link(self, child: Token, source: Source, start: int, end: int) -> None:
        image = child.type == "image"
        href = str(child.attrs.get("src" if image else "href", ""))
        title = child.attrs.get("title")
        written = source.text[start:end]
        kind = "autolink" if child.info == "auto" else "inline" if written.endswith(")") else "reference"
        at = source.text.find(href, start, end) if href else -1
        place = None if at < 0 else source.span(at, at + len(href))
        text = child.content if image else written[1:].partition("]")[0] if kind != "autolink" else href
        self.facts.links.append(
            MarkdownLink(
                href=href,
                kind=kind,  # type: ignore[arg-type]
                element="img" if image else "a",
                span=source.span(start, end),
                href_span=place,
                text=text,
                title=None if title is None else str(title),
            )
        )

    def visible(self) -> Iterator[VisibleText]:
        """The text of each leaf; characters made from references and escapes share a place."""
        for token in self.tokens:
            if token.type == "inline" and token.children:
                source: Source = token.meta["source"]
                segments = tuple(_segments(token.children, source))
                if segments:
                    yield VisibleText(source.span(0, len(source.text)), segments)


def _filtered(source: Source, start: int, end: int) -> tuple[Source, int, int]:
    """A part of the source without tags that are shown as text; where it begins and ends."""
    build, at = Builder(), start
    for match in _FILTERED.finditer(source.text, start, end):
        build.add(source, at, match.start())
        build.made("&lt;", source.origin(match.start()))
        at = match.end()
    build.add(source, at, end)
    made = build.source()
    return made, 0, len(made.text)


def _segments(children: list[Token], source: Source) -> Iterator[Segment]:
    text, cursor = "", 0
    offsets: list[tuple[int, int]] = []
    links: list[int] = []
    for child in children:
        if child.type in ("text", "softbreak"):
            shown = child.content if child.type == "text" else "\n"
            at = source.text.find(shown, cursor)
            at = cursor if at < 0 else at
            offsets.extend(
                (len(text) + offset, origin) for offset, origin in source.offsets(at, at + len(shown))
            )
            text, cursor = text + shown, min(at + len(shown), len(source.text))
            continue
        if text:
            yield Segment(text, tuple(offsets), _boundary(child))
        text, offsets = "", []
        if child.type == "link_open":
            links.append(child.meta["place"][1] if "place" in child.meta else cursor)
        elif child.type == "link_close" and links:
            cursor = max(cursor, links.pop())
        elif "place" in child.meta:
            cursor = max(cursor, child.meta["place"][1])
    if text:
        yield Segment(text, tuple(offsets), "")


def _boundary(child: Token) -> str:
    if child.type == "html_inline":
        tags = html.read(child.content).tags
        return f"{'/' * (tags[0].kind == 'end')}{tags[0].name}" if tags else "!"
    return f"{'/' * (child.nesting < 0)}{child.tag}"
