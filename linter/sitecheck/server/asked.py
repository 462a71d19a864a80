"""A place of a file about which something is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sitecheck.jekyll import Record
from sitecheck.model.facts import Kind
from sitecheck.server.cursor import Cursor, read_cursor
from sitecheck.server.site_index import SiteIndex, index_of
from sitecheck.warm.site_view import SiteView


@dataclass(frozen=True)
class Asked:
    """A place of a file, and all that is known around it."""

    view: SiteView
    path: str
    kind: Kind | None
    cursor: Cursor
    index: SiteIndex

    @cached_property
    def record(self) -> Record | None:
        """The page that the file becomes, as it was when the site was read."""
        return self.index.records.get(self.path)

    @property
    def group(self) -> str:
        """The group (see :meth:`SiteIndex.group`) to which the file belongs, known yet or not."""
        if self.kind == "layout":
            return "layouts"
        if self.record is not None:
            return self.record.collection or "pages"
        folder = self.path.partition("/")[0]
        if "_posts/" in self.path or folder == "_drafts":
            return "posts"
        is_collection = folder.startswith("_") and folder[1:] in self.view.site.collections
        return folder[1:] if is_collection else "pages"

    @property
    def is_piece(self) -> bool:
        """Whether the text becomes a part of pages that may be anywhere: no relative address is sure."""
        return self.kind in ("layout", "include")

    @property
    def url(self) -> str:
        """The address of the page, without ``baseurl``; "/" for a file that has none."""
        return self.view.facts.url(self.path) or "/"


def ask(view: SiteView, path: str, offset: int) -> Asked | None:
    """What is asked about ``offset`` of the file ``path``; ``None`` for what cannot be read as text."""
    source = view.source(path)
    if source is None:
        return None
    kind = view.kind(path)
    cursor = read_cursor(source.text, offset, path, kind, view.reader.dialect(path))
    return Asked(view=view, path=path, kind=kind, cursor=cursor, index=index_of(view))
