"""What layouts make of the content of a page, beyond what stands in it: the links of a table of contents.

Each page is read with its content as HTML, and only what hangs on that (:mod:`.content_parts`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from sitecheck import html, liquid
from sitecheck.document.document import Document
from sitecheck.document.frames.content_parts import Look
from sitecheck.document.frames.frame_parts import Parts, Unaligned, blocks
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.liquid_host import ContentHost
from sitecheck.document.tags.page_links import page_links
from sitecheck.liquid.budget import Budget, spend
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.residual import Undecided
from sitecheck.model.facts import ContentFrame, Link
from sitecheck.model.fate import SHOWN
from sitecheck.text.source_map import MappedText

if TYPE_CHECKING:
    from sitecheck.jekyll import Layout

_CHARACTERS = 4
"""So many characters of content are read for a step."""


def content_frame(page: Document, look: Look) -> ContentFrame | None:
    """What the layout that looks into the content of ``page`` makes of it; ``None`` where that is not known
    after all, or nobody gets to see it."""
    content = page.content
    if content is None or not _is_served(page):
        return None
    found: list[Block] = []
    unsure = page.is_partly_known or not page.is_kept(look.layout)
    with page.budget.part(page.context.page_steps) as budget:
        for layout in look.within:
            mapped = _around(page, layout, content, budget)
            content = mapped.text
            unsure = unsure or any(piece.maybe or piece.kind == "unknown" for piece in mapped.pieces)
        spend(len(content) // _CHARACTERS)
        reader = PageContext(ContentHost(page.context, page.record, content, look.layout.path), page.path)
        found += _read(look.parts, reader)
        page.context.note(reader.reads)
    if budget.exhausted:
        return ContentFrame(cut=look.layout.path)
    rewritten = () if page.fate_in(look.layout) in SHOWN else _rewritten(content, found)
    return _beyond(page, found, unsure)._replace(rewritten=rewritten)


def _around(page: Document, layout: Layout, content: str, budget: Budget) -> MappedText:
    """What a layout writes around ``content``."""
    template = page.context.layout_template(layout)
    if template is None:
        return MappedText.identity(layout.path, "")
    rendering = liquid.render(
        template, ContentHost(page.context, page.record, content, layout.path), page.path, budget
    )
    page.context.note(rendering.reads)
    return rendering.mapped


def _is_served(page: Document) -> bool:
    """Whether its address leads to the page, not to another that is written to the same file."""
    route = page.context.route(page.record.output) if page.record is not None else None
    return route is None or route.source == page.path


def _read(parts: Parts, reader: PageContext) -> Iterator[Block]:
    for part in parts:
        with suppress(Undecided, Unaligned):
            yield from tuple(blocks((part,), reader))


def _beyond(page: Document, found: Sequence[Block], unsure: bool) -> ContentFrame:
    """Links and ids that the page does not have by itself, as where a layout shows it with some changes;
    ``unsure`` says that the content is not known for certain."""
    own = {(link.element, link.attribute, link.href) for link in page.links if page.is_seen}
    own_ids = {id_.id for id_ in page.ids if page.is_seen}
    links = tuple(
        link._replace(maybe=link.maybe or unsure or _names_source(link, page))
        for block in found
        for link in block.links
        if (link.element, link.attribute, link.href) not in own
    )
    ids = tuple(
        id_._replace(maybe=id_.maybe or unsure)
        for block in found
        for id_ in block.ids
        if id_.id not in own_ids
    )
    return ContentFrame(links, ids)


def _rewritten(content: str, found: Sequence[Block]) -> tuple[str, ...]:
    """Addresses in ``content`` of which nothing is left and in whose place others stand that end in the same
    name: ``{{ content | replace: 'img src="', 'img src="/images/' }}``."""
    shown = {(link.element, link.href) for block in found for link in block.links if link.href}
    if not shown:
        return ()
    read = html.read(content)
    links = page_links(MappedText.identity("", content), read.tags, read.raws)
    own = {(link.element, link.href) for link in links if link.href}
    written = {(element, name) for element, href in shown - own if (name := _name(href))}
    return tuple(sorted({href for element, href in own - shown if (element, _name(href)) in written}))


def _name(href: str) -> str:
    """What an address ends in behind the last slash, or the mark that a layout puts a folder for."""
    return href.replace(":", "/").rpartition("/")[2]


def _names_source(link: Link, page: Document) -> bool:
    """Whether a link leads to Markdown, as one does that jekyll-relative-links changes in the content."""
    path = (link.href or "").partition("#")[0]
    return posixpath.splitext(path)[1].lower() in page.context.site.config.markdown_ext
