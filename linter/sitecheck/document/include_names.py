"""What templates of a site ask for, with the includes that they name."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.document.liquid_host import SiteHost
from sitecheck.liquid.context import UNSEEN
from sitecheck.liquid.expression import NIL
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.nodes import Assign, Body
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.recipes import recipe_tag
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.values import Unknown
from sitecheck.model.span import Span

_UNSEEN_FILE = Body((Assign(Span(0, 0), UNSEEN, Variable(NIL, ())),))
"""What stands for a file that is not here: as far as names go it does no more than that."""


def name_finder(host: SiteHost) -> NameFinder:
    """Finds the names that templates ask for with the includes that ``host`` has."""

    def nodes_of(name: str) -> Body | None:
        tag = recipe_tag(name)
        if tag:
            recipe = host.recipe(tag, "")
            return parse_include(recipe.text, name, 0).body if recipe is not None else None
        file = _file(name, host)
        if isinstance(file, Unknown):
            return _UNSEEN_FILE
        return body_of(file) if file is not None else None

    return NameFinder(nodes_of)


def included(names: frozenset[str], host: SiteHost) -> Iterator[IncludeFile]:
    """The files of these includes, as far as they are here."""
    files = (_file(name, host) for name in sorted(names))
    return (file for file in files if isinstance(file, IncludeFile))


def body_of(file: IncludeFile) -> Body | None:
    """The nodes of an include; ``None`` where it has no Liquid."""
    return parse_include(file.text, file.path, file.offset).body


def _file(name: str, host: SiteHost) -> IncludeFile | Unknown | None:
    try:
        return host.include(name, None)
    except LiquidError:  # told where the include is rendered
        return None
