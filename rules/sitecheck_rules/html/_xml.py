from __future__ import annotations

from sitecheck.api import Document

_XML = (".svg", ".xhtml", ".xml", ".xsl", ".xslt")
"""Files that servers give to browsers as XML."""


def is_xml(doc: Document) -> bool:
    """Whether browsers read what the file becomes as XML, in which any element may close itself."""
    name = doc.record.output if doc.record is not None else doc.path
    return name.lower().endswith(_XML) or doc.rendered.text.lstrip().startswith("<?xml")
