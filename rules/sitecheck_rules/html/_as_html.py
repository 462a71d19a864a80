from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Element, Raw, Tag, lazy_pattern

_START = lazy_pattern(r"<([A-Za-z][^\s/>]*)")
_SPARED = ("svg", "math", "noscript")
"""Elements in which the others are read as XML is, or are text to a browser that runs scripts."""

_XML = (".svg", ".xhtml", ".xml", ".xsl", ".xslt")
"""Files that servers give to browsers as XML."""


def is_xml(doc: Document) -> bool:
    """Whether browsers read what the file becomes as XML, in which any element may close itself."""
    name = doc.record.output if doc.record is not None else doc.path
    return name.lower().endswith(_XML) or doc.rendered.text.lstrip().startswith("<?xml")


def starts_in(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The names of what looks like the beginning of an element in ``[start, end)``, and where it stands; in
    the content of scripts and comments, too, where browsers see none."""
    return ((match[1].lower(), match.start()) for match in _START.finditer(text, start, end))


def html_elements(doc: Document) -> Iterator[tuple[Tag, Element, Raw | None]]:
    """The tags that begin elements, these, and what they hold if no tag is read in it; without those that
    browsers do not read as HTML."""
    contents = {raw.start: raw for raw in doc.raws}
    elements = iter(doc.elements)
    spared = 0
    for tag in doc.tags:
        if tag.name in _SPARED and tag.kind != "self-closing":
            spared = max(spared + (1 if tag.kind == "start" else -1), 0)
        if tag.kind != "end":
            element = next(elements)
            if not spared:
                yield tag, element, contents.get(tag.end)
