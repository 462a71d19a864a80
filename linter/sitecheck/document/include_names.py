"""What templates of a site ask for, with the includes that they name."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.document.liquid_host import SiteHost
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.nodes import Body
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.recipes import recipe_tag
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.values import Unknown


def name_finder(host: SiteHost) -> NameFinder:
    """Finds the names that templates ask for with the includes that ``host`` has."""

    def body_of(name: str) -> Body | None:
        tag = recipe_tag(name)
        if tag:
            recipe = host.recipe(tag, "")
            return parse_include(recipe.text, name, 0).body if recipe is not None else None
        try:
            file = host.include(name, None)
        except LiquidError:  # told where the include is rendered
            return None
        if file is None or isinstance(file, Unknown):
            return None
        return parse_include(file.text, file.path, file.offset).body

    return NameFinder(body_of)


def included(names: frozenset[str], host: SiteHost) -> Iterator[IncludeFile]:
    """The files of these includes, as far as they are here."""
    for name in sorted(names):
        try:
            file = host.include(name, None)
        except LiquidError:  # told where the include is rendered
            continue
        if isinstance(file, IncludeFile):
            yield file
