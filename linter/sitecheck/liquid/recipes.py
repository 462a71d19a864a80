"""Tags of plugins whose output is known: the host has it as a template, a *recipe*."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sitecheck.liquid.output import Frame
from sitecheck.liquid.values import Unknown
from sitecheck.model.span import Span
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.template import Template

RECIPE_TAGS = frozenset(("feed_meta", "seo"))
"""The tags that a host may know, none of which is a block."""


def recipe_name(tag: RecipeTag) -> str:
    """What the template of a tag is called among included files."""
    return f"{{% {tag.name} %}}"


def recipe_tag(name: str) -> str:
    """The tag whose template is called so; "" for any other file."""
    return name[3:-3] if name.startswith("{% ") else ""


class RecipeTag:
    """A tag of a plugin. Whatever its template prints stands where the tag is written."""

    __slots__ = ("markup", "name", "output", "span")
    blank = False

    def __init__(self, span: Span, name: str, markup: str) -> None:
        self.span = span
        self.name = name
        self.markup = markup
        self.output = Unknown(because(ReasonKind.PLUGIN_TAG, name))

    def render(self, context: Context) -> None:
        with context.nested(), self.opened(context) as template:
            if template is None:
                context.write(self.output, self.span)
            else:
                context.render_template(template)

    @contextmanager
    def opened(self, context: Context) -> Iterator[Template | None]:
        """The template, to be rendered inside; ``None`` where the host knows none."""
        recipe = context.host.recipe(self.name, self.markup)
        if recipe is None:
            yield None
            return
        outer = context.frame
        context.frame = Frame(outer.path, outer.via, outer.at or self.span)
        try:
            with context.scope({"recipe": dict(recipe.variables)} if recipe.variables else {}):
                yield context.parse(recipe.text, recipe_name(self), 0)
        finally:
            context.frame = outer
