from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Element, Tag

_SPARED = ("svg", "math", "noscript")
"""Elements in which the others are read as XML is, or are text to a browser that runs scripts."""

_XML = (".svg", ".xhtml", ".xml", ".xsl", ".xslt")
"""Files that servers give to browsers as XML."""


def is_xml(doc: Document) -> bool:
    """Whether browsers read what the file becomes as XML, in which any element may close itself."""
    name = doc.record.output if doc.record is not None else doc.path
    return name.lower().endswith(_XML) or doc.rendered.text.lstrip().startswith("<?xml")


def html_elements(doc: Document) -> Iterator[tuple[Tag, Element]]:
    """The tags that begin elements, and these; without those that browsers do not read as HTML."""
    elements = iter(doc.elements)
    spared = 0
    for tag in doc.tags:
        if tag.name in _SPARED and tag.kind != "self-closing":
            spared = max(spared + (1 if tag.kind == "start" else -1), 0)
        if tag.kind != "end":
            element = next(elements)
            if not spared:
                yield tag, element
