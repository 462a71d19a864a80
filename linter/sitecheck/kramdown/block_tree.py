"""The tree of blocks, and the state of the pass that makes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

from sitecheck.kramdown import attributes, grammar
from sitecheck.kramdown.attributes import Attributes, Value
from sitecheck.kramdown.braces import ENDS_LINE, Braces, Listing
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.tags import OpenTag, Quotes

BlockType = Literal[
    "blank", "eob", "p", "text", "header", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "code", "hr",
    "table", "td", "math", "html", "html_comment", "instruction", "comment", "raw", "raw_text",
    "verbatim",
]  # fmt: skip
"""What can stand in a tree, named as kramdown names it where it has the same."""
RootType = Literal["root", "footnote_def"]
"""What is at the top of one."""
# Every reader of the tree has a handler for each type of block; tests hold that.


class Block:
    """A node of the tree. ``parts`` are the slices of ``source`` that make up a leaf's text."""

    __slots__ = (
        "children",
        "end",
        "ial",
        "level",
        "name",
        "named",
        "parts",
        "source",
        "start",
        "tag",
        "transparent",
        "type",
        "value",
    )

    def __init__(self, kind: BlockType | RootType, source: Source, start: int, end: int) -> None:
        self.type: BlockType = kind  # type: ignore[assignment]  # a root is nobody's child
        self.source = source
        self.start = start
        self.end = end
        self.children: list[Block] = []
        self.ial: Attributes | None = None
        self.named: Value | None = None
        self.level = 0
        self.name = ""
        self.value = ""
        self.parts: list[tuple[int, int]] = []
        self.transparent = False
        self.tag: OpenTag | None = None


class Footnote:
    """A footnote definition; ``mark`` is the block that attribute lists after it are for, ``span`` where
    ``[^name]`` stands in the document."""

    __slots__ = ("content", "mark", "name", "span")

    def __init__(self, name: str, content: Block, mark: Block, span: tuple[int, int]) -> None:
        self.name = name
        self.content = content
        self.mark = mark
        self.span = span


class LinkTarget:
    """What a link definition says; places are in the document, ``mark`` as in :class:`Footnote`."""

    __slots__ = ("href", "href_span", "label", "mark", "span", "title", "used")

    def __init__(self, label: str, href: str, title: str | None) -> None:
        self.label = label
        self.href = href
        self.title = title
        self.mark: Block | None = None
        self.span: tuple[int, int] | None = None
        self.href_span: tuple[int, int] = (0, 0)
        self.used = False


Rule: TypeAlias = Callable[["State"], bool]
Rules: TypeAlias = dict[str, tuple[Rule, ...]]
"""What can begin with a line's first character; ``""`` is for all characters that are not named."""


class Page:
    """What the block pass of one document gathers beside the tree."""

    __slots__ = (
        "_configured",
        "abbreviations",
        "attribute_lists",
        "definitions",
        "footnotes",
        "links",
        "options",
        "problems",
        "rules",
    )

    def __init__(self, options: Options, rules: Rules) -> None:
        self.options = options
        self.rules = rules
        self.attribute_lists: dict[str, Attributes] = {}
        self.links: dict[str, LinkTarget] = {}
        self._configured = options.link_defs.by_label
        self.definitions: list[LinkTarget] = []
        self.footnotes: dict[str, Footnote] = {}
        self.abbreviations: list[tuple[str, str, int, int]] = []
        self.problems: list[tuple[str, int, int, str]] = []

    def link(self, label: str) -> LinkTarget | None:
        """What a label means: the page's own definition of it, or the configuration's."""
        name = grammar.normalize_label(label)
        if name not in self.links and name in self._configured:
            self.links[name] = LinkTarget(*self._configured[name])
        return self.links.get(name)

    def attributes(self, block: Block) -> dict[str, Value]:
        """The attributes of a block after the lists for it."""
        attrs = {} if block.named is None else {"id": block.named}
        if block.ial is not None:
            attributes.apply(attrs, block.ial, self.attribute_lists)
        return attrs


class State:
    """Where the pass is in one text; HTML elements share the text of what they stand in."""

    __slots__ = ("braces", "depth", "end", "ial", "misses", "page", "pos", "quotes", "source", "text", "tree")

    def __init__(self, page: Page, source: Source, tree: Block, depth: int) -> None:
        self.page = page
        self.source = source
        self.text = source.text
        self.end = len(source.text)
        self.pos = 0
        self.tree = tree
        self.ial: Attributes | None = None
        self.depth = depth
        self.misses: dict[str, int] = {}
        self.quotes = Quotes()
        self.braces = Braces(source.text, ENDS_LINE)

    def block(self, kind: BlockType, start: int, end: int) -> Block:
        """A new block, which takes the attribute list that waits for one."""
        block = Block(kind, self.source, start, end)
        if self.ial is not None:
            block.ial, self.ial = self.ial, None
        return block

    def add(self, kind: BlockType, start: int, end: int) -> Block:
        """A new block at the end of the tree."""
        block = self.block(kind, start, end)
        self.tree.children.append(block)
        return block

    def after_boundary(self) -> bool:
        """Whether a block that must stand apart may begin here."""
        # kramdown: an attribute list that waits, or the start of the text, is as good as a blank line.
        if self.ial is not None or not self.tree.children:
            return True
        last = self.tree.children[-1]
        return last.type == "blank" or (last.type == "eob" and not last.value)

    def before_boundary(self) -> bool:
        """Whether a block that must stand apart may end here."""
        text, pos = self.text, self.pos
        return (
            pos >= self.end
            or grammar.BLANK.match(text, pos) is not None
            or grammar.EOB.match(text, pos) is not None
            or self.attribute_list(pos) is not None
        )

    def attribute_list(self, pos: int) -> Listing | None:
        """A complete ``{: … }`` line at ``pos``."""
        return self.braces.listing(grammar.ATTRIBUTE_LIST.match(self.text, pos))

    def find(self, needle: str, pos: int) -> int:
        """``text.find`` that remembers what is not there, so that asking again costs nothing."""
        if self.misses.get(needle, self.end + 1) <= pos:
            return -1
        at = self.text.find(needle, pos)
        if at < 0:
            self.misses[needle] = pos
        return at

    def search(self, pattern: re.Pattern[str], pos: int) -> re.Match[str] | None:
        """``pattern.search`` that remembers what is not there."""
        if self.misses.get(pattern.pattern, self.end + 1) <= pos:
            return None
        match = pattern.search(self.text, pos)
        if match is None:
            self.misses[pattern.pattern] = pos
        return match

    def problem(self, kind: str, start: int, end: int, detail: str = "") -> None:
        """Records something the author did not mean; offsets are into this text."""
        self.page.problems.append((kind, *self.source.span(start, end), detail))

    def lazy_end(self, pattern: re.Pattern[str], pos: int) -> int:
        """Where the lines that begin at ``pos`` end: after the line break before what ends them."""
        text = self.text
        while (match := pattern.search(text, pos)) is not None:
            pos = match.end()
            if grammar.ATTRIBUTE_LIST.match(text, pos) and self.attribute_list(pos) is None:
                continue
            return pos
        return self.end
