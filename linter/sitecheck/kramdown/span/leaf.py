"""Reads the text of leaf blocks with the inline engine."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, SupportsIndex

from markdown_it.token import Token

from sitecheck.kramdown.attributes import Attributes
from sitecheck.kramdown.block_tree import Block, Page
from sitecheck.kramdown.source import Builder, Source
from sitecheck.kramdown.span.engine import engine, environment
from sitecheck.kramdown.span.parser import Effort, LightToken, Piece, is_plain
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span


class Reading(Enum):
    """What of a leaf's text is wanted."""

    FACTS = auto()
    """Links, formulas and the like; text without a mark of them is not read at all."""
    TEXT = auto()
    """The same and the text that is shown."""
    HTML = auto()
    """Everything, in one order."""


# A mark that may make a fact; one that may make a text other than it is written.
_FACT = lazy_pattern(r"\[|<|`|\$\$|\{:")  # ways that begin with one character: see the triggers of the parser
_CHANGE = lazy_pattern(r"\*|_|`|<|\[|\\|&|\"|'|\$\$|\{:|~~|!\[|--|\.\.\.|>>")

_SHOWN_BY_GFM = ("text", "symbol", "code", "math", "raw", "cdata")
_SHOWN_BY_PLAIN = ("text", "raw", "cdata")


class Leaf:
    """The tokens of a leaf and the pieces of its text; offsets count from ``start`` of ``source``."""

    __slots__ = ("hard_wrap", "pieces", "source", "start", "tokens")

    def __init__(self, source: Source, start: int, *, hard_wrap: bool) -> None:
        self.source = source
        self.start = start
        self.hard_wrap = hard_wrap
        """Whether the ends of its lines are shown as breaks."""
        self.tokens: list[Token] = []
        self.pieces: list[Piece] = []

    def span(self, start: int, end: int) -> Span:
        """Where a range of the leaf's text is in the document."""
        return self.source.span(self.start + start, self.start + end)

    def listed(self, places: list[tuple[int, int]] | None) -> Attributes:
        """What the attribute lists at places of the leaf say."""
        found = Attributes()
        for first, last in places or ():
            found.read(self.source, self.start + first, self.start + last)
        return found


class LeafReader:
    """The inline pass of one document."""

    def __init__(self, page: Page, reading: Reading, *, tells: bool = True) -> None:
        """``tells``: notes in ``page`` when marks are too many to be read."""
        self.page = page
        self.reading = reading
        gfm = page.options.input == "GFM"
        self._parser, self._inline, _ = engine(
            gfm, not (gfm and "no_auto_typographic" in page.options.gfm_quirks)
        )
        self._env = environment(page, [], full=False)
        self._told = not tells

    @property
    def turns(self) -> int:
        """How many marks were looked at; see :data:`~sitecheck.kramdown.span.parser.MOST_TURNS`."""
        effort: Effort = self._env["effort"]
        return effort.spent

    def read_text(self, source: Source, start: int, end: int) -> Leaf:
        """A slice of a text read for what it shows."""
        leaf = Leaf(source, start, hard_wrap=False)
        env = self._env
        env["full"], env["pieces"] = True, leaf.pieces
        env["options"], env["within_html"] = self.page.options, False
        self._inline.parse(source.text[start:end], self._parser, env, leaf.tokens)
        return leaf

    def read(self, block: Block, *, within_html: bool) -> Leaf | None:
        """The leaf read; ``None`` when nothing in it can be wanted."""
        source, start, end = leaf_text(block)
        is_heading = block.type == "header"
        if self.reading is Reading.FACTS and not _may_hold_facts(is_heading, source, start, end):
            return None
        options = self.page.options
        # Only the GFM parser breaks lines, and what it does so with does not get into HTML.
        wrap = options.hard_wrap and options.input == "GFM" and not within_html
        leaf = Leaf(source, start, hard_wrap=wrap)
        env = self._env
        env["full"] = (
            self.reading is not Reading.FACTS or is_heading or source.text.find("{:", start, end) >= 0
        )
        in_order = _InOrder(leaf.tokens) if self.reading is Reading.HTML else None
        env["pieces"] = leaf.pieces if in_order is None else in_order
        env["options"], env["within_html"] = options, within_html
        text = source.text[start:end] + (block.value if block.type == "p" else "")
        if env["full"] and is_plain(text):
            env["pieces"].append(Piece("text", text, 0, len(text)))
        else:
            self._inline.parse(text, self._parser, env, leaf.tokens)
        if self._env["effort"].exceeded and not self._told:
            self._told = True
            self.page.problems.append(("too-many-marks", *leaf.span(0, end - start), ""))
        if in_order is not None:
            leaf.pieces = [token.meta["piece"] for token in leaf.tokens if token.type == "piece"]
        self._set_options(leaf)
        return leaf

    def _set_options(self, leaf: Leaf) -> None:
        for token in leaf.tokens:
            if token.type == "options":
                for name, value in leaf.listed(token.meta["ial"]).values.items():
                    self.page.options = self.page.options.with_inline(name, value.text)

    def plain_text(self, block: Block, leaf: Leaf | None) -> str:
        """A heading's text as ids are made from it."""
        gfm = self.page.options.input == "GFM"
        if leaf is None or not (gfm or self.page.options.auto_id_stripping):
            # Plain kramdown makes an id of the text as it is written, marks and all.
            source, start, end = leaf_text(block)
            return source.text[start:end]
        return self._shown(leaf)

    def text_of_term(self, block: Block) -> str:
        """A term's text as ids are made from it: without its marks, by plain kramdown, too."""
        return self._shown(self.read_text(*leaf_text(block)))

    def _shown(self, leaf: Leaf) -> str:
        kinds = _SHOWN_BY_GFM if self.page.options.input == "GFM" else _SHOWN_BY_PLAIN
        return "".join(piece.text for piece in leaf.pieces if piece.kind in kinds)


def may_hold_facts(block: Block) -> bool:
    """Whether a leaf has a mark that may make a fact."""
    return _may_hold_facts(block.type == "header", *leaf_text(block))


def _may_hold_facts(is_heading: bool, source: Source, start: int, end: int) -> bool:
    return (_CHANGE if is_heading else _FACT).search(source.text, start, end) is not None


class _InOrder(list[Piece]):
    """Takes pieces and puts each as a token where the engine has got to."""

    def __init__(self, tokens: list[Any]) -> None:
        super().__init__()
        self._tokens = tokens

    def append(self, piece: Piece) -> None:
        super().append(piece)
        self._tokens.append(LightToken("piece", {"piece": piece}))

    def __delitem__(self, place: SupportsIndex | slice) -> None:
        """The engine drops tokens itself, and pieces with them."""


def leaf_text(block: Block) -> tuple[Source, int, int]:
    """A leaf's text as a slice of a source."""
    if len(block.parts) == 1:
        return block.source, *block.parts[0]
    build = Builder()
    for number, (start, end) in enumerate(block.parts):
        if number and block.type == "p":
            build.made("\n", block.source.origin(start))
        build.add(block.source, start, end)
    return build.source(), 0, build.length
