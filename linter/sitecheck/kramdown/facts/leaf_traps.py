"""Marks of Markdown that kramdown shows as they are, in the text of one leaf.

Nothing is told of a mark that became an element, stands in code or a formula, or has a backslash before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from sitecheck.kramdown.block_tree import Block, Page
from sitecheck.kramdown.grammar import ID_NAME, KNOWN_ELEMENTS, VOID_ELEMENTS
from sitecheck.kramdown.model import Problem, ProblemKind
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.span.leaf import Leaf, LeafReader, Reading, leaf_text
from sitecheck.kramdown.span.parser import Piece
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Stretches
from sitecheck.text.lines import line_before

_SUSPECT = lazy_pattern(
    r"\*\*|\[\^|\](?:[ \t]*\n)?[ \t]*\([\w#/.]|\](?=https?:)|\((?<=\w\()https?:|\)\[|\{[:#.]|``"
)
_SUSPECT_LINE = lazy_pattern(
    r"\n(?: {0,3}(?:#|\[[^\]\n]+\]:|\d+\)|[•▪‣◦●]|[+*-][ \t]|\d+\.[ \t])|---[ \t]*$)", re.MULTILINE
)
"""What every trap of this module has in it; a leaf without it is not looked at. Each way of the two begins
with one character: Python jumps from one to the next of these."""
_STRONG = lazy_pattern(r"\\.|\*\*(?=[^\s*])(?:[^*\\]|\*(?!\*))*?(?<=[^\s*])\*\*(?!\*)", re.DOTALL)
"""What needs no second look when one asks whether ``**`` is left: escapes and strong text."""
_WORD = lazy_pattern(r"[^\W\d_]{2}")
_URL = r"https?://[^\s()<>]+|mailto:[^\s()<>]+|/[\w./#?=&%-]*|\.\.?/[^\s()<>]+|#[\w-]+"
_FILE = r"\w[\w./-]*\.(?:md|markdown|html?|pdf|png|jpe?g|gif|svg|webp)(?:#[\w-]+)?"
_TORN = lazy_pattern(rf"(?<![\]\\])!?\[([^\[\]\n]{{1,200}})\]([ \t]+|[ \t]*\n[ \t]*)\(({_URL}|{_FILE})\)")
_SWAPPED = lazy_pattern(r"(?<!\\)\(([^()\[\]\n]{1,200})\)\[((?:https?://|mailto:|/)[^\s\[\]()]+)\]")
_UNCLOSED = lazy_pattern(rf"(?<![\]\\])!?\[([^\[\]\n]{{1,200}})\]\((?:{_URL}|{_FILE})(?<![.,;:!?'\"*_])")
_UNOPENED = lazy_pattern(r"(?<![\]\\])!?\[([^\[\]\n]{1,200})\]()https?://[^\s()<>\[\]]+\)")
_BRACKET_LEFT_OPEN = lazy_pattern(
    r"(?<![\]\\])\[([^\[\]()\n]{1,200}(?<=\w))()\((?:https?://|mailto:)[^\s()<>]+\)"
)
_BRACKET_NEVER_OPENED = lazy_pattern(r"(?<!\\)\]\(https?://[^\s()<>]+\)")
_ROUND = lazy_pattern(r"[()]")
_CLASS = lazy_pattern(r"(?:[a-z]-z|[A-Z]-Z|[0-9]-9|a-f|A-F|_)+")
"""What is a class of characters, as regular expressions write them: ``[^a-z0-9]``."""
_CALL = lazy_pattern(rf"(?<!\\)\[\^({ID_NAME})\](?![:(])")
_UNSPACED = lazy_pattern(
    r"^ {0,3}(#{2,6})(?=[^\W\d_]|[*`\"'¿¡（【《「☀-➿\U0001f300-\U0001faff]|\[[^\]\n]*\]\("
    r"|\d{1,2}(?:[.．、]\d{0,2}){1,4}(?!\d))([^\n]*)$",
    re.MULTILINE,
)
"""What begins with a letter, a mark, a link, or a number of sections (``2.``, ``2.1``), none of tickets."""
_LONE = lazy_pattern(r"^ {0,3}(#{2,6})[ \t]*$", re.MULTILINE)
_ODD_BLANK = lazy_pattern(
    "^ {0,3}(#{1,6})([ \t]*[\u00a0\u2002\u2003\u2007\u2009\u202f\u3000][^\\S\n]*)(?=\\S)[^\n]*$", re.MULTILINE
)
_GLUED_HEADING = lazy_pattern(r"\n {0,3}(#{1,6})[ \t]+\S[^\n]*")
_DEFINITION = lazy_pattern(
    rf"\n {{0,3}}(\[(?!\^)([^\]\n]{{1,200}})\]:[ \t]*<?(?:{_URL})>?(?:[ \t]+[\"'][^\n]*)?)[ \t]*$",
    re.MULTILINE,
)
"""A line that defines a link, below another line of the text."""
_NUMBERED = lazy_pattern(r"^ {0,3}(\d{1,3})\)[ \t]+\S", re.MULTILINE)
_BULLET = lazy_pattern(r"^ {0,3}([•▪‣◦●])[ \t]*\S", re.MULTILINE)
"""Without the middle dot, which stands between words as well."""
_ITEM = lazy_pattern(r"^ {0,3}(?:([-+*])|(\d{1,3})\.)[ \t]+\S", re.MULTILINE)
_BROKEN_LINE = lazy_pattern(r"(?:  |\\|<br ?/?>)[ \t]*$", re.IGNORECASE)
"""The end of a line that is shown as one."""
_LIST = lazy_pattern(r"(?<!\\)\{:(?![:/])([^{}\n]{1,300})\}")
_ATTRIBUTE = lazy_pattern(r"(?:^|\s)[#.][A-Za-z][\w-]*(?=[\s#.]|$)|[\w-]=[\"'“”‘’]|^\s*(?:toc|no_toc)\s*$")
_ID_ALONE = lazy_pattern(r"[ \t]*(?P<list>\{#[A-Za-z][\w:-]*\})[ \t]*\n?")
_WITHOUT_COLON = lazy_pattern(
    r"[^\s{][ \t]+(?P<list>\{[#.][A-Za-z][\w-]*(?:[ \t]+[#.][A-Za-z][\w-]*)*\})[ \t]*\n?\Z"
)
"""At the end of a heading, as Pandoc and PHP Markdown Extra have it; kramdown takes an id alone there."""
_TAG_TEXT = "html_text"
_TAG = lazy_pattern(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/]([^<>]{0,400}))?>")
_VALUE = lazy_pattern(r"[A-Za-z][ \t\n]?=")
_WITHOUT_BLANKS = "\u3000"
"""From here on are Chinese and Japanese, which put no blanks around a word."""
_GOES_ON = lazy_pattern(r"[ \t]+[^\W_]|[.,;:!?)]|-[^\W_]|s\b")
_KEYS = lazy_pattern(r"(?:[A-Za-z_][\w-]{0,40}:(?:[ \t][^\n]*)?\n){2,}---[ \t]*")
_FENCE = lazy_pattern(r"^[ \t]*`{3,}[^`\n]*\n[^`]*", re.MULTILINE)


class LeafTraps:
    """Looks at the leaves of one page; what is found is added to ``problems``."""

    def __init__(self, page: Page, problems: list[Problem]) -> None:
        self.page = page
        self.problems = problems
        self._reader: LeafReader | None = None

    def look(self, block: Block, leaf: Leaf | None) -> None:
        """Looks at a leaf; ``leaf`` is what was read in it, ``None`` when nothing needed to be."""
        source, start, end = leaf_text(block)
        # No pattern looks for tags that are text: most of what looks like one is a tag, and the engine knows.
        has_tags = leaf is not None and any(token.type == _TAG_TEXT for token in leaf.tokens)
        if not has_tags and not _is_suspect(source.text, start, end):
            return
        text = _Text(source, start, source.text[start:end], block.type, leaf)
        for kind, first, last, detail in self._found(text):
            self.problems.append(Problem(kind, source.span(start + first, start + last), detail))

    def _found(self, text: _Text) -> Iterator[Found]:
        if "**" in text.text:
            yield from self._emphasis(text)
        if "](" in text.text and text.kind != "td":
            yield from self._shown(text, _without_bracket(text))
        if text.leaf is not None:
            yield from self._shown(text, _links(text))
            if text.kind != "td":  # there a bar may have cut the link in two
                yield from self._shown(text, _half_links(text))
            yield from _footnotes(text, self.page)
            yield from _attribute_lists(text, text.leaf)
            yield from _fences(text, text.leaf)
            yield from _tags(text, text.leaf)
        if text.kind == "header" and (alone := _ID_ALONE.fullmatch(text.text)):
            yield "raw-attribute-list", *alone.span("list"), text.kind
        elif text.kind == "header" and (last := _WITHOUT_COLON.search(text.text)):
            yield "raw-attribute-list", *last.span("list"), text.kind
        if text.kind == "p":
            yield from _headings(text, self.page)
            yield from _lists(text, self.page)
            yield from _definitions(text)
            yield from _front_matter(text)

    def _emphasis(self, text: _Text) -> Iterator[Found]:
        if "**" not in _STRONG.sub("", text.text):
            return
        marks, depth = [], 0
        for piece in self._pieces(text):
            if piece.kind == "break" and piece.text in ("strong", "/strong"):
                depth += 1 if piece.text == "strong" else -1
            elif piece.kind == "text" and piece.text == "**" and not depth:
                marks.append(piece.start)
        yield from _raw_marks(text.text, marks)

    def _shown(self, text: _Text, found: Iterator[Found]) -> Iterator[Found]:
        """Those that a reader sees: not what stands in an attribute or a comment, or in code that is HTML."""
        first = next(found, None)
        if first is None:
            return
        shown = Stretches((piece.start, piece.end) for piece in self._pieces(text) if piece.kind == "text")
        yield from (each for each in chain((first,), found) if each[1] in shown)

    def _pieces(self, text: _Text) -> Sequence[Piece]:
        if self._reader is None:
            self._reader = LeafReader(self.page, Reading.TEXT, tells=False)
        return self._reader.read_text(text.source, text.start, text.start + len(text.text)).pieces


def _is_suspect(text: str, start: int, end: int) -> bool:
    if _SUSPECT.search(text, start, end):
        return True
    if start > 0:
        return _SUSPECT_LINE.search(text, start - 1, end) is not None
    return _SUSPECT_LINE.search(f"\n{text[:end]}") is not None


Found = tuple[ProblemKind, int, int, str]


class _Text:
    """The text of a leaf."""

    __slots__ = ("_taken", "kind", "leaf", "source", "start", "text")

    def __init__(self, source: Source, start: int, text: str, kind: str, leaf: Leaf | None) -> None:
        self.source = source
        self.start = start
        self.text = text
        self.kind = kind
        self.leaf = leaf
        self._taken: Stretches | None = None

    def covered(self, at: int) -> bool:
        """Whether the character at ``at`` became a part of an element."""
        if self._taken is None:
            tokens = self.leaf.tokens if self.leaf is not None else ()
            self._taken = Stretches(
                token.meta["span"] for token in tokens if "span" in token.meta and token.type != "undefined"
            )
        return at in self._taken

    def line_before(self, at: int) -> str:
        """What stands before ``at`` in its line, at most 200 characters of it."""
        return line_before(self.text, at, 200)


def _raw_marks(text: str, marks: list[int]) -> Iterator[Found]:
    """The first place at which ``**`` is shown and was meant to be a mark.

    Of an even number of marks the first belongs to the second, the third to the fourth; of an odd one nobody
    knows. Nor does anybody where marks stand before, which what is mended may close.
    """
    is_even = len(marks) % 2 == 0
    for number, at in enumerate(marks):
        following = marks[number + 1] if number + 1 < len(marks) else -1
        may_open = number % 2 == 0 or not is_even
        if following > 0 and may_open and _is_pair(text, at, following):
            yield "raw-emphasis", at, following + 2, "pair" if is_even and number == 0 else "unsure-pair"
            return
        if _closes_sentence(text, at) and number % 2 == 0 and following < 0:
            yield "raw-emphasis", at, at + 2, ""
            return


def _is_pair(text: str, first: int, second: int) -> bool:
    """Whether two marks were meant to enclose what is between them, and a blank keeps them from it."""
    inner = text[first + 2 : second]
    before, after = text[first - 1 : first] if first else "", text[second + 2 : second + 3]
    if not _WORD.search(inner) or "\n\n" in inner or len(inner) > 500:
        return False
    opens = not before or before.isspace() or before in "([{«“\"'—–-*:"
    blank_after, blank_before = inner[:1].isspace(), inner[-1:].isspace()
    if not opens or before == "/" or not (blank_after or blank_before):
        return False
    # `a ** b ** c` may be powers; at the start of a line it is not.
    return not (blank_after and blank_before) or not before or (before == "\n" and not after.isdigit())


def _closes_sentence(text: str, at: int) -> bool:
    """Whether a lone mark stands after the end of a sentence that goes on: no mark of a footnote."""
    return (
        text[at - 1 : at] in tuple(".!?:;")
        and text[at + 2 : at + 3] == " "
        and bool(_WORD.search(text, at + 2))
    )


def _links(text: _Text) -> Iterator[Found]:
    for match in _TORN.finditer(text.text):
        if _WORD.search(match[1]) and not text.covered(match.start()):
            yield "torn-link", match.start(), match.end(), "line" if "\n" in match[2] else "blank"
    for match in _SWAPPED.finditer(text.text):
        covered = text.covered(match.start()) or text.covered(match.start(2))
        if _WORD.search(match[1]) and not covered and not _ends_mark(text.text, match):
            yield "swapped-link", match.start(), match.end(), ""


def _ends_mark(text: str, swapped: re.Match[str]) -> bool:
    """Whether the square brackets end what others began, as forums write: ``[b]fat (or not)[/b]``."""
    name = swapped[2].removeprefix("/")
    return name != swapped[2] and text.find(f"[{name}]", 0, swapped.start()) >= 0


def _half_links(text: _Text) -> Iterator[Found]:
    """Links of whose four brackets one is missing; the last word of a find is the one that is."""
    unclosed = [match for match in _UNCLOSED.finditer(text.text) if _may_be_link(text, match)]
    unopened = [match for match in _UNOPENED.finditer(text.text) if _may_be_link(text, match)]
    brackets = _RoundBrackets(text.text if unclosed or unopened else "")
    for match in unclosed:
        if match.end(1) + 1 in brackets.never_closed:
            yield "half-link", match.start(), match.end(), ")"
    for match in unopened:
        if brackets.are_even(match.start()):
            yield "half-link", match.start(), match.end(), "("
    last = text.text.rfind("]")
    for match in _BRACKET_LEFT_OPEN.finditer(text.text):
        if last < match.end() and _may_be_link(text, match):
            yield "half-link", match.start(), match.end(), "]"


def _without_bracket(text: _Text) -> Iterator[Found]:
    """``text](https://…)``. Only the first of a leaf is told, and where no bracket is before it: one that
    has another meaning may be what it was to belong to."""
    match = _BRACKET_NEVER_OPENED.search(text.text)
    if match is None or "[" in text.text[: match.start()]:
        return
    before = text.line_before(match.start())
    if _WORD.search(before) and ">" not in before:
        yield "half-link", match.start(), match.end(), "["


def _may_be_link(text: _Text, match: re.Match[str]) -> bool:
    """Whether it has words and is none yet, which spares most leaves the search for brackets."""
    return _WORD.search(match[1]) is not None and not text.covered(match.start())


class _RoundBrackets:
    """The round brackets of a leaf. kramdown looks for the fellow of one up to its end, past blanks and line
    ends."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._opened: list[int] = []
        """By place, how many more are opened than closed up to there."""
        waiting: list[int] = []
        for match in _ROUND.finditer(text):
            opens = match[0] == "("
            before = self._opened[-1] if self._opened else 0
            self._places.append(match.start())
            self._opened.append(before + (1 if opens else -1))
            if opens:
                waiting.append(match.start())
            elif waiting:
                waiting.pop()
        self.never_closed = frozenset(waiting)

    def are_even(self, before: int) -> bool:
        """Whether as many are closed as opened in front of a place."""
        at = bisect_left(self._places, before)
        return not at or self._opened[at - 1] == 0


def _footnotes(text: _Text, page: Page) -> Iterator[Found]:
    """Calls of footnotes that have no text; on a page without any only numbers are surely meant for one."""
    for match in _CALL.finditer(text.text):
        name = match[1]
        is_meant = name not in page.footnotes and (bool(page.footnotes) or name.isdigit())
        if is_meant and not _CLASS.fullmatch(name) and not text.covered(match.start()):
            yield "undefined-footnote", match.start(), match.end(), name


def _attribute_lists(text: _Text, leaf: Leaf) -> Iterator[Found]:
    shown = {piece.start for piece in leaf.pieces if piece.kind == "text"}
    for match in _LIST.finditer(text.text):
        if match.start() in shown and _ATTRIBUTE.search(match[1]):
            yield "raw-attribute-list", match.start(), match.end(), text.kind


def _fences(text: _Text, leaf: Leaf) -> Iterator[Found]:
    """Code spans that were meant to be blocks: of three marks and more, over several lines."""
    for token in leaf.tokens:
        if token.type != "code_inline":
            continue
        first, last = token.meta["span"]
        if not text.line_before(first).strip() and _FENCE.match(text.text, first, last):
            opening = text.text[first : text.text.index("\n", first)].rstrip()
            if len(opening.split()) > 1:
                yield "refused-fence", first, first + len(opening), ""
            else:
                yield "fence-as-span", first, last, ""


def _tags(text: _Text, leaf: Leaf) -> Iterator[Found]:
    """Tags of HTML that are text: the first, and every ``</br>``, which is a slip by itself; and what begins
    a comment at the start of a line and is never closed."""
    found = False
    for token in leaf.tokens:
        if token.type != _TAG_TEXT:
            continue
        at = token.meta["at"]
        if text.text.startswith("<!--", at) and not text.line_before(at).strip():
            yield "comment-as-text", at, at + 4, "!--"
        if not (match := _TAG.match(text.text, at)):
            continue
        word = match[1] + match[2].lower()
        if (not found or word == "/br") and _is_meant(match) and not _is_named(text, match):
            found = True
            yield "html-as-text", *match.span(), word


def _is_meant(tag: re.Match[str]) -> bool:
    """Whether what is in angle brackets can be meant for a tag: no pair of types, no comparison."""
    name, rest = tag[2].lower(), tag[3] or ""
    return name in KNOWN_ELEMENTS and (
        name in VOID_ELEMENTS or _VALUE.search(rest) is not None or not rest.strip(" \t\n/")
    )


def _is_named(text: _Text, tag: re.Match[str]) -> bool:
    """Whether a text speaks of a tag that stands in it: in quotes, brackets or emphasis alone, or as a word
    in a line."""
    before, after = text.text[max(0, tag.start() - 1) : tag.start()], text.text[tag.end() : tag.end() + 1]
    if before and before in "\"'“‘«„(\\" and after:
        return True
    if _VALUE.search(tag[0]) or tag[2].lower() in VOID_ELEMENTS:
        return False
    if before and before in "*_" and after == before:
        return True
    if before >= _WITHOUT_BLANKS and after >= _WITHOUT_BLANKS:
        return True
    if before not in (" ", "\t", "["):  # or as the first word of a link
        return False
    begun = text.line_before(tag.start()).strip()
    return bool(begun) and _GOES_ON.match(text.text, tag.end()) is not None


def _headings(text: _Text, page: Page) -> Iterator[Found]:
    for match in _ODD_BLANK.finditer(text.text):
        yield "unspaced-heading", match.start(1), match.end(), "blank"
    for match in _UNSPACED.finditer(text.text):
        if _WORD.search(match[2]) and not text.covered(match.start(1)):
            yield "unspaced-heading", match.start(1), match.end(), ""
    for match in _LONE.finditer(text.text):
        if not text.covered(match.start(1)):
            yield "lone-heading-mark", match.start(1), match.end(1), match[1]
    if _needs_blank_lines(page):
        for match in _GLUED_HEADING.finditer(text.text):
            if not text.covered(match.start(1)):
                yield "glued-heading", match.start(1), match.end(), ""


def _definitions(text: _Text) -> Iterator[Found]:
    """Definitions of links that go on from a line of text, which takes them for more of itself."""
    for match in _DEFINITION.finditer(text.text):
        if not text.covered(match.start(1)):
            yield "definition-as-text", match.start(1), match.end(1), match[2]


def _front_matter(text: _Text) -> Iterator[Found]:
    """Front matter in the middle of a page: what would be a heading is a paragraph, as it has two lines."""
    if _KEYS.fullmatch(text.text.rstrip()):
        yield "front-matter-as-text", 0, len(text.text.rstrip()), ""


def _needs_blank_lines(page: Page) -> bool:
    """Whether lists and headings begin after a blank line only."""
    return page.options.input != "GFM" or "paragraph_end" not in page.options.gfm_quirks


def _lists(text: _Text, page: Page) -> Iterator[Found]:
    if page.options.hard_wrap and page.options.input == "GFM":
        return
    numbered = list(_NUMBERED.finditer(text.text))
    if _in_order([int(match[1]) for match in numbered]) and _runs_on(text, numbered):
        yield "list-as-text", numbered[0].start(1), numbered[-1].end(), "1)"
    bullets = list(_BULLET.finditer(text.text))
    if len({match[1] for match in bullets}) == 1 and _runs_on(text, bullets):
        yield "list-as-text", bullets[0].start(1), bullets[-1].end(), bullets[0][1]
    if _needs_blank_lines(page):
        items = [match for match in _ITEM.finditer(text.text) if match.start()]
        marks = {match[1] for match in items}
        in_order = marks != {None} or _in_order([int(match[2]) for match in items])
        if len(marks) == 1 and in_order and _runs_on(text, items):
            yield "list-as-text", items[0].start(), items[-1].end(), "glued"


def _in_order(numbers: list[int]) -> bool:
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _runs_on(text: _Text, items: list[re.Match[str]]) -> bool:
    """Whether what was meant for several items is shown in one line."""
    if len(items) < 2 or any(text.covered(match.start()) for match in items):
        return False
    return not any(_BROKEN_LINE.search(text.line_before(match.start() - 1)) for match in items[1:])
