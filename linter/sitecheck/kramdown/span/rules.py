"""Inline rules for emphasis, code, math, footnotes, attribute lists and extensions."""

from __future__ import annotations

from typing import cast

from markdown_it.rules_inline import StateInline

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block_tree import Footnote
from sitecheck.kramdown.braces import Extension, Listing
from sitecheck.kramdown.grammar import ID_NAME, SPACE, STRIP
from sitecheck.kramdown.span import html_spans, links
from sitecheck.kramdown.span.parser import InlineState, KramdownInline, Level, is_alpha
from sitecheck.lazy_pattern import lazy_pattern


def emphasis(inline: StateInline, silent: bool) -> bool:
    """``*em*``, ``_em_``, ``**strong**``, ``__strong__``."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    mark = src[pos]
    double = src.startswith(mark, pos + 1)
    end = pos + 1 + double
    kind = "strong" if double else "em"
    if not _may_open(state, mark, pos, end, kind):
        state.text(pos, end)
        state.pos = end
        return True
    parent = state.levels[-1].kind
    token = len(state.tokens)
    found = state.find(src[pos:end], end + 1) >= 0 and state.within(Level(kind, src[pos:end], end))
    # kramdown tries `**a*` once more with one mark.
    if not found and double and parent != "em" and state.find(mark, end) >= 0:
        kind = "em"
        found = state.within(Level(kind, mark, pos + 1))
    if not found:
        state.text(pos, end)
        state.pos = end
        return True
    state.piece("break", "/" + kind, state.pos, state.pos)
    state.pos += 1 if kind == "em" else 2
    state.element(kind, state.pos, token)
    return True


def _may_open(state: InlineState, mark: str, pos: int, end: int, kind: str) -> bool:
    src = state.src
    if mark == "_" and _after_letter(state, pos, end):
        return False
    # kramdown opens nothing before a blank, nor an element within another of its kind.
    return src[end : end + 1] not in _SPACES and kind not in state.kinds and state.may_open()


_SPACES = frozenset(SPACE)


def _after_letter(state: InlineState, pos: int, end: int) -> bool:
    src = state.src
    first, last = state.run
    start = pos
    while start > 0 and src[start - 1] == "_" and not first <= start <= last:
        start -= 1
    if first <= start <= last:
        start = first
    state.run = (start, max(end, last) if start == first else end)
    # Ruby: pre_match =~ /[[:alpha:]]-?[[:alpha:]]*_*\z/, so a_ and a-_ open nothing.
    if start == 0:
        return False
    return is_alpha(src[start - 1]) or (src[start - 1] == "-" and start > 1 and is_alpha(src[start - 2]))


def strikethrough(inline: StateInline, silent: bool) -> bool:
    """``~~deleted~~``, which is read as a text of its own."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if src[pos + 2 : pos + 3] in _NO_STRIKE or not src.startswith("~~", pos):
        return False
    close = state.search(_STRIKE_END, pos + 2)
    if close is None or not state.may_open():
        return False
    end = close.end() - 2
    token = len(state.tokens)
    # The GFM parser reads what is struck out by itself: no element goes on across its ends.
    inner = InlineState(src[pos + 2 : end], state.md, state.env, state.tokens, base=state.base + pos + 2)
    inner.budget = state.budget
    state.piece("break", "del", pos, pos)
    state.engine.tokenize(inner)
    state.piece("break", "/del", end, end)
    state.budget = inner.budget
    state.pos = end + 2
    state.element("html", state.pos, token)
    return True


_NO_STRIKE = frozenset(SPACE + "~")
_STRIKE_END = lazy_pattern(rf"[^{SPACE}~]~~")


def code(inline: StateInline, silent: bool) -> bool:
    """`` `code` ``."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    start = pos + 1
    while src.startswith("`", start):
        start += 1
    mark = src[pos:start]
    simple = len(mark) == 1
    # kramdown: a single backtick between blanks is a character.
    apart = simple and (pos == 0 or src[pos - 1] in SPACE) and src[start : start + 1] in _SPACES
    end = -1 if apart else state.find(mark, start)
    if end < 0:
        state.text(pos, start)
        state.pos = start
        return True
    state.pos = end + len(mark)
    begin, stop = start, end
    # kramdown takes one blank off each side of a span in several backticks.
    if not simple:
        begin += src.startswith(" ", begin) and begin < stop
        stop -= stop > begin and src[stop - 1] == " "
    state.element("code", state.pos, len(state.tokens))
    state.token("code_inline", "code", 0, span=(state.base + pos, state.base + state.pos))
    state.piece("code", src[begin:stop], begin, stop)
    return True


def math(inline: StateInline, silent: bool) -> bool:
    """``$$formula$$``."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    end = state.find("$$", pos + 2) if src.startswith("$$", pos) else -1
    if end < 0:
        return False
    start, stop = pos + 2, end
    while start < stop and src[start] in STRIP:
        start += 1
    while stop > start and src[stop - 1] in STRIP:
        stop -= 1
    base = state.base
    state.pos = end + 2
    state.element("math", state.pos, len(state.tokens))
    state.token(
        "math_inline", "math", 0, span=(base + pos, base + state.pos), tex=(base + start, base + stop)
    )
    state.piece("math", src[start:stop], start, stop)
    return True


_FOOTNOTE = lazy_pattern(rf"\[\^({ID_NAME})\]")


def footnote(inline: StateInline, silent: bool) -> bool:
    """``[^name]``."""
    state = cast(InlineState, inline)
    match = _FOOTNOTE.match(state.src, state.pos)
    if match is None:
        return False
    notes: dict[str, Footnote] = state.env["footnotes"]
    pos, state.pos = state.pos, match.end()
    # kramdown leaves a reference to a footnote that is nowhere as text.
    if match[1] not in notes:
        state.text(pos, state.pos)
        return True
    state.element("footnote", state.pos, len(state.tokens))
    state.token("footnote_ref", "sup", 0, name=match[1], span=(state.base + pos, state.base + state.pos))
    state.piece("break", "sup", pos, state.pos)
    return True


_EXTENSION = lazy_pattern(r"\{::([A-Za-z0-9_]+)")
_LIST = lazy_pattern(r"\{:")
_STOPS = {name: lazy_pattern(rf"\{{:/(?:{name})?\}}") for name in ("comment", "nomarkdown", "options")}
_STOP_TAG = lazy_pattern(rf"\{{:/(?:{ID_NAME})?\}}")


def extension(inline: StateInline, silent: bool) -> bool:
    """``{: attribute list}`` after an element, ``{::comment}…{:/}`` and the like."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if not src.startswith("{:", pos):
        return False
    tag = state.braces.extension(_EXTENSION.match(src, pos))
    if tag is not None and _named(state, tag):
        return True
    # kramdown: a list is for the element right before it; after text it is text.
    if tag is None and state.element_end == pos and not _STOP_TAG.match(src, pos):
        listing = state.braces.listing(_LIST.match(src, pos))
        if listing is not None:
            _attributes(state, listing)
            return True
    state.text(pos, pos + 1)
    state.pos = pos + 1
    return True


def _attributes(state: InlineState, listing: Listing) -> None:
    state.pos = listing.after
    kind, token = state.element_kind, state.element_token
    state.element(kind, state.pos, token)
    # kramdown drops lists after what has no tag of its own.
    if kind in ("footnote", "symbol"):
        return
    if kind in ("a", "img", "html") and token < len(state.tokens) and "ial" in state.tokens[token].meta:
        state.tokens[token].meta["ial"].append((state.base + listing.start, state.base + listing.end))
        return
    place = [(state.base + listing.start, state.base + listing.end)]
    if kind in ("a", "img", "html") and token < len(state.tokens):
        state.tokens[token].meta["ial"] = place
        return
    state.token("attributes", kind, 0, ial=place)
    state.tokens.insert(token, state.tokens.pop())
    state.element_token = token + 1


def _named(state: InlineState, tag: Extension) -> bool:
    name = tag.name
    if name not in _STOPS:
        return False
    body_end = end = tag.end
    if not tag.closed:
        close = state.search(_STOPS[name], tag.end)
        if close is None:
            return False
        body_end, end = close.start(), close.end()
    pos, state.pos = tag.span[0], end
    base, (start, stop) = state.base, tag.attributes
    if name == "options":
        state.token("options", "", 0, ial=[(base + start, base + stop)] if start < stop else [])
        if state.element_end == pos:
            state.element_end = end
        return True
    if tag.closed:
        return True
    types = _TYPE.search(state.src, start, stop)
    if name == "nomarkdown" and (types is None or "html" in types[2].split() or not types[2].split()):
        state.token("html_verbatim", "", 0, span=(base + tag.end, base + body_end))
        state.piece("html", "", tag.end, body_end)
    else:
        state.piece("break", "!", pos, end)
    state.element("symbol", end, len(state.tokens))
    return True


_TYPE = lazy_pattern(r"type=(\"|')(.*?)\1")


def escaped(inline: StateInline, silent: bool) -> bool:
    """A backslash and the character it protects."""
    state = cast(InlineState, inline)
    pattern = grammar.ESCAPED_GFM if state.options.input == "GFM" else grammar.ESCAPED
    if not pattern.match(state.src, state.pos):
        return False
    state.text(state.pos + 1, state.pos + 2)
    state.pos += 2
    return True


def add_rules(inline: KramdownInline, gfm: bool) -> None:
    """Adds these rules in kramdown's order; typography's come before the last two."""
    for name, characters, rule in (
        ("emphasis", "*_", emphasis),
        ("code", "`", code),
        ("autolink", "<", links.autolink),
        ("html", "<", html_spans.html),
        ("footnote", "[", footnote),
        ("link", "[!", links.link),
        ("math", "$", math),
        ("extension", "{", extension),
        ("escaped", "\\", escaped),
    ):
        inline.add(name, characters, rule)
    if gfm:
        inline.add("strikethrough", "~", strikethrough)
