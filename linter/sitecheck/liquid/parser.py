"""Text into a template, going on after errors so that several are found."""

from __future__ import annotations

import re

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.expression import NIL, Constant
from sitecheck.liquid.filters import is_filter
from sitecheck.liquid.jekyll_tags import PluginBlock, PluginTag
from sitecheck.liquid.lexer import MarkupError
from sitecheck.liquid.markup import Comparison, Condition, Variable, Warned
from sitecheck.liquid.nodes import Body, Failed, Node, OutputTag, Raw, Text
from sitecheck.liquid.problem import ELSE_IF, LIMIT, MAX_PROBLEMS, LiquidProblem
from sitecheck.liquid.recipes import RECIPE_TAGS, RecipeTag
from sitecheck.liquid.tags import (
    BLOCKS,
    INLINE,
    INLINE_5,
    PLUGIN_TAGS,
    Block,
    BlockTag,
    Reader,
    Section,
    span_of,
)
from sitecheck.liquid.template import Template
from sitecheck.liquid.tokenizer import Token, tokenize
from sitecheck.liquid.values import RUBY_SPACE, Unknown
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, because

MAX_BLOCKS = 100
"""How deep the gem lets blocks nest."""

_END_RAW = lazy_pattern(r"(.*)\{%[\t\n\v\f\r ]*(\w+)[\t\n\v\f\r ]*.*%\}\Z", re.A | re.S)
_CONDITION = lazy_pattern(r"\s*(?:else)?if\b")
"""After ``else``, which Liquid takes for an ``else`` with or without it."""
_INCLUDES = ("include", "include_relative")
_LATEX = lazy_pattern(r"\\[a-zA-Z]+|[_^]\{|\{\{[\w\\]{1,3}\}")


def parse(text: str, path: str, offset: int = 0, *, liquid: int = 4) -> Template:
    """Read a template; ``text`` stands at ``offset`` of the file ``path``; ``liquid`` is the gem's version.

    It never fails: what is wrong is in ``problems``, and the rest is read on. Text without ``{{`` and
    ``{%`` costs nothing. Jekyll 3 and GitHub Pages use version 4, Jekyll 4 either.
    """
    if "{{" not in text and "{%" not in text:
        return Template(path=path, text=text, offset=offset, liquid=liquid, body=None)
    liquid = 5 if liquid >= 5 else 4
    parser = _Parser(text, path, offset, liquid)
    body = parser.run(list(tokenize(text, liquid)))
    problems = tuple(sorted(parser.problems, key=lambda problem: problem.place.span))
    return Template(path=path, text=text, offset=offset, liquid=liquid, body=body, problems=problems)


def _unsettled(message: str) -> Condition:
    """The condition of a block whose end is missing: nobody knows what of the rest hangs on it."""
    unknown = Constant(Unknown(because(ReasonKind.REFUSED, message)))
    return Condition((Comparison(unknown, None, NIL, None),))


class _TooDeepError(Exception):
    """Blocks nest deeper than the gem allows."""


class _Open:
    """A block whose end has not come yet; the document itself is the outermost."""

    __slots__ = ("blank", "head", "nodes", "sections", "tag", "token")

    def __init__(self, token: Token, tag: BlockTag | None, head: object) -> None:
        self.token = token
        self.tag = tag
        self.head = head
        self.nodes: list[Node] = []
        self.sections: list[Section] = []
        self.blank = True

    @property
    def name(self) -> str:
        return self.token.name

    def add(self, node: Node) -> None:
        self.nodes.append(node)
        self.blank = self.blank and node.blank

    def end_section(self, head: object) -> None:
        self.sections.append(Section(self.head, Body(tuple(self.nodes))))
        self.head = head
        self.nodes = []


class _Parser:
    def __init__(self, text: str, path: str, offset: int, liquid: int) -> None:
        self.text = text
        self.path = path
        self.offset = offset
        self.liquid = liquid
        self.problems: list[LiquidProblem] = []
        self.reader = Reader(liquid, self._warn, self._note_filters, self._read_argument)
        self.inline = INLINE_5 if liquid >= 5 else INLINE
        self.stack = [_Open(Token("text", 0, 0), None, None)]
        self.trim = False
        self.last_end: dict[str, int] = {}

    def run(self, tokens: list[Token]) -> Body:
        tokens = [_moved(token, self.offset) for token in tokens] if self.offset else tokens
        self.last_end = {
            token.name: index for index, token in enumerate(tokens) if token.name.startswith("end")
        }
        index = 0
        try:
            while index < len(tokens):
                index = self._step(tokens, index)
        except _TooDeepError:
            self._problem(
                "too-deep", f"blocks are nested more than {MAX_BLOCKS} deep", span_of(tokens[index])
            )
            self.last_end.clear()
        while len(self.stack) > 1:
            self._close_unclosed(None)
        return Body(tuple(self.stack[0].nodes))

    def _step(self, tokens: list[Token], index: int) -> int:
        token = tokens[index]
        if token.kind == "text":
            self._add_text(token)
            return index + 1
        self._handle_dashes(token)
        if token.kind == "output":
            self._add_output(token)
        elif not token.closed:
            self._unclosed_mark(token)
        elif token.name == "raw":
            return self._read_raw(tokens, index)
        else:
            self._read_tag(token, index)
        return index + 1

    # -- text and outputs ------------------------------------------------------------------------

    def _slice(self, start: int, end: int) -> str:
        return self.text[start - self.offset : end - self.offset]

    def _add_text(self, token: Token) -> None:
        text, start = self._slice(token.start, token.end), token.start
        if self.trim:
            stripped = text.lstrip(RUBY_SPACE)
            start += len(text) - len(stripped)
            text = stripped
        self.trim = False
        if text:
            self.stack[-1].add(Text(text, start, not text.strip("\t\n\v\f\r ")))

    def _handle_dashes(self, token: Token) -> None:
        nodes = self.stack[-1].nodes
        if token.trim_left and nodes and type(nodes[-1]) is Text:
            nodes[-1].text = nodes[-1].text.rstrip(RUBY_SPACE)
        self.trim = token.trim_right

    def _add_output(self, token: Token) -> None:
        if not token.closed:
            self._unclosed_mark(token)
            return
        variable = self.reader.variable(token, 0, token.markup)
        self.stack[-1].add(OutputTag(span_of(token), variable))

    def _unclosed_mark(self, token: Token) -> None:
        mark, end = ("{{", "}}") if token.kind == "output" else ("{%", "%}")
        seen = self._slice(token.start, token.start + 60)
        advice = ""
        if _LATEX.search(seen.partition("\n")[0]):
            advice = "; if this is math or code, put it between {% raw %} and {% endraw %} or write '{ {'"
        kind = "an output" if token.kind == "output" else "a tag"
        message = f"'{mark}' starts {kind} of Liquid that is not closed by '{end}'{advice}"
        self._refuse(f"unclosed-{token.kind}", message, token, Span(token.start, token.start + 2))

    # -- tags ------------------------------------------------------------------------------------

    def _read_tag(self, token: Token, index: int) -> None:
        top = self.stack[-1]
        if not token.name:
            message = "a tag without a name: '{%' must be followed by a word"
            self._refuse("invalid-tag", message, token)
        elif token.name in BLOCKS:
            self._open(token, BLOCKS[token.name])
        elif token.name in self.inline:
            self._add_inline(token)
        elif token.name == "liquid" and self.liquid >= 5:
            self._read_lines(token)
        elif top.tag and token.name in top.tag.parts:
            self._part(top, token)
        elif token.name == f"end{top.name}" and len(self.stack) > 1:
            self._close(token)
        elif top.name != "comment":
            self._read_unknown(token, index)

    def _add_inline(self, token: Token) -> None:
        if token.name in PLUGIN_TAGS:
            self._unknown_tag(token)
        try:
            self.stack[-1].add(self.inline[token.name](self.reader, token))
        except MarkupError as error:
            self._bad_markup(token, error)

    def _open(self, token: Token, tag: BlockTag) -> None:
        if len(self.stack) > MAX_BLOCKS:
            raise _TooDeepError
        head: object = None
        try:
            head = tag.read(self.reader, token)
        except MarkupError as error:
            self._bad_markup(token, error)
            tag = BLOCKS["comment"]._replace(parts=tag.parts)
        self.stack.append(_Open(token, tag, head))

    def _part(self, top: _Open, token: Token) -> None:
        assert top.tag is not None  # noqa: S101 - narrows the type
        if top.name == "for" and top.sections:
            self._problem("unexpected-else", "a loop takes one 'else' only", span_of(token))
            return
        if top.name == "case" and token.name == "else" and token.markup.strip(RUBY_SPACE):
            self._problem("invalid-syntax", "'else' in a case takes nothing after it", span_of(token))
        elif token.name == "else" and _CONDITION.match(token.markup):
            message = "'else' takes no condition: Liquid reads this as a plain 'else'"
            self._problem(ELSE_IF, message, span_of(token), fatal=False)
        head: object = ()
        try:
            head = top.tag.parts[token.name](self.reader, token)
        except MarkupError as error:
            self._bad_markup(token, error)
        top.end_section(head)

    def _close(self, end: Token) -> None:
        top = self.stack.pop()
        top.end_section(None)
        if top.tag is None:
            node: Node = PluginBlock(top.token, top.sections[0].body, span_of(end), is_blank=top.blank)
        else:
            node = top.tag.make(self.reader, Block(top.token, tuple(top.sections), top.blank))
        self.stack[-1].add(node)

    def _read_unknown(self, token: Token, index: int) -> None:
        names = [block.name for block in self.stack[1:]]
        if token.name.startswith("end") and token.name[3:] in names:
            while self.stack[-1].name != token.name[3:]:
                self._close_unclosed(token)
            self._close(token)
        elif token.name.startswith("end") and token.name[3:] in (*BLOCKS, "raw", ""):
            message = f"'{token.name}' ends nothing: no '{token.name[3:]}' is open here"
            self._refuse("unexpected-end", message, token, related=self._innermost())
        elif token.name in ("else", "elsif", "when"):
            message = f"'{token.name}' stands outside of a tag that takes it"
            self._refuse("unexpected-else", message, token, related=self._innermost())
        else:
            self._read_plugin_tag(token, index)

    def _innermost(self) -> Place | None:
        return Place(self.path, span_of(self.stack[-1].token)) if len(self.stack) > 1 else None

    def _read_plugin_tag(self, token: Token, index: int) -> None:
        self._unknown_tag(token)
        if self.last_end.get(f"end{token.name}", -1) > index and len(self.stack) <= MAX_BLOCKS:
            self.stack.append(_Open(token, None, None))
        elif token.name in RECIPE_TAGS:
            self.stack[-1].add(RecipeTag(span_of(token), token.name, token.markup))
        else:
            self.stack[-1].add(PluginTag(token))

    def _unknown_tag(self, token: Token) -> None:
        message = f"'{token.name}' is no tag of Liquid or Jekyll"
        self._problem("unknown-tag", message, span_of(token), name=token.name)

    def _close_unclosed(self, end: Token | None) -> None:
        """Close the innermost block for want of its end; a plugin's tag then was no block."""
        top = self.stack[-1]
        if top.tag is None:
            self.stack.pop()
            self.stack[-1].add(PluginTag(top.token))
            for node in top.nodes:
                self.stack[-1].add(node)
            return
        related = Place(self.path, span_of(end)) if end else None
        before = f" before '{end.name}'" if end else ""
        message = f"'{top.name}' is not closed: '{{% end{top.name} %}}' is missing{before}"
        self._problem("unclosed-block", message, span_of(top.token), related)
        if top.name in ("if", "unless"):
            top.head = _unsettled(message)
            top.sections = [each._replace(head=top.head) for each in top.sections]
        self._close(top.token)

    def _read_raw(self, tokens: list[Token], index: int) -> int:
        opening = tokens[index]
        if opening.markup.strip("\t\n\v\f\r "):
            self._problem("invalid-syntax", "'raw' takes nothing after its name", span_of(opening))
        start = opening.end
        for later in range(index + 1, len(tokens)):
            token = tokens[later]
            match = None
            if token.kind != "text" and self._slice(token.end - 2, token.end) == "%}":
                match = _END_RAW.match(self._slice(token.start, token.end))
            if match and match[2] == "endraw":
                self._add_raw(start, token.start + match.end(1))
                return later + 1
            if match and match[1] and self.liquid < 5:  # the gem 4 repeats what stands before the inner tag
                self._add_raw(start, token.start + match.end(1))
                start = token.start
        self._problem("unclosed-block", "'raw' is not closed: '{% endraw %}' is missing", span_of(opening))
        self._add_raw(start, tokens[-1].end)
        return len(tokens)

    def _add_raw(self, start: int, end: int) -> None:
        self.stack[-1].add(Raw(self._slice(start, end), start, start == end))

    def _read_lines(self, token: Token) -> None:
        """The lines of Liquid 5's ``liquid`` tag: each is a tag, blocks must end inside."""
        outer = len(self.stack)
        tokens = line_tokens(token)
        last_end = self.last_end
        self.last_end = {
            line.name: number for number, line in enumerate(tokens) if line.name.startswith("end")
        }
        for number, line in enumerate(tokens):
            if not line.name:
                self._problem("invalid-tag", "a line of 'liquid' must begin with a tag's name", span_of(line))
            elif len(self.stack) == outer and line.name not in BLOCKS and line.name not in self.inline:
                self._read_unknown(line, number)
            else:
                self._read_tag(line, number)
        while len(self.stack) > outer:
            self._close_unclosed(None)
        self.last_end = last_end

    # -- problems --------------------------------------------------------------------------------

    def _refuse(
        self, code: str, message: str, token: Token, span: Span | None = None, related: Place | None = None
    ) -> None:
        """Tell what is wrong with a tag, and that what would stand in its place is not known."""
        self._problem(code, message, span or span_of(token), related)
        self.stack[-1].add(Failed(span_of(token), message, token.name in _INCLUDES))

    def _bad_markup(self, token: Token, error: MarkupError) -> None:
        code = "invalid-include" if token.name in _INCLUDES else "invalid-syntax"
        start = token.markup_start + error.offset
        end = max(start + 1, token.markup_start + len(token.markup.rstrip(RUBY_SPACE)))
        span = Span(start, end) if error.offset else span_of(token)
        self._refuse(code, error.message, token, span)

    def _warn(self, warning: Warned, token: Token, start: int) -> None:
        begin = min(token.markup_start + start + warning.offset, token.end - 1)
        message = f"Liquid has to guess what this means: {warning.message}"
        self._problem("lax-syntax", message, Span(begin, begin + 1), fatal=False)
        if warning.meant and self.problems[-1].code == "lax-syntax":
            rest = token.markup[: len(token.markup) - len(token.markup[start:])]
            meant = _tag_text(token, f"{rest}{warning.meant}")
            self.problems[-1] = self.problems[-1]._replace(meant=meant, harmless=warning.agrees)

    def _note_filters(self, variable: Variable, token: Token, start: int) -> None:
        for call in variable.filters:
            if not is_filter(call.name, self.liquid):
                begin = token.markup_start + start + call.offset
                message = f"'{call.name}' is no filter of Liquid or Jekyll"
                span = Span(begin, begin + len(call.name))
                self._problem("unknown-filter", message, span, fatal=False, name=call.name)

    def _problem(
        self,
        code: str,
        message: str,
        span: Span,
        related: Place | None = None,
        *,
        fatal: bool = True,
        name: str = "",
    ) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            code, fatal, related, name = LIMIT, False, None, ""
            message = f"more than {MAX_PROBLEMS:,} problems of Liquid; from here on they are not told"
        if len(self.problems) <= MAX_PROBLEMS:
            self.problems.append(
                LiquidProblem(
                    code=code,
                    message=message,
                    place=Place(self.path, span),
                    fatal=fatal,
                    related=related,
                    name=name,
                )
            )

    def _read_argument(self, text: str, start: int) -> Body | None:
        """A tag's argument that may hold outputs, such as a link's path; ``None`` if it holds none."""
        if "{{" not in text and "{%" not in text:
            return None
        template = parse(text, self.path, start, liquid=self.liquid)
        self.problems.extend(template.problems)
        return template.body


def _moved(token: Token, offset: int) -> Token:
    return token._replace(
        start=token.start + offset, end=token.end + offset, markup_start=token.markup_start + offset
    )


_LINE = lazy_pattern(r"[\t\n\v\f\r ]*(#|\w+)[\t\n\v\f\r ]*", re.A)


def line_tokens(token: Token) -> list[Token]:
    """The lines of a ``liquid`` tag as tokens of tags."""
    tokens: list[Token] = []
    start = token.markup_start
    for line in token.markup.split("\n"):
        match = _LINE.match(line)
        if match:
            markup = line[match.end() :]
            tokens.append(
                Token(
                    kind="tag",
                    start=start,
                    end=start + len(line),
                    name=match[1],
                    markup=markup,
                    markup_start=start + match.end(),
                )
            )
        elif line.strip("\t\n\v\f\r "):
            tokens.append(Token("tag", start, start + len(line)))
        start += len(line) + 1
    return tokens


def _tag_text(token: Token, markup: str) -> str:
    """An output or tag with another markup, on one line."""
    text = " ".join(markup.split())
    return f"{{{{ {text} }}}}" if token.kind == "output" else f"{{% {token.name} {text} %}}"
