"""The variables of templates that hold text without scripts, and what prints nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from functools import cached_property
from itertools import chain

from sitecheck.document.site_templates import SiteTemplates, given_to, reached
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.expression import Constant
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import PluginBlock, PluginTag
from sitecheck.liquid.loops import For
from sitecheck.liquid.names import Name, things
from sitecheck.liquid.nodes import Assign, Body, Capture, Cycle, OutputTag, Text
from sitecheck.liquid.recipes import RecipeTag

BRINGS = lazy_pattern(
    r"<(?:script|style|template|textarea|title|noscript|iframe|xmp)\b|<!--(?![^<>]*-->)|mathjax|katex|rendermath",
    re.IGNORECASE,
)
"""What brings a script, or has what follows read as something else than tags.
A comment ends where it begins."""
_OPENS = lazy_pattern(r"</?script\b|<!(?=--)|-->", re.IGNORECASE)
"""What begins or ends a script or a comment; ``<!-->`` is a whole one."""
_HOLDING = frozenset({"content", "excerpt", "first", "last", "output"})
"""The keys of what may hold the text of a page, or one that a template made."""
BY_PLUGINS = (PluginBlock, PluginTag, RecipeTag)
_A_TEXT: Name = ("content", None)
"""What a variable is made of that holds what may be a script."""


class PlainVariables:
    """The variables that hold no script, as long as no value of pages, settings and data is one.

    Beside variables there are names for the text of each include, and for what it is given: whoever writes
    the one prints the other.
    """

    def __init__(self, templates: SiteTemplates) -> None:
        self._templates = templates

    @cached_property
    def names(self) -> frozenset[str]:
        """Those that hold nothing else wherever they are set."""
        made_of = self._made_of
        others = {name for name in made_of if not all(is_value(read, made_of) for read in made_of[name])}
        users = ((read, {name}) for name, reads in made_of.items() for read, key in reads if key is None)
        return frozenset(made_of.keys() - reached(others, users))

    @cached_property
    def unclosed(self) -> set[str]:
        """The includes that leave a script or a comment open, and what includes them."""
        files = self._templates.files.items()
        return self._templates.leading_to(
            path for path, file in files if opened(_text_in(file.text, self._templates.bodies[path]))
        )

    def printed_by(self, node: object, path: str) -> bool:
        """Whether a node of the file at ``path`` prints such text alone, with the files that it includes."""
        return all(is_value(read, self.names) for read in self._printed(node, path))

    @cached_property
    def _made_of(self) -> Mapping[str, set[Name]]:
        """What each is made of."""
        found: dict[str, set[Name]] = defaultdict(set)
        for path, file in self._templates.files.items():
            body = self._templates.bodies[path]
            is_one = body is None and BRINGS.search(file.text)
            found[_text_of(path)] |= {_A_TEXT} if is_one else self._printed(body, path)
            found[given_to(path)] |= set()
        for path, body in self._templates.known.items():
            for thing in things(body):
                if isinstance(thing, Assign):
                    sources = self._sources(thing.variable, path)
                    found[thing.name] |= {_A_TEXT} if bring(thing) else sources
                elif isinstance(thing, For):
                    found[thing.loop.variable] |= self._sources(thing.loop.collection, path)
                elif isinstance(thing, Capture):
                    found[thing.name] |= self._printed(thing.body, path)
                elif isinstance(thing, Include):
                    self._note_given(thing, path, found)
        return found

    def _note_given(self, include: Include, path: str, found: Mapping[str, set[Name]]) -> None:
        """An include without parameters finds those of the file in which it stands."""
        values = [value for _, value in include.markup.parameters or ()]
        given = set(chain.from_iterable(self._templates.reads(value, path) for value in values))
        if include.markup.parameters is None:
            given = {(given_to(path), None)}
        for file in self._templates.may_include(include):
            found[given_to(file)] |= given

    def _printed(self, node: object, path: str) -> set[Name]:
        """What a node prints, and the texts of the files that it includes."""
        found: set[Name] = set()
        for thing in things(node):
            if brings(thing):
                return {_A_TEXT}
            if isinstance(thing, (Cycle, OutputTag)):
                found |= self._templates.reads(thing, path)
            elif isinstance(thing, Include):
                files = self._templates.included_by(thing)
                found |= {_A_TEXT} if not files else {(_text_of(file), None) for file in files}
        return found

    def _sources(self, node: object, path: str) -> set[Name]:
        """What a variable is made of: a list of the site's holds pages, which print their text."""
        reads = self._templates.reads(node, path)
        return {_A_TEXT if name == "site" and key != "data" else (name, key) for name, key in reads}


def opened(text: str, before: str = "") -> str:
    """What a text leaves open: ``<script``, ``<!`` of a comment, or nothing; ``before``: what was open."""
    is_open = before
    for found in _OPENS.finditer(text):
        mark = found[0].lower()
        if is_open:
            ends = "-->" if is_open == "<!" else "</script"
            is_open = "" if mark == ends else is_open
        elif mark in ("<script", "<!"):
            is_open = mark
    return is_open


def _text_in(text: str, body: Body | None) -> str:
    """The text of a file without its Liquid."""
    if body is None:
        return text
    pieces = [thing.text for thing in things(body) if isinstance(thing, Text)]
    return "".join(reversed(pieces))  # what is last in a body is met first


def _text_of(path: str) -> str:
    """What an include prints."""
    return f"text {path}"


def brings(thing: object) -> bool:
    """Whether a node writes a script by itself, or may: what plugins make of their tags nobody knows."""
    if isinstance(thing, (Text, Constant)):
        text = thing.text if isinstance(thing, Text) else thing.value
        return isinstance(text, str) and BRINGS.search(text) is not None
    return isinstance(thing, BY_PLUGINS)


def bring(node: object) -> bool:
    """The same of anything in a node."""
    return any(map(brings, things(node)))


def is_value(name: Name, values: Container[str]) -> bool:
    """Whether what a template asks for is a value of a page, the settings or data: ``{{ child.title }}``. A
    text that a template made has no such key."""
    variable, key = name
    return variable in values if key is None else key not in _HOLDING
