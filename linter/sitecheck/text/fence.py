"""Where Jekyll finds front matter, and the shapes that look like front matter to a person only.

Jekyll decides twice: ``Utils.has_yaml_header?`` looks at the first line's bytes to tell pages and
collection files from static files (posts skip this), and ``Document::YAML_FRONT_MATTER_REGEXP`` then
splits the text. Read from Jekyll 4.3.4; 3.10 and 4.4 agree.
"""

from __future__ import annotations

import re
from typing import Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

ShapeKind = Literal[
    "bom-before-fence",
    "blank-before-fence",
    "comment-before-fence",
    "text-on-opening-fence",
    "long-opening-fence",
    "other-opening-fence",
    "no-opening-fence",
    "carriage-returns-only",
    "foreign-front-matter",
    "unclosed-fence",
]

_OPEN = lazy_pattern(r"---[ \t\r\f\v]*\n")
_CLOSE = lazy_pattern(r"^(?:---|\.\.\.)\s*$\n?", re.MULTILINE | re.ASCII)
_HEADER = lazy_pattern(rb"---[ \t\r\f\v]*\n")
_KEY_LINE = r"[ \t]*[A-Za-z_](?=(?P<key>[\w .-]*))(?P=key)[ \t]*:(?:[ \t][^\n]*)?\r?\n"
"""The key is taken in a look-ahead, which never gives back its blanks: many of them took quadratic time."""
_LEAD = lazy_pattern(r"(?P<blank>\s+)---[ \t\r]*\n(?:[ \t]*\n|#[^\n]*\n)*" + _KEY_LINE, re.ASCII)
_COMMENT = lazy_pattern(r"\s*<!--(?:(?!-->)[^\0]){0,4000}-->\s*---[ \t\r]*\n" + _KEY_LINE, re.ASCII)
_OPEN_TEXT = lazy_pattern(r"---[ \t]+(?P<text>[^\s-][^\n]*)\n", re.ASCII)
_LONG_OPEN = lazy_pattern(r"-{4,}[ \t\r]*\n" + _KEY_LINE, re.ASCII)
_OTHER_OPEN = lazy_pattern(r"(?:--|[–—][-–—]{0,2}|-[–—]|- - ?-|-- -)[ \t\r]*\n" + _KEY_LINE, re.ASCII)
"""Two dashes, three with blanks between them, or what an editor makes of them."""
_NO_OPEN = lazy_pattern(
    r"(?=(?:[^\n]*\n){0,20}?(?:layout|permalink):)(?=[a-z])(?:[A-Za-z_][\w-]*[ \t]*:(?:[ \t][^\n]*|\r)?\n"
    r"(?:[ \t]+[^\n]*\n|-[ \t][^\n]*\n){0,50}){2,40}---[ \t]*\r?\n",
    re.ASCII,
)
"""Lines of keys down to three dashes, of which one is Jekyll's alone: other programs read a title so. A line
can be read in one way only, also where it ends in a carriage return: in two, the lines would multiply."""
_ONLY_RETURNS = lazy_pattern(r"---[ \t]*\r(?!\n)[^\n\0]{0,4000}?\r(?:---|\.\.\.)", re.ASCII)
_FOREIGN = lazy_pattern(r"(?:\+\+\+|;;;)[ \t\r]*\n[ \t]*[\w\"'-]+[ \t]*[:=]", re.ASCII)
_NEAR_CLOSE = lazy_pattern(
    r"^(?:-{4,}[ \t]*|[ \t]+---[ \t]*|---[ \t]+[^\n]*\S[ \t]*|--[ \t]*|—[ \t]*)\r?$", re.MULTILINE
)
_NEAR_LIMIT = 8_000


class Split(NamedTuple):
    """The parts of a text with front matter: what YAML gets (the opening fence included) and the body."""

    yaml: Span
    body: int


class Shape(NamedTuple):
    """Something an author takes for front matter and Jekyll does not; ``span`` is what is in the way."""

    kind: ShapeKind
    span: Span


def has_header(data: bytes) -> bool:
    """``Utils.has_yaml_header?``: whether the first line of a file's bytes opens front matter."""
    return data.startswith(b"---") and _HEADER.match(data) is not None


def split(text: str) -> Split | None:
    """``Document::YAML_FRONT_MATTER_REGEXP``: the closing fence swallows all blank lines that follow it."""
    opening = _OPEN.match(text) if text.startswith("---") else None
    if opening is None:
        return None
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        return None
    return Split(Span(0, closing.start()), closing.end())


def shape(text: str, bom: bool = False) -> Shape | None:
    """The first reason why front matter that a person would see in ``text`` is not front matter."""
    if split(text) is not None:
        return Shape("bom-before-fence", Span(0, 3)) if bom else None
    for kind, pattern in _PATTERNS:
        if match := pattern.match(text):
            return _shape(kind, match)
    opening = _OPEN.match(text)
    if opening and re.compile(_KEY_LINE).match(text, opening.end()):
        near = _NEAR_CLOSE.search(text, opening.end(), opening.end() + _NEAR_LIMIT)
        span = Span(near.start(), near.end()) if near else Span(0, 3)
        return Shape("unclosed-fence", span)
    return None


_PATTERNS: tuple[tuple[ShapeKind, re.Pattern[str]], ...] = (
    ("blank-before-fence", _LEAD),
    ("comment-before-fence", _COMMENT),
    ("text-on-opening-fence", _OPEN_TEXT),
    ("long-opening-fence", _LONG_OPEN),
    ("other-opening-fence", _OTHER_OPEN),
    ("no-opening-fence", _NO_OPEN),
    ("carriage-returns-only", _ONLY_RETURNS),
    ("foreign-front-matter", _FOREIGN),
)


def consequence(kind: ShapeKind, post: bool) -> str:
    """What Jekyll does with a file of that shape (built and looked at, Jekyll 4.3.4 and 3.10)."""
    if post:
        return _POST.get(kind, "the post is published without its data, and the front matter shows as text")
    if kind == "unclosed-fence":
        return "the page is published without its data, and the front matter shows as text"
    return "the file is copied as it is: no page, no layout, no Liquid"


_POST: dict[ShapeKind, str] = {"bom-before-fence": "the post is read correctly"}


def _shape(kind: ShapeKind, match: re.Match[str]) -> Shape | None:
    if kind in ("text-on-opening-fence", "long-opening-fence", "other-opening-fence"):
        closing = re.compile(r"^(?:---+|\.\.\.)[ \t\r]*$", re.MULTILINE).search(match.string, match.end())
        if closing is None or closing.start() > match.end() + _NEAR_LIMIT:
            return None
    if kind == "blank-before-fence":
        return Shape(kind, Span(0, match.end("blank")))
    if kind == "text-on-opening-fence":
        return Shape(kind, Span(match.start("text"), match.end("text")))
    end = match.string.find("\n", 0, match.end())
    return Shape(kind, Span(0, len(match.string[:end].rstrip()) if end > 0 else 3))
