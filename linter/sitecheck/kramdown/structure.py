"""The structure pass: leaves, ids, table of contents and footnotes of a page, found once for all readers.

It goes over the tree of blocks in the order of the converted HTML, as kramdown's converter does, since that
order numbers equal ids and footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.block import order, parser
from sitecheck.kramdown.block_tree import Block, BlockType, Page
from sitecheck.kramdown.ids import GfmIds, PlainIds, plain_id
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.span.leaf import Leaf, LeafReader, Reading, leaf_text
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

_NO_TOC = lazy_pattern(r"\bno_toc\b")
_AUTO_IDS = lazy_pattern(r"auto_ids(?:-([A-Za-z0-9_-]+))?")


class HeadingFacts(NamedTuple):
    """A heading's level as converted, its text and its id.

    ``id`` is ``None`` when the heading has none; ``written`` is the one that is written, ``None`` when it is
    made from the text. ``known`` is false when it depends on what cannot be known.
    """

    level: int
    text: str
    id: str | None
    written: Value | None
    known: bool


class Note:
    """A footnote that the text refers to; ``name`` with the prefix of the page's footnotes."""

    __slots__ = ("backlinks", "content", "name", "number", "repeats")

    def __init__(self, name: str, number: int, content: Block) -> None:
        self.name = name
        self.number = number
        self.content = content
        self.repeats = 0
        """How often the text refers to it again."""
        self.backlinks: tuple[str, ...] = ()
        """The ids of the references it leads back to."""

    @property
    def id(self) -> str:
        """The id of the note."""
        return f"fn:{self.name}"

    def reference_id(self, repeat: int) -> str:
        """The id of a reference to it; ``repeat`` counts from 0."""
        return f"fnref:{self.name}:{repeat}" if repeat else f"fnref:{self.name}"


class Reference(NamedTuple):
    """A mark in the text that leads to a footnote."""

    note: Note
    id: str


class Structure:
    """What the pass found. References to footnotes are in the ``reference`` of their tokens' ``meta``."""

    def __init__(self, page: Page, root: Block, reading: Reading) -> None:
        self.page = page
        self.root = root
        self.reading = reading
        self.leaves: dict[Block, Leaf] = {}
        """The leaves that were read."""
        self.headings: dict[Block, HeadingFacts] = {}
        self.terms: dict[Block, str] = {}
        """The ids that ``{:auto_ids}`` gives to terms."""
        self.contents: list[Block] = []
        """The headings that a table of contents lists."""
        self.notes: list[Note] = []
        """The footnotes in the order of their numbers."""
        self.toc: Block | None = None
        """The list for which the table of contents stands."""
        self.toc_id = "markdown-toc"
        """The id of the table of contents, with which those of its links begin."""
        self.footnotes: Block | None = None
        """The list for which the footnotes stand; they stand at the end when there is none."""
        self.turns = 0
        """How many marks were looked at for it."""


def read_structure(text: str, options: Options, reading: Reading) -> Structure:
    """The tree of a document and its structure."""
    page = Page(options, order.RULES)
    root = parser.parse(page, Source.of(text))
    settings = page.options
    found = _Pass(page, root, reading).run()
    if page.options != settings:
        # kramdown converts when all is parsed: options set in a paragraph hold for what stands before, too.
        found = _Pass(page, root, reading).run()
    return found


def read_start(text: str, options: Options, size: int) -> Structure | None:
    """The structure of the first blocks of a document, for its HTML: of as many as hold ``size`` characters.
    ``None`` where what follows may change them.
    """
    if "{::options" in text:
        return None
    page = Page(options, order.RULES)
    root = parser.parse_start(page, Source.of(text), size)
    found = _Pass(page, root, Reading.HTML).run()
    return found if found.toc is None and found.footnotes is None else None


def read_again(structure: Structure, reading: Reading) -> Structure:
    """The structure of the same tree, its leaves read for something else."""
    return _Pass(structure.page, structure.root, reading).run()


def leaves_of(structure: Structure) -> Iterator[tuple[Source, int, int]]:
    """The texts of all blocks in which spans are read, each as a slice of a source."""
    waiting = [structure.root, *(note.content for note in structure.page.footnotes.values())]
    while waiting:
        block = waiting.pop()
        if HANDLERS.get(block.type) in _READ:
            source, start, end = leaf_text(block)
            yield source, start, end
        waiting += block.children


class _Pass:
    """One pass over a tree."""

    def __init__(self, page: Page, root: Block, reading: Reading) -> None:
        self.page = page
        self.found = Structure(page, root, reading)
        self.leaves = LeafReader(page, reading)
        self.noted: dict[str, Note] = {}
        self.gfm_ids = GfmIds()
        self.plain_ids = PlainIds()
        self.plain_depth = 0
        self.in_notes = False

    def run(self) -> Structure:
        """Finds everything."""
        self._read(self.found.root)
        # The GFM parser makes its ids before it gets to footnotes; a heading there gets a plain one.
        self.in_notes = True
        self.plain_depth += 1
        for note in self.found.notes:  # grows: footnotes refer to footnotes
            if self.page.options.footnote_backlink:
                # kramdown counts the references before it converts the note, which may add some.
                note.backlinks = tuple(note.reference_id(repeat) for repeat in range(note.repeats + 1))
            self._read(note.content)
        self.found.turns = self.leaves.turns
        return self.found

    def _read(self, root: Block) -> None:
        """Reads what is in a block; not by recursion, since raw HTML may nest without bound."""
        opened: list[tuple[Block, Iterator[Block]]] = [(root, iter(root.children))]
        while opened:
            block, children = opened[-1]
            child = next(children, None)
            if child is None:
                opened.pop()
                self.plain_depth -= block.type == "html"
            elif HANDLERS[child.type](self, child):
                self.plain_depth += child.type == "html"
                opened.append((child, iter(child.children)))

    # Each says whether what is in the block is to be read.

    def _nothing(self, block: Block) -> bool:
        return False

    def _container(self, block: Block) -> bool:
        return True

    def _leaf(self, block: Block) -> bool:
        self._text(block)
        return False

    def _text(self, block: Block) -> Leaf | None:
        leaf = self.leaves.read(block, within_html=self.plain_depth > 0)
        if leaf is not None:
            self.found.leaves[block] = leaf
            for token in leaf.tokens:
                if token.type == "footnote_ref":
                    token.meta["reference"] = self._reference(token.meta["name"])
        return leaf

    def _reference(self, name: str) -> Reference:
        note = self.noted.get(name)
        if note is None:
            options = self.page.options
            number = options.footnote_nr + len(self.found.notes)
            content = self.page.footnotes[name].content
            note = self.noted[name] = Note(options.footnote_prefix + name, number, content)
            self.found.notes.append(note)
        else:
            note.repeats += 1
        return Reference(note, note.reference_id(note.repeats))

    def _list(self, block: Block) -> bool:
        refs = block.ial.refs if block.ial is not None else []
        if self.found.toc is None and "toc" in refs:
            self.found.toc = block
            named = self.page.attributes(block).get("id")
            self.found.toc_id = self.found.toc_id if named is None else named.text
        elif self.found.footnotes is None and "footnotes" in refs and not self.in_notes:
            # (Within a footnote kramdown leaves its own mark for the place, a random word, in the page.)
            self.found.footnotes = block
        else:
            return True
        return False

    def _definitions(self, block: Block) -> bool:
        refs = block.ial.refs if block.ial is not None else []
        prefix = next((match[1] or "" for ref in refs if (match := _AUTO_IDS.match(ref))), None)
        for child in block.children if prefix is not None else ():
            if child.type == "dt" and "id" not in self.page.attributes(child):
                made = plain_id(self.leaves.text_of_term(child))
                self.found.terms[child] = f"{prefix}{made}".lstrip()
        return True

    def _heading(self, block: Block) -> bool:
        text = self.leaves.plain_text(block, self._text(block))
        options, attrs = self.page.options, self.page.attributes(block)
        written = attrs.get("id")
        value: str | None
        if written is not None:  # a blank one, too, keeps kramdown from making an id
            value, known = written.text, UNKNOWN not in written.text
        else:
            value, known = self._made_id(text)
        level = max(1, min(6, block.level + options.header_offset))
        self.found.headings[block] = HeadingFacts(
            level=level, text=text, id=value, written=written, known=known
        )
        classes = attrs["class"].text if "class" in attrs else ""
        # kramdown asks for the level that is written, not for the one that header_offset makes of it.
        if value is not None and block.level in options.toc_levels and not _NO_TOC.search(classes):
            self.found.contents.append(block)
        return False

    def _made_id(self, text: str) -> tuple[str | None, bool]:
        """The id that is made from a heading's text, and whether it is certain."""
        options, known = self.page.options, UNKNOWN not in text
        if not options.auto_ids:
            return None, True
        if options.input == "GFM" and self.plain_depth == 0:
            return self.gfm_ids.make(text, options.auto_id_prefix), known
        if options.transliterated_header_ids:
            known = known and text.isascii()
        return self.plain_ids.make(text, options.auto_id_prefix), known


HANDLERS: Mapping[BlockType, Callable[[_Pass, Block], bool]] = {
    "p": _Pass._leaf,
    "text": _Pass._leaf,
    "dt": _Pass._leaf,
    "td": _Pass._leaf,
    "header": _Pass._heading,
    "ul": _Pass._list,
    "ol": _Pass._list,
    "dl": _Pass._definitions,
    "li": _Pass._container,
    "dd": _Pass._container,
    "blockquote": _Pass._container,
    "table": _Pass._container,
    "html": _Pass._container,
    "blank": _Pass._nothing,
    "eob": _Pass._nothing,
    "code": _Pass._nothing,
    "hr": _Pass._nothing,
    "math": _Pass._nothing,
    "html_comment": _Pass._nothing,
    "instruction": _Pass._nothing,
    "comment": _Pass._nothing,
    "raw": _Pass._nothing,
    "raw_text": _Pass._nothing,
    "verbatim": _Pass._nothing,
}
"""What is done with each type of block."""
_READ = (_Pass._leaf, _Pass._heading)
"""Those that read the text of a block."""
