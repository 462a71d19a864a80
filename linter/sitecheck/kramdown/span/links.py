"""Links and images: ``<https://…>``, ``[text](url "title")``, ``[text][label]``, ``[label]``."""

from __future__ import annotations

import re
from typing import cast

from markdown_it.rules_inline import StateInline

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block_tree import LinkTarget
from sitecheck.kramdown.grammar import STRIP, S
from sitecheck.kramdown.span.parser import InlineState, Level
from sitecheck.lazy_pattern import lazy_pattern

_URL = lazy_pattern(r"<((?:mailto|https?|ftps?):[^\n>][^\n>]*)>")
_MAIL = lazy_pattern(r"<((?:[-.\w\uf8ff])+@(?:[-.\w\uf8ff])+)>")


def autolink(inline: StateInline, silent: bool) -> bool:
    """``<https://…>`` and ``<name@host>``."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if state.find(">", pos) < 0:
        return False
    match = _URL.match(src, pos) or _SHORT_URL.match(src, pos)
    href = "" if match is None else match[1]
    if match is None:
        match = _MAIL.match(src, pos)
        if match is None:
            return False
        href = "mailto:" + match[1]
    base, token = state.base, len(state.tokens)
    state.pos = match.end()
    state.token(
        "link_open",
        "a",
        1,
        kind="autolink",
        href=href,
        span=(base + pos, base + state.pos),
        href_span=(base + match.start(1), base + match.end(1)),
        text=match[1].removeprefix("mailto:"),
    )
    state.piece("break", "a", pos, pos)
    shown = match[1].removeprefix("mailto:")
    state.piece("raw", shown, match.end(1) - len(shown), match.end(1))
    state.piece("break", "/a", state.pos, state.pos)
    state.element("a", state.pos, token)
    return True


_SHORT_URL = lazy_pattern(r"<((?:mailto|https?|ftps?):>[^\n>]*)>")


def link(inline: StateInline, silent: bool) -> bool:
    """``[text](url "title")``, ``[text][label]``, ``[label]`` and the same for images."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    image = src[pos] == "!"
    start = pos + 1 + image
    if image and not src.startswith("[", pos + 1):
        return False
    # kramdown: [^ begins a footnote.
    if src[start : start + 1] in ("", "^"):
        return False
    kind = "img" if image else "a"
    within_link = "a" in state.kinds or "img" in state.kinds
    # kramdown: no link within a link or image.
    if (within_link and not image) or not state.may_open() or state.find("]", start) < 0:
        state.text(pos, start)
        state.pos = start
        return True
    if not _link(state, pos, start, kind):
        state.text(pos, start)
        state.pos = start
    return True


def _link(state: InlineState, pos: int, start: int, kind: str) -> bool:
    src, token, pieces, base = state.src, len(state.tokens), len(state.pieces), state.base
    before = state.element_end, state.element_kind, state.element_token
    opening = state.token("image" if kind == "img" else "link_open", kind, 0 if kind == "img" else 1)
    if not state.within(Level(kind, "]", start)):
        del state.tokens[token:], state.tokens_meta[token:], state.pieces[pieces:]
        return False
    close = state.pos
    meta = _destination(state, start, close)
    if meta is None or "missing" in meta:
        del state.tokens[token:], state.tokens_meta[token:], state.pieces[pieces:]
        state.element(before[1], before[0], before[2])
        state.budget -= state.pos - pos
        if meta is not None:
            state.token("undefined", kind, 0, label=meta["missing"], span=(base + pos, base + state.pos))
        return False
    # kramdown takes an image's text from the source, marks and all, but for backslashes.
    text = src[start:close]
    if "\\" in text:
        text = grammar.ESCAPED.sub(r"\1", text)
    opening.meta = {**meta, "span": (base + pos, base + state.pos), "text": text}
    if kind == "img":
        del state.tokens[token + 1 :], state.tokens_meta[token + 1 :], state.pieces[pieces + 1 :]
        state.levels[-1].images += 1
    state.piece("break", "/" + kind, state.pos, state.pos)
    state.element(kind, state.pos, token)
    return True


_LABEL = lazy_pattern(rf"{S}*?\[([^\]]+)?\]")
_ANGLE = lazy_pattern(r"\(<([^\n]*?)>")
_PAREN = lazy_pattern(rf"(\()|(\))|{S}(?=['\"])")
_TITLE = lazy_pattern(rf"{S}*?([\"'])")
_TITLE_END = {quote: lazy_pattern(rf"{quote}{S}*\)") for quote in "\"'"}


def _destination(state: InlineState, start: int, close: int) -> dict[str, object] | None:
    """What stands after a link's text; None when it is no link."""
    src, pos = state.src, close + 1
    state.pos = pos
    # kramdown: white space, even a line end, may stand before [label], none before (address).
    label = _LABEL.match(src, pos)
    if label is not None or not src.startswith("(", pos):
        return _reference(state, label, src[start:close])
    angle = _ANGLE.match(src, pos)
    if angle is not None:
        begin, end = angle.span(1)
        pos = angle.end()
        if src.startswith(")", pos):
            state.pos = pos + 1
            return _inline(state, begin, end, None)
    else:
        begin, end, pos, closed = _parentheses(src, pos)
        state.pos = pos
        if closed:
            return _inline(state, begin, end, None)
    title = _TITLE.match(src, pos)
    if title is None:
        return None
    stop = state.search(_TITLE_END[title[1]], title.end() + 1)
    if stop is None:
        return None
    state.pos = stop.end()
    return _inline(state, begin, end, src[title.end() : stop.start()])


def _inline(state: InlineState, begin: int, end: int, title: str | None) -> dict[str, object]:
    src, base = state.src, state.base
    return {
        "kind": "inline",
        "href": src[begin:end],
        "href_span": (base + begin, base + end),
        "title": title,
    }


def _parentheses(src: str, pos: int) -> tuple[int, int, int, bool]:
    """Start and end of a destination in parentheses, where reading goes on, whether they are balanced."""
    begin, depth = pos + 1, 0
    end = pos
    while (match := _PAREN.search(src, pos)) is not None:
        pos = end = match.end()
        if match[2] is not None:
            depth -= 1
            if depth == 0:
                break
        # kramdown counts parentheses within an address, up to white space before a quote.
        elif match[1] is not None:
            depth += 1
        else:
            break
    end = max(begin, end - 1)
    while begin < end and src[begin] in STRIP:
        begin += 1
    while end > begin and src[end - 1] in STRIP:
        end -= 1
    return begin, end, pos, depth == 0


def _reference(state: InlineState, label: re.Match[str] | None, text: str) -> dict[str, object] | None:
    written = label[1] if label is not None else None
    # kramdown looks up `[text][]` and `[text]` by the text without its backslashes.
    name = written or grammar.ESCAPED.sub(r"\1", text)
    target: LinkTarget | None = state.env["link"](name)
    if label is not None:
        state.pos = label.end()
    if target is None:
        return None if label is None else {"missing": name}
    target.used = True
    return {"kind": "reference", "href": target.href, "title": target.title, "label": name, "target": target}
