"""What a completer is asked, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from sitecheck.jekyll import Record
from sitecheck.model.facts import Kind
from sitecheck.model.fix import Edit
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.answers import Completion, CompletionKind
from sitecheck.server.cursor import Cursor
from sitecheck.server.site_index import SiteIndex
from sitecheck.warm.site_view import SiteView

_LONGEST = 500


@dataclass(frozen=True)
class Asked:
    """What could stand at a place of a file?"""

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
    def url(self) -> str:
        """The address of the page, without ``baseurl``; "/" for a file that has none."""
        return self.view.facts.url(self.path) or "/"


Completer = Callable[[Asked], "Iterable[Completion] | None"]
"""Gives what could stand at the cursor; ``None`` where something else is to be asked."""


def offer(
    kind: CompletionKind,
    span: Span,
    text: str,
    *,
    label: str = "",
    detail: str = "",
    documentation: str = "",
    sort: str = "",
) -> Completion:
    """One answer: ``text`` in place of what stands at ``span``. ``documentation`` is Markdown of ours."""
    return Completion(
        label=harmless.label(label or text, _LONGEST),
        kind=kind,
        edit=Edit(span, text),
        detail=harmless.label(detail, 120),
        documentation=documentation,
        sort=sort,
    )


def begins(name: str, typed: str) -> bool:
    """Whether ``name`` begins with what is typed, in small or large letters."""
    return name[: len(typed)].lower() == typed.lower()
