"""Jekyll's other tags: ``link``, ``post_url``, ``highlight``, and tags that plugins bring."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.filters import apply_filter
from sitecheck.liquid.filters.urls import relative_url
from sitecheck.liquid.host import HostRead, TagOutcome
from sitecheck.liquid.includes import text_of
from sitecheck.liquid.markup import FilterCall
from sitecheck.liquid.nodes import captured_text
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import RUBY_SPACE, CapturedText, Unknown, UnknownText, to_text
from sitecheck.model.span import Span
from sitecheck.model.tag_text import Converted, Shown, TagPart
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import MappedText, Piece

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.nodes import Body, Node
    from sitecheck.liquid.tokenizer import Token


class Link:
    """``{% link path/of/source.md %}``; Jekyll 3 takes outputs in it as they are written."""

    __slots__ = ("body", "path", "span")
    blank = False

    def __init__(self, span: Span, path: str, body: Body | None) -> None:
        self.span = span
        self.path = path
        self.body = body

    def render(self, context: Context) -> None:
        is_written = self.body is not None and not context.host.is_jekyll_4
        path = text_of(self.path, None if is_written else self.body, context)
        if isinstance(path, Unknown):
            context.write(Unknown(path.reasons), self.span)
            return
        spend(5 + len(path))
        context.reads.add(HostRead("link", path))
        url = context.host.link(path)
        if url is None:
            why = ": Jekyll 3 takes the path as it is written" if is_written else ""
            told = f"there is no page, post or file '{path}' to link to{why}"
            raise LiquidError(told, "missing-link", path)
        context.write(_address(context, url), self.span)


class PostUrl:
    """``{% post_url 2024-01-31-name %}``."""

    __slots__ = ("name", "span")
    blank = False

    def __init__(self, span: Span, name: str) -> None:
        self.span = span
        self.name = name

    def render(self, context: Context) -> None:
        context.reads.add(HostRead("post_url", self.name))
        url = context.host.post_url(self.name)
        if url is None:
            raise LiquidError(f"there is no post '{self.name}'", "missing-post", self.name)
        context.write(_address(context, url), self.span)


def _address(context: Context, url: str | Unknown) -> str | Unknown:
    """What the tag prints: Jekyll 3 leaves ``baseurl`` to the author, who then has written it before. Where
    the release is not known, that tells it."""
    if isinstance(url, Unknown) or not context.host.is_jekyll_4:
        return url
    address = to_text(relative_url(context, url))
    base = address.removesuffix(url)
    return url if base and context.host.may_be_jekyll_3 and context.out.ends_with(base) else address


_POST_NAME = lazy_pattern(r"(?:^|./)[0-9]+-[0-9]+-[0-9]+-", re.M)


def is_post_name(name: str) -> bool:
    """Whether ``name`` is of the form that ``post_url`` accepts (date and title, folders before)."""
    return _POST_NAME.search(name.removeprefix("/")) is not None


_HIGHLIGHT = lazy_pattern(
    r"^([a-zA-Z0-9.+#_-]+)((?:[\t\n\v\f\r ]+\w+(?:=(?:\w+|\"(?:[0-9]+[\t\n\v\f\r ])*[0-9]+\"))?)*)$",
    re.A | re.M,
)
_ADDRESS = lazy_pattern(r"""<(?:a|img)\b[^<>]{0,200}?\s(?:href|src)="([^"]{1,2000})\"""")
_MOST_ADDRESSES = 100
"""So many addresses of what a block holds are looked for in it."""
_MARKDOWNIFY = FilterCall("markdownify", (), (), 0)
_LINE_NUMBERS = lazy_pattern(r"\blinenos\b", re.A)


class HighlightHead(NamedTuple):
    """The head of a ``highlight``."""

    language: str
    line_numbers: bool


class Highlight:
    """``highlight``: the code, escaped and in the elements Jekyll puts around it, without colours."""

    __slots__ = ("blank", "body", "head", "span")

    def __init__(self, span: Span, head: HighlightHead, body: Body, blank: bool) -> None:
        self.span = span
        self.head = head
        self.body = body
        self.blank = blank

    def render(self, context: Context) -> None:
        with context.nested(), context.captured() as out:
            self.body.render(context)
        language = self.head.language
        opening = (
            f'<figure class="highlight"><pre><code class="language-{language.replace("+", "-")}"'
            f' data-lang="{language}">'
        )
        prefix, suffix = (to_text(context.find(f"highlighter_{name}")) for name in ("prefix", "suffix"))
        code = self._code(out.text().strip("\r\n"), context.host.highlighter)
        text = f"{prefix}{opening}{code}</code></pre></figure>{suffix}"
        context.write(UnknownText(out.reasons, text) if out.reasons else text, self.span)

    def _code(self, code: str, highlighter: str) -> str:
        escaped = html.escape(code, quote=False)
        if highlighter not in ("rouge", "pygments"):
            return escaped.replace("'", "&#39;").replace('"', "&quot;").strip(RUBY_SPACE)
        return _numbered(escaped) if self.head.line_numbers else escaped


def _numbered(code: str) -> str:
    code = code if code.endswith("\n") or not code else code + "\n"
    numbers = "".join(f"{number}\n" for number in range(1, code.count("\n") + 1))
    gutter = f'<td class="gutter gl"><pre class="lineno">{numbers}</pre></td>'
    text = f'<td class="code"><pre>{code}</pre></td>'
    return f'<table class="highlight"><tbody><tr>{gutter}{text}</tr></tbody></table>'


def parse_highlight(markup: str) -> HighlightHead | None:
    """The language and whether lines are numbered; ``None`` where Jekyll refuses the markup."""
    match = _HIGHLIGHT.search(markup.strip("\0\t\n\v\f\r "))
    return HighlightHead(match[1].lower(), _LINE_NUMBERS.search(match[2]) is not None) if match else None


class PluginTag:
    """A tag that neither Liquid nor Jekyll has: its output is unknown, unless the site's own Ruby says it."""

    __slots__ = ("markup", "name", "output", "span")
    blank = False

    def __init__(self, token: Token) -> None:
        self.span = Span(token.start, token.end)
        self.name = token.name
        self.markup = token.markup
        self.output = Unknown(because(ReasonKind.PLUGIN_TAG, token.name))

    def render(self, context: Context) -> None:
        outcome = context.host.own_tag(self.name, self.markup, is_block=False)
        if outcome is None:
            context.write(self.output, self.span)
            return
        note_keys(outcome, context)
        show(outcome.parts, self, context)


class PluginBlock:
    """A block tag of a plugin: unknown output around its body, which is taken to be rendered.

    That before has the tag's name for a reason, that after it ``end`` and the name. What the site's own Ruby
    says is known; around a body that is blank it may be left out, by the gem's version.
    """

    __slots__ = ("body", "closing", "end", "is_blank", "markup", "name", "output", "span")
    blank = False

    def __init__(self, token: Token, body: Body, end: Span, *, is_blank: bool) -> None:
        self.span = Span(token.start, token.end)
        self.name = token.name
        self.markup = token.markup
        self.body = body
        self.end = end
        self.is_blank = is_blank
        self.output = Unknown(because(ReasonKind.PLUGIN_TAG, token.name))
        self.closing = Unknown(because(ReasonKind.PLUGIN_TAG, f"end{token.name}"))

    def render(self, context: Context) -> None:
        outcome = None if self.is_blank else context.host.own_tag(self.name, self.markup, is_block=True)
        if outcome is not None:
            note_keys(outcome, context)
            with context.nested():
                self._show(outcome, context)
            return
        context.write(self.output, self.span)
        with context.nested(), context.uncertain():
            self.body.render(context)
        context.write(self.closing, self.end)

    def _show(self, outcome: TagOutcome, context: Context) -> None:
        if outcome.is_body_rendered and not any(map(holds_body, outcome.parts)):
            with context.captured():
                self.body.render(context)
        show(outcome.parts, self, context)


def note_keys(outcome: TagOutcome, context: Context) -> None:
    """Note the keys of the site that a tag asked for."""
    context.reads.update(HostRead("site", key) for key in outcome.keys)


def holds_body(part: TagPart) -> bool:
    """Whether the body of a block stands in a part."""
    return isinstance(part, Shown) or (isinstance(part, Converted) and any(map(holds_body, part.parts)))


def show(parts: Iterable[TagPart], tag: PluginTag | PluginBlock, context: Context) -> None:
    """Write what a tag prints."""
    for part in parts:
        if isinstance(part, Shown):
            assert isinstance(tag, PluginBlock)  # noqa: S101 - narrows the type
            if part.is_stripped:
                _show_stripped(tag.body, tag.span, context)
            else:
                tag.body.render(context)
        elif isinstance(part, Converted):
            with context.captured() as out:
                show(part.parts, tag, context)
            # the converter, which the filter asks for no text that is empty, makes an end of a line of it
            text = captured_text(out.text() or "\n", out.reasons, out.pieces, maybe=context.maybe)
            for stretch in _with_addresses(to_text(apply_filter(context, _MARKDOWNIFY, text)), text):
                context.write(stretch, tag.span)
        else:
            context.write(part, tag.span)


def _with_addresses(html: str, text: str) -> Iterator[str]:
    """``html`` in stretches, of which those that are an address stand where that is written in ``text``, of
    which the HTML was made; each of an address is taken for the one that comes as far, if it stands as often
    in both."""
    pieces = getattr(text, "pieces", ())
    found = [] if isinstance(html, Unknown) or not pieces else list(_ADDRESS.finditer(html))
    numbers = Counter(match[1] for match in found)
    written: dict[str, Iterator[int]] = {}
    for address in islice(numbers, _MOST_ADDRESSES):
        spend(len(text) // 16)
        starts = [match.start() for match in re.finditer(re.escape(address), text)]
        if len(starts) == numbers[address] and "\n" not in address:
            written[address] = iter(starts)
    source, at = MappedText(text, pieces), 0
    for match in found:
        if match[1] in written:
            begin = next(written[match[1]])
            yield html[at : match.start(1)]
            yield CapturedText(match[1], _cut(source, begin, begin + len(match[1])))
            at = match.end(1)
    yield html[at:] if at else html


def _cut(text: MappedText, begin: int, end: int) -> tuple[Piece, ...]:
    """The pieces of a stretch, as those of a text of its own."""
    first, *others = text.between(begin, end)
    ahead = begin - first.out if first.kind == "copied" else 0
    moved = first.at(0)._replace(start=first.start + ahead)
    return (moved, *(piece.at(piece.out - begin) for piece in others))


def _show_stripped(body: Body, span: Span, context: Context) -> None:
    with context.captured() as out:
        body.render(context)
    text = out.text()
    shown = text.strip(RUBY_SPACE)
    begin = len(text) - len(text.lstrip(RUBY_SPACE))
    if shown:
        pieces = _cut(MappedText(text, tuple(out.pieces)), begin, begin + len(shown))
        context.write(captured_text(shown, out.reasons, pieces, maybe=context.maybe), span)


class Render:
    """``render`` of Liquid 5, which Jekyll gives no files to render from."""

    __slots__ = ("span",)
    blank = False

    def __init__(self, span: Span) -> None:
        self.span = span

    def render(self, context: Context) -> None:
        raise LiquidError("Jekyll has no files for the tag 'render'; use 'include'")


class Silent:
    """A block that the gem 4 renders but does not print, because its body holds only white text."""

    __slots__ = ("node", "span")
    blank = True

    def __init__(self, node: Node) -> None:
        self.node = node
        self.span = node.span

    def render(self, context: Context) -> None:
        with context.captured():
            self.node.render(context)
