"""Inline rules that make facts: emphasis, code, links, images, HTML, math, footnotes, attribute lists."""

from __future__ import annotations

import re
from html import escape
from typing import cast

from markdown_it.rules_inline import StateInline

from sitecheck.kramdown import grammar
from sitecheck.kramdown.blocks import Footnote, LinkTarget, normalize_label
from sitecheck.kramdown.grammar import ANY, ID_NAME, SPACE, STRIP, S
from sitecheck.kramdown.inline import InlineState, KramdownInline, Level, is_alpha
from sitecheck.kramdown.tags import CLOSE, OpenTag, element_name, open_tag


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
    return src[end : end + 1] not in _SPACES and kind not in state.kinds and state.may_open()


_SPACES = frozenset(SPACE)


def _after_letter(state: InlineState, pos: int, end: int) -> bool:
    src = state.src
    start = pos
    if state.run[1] == pos:
        start = state.run[0]
    while start > 0 and src[start - 1] == "_":
        start -= 1
    state.run = (start, end)
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
_STRIKE_END = re.compile(rf"[^{SPACE}~]~~")


def code(inline: StateInline, silent: bool) -> bool:
    """`` `code` ``."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    start = pos + 1
    while src.startswith("`", start):
        start += 1
    mark = src[pos:start]
    simple = len(mark) == 1
    apart = simple and (pos == 0 or src[pos - 1] in SPACE) and src[start : start + 1] in _SPACES
    end = -1 if apart else state.find(mark, start)
    if end < 0:
        state.text(pos, start)
        state.pos = start
        return True
    state.pos = end + len(mark)
    begin, stop = start, end
    if not simple:
        begin += src.startswith(" ", begin) and begin < stop
        stop -= stop > begin and src[stop - 1] == " "
    state.element("code", state.pos, len(state.tokens))
    state.token("code_inline", "code", 0, span=(state.base + pos, state.base + state.pos))
    state.piece("code", src[begin:stop], begin, stop)
    return True


_URL = re.compile(r"<((?:mailto|https?|ftps?):[^\n>][^\n>]*)>")
_MAIL = re.compile(r"<((?:[-.\w\uf8ff])+@(?:[-.\w\uf8ff])+)>")


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


_SHORT_URL = re.compile(r"<((?:mailto|https?|ftps?):>[^\n>]*)>")


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


_FOOTNOTE = re.compile(rf"\[\^({ID_NAME})\]")


def footnote(inline: StateInline, silent: bool) -> bool:
    """``[^name]``."""
    state = cast(InlineState, inline)
    match = _FOOTNOTE.match(state.src, state.pos)
    if match is None:
        return False
    notes: dict[str, Footnote] = state.env["footnotes"]
    pos, state.pos = state.pos, match.end()
    if match[1] not in notes:
        state.text(pos, state.pos)
        return True
    state.element("footnote", state.pos, len(state.tokens))
    state.token("footnote_ref", "sup", 0, name=match[1], span=(state.base + pos, state.base + state.pos))
    state.piece("break", "sup", pos, state.pos)
    return True


_EXTENSION = re.compile(rf"\{{::([A-Za-z0-9_]+)(?:{S}({ANY}*?)|)(/)?\}}")
_LIST = re.compile(rf"\{{:({ANY}+)\}}")
_STOPS = {name: re.compile(rf"\{{:/(?:{name})?\}}") for name in ("comment", "nomarkdown", "options")}
_STOP_TAG = re.compile(rf"\{{:/(?:{ID_NAME})?\}}")


def extension(inline: StateInline, silent: bool) -> bool:
    """``{: attribute list}`` after an element, ``{::comment}…{:/}`` and the like."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if not src.startswith("{:", pos):
        return False
    if state.find("}", pos) >= 0:
        tag = _EXTENSION.match(src, pos)
        if tag is not None and _named(state, tag):
            return True
        listing = None if tag is not None or _STOP_TAG.match(src, pos) else _LIST.match(src, pos)
        if listing is not None and state.element_end == pos:
            _attributes(state, listing)
            return True
    state.text(pos, pos + 1)
    state.pos = pos + 1
    return True


def _attributes(state: InlineState, listing: re.Match[str]) -> None:
    state.pos = listing.end()
    kind, token = state.element_kind, state.element_token
    state.element(kind, state.pos, token)
    if kind in ("footnote", "symbol"):
        return
    if kind in ("a", "img", "html") and token < len(state.tokens) and "ial" in state.tokens[token].meta:
        state.tokens[token].meta["ial"].append((state.base + listing.start(1), state.base + listing.end(1)))
        return
    place = [(state.base + listing.start(1), state.base + listing.end(1))]
    if kind in ("a", "img", "html") and token < len(state.tokens):
        state.tokens[token].meta["ial"] = place
        return
    state.token("attributes", kind, 0, ial=place)
    state.tokens.insert(token, state.tokens.pop())
    state.element_token = token + 1


def _named(state: InlineState, tag: re.Match[str]) -> bool:
    name, src = tag[1], state.src
    if name not in _STOPS:
        return False
    body_end = end = tag.end()
    if not tag[3]:
        close = state.search(_STOPS[name], tag.end())
        if close is None:
            return False
        body_end, end = close.start(), close.end()
    pos, state.pos = tag.start(), end
    base = state.base
    if name == "options":
        state.token("options", "", 0, ial=[(base + tag.start(2), base + tag.end(2))] if tag[2] else [])
        if state.element_end == pos:
            state.element_end = end
        return True
    if tag[3]:
        return True
    types = _TYPE.search(tag[2] or "")
    if name == "nomarkdown" and (types is None or "html" in types[2].split() or not types[2].split()):
        state.token("html_verbatim", "", 0, span=(base + tag.end(), base + body_end))
        state.piece("html", "", tag.end(), body_end)
    else:
        state.piece("break", "!", pos, end)
    state.element("symbol", end, len(state.tokens))
    return True


_TYPE = re.compile(r"type=(\"|')(.*?)\1")


def link(inline: StateInline, silent: bool) -> bool:
    """``[text](url "title")``, ``[text][label]``, ``[label]`` and the same for images."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    image = src[pos] == "!"
    start = pos + 1 + image
    if image and not src.startswith("[", pos + 1):
        return False
    if src[start : start + 1] in ("", "^"):
        return False
    kind = "img" if image else "a"
    within_link = "a" in state.kinds or "img" in state.kinds
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
    escaped = grammar.ESCAPED.sub(r"\1", src[start:close])
    opening.meta = {**meta, "span": (base + pos, base + state.pos), "text": escaped}
    if kind == "img":
        del state.tokens[token + 1 :], state.tokens_meta[token + 1 :], state.pieces[pieces + 1 :]
        state.levels[-1].images += 1
    state.piece("break", "/" + kind, state.pos, state.pos)
    state.element(kind, state.pos, token)
    return True


_LABEL = re.compile(rf"{S}*?\[([^\]]+)?\]")
_ANGLE = re.compile(r"\(<([^\n]*?)>")
_PAREN = re.compile(rf"(\()|(\))|{S}(?=['\"])")
_TITLE = re.compile(rf"{S}*?([\"'])")
_TITLE_END = {quote: re.compile(rf"{quote}{S}*\)") for quote in "\"'"}


def _destination(state: InlineState, start: int, close: int) -> dict[str, object] | None:
    """What stands after a link's text; None when it is no link."""
    src, pos = state.src, close + 1
    state.pos = pos
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
    name = written or grammar.ESCAPED.sub(r"\1", text)
    links: dict[str, LinkTarget] = state.env["links"]
    target = links.get(normalize_label(name))
    if label is not None:
        state.pos = label.end()
    if target is None:
        return None if label is None else {"missing": name}
    target.used = True
    return {"kind": "reference", "href": target.href, "title": target.title, "label": name, "target": target}


def html(inline: StateInline, silent: bool) -> bool:
    """Comments, tags and what stands between them."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if src.startswith("<!--", pos):
        end = state.find("-->", pos + 4)
        if end >= 0:
            state.pos = end + 3
            state.element("symbol", state.pos, len(state.tokens))
            state.token("comment", "", 0, span=(state.base + pos, state.base + state.pos))
            state.piece("break", "!", pos, state.pos)
            return True
    elif src.startswith("<![CDATA[", pos):
        end = state.find("]]>", pos + 9)
        if end >= 0:
            state.pos = end + 3
            state.piece("cdata", escape(src[pos + 9 : end], quote=False), pos + 9, end)
            return True
    elif src.startswith("/", pos + 1):
        close = CLOSE.match(src, pos)
        if close is not None:
            state.text(pos, close.end())
            state.pos = close.end()
            return True
    tag = open_tag(src, pos, state.quotes)
    if tag is not None:
        return _element(state, tag)
    return _text_of_markup(state)


_MARKUP = re.compile(rf"<(?:{grammar.NAME}|!--|/|!\[CDATA\[)")


def _text_of_markup(state: InlineState) -> bool:
    if not _MARKUP.match(state.src, state.pos):
        return False
    state.text(state.pos, state.pos + 1)
    state.pos += 1
    return True


def _element(state: InlineState, tag: OpenTag) -> bool:
    name, pos = tag.name, state.pos
    state.pos = tag.end
    if name in grammar.BLOCK_ELEMENTS:
        state.text(pos, tag.end)
        return True
    token = len(state.tokens)
    state.token("html_inline", name, 1, tag=tag, base=state.base)
    state.piece("break", name.lower(), pos, tag.end)
    if not tag.void and len(state.kinds) < MAX_HTML_DEPTH:
        _element_content(state, tag)
    state.element("html", state.pos, token)
    return True


MAX_HTML_DEPTH = 60


def _element_content(state: InlineState, tag: OpenTag) -> None:
    """Reads to the end tag; without one the element takes in the rest of the text."""
    closer = re.compile(
        rf"</{re.escape(tag.name)}{S}*>",
        re.IGNORECASE if element_name(tag.name) in grammar.KNOWN_ELEMENTS else 0,
    )
    raw, state.raw = state.raw, not _is_parsed(state, tag)
    level = Level("html", "", tag.end, closer)
    state.element_end = -1
    state.levels.append(level)
    state.kinds.append("html")
    found = state.engine.tokenize(state)
    state.levels.pop()
    state.kinds.pop()
    src, pos = state.src, state.pos
    if not found:
        state.text(pos, len(src))
        state.pos = len(src)
    state.raw = raw
    if not found:
        return
    close = closer.match(src, pos)
    state.pos = pos if close is None else close.end()
    state.token("html_end", tag.name, -1, span=(state.base + pos, state.base + state.pos))
    state.piece("break", "/" + tag.name.lower(), pos, state.pos)


def _is_parsed(state: InlineState, tag: OpenTag) -> bool:
    natural = grammar.content_model(tag.name) != "raw"
    parsed = natural and not state.raw and state.options.parse_span_html
    written = grammar.MARKDOWN_ATTRIBUTE.get(tag.value("markdown") or "")
    if written == "span":
        return True
    if written == "default":
        return natural
    return parsed and written != "raw"


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
        ("autolink", "<", autolink),
        ("html", "<", html),
        ("footnote", "[", footnote),
        ("link", "[!", link),
        ("math", "$", math),
        ("extension", "{", extension),
        ("escaped", "\\", escaped),
    ):
        inline.add(name, characters, rule)
    if gfm:
        inline.add("strikethrough", "~", strikethrough)
