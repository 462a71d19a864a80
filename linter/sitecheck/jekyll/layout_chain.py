"""The layouts around a page, one in the other, as ``Renderer#place_in_layouts`` goes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from sitecheck.jekyll.records import Layout

MOST_LAYOUTS = 50
"""So many layouts in each other are read around a page, ten times what themes have. Jekyll goes on until one
stands in itself, but all pages in a chain of a thousand layouts are a million texts."""
_NIL = "nil"
NO_LAYOUT = frozenset({"none", "null", _NIL, ""})
"""Names by which a page says that it has no layout: Jekyll knows the first (and YAML the second) as such."""
Layouts: TypeAlias = Mapping[str, Layout]
"""The layouts among the sources, by name."""


def layouts_around(name: object, find: Callable[[str], Layout | None]) -> Iterator[Layout | str]:
    """The layout called ``name`` and those around it, from the inside out; at last the name of one that
    ``find`` does not give.

    Where there are more than :data:`MOST_LAYOUTS`, one more is the last: it is too much work, and what is
    around it is not looked at.
    """
    seen = set[str]()
    if type(name) is int:  # ``layout: 404``: Renderer#place_in_layouts asks for the text of a page's value
        name = str(name)
    while isinstance(name, str) and name not in NO_LAYOUT - {_NIL} and name not in seen:
        if len(seen) > MOST_LAYOUTS:
            return
        seen.add(name)
        layout = find(name)
        if layout is None:
            if name != _NIL:
                yield name
            return
        yield layout
        name = layout.data.get("layout")


def own_layouts(name: object, layouts: Layouts) -> Iterator[Layout]:
    """The layout called ``name`` and those around it, as far as they are among the sources."""
    return (each for each in layouts_around(name, layouts.get) if isinstance(each, Layout))


def layouts_reached(names: Iterable[object], layouts: Layouts) -> frozenset[str]:
    """The paths of the layouts of these names, and of all those around them."""
    waiting = {str(name) for name in names}
    used: set[str] = set()
    while waiting:
        layout = layouts.get(waiting.pop())
        if layout is not None and layout.path not in used:
            used.add(layout.path)
            waiting.add(str(layout.data.get("layout")))
    return frozenset(used)
