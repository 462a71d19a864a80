"""What the server answers, in the words of a site: places are a file and offsets in characters of its text.

Only ``server/lsp/`` knows how the protocol says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sitecheck.model.fix import Edit
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple

CompletionKind = Literal[
    "address", "anchor", "file", "folder", "post", "include", "layout", "parameter", "data", "variable",
    "filter", "tag", "key", "value", "command", "environment",
]  # fmt: skip
"""What is completed: the protocol's kinds (and the pictures of an editor) are chosen by it."""

SymbolKind = Literal["page", "post", "document", "layout", "include", "heading", "key"]


class Completion(NamedTuple):
    """One thing that could stand at the cursor."""

    label: str
    """What the list shows."""
    kind: CompletionKind
    edit: Edit
    """What is put there, and in place of what (in the file of the cursor)."""
    detail: str = ""
    """A few words beside the label: a title, the file that is meant."""
    documentation: str = ""
    """Markdown."""
    sort: str = ""
    """Orders the list; "" sorts by the label."""


class Completions(NamedTuple):
    """What could stand at the cursor; ``incomplete`` when there is more than is worth sending."""

    items: tuple[Completion, ...] = ()
    incomplete: bool = False


class Hover(NamedTuple):
    """What is known of what stands at the cursor."""

    span: Span
    markdown: str


class Target(NamedTuple):
    """Where something leads."""

    origin: Span
    """What leads there, in the file of the cursor."""
    place: Place
    """Where it leads: what is to be selected (a heading's text; ``WHOLE_FILE`` for a file as such)."""


class FollowedLink(NamedTuple):
    """A link that an editor can follow by a click: to a file of the site, or to an address."""

    span: Span
    place: Place | None = None
    url: str = ""
    tooltip: str = ""


class Symbol(NamedTuple):
    """A name in a file and what it names."""

    name: str
    kind: SymbolKind
    place: Place
    """The name itself."""
    whole: Span
    """All that it names."""
    detail: str = ""
    children: tuple[Symbol, ...] = ()


class Hint(NamedTuple):
    """A word that an editor shows in the text without its being there."""

    offset: int
    text: str
    tooltip: str = ""


class SiteEdit(NamedTuple):
    """Changes of several files: path → edits of its text as it is now."""

    edits: Mapping[str, tuple[Edit, ...]]
    moves: Mapping[str, str] = {}
    """Files that get another path: old → new. Edits count for the old paths."""
    notes: tuple[str, ...] = ()
    """What a person should know of it: a link that cannot be changed, an old address without redirect."""
