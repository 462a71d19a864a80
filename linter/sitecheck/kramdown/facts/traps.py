"""Where what a page's author meant and what kramdown makes of it differ, found while facts are gathered."""

from __future__ import annotations

from sitecheck.kramdown.block_tree import Block, Page
from sitecheck.kramdown.facts.block_traps import accidental_table, block_traps, html_as_code
from sitecheck.kramdown.facts.leaf_traps import LeafTraps
from sitecheck.kramdown.facts.raw_traps import RawTraps
from sitecheck.kramdown.model import Problem
from sitecheck.kramdown.span.leaf import Leaf


class Traps:
    """Adds to ``problems`` what is found in the blocks it is shown, in the order of the page."""

    def __init__(self, page: Page, problems: list[Problem]) -> None:
        self.problems = problems
        self._leaves = LeafTraps(page, problems)
        self._raw = RawTraps()

    def children(self, block: Block) -> None:
        """The children of a block, as they stand beside each other."""
        self.problems += block_traps(block.children)

    def leaf(self, block: Block, leaf: Leaf | None) -> None:
        """A leaf, and what was read in it."""
        self._leaves.look(block, leaf)

    def table(self, block: Block) -> None:
        """A table of bars."""
        found = accidental_table(block)
        if found is not None:
            self.problems.append(found)

    def open(self, block: Block) -> None:
        """An element of raw HTML."""
        self._raw.open(block)
        self.problems += html_as_code(block)
        self.children(block)

    def close(self) -> None:
        """The end of the innermost element."""
        self._raw.close()

    def raw_text(self, block: Block) -> None:
        """Text in an element that is left alone."""
        self.problems += self._raw.text(block)
