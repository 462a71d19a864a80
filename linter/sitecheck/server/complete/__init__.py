"""What could stand at the cursor: one module for each kind of thing, asked in turn."""

from __future__ import annotations

from collections.abc import Iterable

from sitecheck.server.answers import Completion, Completions
from sitecheck.server.asked import ask
from sitecheck.server.complete.addresses import complete_address
from sitecheck.server.complete.anchors import complete_anchor
from sitecheck.server.complete.config_keys import complete_config
from sitecheck.server.complete.data_rows import complete_data
from sitecheck.server.complete.filters import complete_filter
from sitecheck.server.complete.front_matter import complete_front_matter
from sitecheck.server.complete.includes import complete_include
from sitecheck.server.complete.link_tags import complete_link_tag
from sitecheck.server.complete.offers import Completer
from sitecheck.server.complete.strings import complete_string
from sitecheck.server.complete.tags import complete_end, complete_tag
from sitecheck.server.complete.tex import complete_tex
from sitecheck.server.complete.variables import complete_variable
from sitecheck.warm.site_view import SiteView

__all__ = ["MOST", "complete"]

MOST = 500
"""So many answers are sent; with more to tell, an editor asks again as the word grows."""

_IN_LIQUID: tuple[Completer, ...] = (
    complete_tag,
    complete_include,
    complete_link_tag,
    complete_string,
    complete_filter,
    complete_variable,
)
_IN_YAML: tuple[Completer, ...] = (complete_config, complete_data, complete_front_matter)
_IN_TEXT: tuple[Completer, ...] = (complete_tex, complete_anchor, complete_address)


def complete(view: SiteView, path: str, offset: int) -> Completions:
    """What could stand at ``offset`` of the file ``path``; ask it inside :meth:`SiteView.held`.

    Nothing where the file cannot be read, in comments, raw text and code.
    """
    asked = ask(view, path, offset)
    if asked is None:
        return Completions()
    cursor = asked.cursor
    if cursor.hidden == "comment" or (cursor.hidden and cursor.liquid is not None):
        return _limited(complete_end(asked) or ())
    completers = (
        _IN_LIQUID if cursor.liquid is not None else _IN_YAML if cursor.yaml is not None else _IN_TEXT
    )
    for completer in completers:
        found = completer(asked)
        if found is not None:
            return _limited(found)
    return Completions()


def _limited(found: Iterable[Completion]) -> Completions:
    """The first answers; completers give the likely ones first."""
    items: dict[tuple[str, str], Completion] = {}
    for each in found:
        if len(items) == MOST:
            return Completions(tuple(items.values()), incomplete=True)
        items.setdefault((each.label, each.edit.text), each)
    return Completions(tuple(items.values()))
