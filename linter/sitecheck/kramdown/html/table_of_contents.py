"""The table of contents that stands for a list with ``{:toc}``."""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.kramdown.html.escaping import written
from sitecheck.kramdown.html.span_writer import Attrs
from sitecheck.named_tuple import NamedTuple


class TocEntry(NamedTuple):
    """A heading that is listed: its text as HTML without links."""

    level: int
    id: str
    text: str


class _Item:
    __slots__ = ("children", "level", "text")

    def __init__(self, level: int, text: str) -> None:
        self.level = level
        self.text = text
        self.children: list[_Item] = []


def table_of_contents(entries: Sequence[TocEntry], kind: str, attrs: Attrs) -> str:
    """The list (``ul`` or ``ol``) of the headings; empty when there are none."""
    if not entries:
        return ""
    name = attrs["id"]
    top = _Item(0, "")
    path = [top]
    for entry in entries:
        link = {"href": f"#{entry.id}", "id": f"{name}-{entry.id}"}
        text = f"<a{written(link)}>{entry.text}</a>"
        item = _Item(entry.level, text)
        # kramdown nests by level whatever is left out between: an h4 may follow an h2.
        while len(path) > 1 and path[-1].level >= item.level:
            path.pop()
        path[-1].children.append(item)
        path.append(item)
    return f"<{kind}{written(attrs)}>\n{_items(top, kind, 2)}</{kind}>\n"


def _items(item: _Item, kind: str, indent: int) -> str:
    pad = " " * indent
    parts = []
    for child in item.children:
        inner = ""
        # kramdown indents the inner list after the text of the item, without a line end.
        if child.children:
            inner = f"{pad}  <{kind}>\n{_items(child, kind, indent + 4)}{pad}  </{kind}>\n{pad}"
        parts.append(f"{pad}<li>{child.text}{inner}</li>\n")
    return "".join(parts)
